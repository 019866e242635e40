//! Programs that hide what they do are found, whatever way they spell it, and those of them that can be
//! executed prove that they do it. Programs that only look dangerous are passed over.

mod snippets;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{json, write};
use snippets::{Run, Snippet, snippets, write_all};

/// Which rules say what about a program. The names of a rule elsewhere count as well.
const KINDS: [(&str, &[&str]); 11] = [
    (
        "shell",
        &["PY901", "PY601", "PY602", "PY604", "PY605", "PY914"],
    ),
    ("argv", &["PY902", "PY603", "PY606"]),
    ("code", &["PY903", "PY102", "PY307", "PY612", "PY701"]),
    (
        "deserialize",
        &["PY904", "PY301", "PY302", "PY506", "PY614"],
    ),
    ("native", &["PY905", "PY915"]),
    ("container", &["PY906"]),
    ("network", &["PY907"]),
    ("exfil", &["PY908"]),
    ("files", &["PY909", "PY202"]),
    ("install", &["PY910"]),
    ("reflection", &["PY911"]),
];

/// Programs that are not found yet: technique, title, why.
const MISSED: [(&str, &str, &str); 14] = [
    (
        "machines",
        "a startup file",
        "the method open belongs to too many things",
    ),
    (
        "code",
        "a file is written and imported",
        "the import names a constant module; that the program wrote it is seen by nobody",
    ),
    (
        "code",
        "the annotations of typing",
        "texts in annotations are not read as code",
    ),
    (
        "code",
        "a forward reference",
        "texts in annotations are not read as code",
    ),
    (
        "code",
        "logging's configuration makes objects",
        "the factory is a name inside of a dictionary of settings",
    ),
    (
        "machines",
        "a library under another name",
        "an item of ctypes.cdll is no call",
    ),
    (
        "machines",
        "above the folder",
        "join is not asked what it climbs to",
    ),
    (
        "machines",
        "a name out of the question",
        "outside of a workflow nobody says who calls main",
    ),
    (
        "machines",
        "unpack_archive",
        "the command line belongs to whoever runs the program",
    ),
    (
        "machines",
        "a tree is removed",
        "the command line belongs to whoever runs the program",
    ),
    (
        "machines",
        "a whole cell of bash in a notebook",
        "a shell script is no Python: listed under coverage",
    ),
    (
        "network",
        "the address by ipaddress",
        "objects of addresses are not followed into texts",
    ),
    (
        "network",
        "an address out of the question",
        "outside of a workflow nobody says who calls main",
    ),
    (
        "secrets",
        "in the answer of a code node",
        "outside of a workflow nobody says who reads the answer",
    ),
];

/// Of the programs that only look dangerous, how many in a hundred may be flagged.
const FALSE_ALARMS: usize = 2;

/// The rules that speak above a note, with all their names and the lines they point at, by file.
type Findings = BTreeMap<String, Vec<Finding>>;

struct Finding {
    rules: BTreeSet<String>,
    lines: BTreeSet<usize>,
    severity: String,
    message: String,
}

/// What the rules of Python say as a team gets them, without a profile or a choice of rules: the same for
/// programs that are to be found, as a machine wrote them, and for those that are to be left alone.
fn found(folder: &Path, is_generated: bool) -> Findings {
    let files = if is_generated { "**" } else { "none" };
    let config = format!("[python]\ngenerated = [\"{files}\"]\n");
    write(folder, &[("hulan.toml", config.as_bytes())]);
    let config = folder.join("hulan.toml");
    let config = config.to_str().expect("UTF-8");
    let (report, _) = json(folder, &["--config", config, "--exit-zero"]);
    let is_python = |rule: &Value| rule.as_str().is_some_and(|rule| rule.starts_with("PY"));
    let rules = report["rules"].as_array().expect("an array");
    let asked = rules.iter().filter(|rule| is_python(&rule["rule"]));
    assert!(asked.count() > 10, "the rules of Python were asked");
    let mut all = Findings::new();
    let findings = report["findings"].as_array().expect("an array").iter();
    for finding in findings.filter(|finding| is_python(&finding["rule"])) {
        let text = |value: &Value| value.as_str().expect("a string").to_owned();
        let aliases = finding["aliases"].as_array().expect("an array");
        let mut rules: BTreeSet<String> = aliases.iter().map(text).collect();
        // Bandit's own names stand for the rules that carry its numbers.
        let numbers = rules.iter().filter_map(|name| name.strip_prefix('B'));
        let numbers: Vec<String> = numbers.map(|number| format!("PY{number}")).collect();
        rules.extend(numbers);
        rules.insert(text(&finding["rule"]));
        let places = finding["occurrences"].as_array().expect("an array").iter();
        let places = places.map(|occurrence| &occurrence["location"]);
        let mut by_file: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for place in places.chain([&finding["location"]]) {
            let number = |name: &str| {
                let number = place[name].as_u64().expect("a number");
                usize::try_from(number).expect("small")
            };
            let lines = by_file.entry(text(&place["path"])).or_default();
            lines.extend(number("line")..=number("endLine"));
        }
        for (file, lines) in by_file {
            all.entry(file).or_default().push(Finding {
                rules: rules.clone(),
                lines,
                severity: text(&finding["severity"]),
                message: text(&finding["message"]),
            });
        }
    }
    all
}

impl Finding {
    /// Whether it says what the program does, where it does it.
    fn fits(&self, snippet: &Snippet) -> bool {
        let rules = KINDS
            .iter()
            .filter(|(kind, _)| snippet.kinds.iter().any(|own| own == kind))
            .flat_map(|(_, rules)| *rules);
        let mut rules = rules.filter(|rule| self.rules.contains(**rule));
        rules.next().is_some() && self.lines.intersection(&snippet.lines).next().is_some()
    }
}

