//! Scripts that set a Windows host up, as their writers have them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hulan::syntax::host_script::{self, Shell};
use rayon::prelude::*;
use serde_json::Value;

use crate::support::{corpus, hulan, json, project, write};

/// The scripts of our own: lines that are to be found are marked.
const SCRIPTS: [&str; 2] = ["deploy.ps1", "setup.cmd"];

fn script(name: &str) -> String {
    std::fs::read_to_string(project().join("tests/windows").join(name)).expect("readable")
}

/// How often each rule of the family is found on each line.
type Found = BTreeMap<(u64, String), usize>;

fn found(folder: &Path) -> Found {
    let (report, _) = json(folder, &["--profile", "strict"]);
    let findings = report["findings"].as_array().expect("a list");
    let mut found = Found::new();
    for finding in findings {
        let rule = finding["rule"].as_str().expect("an id");
        if !rule.starts_with("WIN2") {
            continue;
        }
        for occurrence in finding["occurrences"].as_array().expect("a list") {
            if occurrence["status"] == "active" {
                let line = occurrence["location"]["line"].as_u64().expect("a number");
                *found.entry((line, rule.to_owned())).or_default() += 1;
            }
        }
    }
    found
}

fn marked(content: &str) -> Found {
    let mut marked = Found::new();
    for (number, line) in (1u64..).zip(content.lines()) {
        let (sign, line_number) = if line.trim_start().starts_with("rem ! ") {
            ("rem ! ", number + 1)
        } else {
            ("#! ", number)
        };
        let Some((_, rules)) = line.split_once(sign) else {
            continue;
        };
        for rule in rules.split_whitespace() {
            *marked.entry((line_number, rule.to_owned())).or_default() += 1;
        }
    }
    marked
}

#[test]
fn each_marked_line_is_found_and_no_other() {
    for name in SCRIPTS {
        let content = script(name);
        let marked = marked(&content);
        assert!(
            content.lines().count() >= 120 && marked.len() >= 20,
            "{name}"
        );
        for ends in ["\n", "\r\n"] {
            let folder = tempfile::tempdir().expect("made");
            let content = content.replace('\n', ends);
            write(folder.path(), &[(name, content.as_bytes())]);
            assert_eq!(found(folder.path()), marked, "{name}");
        }
    }
}

/// The blocks of a document are scripts of the shell that they name; what they show of another shell,
/// of prompts and of what was printed is none.
#[test]
fn blocks_of_documents_are_read() {
    let document = "# 部署\n\n\
        ```powershell\n\
        New-NetFirewallRule -LocalPort 5432 -Protocol TCP\n\
        ```\n\
        Text: New-NetFirewallRule -LocalPort 6379 -Protocol TCP\n\
        ```bash\n\
        New-NetFirewallRule -LocalPort 27017 -Protocol TCP\n\
        ```\n\
        > ```ps1\n\
        PS C:\\> Set-NetFirewallProfile -Profile Public -Enabled False\n\
        Set-NetFirewallProfile -Profile Private -Enabled False\n\
        > ```\n\
        ~~~cmd\r\n\
        netsh advfirewall set allprofiles state off\r\n\
        ~~~\r\n\
        ```powershell\n\
        Write-Host 'open\n\
        ```\n";
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("docs/README.md", document.as_bytes())]);
    let expected = [(4, "WIN201"), (11, "WIN203"), (15, "WIN203")];
    let expected = expected.map(|(line, rule)| ((line, rule.to_owned()), 1));
    assert_eq!(found(folder.path()), Found::from(expected));
    let (report, _) = json(folder.path(), &["--profile", "strict"]);
    for finding in report["findings"].as_array().expect("a list") {
        let severity = finding["severity"].as_str().expect("a word");
        assert!(!["critical", "high"].contains(&severity), "{finding}");
        assert_ne!(finding["rule"], "HUL132", "{finding}");
    }
}

