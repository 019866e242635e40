//! A file with a fault is refused as a whole: nothing is waived by it.

use super::{COMPOSE, ENTRY, folder, run};

/// What is said of a file: the place and the words.
fn fault(register: &str) -> String {
    let folder = folder(&[("compose.yaml", COMPOSE), (".hulan/waivers.yaml", register)]);
    let (out, err, status) = run(folder.path(), &["scan", "."]);
    assert_eq!((out.as_str(), status), ("", 2), "{register}\n{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    let rest = err.strip_prefix("hulan: .hulan/waivers.yaml:");
    rest.unwrap_or_else(|| panic!("no place: {err}")).to_owned()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn each_fault_is_named_with_its_place() {
    let changed = |from: &str, to: &str| {
        assert!(ENTRY.contains(from));
        ENTRY.replacen(from, to, 1)
    };
    let cases = [
        (
            changed("owner:", "ownr:"),
            "5:5: unknown key 'ownr': did you mean 'owner'?",
        ),
        (
            changed("waivers:", "waiver:"),
            "1:1: unknown key 'waiver': did you mean 'waivers'?",
        ),
        (
            changed("rule: CTR101", "rule: CTR1011"),
            "2:11: unknown value 'CTR1011'",
        ),
        (
            changed("rule: CTR101", "rule: HUL101"),
            "2:11: expected a rule about the deployment",
        ),
        (
            changed("container/web", "web"),
            "3:14: expected a subject as kind/name",
        ),
        (
            changed("    subject: container/web\n", ""),
            "2:5: expected a subject or a path",
        ),
        (
            changed("subject: container/web", "project: shop"),
            "3:14: expected a subject beside",
        ),
        (
            changed("subject: container/web", "path: ../x"),
            "3:11: expected a path below",
        ),
        (
            changed("subject: container/web", "path: /etc"),
            "3:11: expected a path below",
        ),
        (
            changed("subject: container/web", "path: '**'"),
            "3:11: expected a path below",
        ),
        (
            changed("subject: container/web", "path: '[x'"),
            "3:11: expected a path below",
        ),
        (
            changed("    reason: runs on the test machine only\n", ""),
            "2:5: the key 'reason' is missing",
        ),
        (
            changed("    owner: platform\n", ""),
            "2:5: the key 'owner' is missing",
        ),
        (
            changed("    created: 2026-02-01\n", ""),
            "2:5: the key 'created' is missing",
        ),
        (
            changed("    expires: 2026-03-01\n", ""),
            "2:5: the key 'expires' is missing",
        ),
        (
            changed("runs on the test machine only", "'  '"),
            "4:13: expected some words",
        ),
        (
            changed("platform", "42"),
            "5:12: expected a string, in quotes if it is a number",
        ),
        (
            changed("2026-03-01", "2026-02-30"),
            "7:14: expected a day such as 2027-01-31",
        ),
        (
            changed("2026-03-01", "never"),
            "7:14: expected a day such as 2027-01-31",
        ),
        (
            changed("2026-03-01", "2026-03-01T00:00:00Z"),
            "7:14: expected a day such as",
        ),
        (
            changed("2026-03-01", "2026-01-31"),
            "7:14: expected a day that is not before 'created'",
        ),
        (
            changed("2026-02-01", "2026-03-03"),
            "6:14: expected a day that is not to come",
        ),
        (
            format!("{ENTRY}{}", ENTRY.replace("waivers:\n", "")),
            "8:5: expected an entry that is about something else",
        ),
        (format!("{ENTRY}---\n{ENTRY}"), "9:1: expected one document"),
        (format!("{ENTRY}    owner: other\n"), "8:5: not valid YAML"),
        (format!("{ENTRY} - x\n"), "8:2: not valid YAML"),
        ("waivers: no\n".to_owned(), "1:10: expected a list"),
        ("- rule: CTR101\n".to_owned(), "1:1: expected a mapping"),
        (String::new(), "1:1: expected a mapping"),
    ];
    for (register, expected) in cases {
        // Keys moved up where a line was taken out.
        let said = fault(&register);
        assert!(said.starts_with(expected), "{said}for\n{register}");
        assert!(
            said.trim_end()
                .ends_with("(of a file with a fault nothing is waived)")
        );
    }
}

#[test]
fn a_secret_in_a_reason_is_refused_and_not_shown() {
    let secret = format!("hf_{}", "QwErTzUiOpAsDfGhJkLyXcVbNmQaWsEdRf");
    let said = fault(&ENTRY.replace("runs on the test machine only", &format!("with {secret}")));
    assert!(
        said.starts_with("4:13: expected words without a secret"),
        "{said}"
    );
    assert!(!said.contains(&secret));
}

#[test]
fn what_is_no_text_or_too_large_is_refused() {
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    let file = folder.path().join(".hulan/waivers.yaml");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    for content in [vec![0, 159, 146, 150], vec![b'#'; (1 << 20) + 1]] {
        std::fs::write(&file, content).expect("written");
        let (_, err, status) = run(folder.path(), &["scan", "."]);
        assert_eq!(status, 2);
        assert!(
            err.starts_with("hulan: waivers .hulan/waivers.yaml: it is "),
            "{err}"
        );
    }
    std::fs::remove_file(&file).expect("removed");
    std::fs::create_dir(&file).expect("made");
    let (_, err, status) = run(folder.path(), &["scan", "."]);
    assert_eq!(status, 2, "{err}");
    let (_, err, status) = run(folder.path(), &["scan", ".", "--waivers", "none.yaml"]);
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("none.yaml"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_tree_must_be_named() {
    let other = folder(&[("w.yaml", ENTRY)]);
    let folder = folder(&[("compose.yaml", COMPOSE)]);
    std::fs::create_dir(folder.path().join(".hulan")).expect("made");
    let link = folder.path().join(".hulan/waivers.yaml");
    std::os::unix::fs::symlink(other.path().join("w.yaml"), link).expect("made");
    let (_, err, status) = run(folder.path(), &["scan", "."]);
    assert_eq!(status, 2);
    assert!(err.contains("name the file with --waivers"), "{err}");
    let named = [
        "scan",
        ".",
        "--waivers",
        ".hulan/waivers.yaml",
        "--select",
        "CTR101",
    ];
    let (out, _, status) = run(folder.path(), &named);
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("'worker'") && !out.contains("'web'"), "{out}");
}
