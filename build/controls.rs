//! The clauses of frameworks, each with the rules that speak about it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::emit::word;
use crate::policy::Policy;
use crate::{Outcome, read_yaml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Controls {
    #[expect(dead_code, reason = "for people, and for the day of the knowledge")]
    date: String,
    frameworks: Vec<Framework>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Framework {
    id: String,
    title: Title,
    mapping: Mapping,
    /// The aliases of rules that name a clause start like this.
    alias: Option<String>,
    /// The same for an older version, whose numbers differ where a clause says so.
    older: Option<String>,
    clauses: Vec<Clause>,
}

#[derive(Deserialize)]
struct Title {
    en: String,
    zh: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Mapping {
    Aliases,
    Topics,
    Rules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clause {
    id: String,
    en: String,
    zh: String,
    coverage: String,
    basis: String,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    rules: Vec<String>,
    /// Its number in the older version; `none` for a new clause.
    was: Option<String>,
    #[serde(default)]
    narrow: BTreeMap<String, Narrow>,
    #[serde(default = "yes")]
    decides: bool,
}

fn yes() -> bool {
    true
}

/// Which findings of a rule are about the clause.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Narrow {
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    says: String,
}

/// The frameworks as a table.
pub(crate) fn table(root: &Path, policies: &[Policy]) -> Outcome<String> {
    let controls: Controls = read_yaml(&root.join("policies/knowledge/controls.yaml"))?;
    let mut code = String::from(
        "/// The frameworks, in the order in which they are told.\npub static FRAMEWORKS: &[Framework] = &[\n",
    );
    for framework in &controls.frameworks {
        let _ = writeln!(
            code,
            "Framework {{ id: {:?}, title: {}, clauses: &[",
            framework.id,
            both(&framework.title.en, &framework.title.zh)
        );
        let mut seen = BTreeSet::new();
        for clause in &framework.clauses {
            let place = |reason: String| format!("controls.yaml: {}: {reason}", clause.id);
            if !seen.insert(&clause.id) {
                return Err(place("it stands there twice".to_owned()));
            }
            let literal = literal(framework, clause, policies).map_err(place)?;
            let _ = writeln!(code, "{literal},");
        }
        code.push_str("] },\n");
    }
    code.push_str("];\n");
    Ok(code)
}

fn both(en: &str, zh: &str) -> String {
    format!("Both {{ en: {en:?}, zh: {zh:?} }}")
}

fn literal(framework: &Framework, clause: &Clause, policies: &[Policy]) -> Outcome<String> {
    let known = ["full", "partial", "evidence", "manual"];
    let coverage = word("Coverage", &clause.coverage, &known)?;
    let known = ["source", "source_group", "memory"];
    let basis = word("Basis", &clause.basis.replace('-', "_"), &known)?;
    let basis = basis.replace("Source_group", "SourceGroup");
    let speakers = speakers(framework, clause, policies)?;
    if clause.coverage == "manual" && !speakers.is_empty() {
        return Err("what is manual has no rules".to_owned());
    }
    if let Some(id) = clause.narrow.keys().find(|id| !speakers.contains(id)) {
        return Err(format!("narrow: {id} does not speak about it"));
    }
    let mut list = String::new();
    for id in speakers {
        let none = Narrow::default();
        let narrow = clause.narrow.get(id);
        let Narrow { keys, says } = narrow.unwrap_or(&none);
        let messages = |policy: &Policy| {
            let has = |key: &String| policy.messages.contains_key(key);
            policy.id == *id && keys.iter().all(has)
        };
        if !policies.iter().any(messages) {
            return Err(format!("narrow: {id} has no such sentence"));
        }
        let decides = clause.decides || narrow.is_some();
        let _ = write!(
            list,
            "Speaker {{ rule: {id:?}, keys: &{keys:?}, says: {says:?}, decides: {decides} }}, "
        );
    }
    Ok(format!(
        "Clause {{ id: {:?}, title: {}, coverage: {coverage}, basis: {basis}, speakers: &[{list}] }}",
        clause.id,
        both(&clause.en, &clause.zh)
    ))
}

/// The ids of the rules that speak about a clause, in their order.
fn speakers<'p>(
    framework: &Framework,
    clause: &Clause,
    policies: &'p [Policy],
) -> Outcome<Vec<&'p String>> {
    for topic in &clause.topics {
        if !policies.iter().any(|policy| policy.topics.contains(topic)) {
            return Err(format!("no rule has the topic {topic}"));
        }
    }
    let is_named = |id: &str, entry: &str| {
        let family = id.trim_end_matches(|c: char| c.is_ascii_digit());
        id == entry || family == entry
    };
    for entry in &clause.rules {
        if !policies.iter().any(|policy| is_named(&policy.id, entry)) {
            return Err(format!("there is no rule {entry}"));
        }
    }
    let mut aliases = Vec::new();
    if framework.mapping == Mapping::Aliases {
        let own = framework.alias.iter();
        aliases.extend(own.map(|prefix| format!("{prefix}/{}", clause.id)));
        let number = clause.was.as_ref().unwrap_or(&clause.id);
        let older = framework.older.iter().filter(|_| number != "none");
        aliases.extend(older.map(|prefix| format!("{prefix}/{number}")));
    }
    if framework.mapping == Mapping::Aliases && !clause.topics.is_empty() {
        return Err("a topic is too wide where rules name the clause".to_owned());
    }
    let speaks = |policy: &&Policy| {
        // What was not read makes a clause partial, and says nothing of its own about it.
        let by_topic = !policy.id.starts_with("HUL")
            && policy.topics.iter().any(|own| clause.topics.contains(own));
        by_topic
            || policy.aliases.iter().any(|own| aliases.contains(own))
            || clause.rules.iter().any(|own| is_named(&policy.id, own))
    };
    let speakers = policies.iter().filter(speaks);
    Ok(speakers.map(|policy| &policy.id).collect())
}
