//! How long a scan takes: the whole of it, and the reading of YAML alone.
//!
//! `HULAN_CORPUS` names the folder with real deployments; without it `fixtures/bad` stands in.

use std::path::{Path, PathBuf};

use divan::counter::BytesCount;
use hulan::model::{Decoded, Encoding, Lang, Severity, Texts};
use hulan::report::{self, Detail, Report, Style, Told};
use hulan::rules::RULES;
use hulan::scan::{Request, scan};
use hulan::syntax::yaml::Yaml;
use hulan::verdict::{Gate, Overview, Waivers, judge};

fn main() {
    divan::main();
}

/// Dify's deployment, or the bad fixture.
fn deployment() -> PathBuf {
    match std::env::var_os("HULAN_CORPUS") {
        Some(corpus) => PathBuf::from(corpus).join("corpus/dify/1.16.1"),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad"),
    }
}

/// From the folder to the text report.
#[divan::bench]
fn whole_scan(bencher: divan::Bencher<'_, '_>) {
    let request = Request {
        paths: vec![deployment()],
        rules: RULES.to_vec(),
        ..Request::default()
    };
    bencher.bench(|| {
        let mut scanned = scan(&request);
        let findings = judge(
            &mut scanned.answers,
            &scanned.deployment,
            &[],
            Waivers::default(),
            &scanned.texts,
            jiff::Timestamp::UNIX_EPOCH,
        );
        let gate = Gate {
            fail_on: Severity::High,
            deny: Vec::new(),
            exit_zero: false,
        };
        let report = Report {
            ways: None,
            texts: &scanned.texts,
            redactor: &scanned.redactor,
            findings: &findings,
            tallies: &scanned.answers.tallies,
            outcome: gate.decide(&findings, &scanned.deployment, false),
            read: (scanned.read.files, scanned.read.bytes),
            files: &scanned.read.names,
            config: None,
            has_baseline: false,
            diff: None,
            overlay: None,
            found: scanned.read.found,
            searched: scanned.read.searched,
            not_analysed: &scanned.deployment.not_analysed,
            profile: "baseline",
            overview: &Overview::of(&findings, &scanned.deployment, &scanned.texts),
            undeclared: None,
            root: &scanned.root,
            path_root: None,
            shown_root: ".",
            lang: Lang::En,
            clock: jiff::Timestamp::UNIX_EPOCH,
        };
        report::text(&Told::of(&report), Style::Plain, Detail::Findings)
    });
}

/// The largest compose file of the deployment.
#[divan::bench]
fn yaml(bencher: divan::Bencher<'_, '_>) {
    let mut files: Vec<(u64, PathBuf)> = walkdir::WalkDir::new(deployment())
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().contains("compose"))
        .filter_map(|entry| Some((entry.metadata().ok()?.len(), entry.into_path())))
        .collect();
    files.sort();
    let Some((size, path)) = files.pop() else {
        return;
    };
    let texts = Texts::default();
    let content = std::fs::read_to_string(path).unwrap_or_default();
    let id = texts.add(
        "compose.yaml",
        Decoded {
            content,
            encoding: Encoding::Utf8,
            bom: false,
        },
    );
    let text = texts.get(id);
    bencher
        .counter(BytesCount::new(size))
        .bench(|| Yaml::parse(&text));
}
