//! `hulan scan`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;

use super::args::{Format, OutputArgument, ScanArguments, frameworks};
use super::options::Options;
use super::output::{Making, print, put};
use super::progress::Progress;
use super::{clock, locale, sarif};
use crate::input::relative;
use crate::model::Lang;
use crate::report::{self, Detail, Report, Told, WaysIn};
use crate::scan::{Scan, absolute, scan};
use crate::verdict::{ChangedSince, Finding, Overview, Register, Seen, Undeclared, Waivers, judge};

/// Scans, writes the outputs and gives the exit status.
pub(super) fn run(arguments: &ScanArguments) -> anyhow::Result<u8> {
    let clock = clock::clock(arguments.now.as_deref())?;
    let mut options = Options::new(arguments, clock)?;
    options.ask_for_ways(arguments);
    let progress = Progress::start();
    let scan = scan(&options.request);
    let is_search = options.request.is_search(scan.read.searched);
    drop(progress);
    tell(arguments, &options, clock, scan, is_search)
}

/// Judges what was found, writes the outputs and gives the exit status. `is_search`: something was
/// judged, though there may be no deployment.
pub(super) fn tell(
    arguments: &ScanArguments,
    options: &Options,
    clock: Timestamp,
    mut scan: Scan,
    is_search: bool,
) -> anyhow::Result<u8> {
    let text_lang = locale::of_text(arguments.lang, options.lang)?;
    let path_root = path_root(arguments, &scan.root)?;
    let sarif = sarif::profile(options.sarif_profile)?;
    let findings = judged(options, &mut scan, clock)?;
    let Scan {
        texts,
        redactor,
        root,
        deployment,
        answers,
        read,
        ways,
        counsel,
        ..
    } = scan;
    let overview = Overview::of(&findings, &deployment, &texts);
    let outcome = options.gate.decide(&findings, &deployment, is_search);
    let undeclared = Undeclared::of(&deployment, &root, &options.folder);
    let undeclared = undeclared.with(&options.supplied.0, &options.supplied.1);
    let text = [OutputArgument {
        format: Format::Text,
        file: None,
    }];
    let outputs = match options.outputs.as_slice() {
        [] => &text[..],
        outputs => outputs,
    };
    let shown_root = shown_root(arguments, options.request.root.as_deref());
    let told = |lang: Lang| {
        let told = Told::of(&Report {
            texts: &texts,
            redactor: &redactor,
            findings: &findings,
            tallies: &answers.tallies,
            outcome,
            read: (read.files, read.bytes),
            files: &read.names,
            root: &root,
            path_root: path_root.as_deref(),
            shown_root: &shown_root,
            overview: &overview,
            config: options.config.as_ref(),
            has_baseline: options.known.is_some(),
            diff: options.diff.as_ref().map(|(_, diff)| diff),
            overlay: options.overlay.as_deref(),
            found: read.found,
            searched: read.searched,
            not_analysed: &deployment.not_analysed,
            profile: options.profile.name,
            undeclared: undeclared.as_ref(),
            ways: ways.as_ref().map(|ways| WaysIn {
                ways,
                counsel: &counsel,
                projects: &deployment.projects,
            }),
            lang,
            clock,
        });
        told.by(&frameworks(&arguments.framework))
    };
    let making = Making {
        sarif: &sarif,
        colour: arguments.color,
        detail: detail(arguments),
    };
    // Outputs of one language are made of one report.
    let mut made: Vec<Told> = Vec::new();
    // One output that cannot be written does not take the others with it.
    let written = outputs.iter().map(|output| {
        let lang = if output.format.is_for_people() {
            text_lang
        } else {
            locale::of_data(arguments.lang)
        };
        let own = made.iter().position(|own| own.lang() == lang);
        let own = own.unwrap_or_else(|| {
            made.push(told(lang));
            made.len() - 1
        });
        let text = made.get(own).map(|told| making.made(output, told));
        put(output, &text.unwrap_or_default())
    });
    let mut failures: Vec<anyhow::Error> = written.filter_map(Result::err).collect();
    if let Some(earlier) = &options.earlier {
        let asked = |rule: &str| answers.tallies.iter().any(|(asked, _)| asked.id == rule);
        let now = Seen::all(&findings);
        let is_whole = !outcome.incomplete;
        let difference = earlier.against(&now, |seen| is_whole && asked(&seen.rule));
        let told = report::difference(&difference, &earlier.shown, &redactor, text_lang);
        failures.extend(tell_beside(outputs, &told).err());
    }
    let failure = failures.pop();
    // The process ends: the system takes everything back at once.
    std::mem::forget((texts, deployment, answers, findings));
    match failure {
        Some(failure) => Err(failure),
        None => Ok(outcome.status.code()),
    }
}

