//! `forbidden-passwords.yaml`: hashes, and how they were made.

use jiff::civil::Date;

use super::fields::{Document, Fault, Fields, Wrong};
use crate::meaning::forbidden::{Derivation, Forbidden, ForbiddenEntry, bytes};

/// The passwords.
pub(super) fn read(document: &Document) -> Result<Forbidden, Fault> {
    let known = &[
        "version",
        "algorithm",
        "iterations",
        "salt",
        "fold",
        "entries",
    ];
    let top = document.top(known)?;
    top.version_1()?;
    top.word("algorithm", &[(Derivation::ALGORITHM, ())])?;
    let iterations = document.number(top.required("iterations")?)?;
    if !Derivation::ITERATIONS.contains(&iterations) {
        let wrong = Wrong::Expected("1000 to 100000 iterations");
        return Err(top.fault("iterations", wrong));
    }
    let salt = bytes(top.required_string("salt")?);
    let salt = salt.filter(|salt| salt.len() >= Derivation::SHORTEST_SALT);
    let short = || {
        let wrong = Wrong::Expected("a salt of 32 hexadecimal digits or more");
        top.fault("salt", wrong)
    };
    let derivation = Derivation {
        salt: salt.ok_or_else(short)?,
        iterations,
        fold: top.switch("fold")?,
    };
    let mut entries = Vec::new();
    for item in document.items(top.required("entries")?)? {
        entries.push(entry(
            &document.fields(*item, &["hash", "label", "reason", "since"])?,
        )?);
    }
    Ok(Forbidden::new(derivation, entries))
}

fn entry(entry: &Fields<'_>) -> Result<ForbiddenEntry, Fault> {
    let hash = entry.required_string("hash")?;
    if bytes(hash).is_none_or(|bytes| bytes.len() != 32) {
        let wrong = Wrong::Expected("a hash of 64 hexadecimal digits, in quotes");
        return Err(entry.fault("hash", wrong));
    }
    // Kept for people; a day that is none would mislead them.
    if let Some(since) = entry.string("since")?
        && since.parse::<Date>().is_err()
    {
        return Err(entry.fault("since", Wrong::Expected("a day such as 2026-01-31")));
    }
    Ok(ForbiddenEntry {
        hash: hash.to_ascii_lowercase(),
        label: entry.string("label")?.map(str::to_owned),
        reason: entry.string("reason")?.map(str::to_owned),
    })
}
