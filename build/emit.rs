//! Policies as Rust source.

use std::fmt::Write as _;
use std::path::Path;

use crate::Outcome;
use crate::policy::{Both, Example, Policy, Severity, arguments};

/// The module list, one static per rule, and the registry in the order of the ids.
pub(crate) fn rules(root: &Path, policies: &[Policy]) -> Outcome<String> {
    let mut code = String::from("use crate::model::{Both, Confidence, Severity};\n");
    for (number, policy) in policies.iter().enumerate() {
        let place = |reason: String| format!("{}: {reason}", policy.slug);
        let check = check(root, policy, number, &mut code);
        let severity = levels(&policy.severity).map_err(place)?;
        let precision =
            word("Confidence", &policy.precision, &["low", "medium", "high"]).map_err(place)?;
        let effort =
            word("Effort", &policy.effort, &["small", "medium", "large"]).map_err(place)?;
        let _ = writeln!(
            code,
            "static RULE_{number}: Rule = Rule {{ id: {:?}, name: {:?}, slug: {:?}, severity: {severity}, \
             precision: {precision}, effort: {effort}, title: {}, why: {}, fix: {}, messages: {}, cwe: &{:?}, topics: &{:?}, catalogue: &{:?}, \
             aliases: &{:?}, supersedes: &{:?}, references: &{:?}, verify: {:?}, bad: {}, good: {}, calls: {}, edits: {}, check: {check} }};",
            policy.id,
            policy.name,
            policy.slug,
            both(&policy.title),
            both(&policy.why),
            both(&policy.fix),
            messages(policy),
            policy.cwe,
            policy.topics,
            policy.catalogue,
            policy.aliases,
            policy.supersedes,
            policy.references,
            policy.verify,
            sample(policy.examples.bad.first()),
            sample(policy.examples.good.first()),
            calls(policy),
            edits(policy),
        );
    }
    let names: Vec<String> = (0..policies.len()).map(|n| format!("&RULE_{n}")).collect();
    let _ = writeln!(
        code,
        "/// Every rule, in the order of the ids.\npub static RULES: &[&Rule] = &[{}];",
        names.join(", ")
    );
    Ok(code)
}

fn check(root: &Path, policy: &Policy, number: usize, code: &mut String) -> String {
    let variant = match policy.subject.as_str() {
        "container" => "Container",
        "secret" => "Secret",
        "token" => "Token",
        "env-file" => "EnvFile",
        "file" => "File",
        "suppression" => "Suppression",
        "python" => "Python",
        "call" => "Call",
        "workflow" => "Workflow",
        "nginx" => "Nginx",
        "dockerfile" => "Dockerfile",
        "script" => "HostScript",
        "directory" => "Directory",
        "switch" => "Switch",
        "endpoint" => "Endpoint",
        "certificate" => "Certificate",
        "engine" => "Engine",
        "image" => "Image",
        "daemon" => "Daemon",
        "settings" => "Settings",
        "host" => "Host",
        "drift" => "Drift",
        "combination" => "Combination",
        _ => "Problem",
    };
    let Some(detector) = &policy.detector else {
        let _ = writeln!(
            code,
            "#[path = {:?}] mod rule_{number};",
            policy.source(root).to_string_lossy()
        );
        return format!("Check::{variant}(rule_{number}::check)");
    };
    let params: Vec<String> = policy
        .params
        .iter()
        .map(|(name, words)| format!("({name:?}, &{words:?})"))
        .collect();
    let (call, rest) = match variant {
        "EnvFile" | "File" | "Problem" | "Suppression" | "Python" | "Call" | "Workflow"
        | "Nginx" | "Switch" | "Endpoint" | "Certificate" | "Daemon" | "Settings" | "Host"
        | "Drift" => ("|subject, out|", "out"),
        _ => ("|subject, cx, out|", "cx, out"),
    };
    format!(
        "Check::{variant}({call} detectors::{}::check(&[{}], subject, {rest}))",
        detector.replace('-', "_"),
        params.join(", ")
    )
}

fn calls(policy: &Policy) -> String {
    format!(
        "Calls {{ names: &{:?}, methods: &{:?}, keywords: &{:?}, handed_on: {}, lines: {} }}",
        policy.calls, policy.methods, policy.keywords, policy.handed_on, policy.lines
    )
}

fn levels(severity: &Severity) -> Outcome<String> {
    let level = |name: &String| {
        word(
            "Severity",
            name,
            &["info", "low", "medium", "high", "critical"],
        )
    };
    match severity {
        Severity::Level(name) => Ok(format!(
            "Levels {{ default: {}, isolated: None, internal: None, loopback: None, public: None, tainted: None, unknown: None, constant: None }}",
            level(name)?
        )),
        Severity::ByCase(map) => {
            let known = [
                "default", "isolated", "internal", "loopback", "public", "tainted", "unknown",
                "constant",
            ];
            if let Some(other) = map.keys().find(|key| !known.contains(&key.as_str())) {
                return Err(format!("severity: unknown case {other}"));
            }
            let default = map.get("default").ok_or("severity.default is missing")?;
            let mut fields = vec![format!("default: {}", level(default)?)];
            for exposure in known.iter().skip(1) {
                let value = match map.get(*exposure) {
                    Some(name) => format!("Some({})", level(name)?),
                    None => "None".to_owned(),
                };
                fields.push(format!("{exposure}: {value}"));
            }
            Ok(format!("Levels {{ {} }}", fields.join(", ")))
        }
    }
}

/// A variant of an enum by its lower-case name.
pub(crate) fn word(kind: &str, name: &str, known: &[&str]) -> Outcome<String> {
    if !known.contains(&name) {
        return Err(format!("{name:?} is none of {known:?}"));
    }
    let mut letters = name.chars();
    let first = letters
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().collect());
    Ok(format!("{kind}::{first}{}", letters.as_str()))
}

/// A sentence pair as a literal.
pub(crate) fn both(both: &Both) -> String {
    format!(
        "Both {{ en: {:?}, zh: {:?} }}",
        both.en.trim_end(),
        without_inner_blanks(both.zh.trim_end())
    )
}

/// Chinese text has no blanks where its lines were folded.
fn without_inner_blanks(text: &str) -> String {
    let is_wide =
        |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    let mut result = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let between = result.chars().next_back().is_some_and(is_wide)
            && letters.peek().is_some_and(|next| is_wide(*next));
        if letter != ' ' || !between {
            result.push(letter);
        }
    }
    result
}

fn edits(policy: &Policy) -> String {
    let all = policy.edits.iter();
    let all = all.map(|own| format!("Rewrite {{ from: {:?}, to: {:?} }}", own.from, own.to));
    format!("&[{}]", all.collect::<Vec<_>>().join(", "))
}

fn messages(policy: &Policy) -> String {
    let all: Vec<String> = policy
        .messages
        .iter()
        .map(|(key, text)| {
            format!(
                "Message {{ key: {key:?}, text: {}, args: &{:?} }}",
                both(text),
                arguments(&text.en)
            )
        })
        .collect();
    format!("&[{}]", all.join(", "))
}

fn sample(example: Option<&Example>) -> String {
    let (path, content) = example
        .and_then(|example| {
            let marked = example.files.iter().find(|(_, text)| text.contains('«'));
            marked.or_else(|| example.files.iter().next())
        })
        .map_or(("", String::new()), |(path, text)| {
            (path.as_str(), text.replace(['«', '»'], ""))
        });
    format!("Sample {{ path: {path:?}, content: {content:?} }}")
}