/// Says something beside the reports: where people read, and not in the middle of JSON.
fn tell_beside(outputs: &[OutputArgument], text: &str) -> anyhow::Result<()> {
    let is_data = |own: &OutputArgument| own.file.is_none() && own.format.is_document();
    if outputs.iter().any(is_data) {
        write!(std::io::stderr(), "{text}").context("cannot write to standard error")
    } else {
        print(text)
    }
}

/// The folder that `--path-root` names, as the scan root would name it: it has to lie around it.
fn path_root(arguments: &ScanArguments, root: &Path) -> anyhow::Result<Option<PathBuf>> {
    let Some(folder) = &arguments.path_root else {
        return Ok(None);
    };
    let shown = || report::clean(&folder.to_string_lossy());
    let failed = || format!("cannot use --path-root '{}'", shown());
    let around = folder.canonicalize().with_context(failed)?;
    let inner = root.canonicalize().with_context(failed)?;
    let down = inner.strip_prefix(&around).ok();
    let above = down.and_then(|down| root.ancestors().nth(down.components().count()));
    let above = above.with_context(|| {
        format!(
            "--path-root '{}' is no folder around the scanned one",
            shown()
        )
    })?;
    Ok(Some(above.to_path_buf()))
}

/// What is to be said of a scan, by what the user accepts and knows.
pub(super) fn judged(
    options: &Options,
    scan: &mut Scan,
    clock: Timestamp,
) -> anyhow::Result<Vec<Finding>> {
    let own = options.waivers.as_ref();
    let register = Register {
        entries: own.map_or(&[], |own| &own.entries),
        text: scan.register,
        root: Some(&scan.root),
        is_whole: options.is_whole,
        limits: options.limits.as_ref(),
    };
    let waivers = options.request.configuration.as_ref();
    let diff = options.diff.as_ref();
    let since = diff.map(|(revision, _)| ChangedSince::new(revision, &scan.root));
    let waivers = Waivers {
        register,
        since: since.as_ref(),
        baseline: options.known.as_ref(),
        all: waivers.map_or(&[], |own| &own.waivers),
        configuration: scan.configuration,
    };
    let severities = &options.severities;
    let (answers, texts) = (&mut scan.answers, &scan.texts);
    let findings = judge(answers, &scan.deployment, severities, waivers, texts, clock);
    match since.and_then(ChangedSince::failure) {
        // Who does not know what changed must not leave anything out in silence.
        Some(error) => Err(error).context("cannot compare with --diff"),
        None => Ok(findings),
    }
}

fn detail(arguments: &ScanArguments) -> Detail {
    if arguments.quiet {
        Detail::Summary
    } else if arguments.verbose {
        Detail::Everything
    } else {
        Detail::Findings
    }
}

/// The scan root as the user wrote it, where there is one path; that of a named project as the user
/// would write it from here.
fn shown_root(arguments: &ScanArguments, own: Option<&Path>) -> String {
    let from_here = own.map(|root| relative(&absolute(Path::new(".")), root));
    let shown = match arguments.paths.as_slice() {
        _ if from_here.is_some() => from_here.as_deref().unwrap_or(Path::new(".")),
        [path] if path.is_dir() => path.as_path(),
        [path] => path.parent().unwrap_or(path),
        _ => Path::new("."),
    };
    match shown.to_string_lossy().replace('\\', "/").as_str() {
        "" => ".".to_owned(),
        shown => shown.to_owned(),
    }
}
