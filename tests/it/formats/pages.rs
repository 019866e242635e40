//! JUnit, CSV and Markdown, read by libraries of others.

use serde_json::{Value, json as value};

use super::{INNER, active, json, number, read, repository, scan, shown, string, tool};

#[test]
fn junit_is_read_as_it_is_meant() {
    let Some(python) = tool("HULAN_FORMATS_PYTHON") else {
        return;
    };
    let folder = repository();
    let report = json(folder.path(), INNER);
    let text = scan(folder.path(), INNER, &["--output", "junit"]);
    let read = read(&python, "junit", &text);
    let findings = report["findings"].as_array().expect("a list");
    let is_active = |one: &&Value| one["status"] == "active";
    let is_gap = |one: &&Value| string(&one["rule"]).starts_with("HUL1");
    let failed = findings
        .iter()
        .filter(|one| is_active(one) && !is_gap(one))
        .count();
    let broken = findings
        .iter()
        .filter(|one| is_active(one) && is_gap(one))
        .count();
    let skipped = findings.iter().filter(|one| !is_active(one)).count();
    let found = |rule: &Value| findings.iter().any(|one| one["rule"] == rule["rule"]);
    let rules = report["rules"].as_array().expect("a list").iter();
    let passed = rules
        .filter(|rule| number(&rule["subjects"]) > 0 && !found(rule))
        .count();
    assert!(failed > 10 && broken > 0 && skipped > 0 && passed > 0);
    let all = failed + broken + skipped + passed;
    assert_eq!(read["all"], value!([all, failed, broken, skipped]));
    let mut names = std::collections::BTreeSet::new();
    let mut messages = Vec::new();
    for suite in read["suites"].as_array().expect("a list") {
        assert_eq!(suite["written"], suite["counted"], "{suite}");
        let family = string(&suite["name"]);
        for case in suite["cases"].as_array().expect("a list") {
            let class = string(&case["class"]);
            assert!(class.starts_with(&format!("hulan.{family}")), "{class}");
            assert!(names.insert((class, string(&case["name"]))), "{case}");
            for result in case["results"].as_array().expect("a list") {
                if result[0] == "skipped" {
                    assert_eq!(result[1], "suppressed: =reason, of ours");
                } else {
                    messages.push(string(&result[1]));
                    assert!(string(&result[3]).contains(string(&result[1])), "{result}");
                }
            }
        }
    }
    let mut expected: Vec<&str> = active(&report)
        .iter()
        .map(|one| string(&one["message"]))
        .collect();
    expected.sort_unstable();
    messages.sort_unstable();
    assert_eq!(messages, expected);
}

#[test]
fn csv_is_read_as_it_is_meant() {
    let folder = repository();
    let report = json(folder.path(), INNER);
    let text = scan(folder.path(), INNER, &["--output", "csv"]);
    assert!(text.starts_with("\u{feff}severity,rule,") && text.ends_with("\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let Some(python) = tool("HULAN_FORMATS_PYTHON") else {
        return;
    };
    let read = read(&python, "csv", &text);
    let rows = read.as_array().expect("a list");
    // Also what is not to be acted on, with its status.
    let findings = report["findings"].as_array().expect("a list");
    assert_eq!(rows.len(), findings.len());
    let mut defused = 0;
    for (row, finding) in rows.iter().zip(findings) {
        for cell in row.as_object().expect("a row").values() {
            assert!(!string(cell).starts_with(['=', '+', '-', '@']), "{cell}");
            defused += usize::from(string(cell).starts_with('\''));
        }
        let place = &finding["location"];
        let text = |key: &str| string(&row[key]).trim_start_matches('\'').to_owned();
        assert_eq!(row["severity"], finding["severity"]);
        assert_eq!(row["rule"], finding["rule"]);
        assert_eq!(
            text("message"),
            string(&finding["message"]).trim_start_matches('\'')
        );
        assert_eq!(row["path"], shown(string(&place["path"])));
        assert_eq!(string(&row["line"]), place["line"].to_string());
        assert_eq!(
            text("subject"),
            string(&finding["subject"]["name"]).trim_start_matches('\'')
        );
        assert_eq!(row["status"], finding["status"]);
        assert_eq!(row["fingerprint"], finding["fingerprint"]);
    }
    assert!(defused >= 2, "{text}");
    assert!(
        text.contains(",suppressed,\"'=reason, of ours\",1,"),
        "{text}"
    );
}

/// Text as a page shows it, without what keeps its words apart.
fn seen(text: &str) -> String {
    let text = text.replace('\u{200b}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn markdown_shows_what_it_says_and_nothing_else() {
    let Some(python) = tool("HULAN_FORMATS_PYTHON") else {
        return;
    };
    let folder = repository();
    let report = json(folder.path(), INNER);
    for lang in ["en", "zh"] {
        let text = scan(
            folder.path(),
            INNER,
            &["--output", "markdown", "--lang", lang],
        );
        let read = read(&python, "markdown", &text);
        let allowed = [
            "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary",
        ];
        for tag in read["tags"].as_array().expect("a list") {
            assert!(
                allowed.contains(&string(&tag[0])),
                "{tag}: {}",
                read["html"]
            );
            assert_eq!(tag[1], value!([]), "{tag}");
        }
        // Our own texts may show code.
        let own = string(&read["html"]);
        assert!(own.contains("<code>privileged: true</code>"), "{own}");
        // A mention, or the number of an issue, in a text that is no code.
        let html = string(&read["html"]);
        for mention in ["@all", "#12", "http://", "www."] {
            assert!(!html.contains(mention), "{mention}: {html}");
        }
        let rows = read["rows"].as_array().expect("a list");
        let findings = active(&report);
        assert_eq!(rows.len(), findings.len() + 1);
        for (row, finding) in rows.iter().skip(1).zip(findings) {
            assert_eq!(row.as_array().map(Vec::len), Some(4), "{row}");
            let place = &finding["location"];
            let place = format!("{}:{}", shown(string(&place["path"])), place["line"]);
            assert_eq!(seen(string(&row[2])), seen(&place));
            assert_eq!(row[1], finding["rule"]);
            if lang == "en" {
                assert_eq!(seen(string(&row[3])), seen(string(&finding["message"])));
            }
        }
    }
}
