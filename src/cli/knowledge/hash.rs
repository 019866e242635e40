//! `hulan knowledge hash`: a file of forbidden passwords from the passwords themselves.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead as _, IsTerminal as _, Write as _};

use anyhow::{Context as _, bail};

use super::super::args::HashArguments;
use super::super::output::print;
use super::{explain, read};
use crate::meaning::{Derivation, forbidden_passwords};
use crate::report;

/// Reads passwords from standard input, one a line, and prints their hashes.
pub(in crate::cli) fn run(arguments: &HashArguments) -> anyhow::Result<u8> {
    let mut known = BTreeSet::new();
    let mut text = String::new();
    let derivation = if let Some(file) = &arguments.salt_from {
        let shown = report::clean(&file.to_string_lossy());
        let content = read(file).with_context(|| shown.clone())?;
        let forbidden = forbidden_passwords(content).map_err(|fault| explain(&shown, &fault))?;
        known.extend(forbidden.entries().iter().map(|entry| entry.hash.clone()));
        forbidden.derivation().clone()
    } else {
        let derivation = Derivation {
            salt: salt()?,
            iterations: arguments.iterations.unwrap_or(Derivation::USUAL_ITERATIONS),
            fold: arguments.fold,
        };
        text.push_str(&head(&derivation));
        derivation
    };
    let label = arguments.label.as_ref().map(serde_json::to_string);
    let label = label.transpose()?;
    let label = label.map_or_else(String::new, |label| format!(", label: {label}"));
    let input = std::io::stdin();
    if input.is_terminal() {
        let _ = writeln!(
            anstream::stderr(),
            "hulan: one password a line, then end of file"
        );
    }
    let mut count = 0;
    for line in input.lock().lines() {
        let line = line.context("standard input is no UTF-8 text")?;
        let password = line.strip_suffix('\r').unwrap_or(&line);
        if password.is_empty() {
            continue;
        }
        count += 1;
        let hash = derivation.hash(password);
        if !known.contains(&hash) {
            let _ = writeln!(text, "  - {{hash: \"{hash}\"{label}}}");
            known.insert(hash);
        }
    }
    if count == 0 {
        bail!("there is no password on standard input");
    }
    print(&text)?;
    Ok(0)
}

/// Everything before the entries.
fn head(derivation: &Derivation) -> String {
    let mut salt = String::new();
    for byte in &derivation.salt {
        let _ = write!(salt, "{byte:02x}");
    }
    format!(
        "version: 1\nalgorithm: {}\niterations: {}\nsalt: \"{salt}\"\nfold: {}\nentries:\n",
        Derivation::ALGORITHM,
        derivation.iterations,
        derivation.fold
    )
}

/// A salt that no other file has.
fn salt() -> anyhow::Result<Vec<u8>> {
    let mut salt = vec![0; Derivation::SHORTEST_SALT];
    match getrandom::fill(&mut salt) {
        Ok(()) => Ok(salt),
        Err(error) => bail!("the system has no random bytes: {error}"),
    }
}
