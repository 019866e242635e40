//! Reading and checking policy files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::knowledge::Weakness;
use crate::{Outcome, read_yaml};

/// Most arguments a sentence may have: some readers of SARIF stop at six.
const MOST_ARGUMENTS: usize = 5;

const SUBJECTS: [&str; 24] = [
    "container",
    "secret",
    "token",
    "env-file",
    "file",
    "problem",
    "suppression",
    "python",
    "call",
    "workflow",
    "nginx",
    "dockerfile",
    "script",
    "directory",
    "switch",
    "endpoint",
    "certificate",
    "engine",
    "image",
    "daemon",
    "settings",
    "host",
    "drift",
    "combination",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    #[serde(skip)]
    pub(crate) slug: String,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) severity: Severity,
    pub(crate) precision: String,
    #[serde(default = "medium")]
    pub(crate) effort: String,
    pub(crate) title: Both,
    pub(crate) why: Both,
    pub(crate) fix: Both,
    pub(crate) messages: BTreeMap<String, Both>,
    pub(crate) cwe: Vec<u16>,
    pub(crate) topics: Vec<String>,
    #[serde(default)]
    pub(crate) catalogue: Vec<String>,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) supersedes: Vec<String>,
    pub(crate) references: Vec<String>,
    pub(crate) verify: String,
    pub(crate) detector: Option<String>,
    #[serde(default)]
    pub(crate) params: BTreeMap<String, Vec<String>>,
    /// For rules about calls: qualified names of what is called.
    #[serde(default)]
    pub(crate) calls: Vec<String>,
    /// Or its last name.
    #[serde(default)]
    pub(crate) methods: Vec<String>,
    /// Or the name of an argument.
    #[serde(default)]
    pub(crate) keywords: Vec<String>,
    /// Whether it also counts where the thing is handed on without being called.
    #[serde(default, rename = "handed-on")]
    pub(crate) handed_on: bool,
    /// Whether it is also asked about the lines of notebooks that stand for such calls.
    #[serde(default)]
    pub(crate) lines: bool,
    /// What to write in place of what stands at a finding, where that can be said to the letter.
    #[serde(default)]
    pub(crate) edits: Vec<Rewrite>,
    pub(crate) examples: Examples,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rewrite {
    /// An expression for the whole of what stands there.
    pub(crate) from: String,
    /// What is written instead; `$1` and `${1}` are its groups.
    pub(crate) to: String,
}

fn medium() -> String {
    "medium".to_owned()
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Severity {
    Level(String),
    /// By the exposure of the subject, or by where a value comes from.
    ByCase(BTreeMap<String, String>),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Both {
    pub(crate) en: String,
    pub(crate) zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Examples {
    pub(crate) bad: Vec<Example>,
    pub(crate) good: Vec<Example>,
    #[serde(default)]
    pub(crate) near: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    #[serde(default)]
    pub(crate) files: BTreeMap<String, String>,
    /// Files that are no text, in Base64.
    #[serde(default)]
    pub(crate) binary: BTreeMap<String, String>,
    /// Files of knowledge that the scan is given with `--knowledge`; the tests read them.
    #[serde(default, rename = "knowledge")]
    _knowledge: BTreeMap<String, String>,
    /// Files that Git tracks; the tests make the repository.
    #[serde(default, rename = "tracked")]
    _tracked: Vec<String>,
    /// Modes of files, in octal digits; the tests set them where the system has such.
    #[serde(default, rename = "modes")]
    _modes: BTreeMap<String, String>,
}

impl Example {
    /// The contents of its files.
    fn texts(&self) -> impl Iterator<Item = &String> {
        self.files.values().chain(self.binary.values())
    }
}

/// All policies below `policies/rules`, in the order of their ids.
pub(crate) fn load_all(root: &Path, cwe: &BTreeMap<u16, Weakness>) -> Outcome<Vec<Policy>> {
    let rules = root.join("policies/rules");
    let mut policies = Vec::new();
    for family in sorted_entries(&rules)? {
        for file in sorted_entries(&family)? {
            policies.push(load(&rules, &file, root, cwe)?);
        }
    }
    policies.sort_by(|a, b| a.id.cmp(&b.id));
    check_together(&policies)?;
    check_no_orphans(root, &policies)?;
    Ok(policies)
}

/// The entries of a folder in the order of their names.
pub(crate) fn sorted_entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|e| e.to_string())?.path());
    }
    paths.sort();
    Ok(paths)
}

fn load(rules: &Path, file: &Path, root: &Path, cwe: &BTreeMap<u16, Weakness>) -> Outcome<Policy> {
    let mut policy: Policy = read_yaml(file)?;
    let slug = file.strip_prefix(rules).unwrap_or(file).with_extension("");
    policy.slug = slug.to_string_lossy().replace('\\', "/");
    policy
        .check(root, cwe)
        .map_err(|reason| format!("{}: {reason}", file.display()))?;
    Ok(policy)
}

