//! Every reported place, counted as JSON counts, cuts just the quoted text out of the file.

use std::fmt::Write as _;
use std::path::Path;

use hulan::model::{Lang, REDACTED, Severity};
use hulan::report::{self, Report};
use hulan::rules::RULES;
use hulan::scan::{Request, Scan, scan};
use hulan::verdict::{Gate, Waivers, judge};
use proptest::prelude::*;

use crate::support::write;

/// A line of a compose file with a fault in it, in several spellings.
fn faulty_line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("    privileged: true".to_owned()),
        Just("    privileged: \"${NO_SUCH:-是yes}\"".to_owned()),
        Just("    cap_add: [CHOWN, 'SYS_ADMIN'] # 能力".to_owned()),
        Just("    cap_add:\n      - \"SYS\\x5fADMIN\"".to_owned()),
        Just("    environment: {密钥: x, DB_PASSWORD: \"${FROM_ENV:-difyai123456}\"}".to_owned()),
        Just("    environment:\n      # 口令\n      - 'DB_PASSWORD=difyai123456'".to_owned()),
        Just("    environment:\n      A_URL: >-\n        postgres://用户:difyai123456@db/中文\n      B: 1".to_owned()),
        Just("    environment:\n      SECRET_KEY: |\n        made-up-密钥-0123\n        second line".to_owned()),
        Just("    ports:\n      - \"5432:5432\" # 数据库".to_owned()),
        Just("    ports:\n      - target: 6379\n        published: \"6379\"".to_owned()),
        Just("    env_file: [缺失.env, app.env]".to_owned()),
        Just("    depends_on: [不存在]".to_owned()),
    ]
}

fn project() -> impl Strategy<Value = (Vec<(String, String)>, bool, bool, bool)> {
    let service = (
        "[a-z]{1,8}",
        prop::collection::vec(faulty_line(), 0..3),
        "[ -~中文😀é]{0,20}",
    );
    let services = prop::collection::vec(service, 1..4);
    let services = services.prop_map(|services| {
        let mut seen = std::collections::BTreeSet::new();
        services
            .into_iter()
            .filter(|(name, _, _)| seen.insert(name.clone()))
            .map(|(name, lines, comment)| {
                let comment = comment.replace(['\n', '\r'], " ");
                let mut keys = std::collections::BTreeSet::new();
                let lines: Vec<String> = lines
                    .into_iter()
                    .filter(|line| keys.insert(line.split(':').next().map(str::to_owned)))
                    .collect();
                (
                    name,
                    format!(
                        "# {comment}\n    image: 镜像/x:1 # é😀\n{}\n",
                        lines.join("\n")
                    ),
                )
            })
            .collect()
    });
    (services, any::<bool>(), any::<bool>(), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn places_cut_out_what_is_quoted((services, crlf, bom, env) in project()) {
        let mut text = String::from("# 部署\nservices:\n");
        for (name, body) in &services {
            let _ = write!(text, "  {name}: {body}");
        }
        let mut app = String::from("# 变量\nexport FROM_ENV=\"difyai123456\" # 注释\nTOKEN_KEY='made-up-值'\n");
        if crlf {
            text = text.replace('\n', "\r\n");
            app = app.replace('\n', "\r\n");
        }
        if bom {
            text.insert(0, '\u{feff}');
            app.insert(0, '\u{feff}');
        }
        let folder = tempfile::tempdir().expect("made");
        let mut files = vec![("compose.yaml", text.as_bytes()), ("app.env", app.as_bytes())];
        if env {
            files.push((".env", app.as_bytes()));
        }
        write(folder.path(), &files);
        check(folder.path());
    }
}

fn check(folder: &Path) {
    let request = Request {
        paths: vec![folder.to_path_buf()],
        rules: RULES.to_vec(),
        ..Request::default()
    };
    let Scan {
        texts,
        redactor,
        root,
        deployment,
        mut answers,
        read,
        ..
    } = scan(&request);
    let now = jiff::Timestamp::UNIX_EPOCH;
    let findings = judge(
        &mut answers,
        &deployment,
        &[],
        Waivers::default(),
        &texts,
        now,
    );
    let gate = Gate {
        fail_on: Severity::High,
        deny: Vec::new(),
        exit_zero: false,
    };
    let report = Report {
        texts: &texts,
        redactor: &redactor,
        findings: &findings,
        tallies: &answers.tallies,
        outcome: gate.decide(&findings, &deployment, false),
        read: (read.files, read.bytes),
        files: &read.names,
        config: None,
        has_baseline: false,
        diff: None,
        overlay: None,
        found: hulan::input::Counts::default(),
        searched: hulan::input::Searched::default(),
        not_analysed: &[],
        profile: "baseline",
        overview: &hulan::verdict::Overview::default(),
        undeclared: None,
        ways: None,
        root: &root,
        path_root: None,
        shown_root: ".",
        lang: Lang::En,
        clock: now,
    };
    let json: serde_json::Value =
        serde_json::from_str(&report::json(&report::Told::of(&report))).expect("valid JSON");
    let shown = json["findings"].as_array().expect("a list");
    assert!(!shown.is_empty(), "each service lacks something");
    for (finding, shown) in findings.iter().zip(shown) {
        compare(folder, &shown["location"], texts.quote(finding.span));
        for (placed, shown) in finding
            .occurrences
            .iter()
            .zip(shown["occurrences"].as_array().expect("a list"))
        {
            compare(folder, &shown["location"], texts.quote(placed.span));
        }
        for (other, shown) in finding
            .related
            .iter()
            .zip(shown["related"].as_array().expect("a list"))
        {
            compare(folder, shown, texts.quote(other.span));
        }
    }
}

/// Cuts the place out of the file as an editor would, and compares outside of the masks.
fn compare(folder: &Path, place: &serde_json::Value, quoted: Option<String>) {
    let Some(quoted) = quoted else {
        return;
    };
    let path = folder.join(place["path"].as_str().expect("a path"));
    let bytes = std::fs::read(&path).expect("readable");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let number =
        |name: &str| usize::try_from(place[name].as_u64().expect("a number")).expect("small");
    let offset = |line: usize, column: usize| {
        let before: usize = text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let mut units = 1;
        let mut at = before;
        for character in text[before..].chars() {
            if units >= column {
                break;
            }
            units += character.len_utf16();
            at += character.len_utf8();
        }
        assert_eq!(
            units, column,
            "column {column} of line {line} splits a character"
        );
        at
    };
    let slice = &text
        [offset(number("line"), number("column"))..offset(number("endLine"), number("endColumn"))];
    let mut rest = slice;
    let pieces: Vec<&str> = quoted.split(REDACTED).collect();
    for (index, piece) in pieces.iter().enumerate() {
        let found = if index == 0 {
            rest.strip_prefix(piece)
        } else {
            rest.find(piece).map(|at| &rest[at + piece.len()..])
        };
        rest = found.unwrap_or_else(|| panic!("{quoted:?} is not {slice:?} of {}", path.display()));
    }
    if pieces.len() == 1 {
        assert!(rest.is_empty(), "{quoted:?} is not all of {slice:?}");
    }
}