#[test]
fn encodings_of_windows_are_read() {
    let content =
        "# 开放端口\nNew-NetFirewallRule -DisplayName '数据库' -LocalPort 5432 -Protocol TCP\n";
    let wide = |order: fn(u16) -> [u8; 2]| content.encode_utf16().flat_map(order);
    let little: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(wide(u16::to_le_bytes))
        .collect();
    let big: Vec<u8> = [0xFE, 0xFF]
        .into_iter()
        .chain(wide(u16::to_be_bytes))
        .collect();
    let marked: Vec<u8> = [0xEF, 0xBB, 0xBF]
        .into_iter()
        .chain(content.bytes())
        .collect();
    let (chinese, _, is_lossy) = encoding_rs::GBK.encode(content);
    assert!(!is_lossy);
    for bytes in [little, big, marked, chinese.into_owned()] {
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[("setup.ps1", bytes.as_slice())]);
        let expected = Found::from([((2, "WIN201".to_owned()), 1)]);
        assert_eq!(found(folder.path()), expected);
    }
}

#[test]
fn suppressions_hold_in_both_languages() {
    let powershell = "# hulan: ignore[WIN203] until=2099-01-01 a laboratory\n\
        Set-NetFirewallProfile `\n  -Profile Public -Enabled False\n\
        New-NetFirewallRule -LocalPort 5432 -Protocol TCP # hulan: ignore[WIN201] backups come from here\n\
        Set-NetFirewallProfile -Profile Private -Enabled False\n";
    let batch = "rem hulan: ignore[WIN203] a laboratory\r\n\
        netsh advfirewall set allprofiles state off\r\n\
        :: hulan: ignore[WIN208] until=2099-01-01 a laboratory\r\n\
        \r\n\
        reg add \"HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\" ^\r\n  /v DisableAntiSpyware /d 1\r\n\
        netsh advfirewall set publicprofile state off\r\n";
    for (name, content, line) in [("setup.ps1", powershell, 5), ("setup.bat", batch, 7)] {
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[(name, content.as_bytes())]);
        let expected = Found::from([((line, "WIN203".to_owned()), 1)]);
        assert_eq!(found(folder.path()), expected, "{name}");
    }
}

#[test]
fn no_password_leaves() {
    for name in SCRIPTS {
        let content = script(name);
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[(name, content.as_bytes())]);
        for format in ["text", "json", "sarif", "markdown"] {
            let output = hulan()
                .args(["scan", "--profile", "strict", "--output"])
                .arg(format!("{format}=-"))
                .arg(folder.path())
                .output()
                .expect("runs");
            let shown = String::from_utf8_lossy(&output.stdout);
            assert!(shown.contains("WIN207"), "{name} as {format}: {shown}");
            // One of them is no value but the content of a file.
            for number in (71..=74).chain(76..=78).chain(81..=89) {
                let password = format!("Quiet-Harbor-{number}");
                assert!(!shown.contains(&password), "{name} as {format}: {number}");
            }
        }
    }
}

#[test]
fn broken_copies_are_survived() {
    (0..200_u64).into_par_iter().for_each(|seed| {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut below = |bound: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % bound as u64).expect("small")
        };
        let name = SCRIPTS[below(2)];
        let mut content: Vec<char> = script(name).chars().collect();
        for _ in 0..=below(12) {
            let at = below(content.len().max(1));
            match below(4) {
                0 => drop(content.splice(at..(at + 1).min(content.len()), [])),
                1 => content.truncate(at.max(1)),
                2 => {
                    let signs: Vec<char> = "\"'`$@(){}|&;,=<#>^%!\n\\“’–\u{0}中".chars().collect();
                    content.insert(at.min(content.len()), signs[below(signs.len())]);
                }
                _ => {
                    let part: Vec<char> =
                        content.iter().skip(at).take(below(80)).copied().collect();
                    content.extend(part);
                }
            }
        }
        let content: String = content.into_iter().collect();
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[(name, content.as_bytes())]);
        let (report, status) = json(folder.path(), &[]);
        assert!((0..=3).contains(&status), "{name} with seed {seed}");
        let files = report["coverage"]["files"].as_u64().expect("a number");
        let unread = report["coverage"]["unread"].as_array().expect("a list");
        // With a null byte it is no text.
        assert!(files == 1 || !unread.is_empty(), "{name} with seed {seed}");
    });
}