impl Policy {
    fn check(&self, root: &Path, cwe: &BTreeMap<u16, Weakness>) -> Outcome<()> {
        let digits = self.id.trim_start_matches(|c: char| c.is_ascii_uppercase());
        require(
            digits.len() < self.id.len() && digits.len() == 3 && digits.parse::<u16>().is_ok(),
            "id must be an upper-case prefix and three digits",
        )?;
        require(
            self.name.chars().all(char::is_alphanumeric)
                && self.name.starts_with(char::is_uppercase)
                && !two_capitals_in_a_row(&self.name),
            "name must be in Pascal case",
        )?;
        require(SUBJECTS.contains(&self.subject.as_str()), "unknown subject")?;
        let names_calls = [&self.calls, &self.methods, &self.keywords];
        require(
            (self.subject == "call") == names_calls.iter().any(|names| !names.is_empty()),
            "calls, methods or keywords: for rules about calls, and for no others",
        )?;
        for (field, both) in [
            ("title", &self.title),
            ("why", &self.why),
            ("fix", &self.fix),
        ] {
            check_both(field, both)?;
        }
        require(
            self.messages.contains_key("default"),
            "messages.default is missing",
        )?;
        for (key, message) in &self.messages {
            check_both(&format!("messages.{key}"), message)?;
            let english = arguments(&message.en);
            let same = |a: &[String], b: &[String]| {
                a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
            };
            require(
                same(&english, &arguments(&message.zh)),
                &format!("messages.{key}: both languages must have the same arguments"),
            )?;
            require(
                (1..=MOST_ARGUMENTS).contains(&english.len()),
                &format!("messages.{key}: one to five arguments"),
            )?;
            require(
                english
                    .iter()
                    .all(|name| message.en.contains(&format!("'{{{name}}}'"))),
                &format!("messages.{key}: arguments stand in single quotes in English"),
            )?;
            require(
                message.en.ends_with('.') && message.zh.ends_with('。'),
                &format!("messages.{key}: a sentence ends with a full stop"),
            )?;
        }
        require(!self.topics.is_empty(), "topics: a mapping is missing")?;
        for number in &self.cwe {
            require(
                cwe.contains_key(number),
                &format!("cwe {number} is not in policies/knowledge/cwe.yaml"),
            )?;
        }
        require(!self.cwe.is_empty(), "cwe: a mapping is missing")?;
        require(
            !self.references.is_empty()
                && self
                    .references
                    .iter()
                    .all(|url| url.starts_with("https://")),
            "references: at least one https address",
        )?;
        require(
            !self.examples.bad.is_empty() && !self.examples.good.is_empty(),
            "examples need bad and good",
        )?;
        for example in &self.examples.bad {
            require(
                example.texts().any(|text| text.contains('«')),
                "each bad example marks its place with « and »",
            )?;
        }
        let quiet = self.examples.good.iter().chain(&self.examples.near);
        for example in quiet {
            require(
                !example.texts().any(|text| text.contains('«')),
                "good and near examples mark no place",
            )?;
        }
        require(
            self.detector.is_some() != self.source(root).is_file(),
            "either a detector or a source file of the same name below src/rules",
        )
    }

    /// The source file of the check, where the policy names no detector.
    pub(crate) fn source(&self, root: &Path) -> PathBuf {
        let name = self.slug.replace('-', "_");
        root.join("src/rules").join(name).with_extension("rs")
    }
}

/// The names in `{braces}` in the order of their first use.
pub(crate) fn arguments(template: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for piece in template.split('{').skip(1) {
        if let Some((name, _)) = piece.split_once('}')
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

fn two_capitals_in_a_row(name: &str) -> bool {
    let capitals: Vec<bool> = name.chars().map(char::is_uppercase).collect();
    capitals.windows(2).any(|pair| pair == [true, true])
}

/// Both languages are there, and the Chinese is Chinese.
pub(crate) fn check_both(field: &str, both: &Both) -> Outcome<()> {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    require(
        !both.en.trim().is_empty() && !chinese(&both.en),
        &format!("{field}.en: an English sentence"),
    )?;
    require(
        chinese(&both.zh),
        &format!("{field}.zh: a Chinese sentence"),
    )?;
    require(
        both.en.chars().count() <= 1000 && both.zh.chars().count() <= 1000,
        &format!("{field}: at most 1000 characters"),
    )
}

fn check_together(policies: &[Policy]) -> Outcome<()> {
    let mut ids = BTreeSet::new();
    let mut names = BTreeSet::new();
    for policy in policies {
        let unique = ids.insert(&policy.id) && names.insert(&policy.name);
        require(
            unique,
            &format!("{}: id and name are used once", policy.slug),
        )?;
    }
    for policy in policies {
        for weaker in &policy.supersedes {
            require(
                ids.contains(weaker),
                &format!("{}: supersedes the unknown rule {weaker}", policy.slug),
            )?;
        }
    }
    Ok(())
}

/// Every source file below a family folder belongs to a policy.
fn check_no_orphans(root: &Path, policies: &[Policy]) -> Outcome<()> {
    let sources: BTreeSet<PathBuf> = policies.iter().map(|policy| policy.source(root)).collect();
    for family in sorted_entries(&root.join("src/rules"))? {
        if family.is_dir() && family.file_name().is_some_and(|name| name != "detectors") {
            for file in sorted_entries(&family)? {
                require(
                    sources.contains(&file),
                    &format!("{} has no policy", file.display()),
                )?;
            }
        }
    }
    Ok(())
}

fn require(holds: bool, reason: &str) -> Outcome<()> {
    if holds {
        Ok(())
    } else {
        Err(reason.to_owned())
    }
}
