//! The SAST report of GitLab, version 15: its security pages and the approval rules of merge requests.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::json::ascii;
use super::markdown::{escaped, prose};
use super::told::{One, Told, origins};
use super::words::say;
use crate::model::Severity;

/// The version of the schema: the oldest that all servers since 15.0 take.
const VERSION: &str = "15.0.4";

/// Longest name of a vulnerability and longest solution, in characters.
const LONGEST: (usize, usize) = (255, 7000);

/// The findings to act on as vulnerabilities; what was not read or not followed as messages of the scan.
pub fn gitlab_sast(told: &Told) -> String {
    let active = told.active();
    let (about_scan, real): (Vec<One<'_>>, Vec<_>) =
        active.into_iter().partition(|one| one.is_about_the_scan());
    let mut seen = BTreeMap::new();
    let vulnerabilities = real.iter().map(|one| vulnerability(told, *one, &mut seen));
    let vulnerabilities: Vec<Value> = vulnerabilities.collect();
    let mut document = json!({
        "version": VERSION,
        "scan": scan(told, &about_scan),
    });
    if let Some(document) = document.as_object_mut() {
        document.insert("vulnerabilities".to_owned(), vulnerabilities.into());
    }
    ascii(&document)
}

fn scan(told: &Told, about_scan: &[One<'_>]) -> Value {
    let all = told.parts.iter().map(|part| &part.saved);
    let failed = all
        .clone()
        .any(|one| one.outcome.incomplete || one.outcome.empty);
    let is_empty = all.clone().any(|one| one.outcome.empty);
    let tool = json!({
        "id": env!("CARGO_PKG_NAME"),
        "name": env!("CARGO_PKG_NAME"),
        "url": env!("CARGO_PKG_HOMEPAGE"),
        "vendor": {"name": env!("CARGO_PKG_NAME")},
        "version": env!("CARGO_PKG_VERSION"),
    });
    let mut messages: Vec<Value> = about_scan
        .iter()
        .map(|one| {
            let place = &one.finding.location;
            let sentence = one.sentence(told.lang);
            let value = format!("{}:{}: {sentence}", one.shown_path(), place.line);
            json!({"level": "warn", "value": value})
        })
        .collect();
    if is_empty {
        let value = say(told.lang, "text.empty", &[]);
        messages.push(json!({"level": "warn", "value": value}));
    }
    messages.extend(
        origins(told)
            .into_iter()
            .map(|value| json!({"level": "info", "value": value})),
    );
    let times = all.map(|one| one.time);
    json!({
        "type": "sast",
        "status": if failed { "failure" } else { "success" },
        "start_time": times.clone().min().map(time),
        "end_time": times.max().map(time),
        "analyzer": &tool,
        "scanner": &tool,
        "messages": messages,
    })
}

/// The time in UTC, which the format leaves unsaid.
fn time(time: Timestamp) -> String {
    let time = time.to_zoned(TimeZone::UTC);
    time.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn vulnerability(told: &Told, one: One<'_>, seen: &mut BTreeMap<String, usize>) -> Value {
    let lang = told.lang;
    let finding = one.finding;
    let place = &finding.location;
    let machine = one.part.machine.as_deref().unwrap_or_default();
    let name = [machine, &*finding.fingerprint].join("\0");
    let nth = seen.entry(name.clone()).or_insert(0);
    let id = identifier(&format!("{name}\0{nth}"));
    *nth += 1;
    let rule = one.rule();
    let why = rule.map_or("", |rule| rule.why.get(lang));
    let fix = rule.map_or("", |rule| rule.fix.get(lang));
    let references = rule.map_or(&[][..], |rule| rule.references);
    let page = references.first().copied();
    let own = json!({
        "type": "hulan_rule",
        "name": format!("hulan {}", &*finding.rule),
        "value": &*finding.rule,
    });
    let mut identifiers = vec![match page {
        Some(page) => with(own, "url", page),
        None => own,
    }];
    identifiers.extend(rule.map_or(&[][..], |rule| rule.cwe).iter().map(|number| {
        json!({
            "type": "cwe",
            "name": format!("CWE-{number}"),
            "value": number.to_string(),
            "url": format!("https://cwe.mitre.org/data/definitions/{number}.html"),
        })
    }));
    // Both are shown as Markdown.
    let description = [escaped(&one.sentence(lang)), prose(why)].join("\n\n");
    json!({
        "id": id,
        "category": "sast",
        "name": shortened(one.title(lang), LONGEST.0),
        "description": description,
        "severity": severity(finding.severity),
        "solution": shortened(&prose(fix), LONGEST.1),
        "identifiers": identifiers,
        "links": references.iter().map(|page| json!({"url": page})).collect::<Vec<_>>(),
        "location": {
            "file": one.path(place),
            "start_line": place.line,
            "end_line": place.end_line,
        },
    })
}

fn with(mut object: Value, key: &str, value: &str) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value.into());
    }
    object
}

/// A UUID of the kind whose digits everybody makes in a way of their own.
fn identifier(name: &str) -> String {
    let mut id = String::with_capacity(36);
    let digest = Sha256::digest(name.as_bytes());
    for (index, byte) in digest.iter().take(16).enumerate() {
        if [4, 6, 8, 10].contains(&index) {
            id.push('-');
        }
        let byte = match index {
            6 => byte & 0x0f | 0x80,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        let _ = write!(id, "{byte:02x}");
    }
    id
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Info => "Info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_uuids_of_version_8() {
        let id = identifier("a");
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(id.as_bytes()[14], b'8');
        assert!(b"89ab".contains(&id.as_bytes()[19]));
        assert_ne!(id, identifier("b"));
    }
}
