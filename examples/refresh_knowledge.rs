//! Prints what the files of a vendor publish and the list of published secrets does not have yet.
//!
//! ```sh
//! cargo run --example refresh-knowledge -- --product shelf ../shelf >> candidates.yaml
//! ```
//!
//! Each candidate is to be read in its file and judged by a person before it goes into
//! `policies/knowledge/default-secrets.yaml`: kind, class and side are guesses by its name.

// A tool for developers: it writes to the terminal, and a surprise may stop it.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)]

#[path = "refresh_knowledge/history.rs"]
mod history;
#[path = "refresh_knowledge/lines.rs"]
mod lines;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use hulan::meaning::strength::{About, weakness};
use hulan::meaning::{Checker, Knowledge, is_placeholder, is_secret_name};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use lines::{Line, lines};

/// Larger files are no configuration.
const LARGEST: u64 = 1 << 20;

/// Prints candidates for default-secrets.yaml
#[derive(Parser)]
struct Arguments {
    /// The short name of the product
    #[arg(long)]
    product: String,
    /// What stands before paths in `source`, such as vendor/repository
    #[arg(long)]
    repository: Option<String>,
    /// A folder with the vendor's files; where it is a git repository, its history tells since when
    folder: PathBuf,
}

/// The list, as far as it is compared.
#[derive(Deserialize)]
struct List {
    entries: Vec<Entry>,
}

/// An entry of the list.
#[derive(Deserialize)]
struct Entry {
    product: String,
    variable: String,
    value: Option<String>,
    value_sha256: Option<String>,
    shape: String,
    source: String,
    until: Option<serde_yaml::Value>,
}

impl Entry {
    fn is_of(&self, product: &str, line: &Line) -> bool {
        let is_value = self.value.as_ref() == Some(&line.value)
            || self.value_sha256.as_ref() == Some(&hash(&line.value));
        let in_url = self.shape == "url-userinfo";
        let is_place = in_url && line.scheme.is_some() || self.variable == line.variable;
        self.product == product && is_value && is_place
    }
}

fn main() {
    let arguments = Arguments::parse();
    let list =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/knowledge/default-secrets.yaml");
    let list = fs::read_to_string(list).expect("the list is there");
    let list: List = serde_yaml::from_str(&list).expect("the list is in order");
    let knowledge = Knowledge::default();
    let mut seen = BTreeSet::new();
    let mut texts = Vec::new();
    for (path, text) in files(&arguments.folder) {
        for line in lines(&text) {
            let is_flag = line.shape == "command-line";
            let is_secret = is_flag || line.scheme.is_some() || is_secret_name(&line.variable);
            let is_listed = list
                .entries
                .iter()
                .any(|own| own.is_of(&arguments.product, &line));
            let is_new = seen.insert((line.variable.clone(), line.value.clone()));
            if is_secret && !is_listed && is_new {
                println!("{}", entry(&arguments, &knowledge, &path, &line));
            }
        }
        texts.push((path, text));
    }
    gone(&arguments, &list, &texts);
}

/// The files of the folder that may be configuration, by their paths in it.
fn files(folder: &Path) -> Vec<(String, String)> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| entry.file_name() != ".git");
    let mut found = Vec::new();
    for entry in walk.flatten().filter(|entry| entry.file_type().is_file()) {
        let is_small = entry.metadata().is_ok_and(|data| data.len() <= LARGEST);
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        // What is no UTF-8 is no configuration.
        if let (true, Ok(text)) = (is_small, fs::read_to_string(entry.path())) {
            found.push((path.to_string_lossy().replace('\\', "/"), text));
        }
    }
    found
}

/// A candidate in the form of the list.
fn entry(arguments: &Arguments, knowledge: &Knowledge, path: &str, line: &Line) -> String {
    let quoted = |text: &str| serde_json::to_string(text).expect("a string");
    let is_asking = is_placeholder(&line.variable, &line.value);
    let about = About {
        name: &line.variable,
        words: &[&arguments.product],
        is_key: true,
    };
    // What nobody guesses may be somebody's live key: it stands there as a hash.
    let is_live = !is_asking && weakness(&line.value, &about).is_none();
    let value = if is_live {
        format!("value_sha256: {}", quoted(&hash(&line.value)))
    } else {
        format!("value: {}", quoted(&line.value))
    };
    let side = match knowledge.checker(&line.variable) {
        Checker::Elsewhere if line.scheme.is_none() => "client",
        _ => "server",
    };
    let class = if is_asking { "placeholder" } else { "default" };
    let mut source = arguments.repository.clone().unwrap_or_default();
    if !source.is_empty() {
        source.push('/');
    }
    source.push_str(path);
    let scheme = line
        .scheme
        .as_ref()
        .map(|(scheme, user)| format!(", scheme: {}, username: {}", quoted(scheme), quoted(user)));
    let since = history::since(&arguments.folder, path, &line.value);
    format!(
        "  - {{product: {}, variable: {}{}, {value}, kind: {}, class: {class}, side: {side}, shape: {}, source: {}, since: {{{}}}}}",
        quoted(&arguments.product),
        quoted(&line.variable),
        scheme.unwrap_or_default(),
        line.kind(),
        line.shape,
        quoted(&source),
        since.unwrap_or_else(|| "seen_at: true".to_owned()),
    )
}

/// Names the entries of the list whose file no longer has the value.
fn gone(arguments: &Arguments, list: &List, texts: &[(String, String)]) {
    let own = list.entries.iter();
    let own = own.filter(|own| own.product == arguments.product && own.until.is_none());
    for entry in own {
        let Some(value) = &entry.value else {
            continue;
        };
        let file = texts.iter().find(|(path, _)| {
            let before = entry.source.strip_suffix(path.as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        });
        if let Some((path, _)) = file.filter(|(_, text)| !text.contains(value.as_str())) {
            let until = history::until(&arguments.folder, path, value);
            println!(
                "  # gone from {path}: {}, until: {{{}}}",
                entry.variable,
                until.unwrap_or_default()
            );
        }
    }
}

/// SHA-256 in lower-case hexadecimal.
fn hash(value: &str) -> String {
    let bytes = Sha256::digest(value.as_bytes());
    bytes.iter().fold(String::new(), |text, byte| {
        let digits = format!("{byte:02x}");
        text + &digits
    })
}