#[test]
fn each_evasion_is_found() {
    let all = snippets("evasions");
    for kind in all.iter().flat_map(|snippet| &snippet.kinds) {
        let is_known = KINDS.iter().any(|(name, _)| name == kind);
        assert!(is_known, "no kind: {kind}");
    }
    assert!(all.len() >= 500, "{} programs", all.len());
    let folder = tempfile::tempdir().expect("made");
    write_all(folder.path(), &all);
    let findings = found(folder.path(), true);
    let mut table: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut excused = BTreeSet::new();
    for snippet in &all {
        let own = findings.get(&snippet.path()).map_or(&[][..], Vec::as_slice);
        let mut fitting = own.iter().filter(|finding| finding.fits(snippet));
        let is_found = fitting.next().is_some();
        let (hit, anything, of) = table.entry(&snippet.technique).or_default();
        *of += 1;
        *hit += usize::from(is_found);
        *anything += usize::from(!own.is_empty());
        let excuse = MISSED.iter().find(|(technique, title, _)| {
            *technique == snippet.technique && *title == snippet.title
        });
        match (is_found, excuse) {
            (false, None) => missed.push(described(snippet, own)),
            (false, Some(excuse)) => assert!(excused.insert(excuse), "{excuse:?} twice"),
            (true, Some(excuse)) => missed.push(format!("found by now: {excuse:?}")),
            (true, None) => {}
        }
    }
    eprintln!("found with the right kind and line, found at all, of:");
    for (technique, (hit, anything, of)) in &table {
        eprintln!("{technique:12} {hit:4} {anything:4} {of:4}");
    }
    let total = table.values().map(|(hit, ..)| hit).sum::<usize>();
    eprintln!("{:12} {total:4} of {}", "all", all.len());
    assert_eq!(excused.len(), MISSED.len(), "excuses for nothing");
    assert!(
        missed.is_empty(),
        "{} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

fn described(snippet: &Snippet, own: &[Finding]) -> String {
    let others: Vec<String> = own
        .iter()
        .map(|own| format!("{:?} on {:?}", own.rules, own.lines))
        .collect();
    format!(
        "{} | {} | {} | expected {:?} on {:?}; there is {}",
        snippet.path(),
        snippet.technique,
        snippet.title,
        snippet.kinds,
        snippet.lines,
        others.join(", ")
    )
}

#[test]
fn programs_that_only_look_dangerous_are_passed_over() {
    let all = snippets("lookalikes");
    assert!(all.len() >= 170, "{} programs", all.len());
    let folder = tempfile::tempdir().expect("made");
    write_all(folder.path(), &all);
    let findings = found(folder.path(), false);
    let mut flagged = BTreeMap::new();
    let mut notes = 0;
    for snippet in &all {
        let own = findings.get(&snippet.path()).map_or(&[][..], Vec::as_slice);
        for finding in own {
            if finding.severity == "info" {
                notes += 1;
                continue;
            }
            let said: &mut Vec<String> = flagged.entry(snippet.path()).or_default();
            said.push(format!(
                "  {} {:?} on {:?}: {}",
                finding.severity, finding.rules, finding.lines, finding.message
            ));
        }
    }
    let said: Vec<String> = all
        .iter()
        .filter_map(|snippet| {
            let said = flagged.get(&snippet.path())?;
            let title = format!("{} | {}", snippet.path(), snippet.title);
            Some(format!("{title}\n{}", said.join("\n")))
        })
        .collect();
    let said = said.join("\n");
    eprintln!(
        "{} of {} programs flagged above a note, {notes} notes\n{said}",
        flagged.len(),
        all.len()
    );
    assert!(
        flagged.len() * 100 <= all.len() * FALSE_ALARMS,
        "{} of {} flagged:\n{said}",
        flagged.len(),
        all.len()
    );
}

#[test]
fn those_that_can_be_executed_do_what_they_hide() {
    let python = std::env::var("HULAN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let version = Command::new(&python)
        .args(["-c", "import sys; print(sys.version_info[1])"])
        .output();
    let Ok(version) = version else {
        let must = std::env::var_os("HULAN_REQUIRE_TOOLS").is_some();
        assert!(!must, "there is no {python}");
        eprintln!("python_evasions: nothing executed, there is no {python}");
        return;
    };
    let version = String::from_utf8(version.stdout).expect("a number");
    let version: u32 = version.trim().parse().expect("a number");
    let all = snippets("evasions");
    let folder = tempfile::tempdir().expect("made");
    write_all(folder.path(), &all);
    let due = all.iter().filter(|snippet| match snippet.run {
        Run::No => false,
        Run::Always => true,
        Run::Since(minor) => version >= minor,
    });
    let due: Vec<&Snippet> = due.collect();
    let paths = due
        .iter()
        .map(|snippet| folder.path().join(snippet.path()).display().to_string());
    let paths: Vec<String> = paths.collect();
    let driver = crate::support::project().join("tests/python/execute.py");
    let mut process = Command::new(&python)
        .arg(driver)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = process.stdin.take().expect("piped");
    input
        .write_all(paths.join("\n").as_bytes())
        .expect("it reads");
    drop(input);
    let output = process.wait_with_output().expect("it ends");
    let results: BTreeMap<String, Value> =
        serde_json::from_slice(&output.stdout).expect("an object");
    assert_eq!(results.len(), due.len());
    let silent: Vec<String> = due
        .iter()
        .zip(&paths)
        .filter(|(_, path)| results[*path] != Value::Bool(true))
        .map(|(snippet, path)| format!("{}: {}", snippet.title, results[path]))
        .collect();
    eprintln!("{} executed, {} in all", due.len(), all.len());
    assert!(due.len() * 2 >= all.len());
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