#[test]
fn what_nothing_closes_is_told() {
    let folder = tempfile::tempdir().expect("made");
    let content = "Write-Host 'it\nSet-NetFirewallProfile -Enabled False\n";
    write(folder.path(), &[("setup.ps1", content.as_bytes())]);
    let (report, status) = json(folder.path(), &[]);
    assert_eq!(status, 2);
    let rules = report["findings"].as_array().expect("a list").iter();
    let rules: Vec<&Value> = rules.map(|own| &own["rule"]).collect();
    assert_eq!(rules, ["HUL132"]);
}

/// The commands that the deployment plan has people type into PowerShell are no findings: none of
/// them sets anything of the host that a rule speaks of.
#[test]
fn snippets_of_the_plan_are_read() {
    let Some(folder) = corpus("snippets_of_the_plan_are_read") else {
        return;
    };
    let plan = folder.join("../plan/deployment-plan.zh.md");
    let plan = std::fs::read_to_string(plan).expect("readable");
    let mut snippets = Vec::new();
    let mut lines = plan.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```powershell") {
            let body = lines
                .by_ref()
                .take_while(|own| !own.trim_start().starts_with("```"));
            snippets.push(body.collect::<Vec<_>>().join("\n"));
        }
    }
    assert!(snippets.len() > 10, "{}", snippets.len());
    let made = tempfile::tempdir().expect("made");
    for (number, snippet) in snippets.iter().enumerate() {
        let name = format!("snippet-{number}.ps1");
        write(made.path(), &[(name.as_str(), snippet.as_bytes())]);
    }
    let (report, _) = json(made.path(), &["--profile", "strict"]);
    let unread = report["coverage"]["unread"].as_array().expect("a list");
    assert!(unread.is_empty(), "{unread:?}");
    assert!(found(made.path()).is_empty());
}

/// The commands of our script are those that another grammar sees, where it follows it at all.
#[test]
fn commands_are_those_of_another_grammar() {
    let Some(python) = std::env::var_os("HULAN_POWERSHELL_GRAMMAR") else {
        assert!(
            std::env::var_os("HULAN_REQUIRE_TOOLS").is_none(),
            "HULAN_POWERSHELL_GRAMMAR is not set"
        );
        eprintln!("skipped: HULAN_POWERSHELL_GRAMMAR is not set");
        return;
    };
    let output = std::process::Command::new(python)
        .arg(project().join("tests/windows/commands.py"))
        .arg(project().join("tests/windows/deploy.ps1"))
        .output()
        .expect("runs");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let number = |own: &Value| usize::try_from(own.as_u64().expect("a number")).expect("small");
    let broken = answer["broken"].as_array().expect("a list").iter();
    let broken: Vec<_> = broken
        .map(|own| number(&own[0])..=number(&own[1]))
        .collect();
    let is_followed = |at: &usize| !broken.iter().any(|own| own.contains(at));
    let theirs = answer["commands"].as_array().expect("a list").iter();
    let theirs: BTreeSet<usize> = theirs
        .map(|own| number(&own[0]))
        .filter(is_followed)
        .collect();
    let content = script("deploy.ps1");
    let own = host_script::parse(&content, Shell::PowerShell);
    // What `&` calls in brackets is a value to them, and the argument of an attribute a name.
    let is_command = |own: &&host_script::Command| {
        let first = own.words.first();
        let is_name = first.is_some_and(|word| content[word.range.clone()] == *"Mandatory");
        !own.is_expression && !is_name && first.is_some_and(|word| word.groups.is_empty())
    };
    let commands = own.commands.iter().filter(is_command);
    let ours: BTreeSet<usize> = commands
        .map(|own| own.range.start)
        .filter(is_followed)
        .collect();
    assert!(theirs.len() > 70, "{}", theirs.len());
    assert_eq!(ours, theirs);
}
