//! `hulan scan`.

use std::path::Path;

use super::args::{Format, OutputArgument, ScanArguments};
use super::options::Options;
use super::output::write;
use super::progress::Progress;
use super::{clock, locale};
use crate::input::relative;
use crate::report::{Detail, Report};
use crate::scan::{Scan, absolute, scan};
use crate::verdict::{Overview, Undeclared, judge};

/// Scans, writes the outputs and gives the exit status.
pub(super) fn run(arguments: &ScanArguments) -> anyhow::Result<u8> {
    let clock = clock::clock(arguments.now.as_deref())?;
    let options = Options::new(arguments, clock)?;
    let text_lang = locale::of_text(arguments.lang, options.lang)?;
    let progress = Progress::start();
    let Scan {
        texts,
        redactor,
        root,
        deployment,
        mut answers,
        read,
    } = scan(&options.request);
    let findings = judge(
        &mut answers,
        &deployment,
        &options.severities,
        &texts,
        clock,
    );
    drop(progress);
    let overview = Overview::of(&findings, &deployment, &texts);
    let outcome = options.gate.decide(
        &findings,
        &deployment,
        options.request.is_search(read.searched),
    );
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
    // One output that cannot be written does not take the others with it.
    let written = outputs.iter().map(|output| {
        let report = Report {
            texts: &texts,
            redactor: &redactor,
            findings: &findings,
            tallies: &answers.tallies,
            outcome,
            read: (read.files, read.bytes),
            files: &read.names,
            root: &root,
            shown_root: &shown_root(arguments, options.request.root.as_deref()),
            overview: &overview,
            config: options.config.as_ref(),
            overlay: options.overlay.as_deref(),
            found: read.found,
            searched: read.searched,
            not_analysed: &deployment.not_analysed,
            profile: options.profile.name,
            undeclared: undeclared.as_ref(),
            detail: detail(arguments),
            lang: match output.format {
                Format::Text | Format::Table => text_lang,
                Format::Json | Format::Sarif => locale::of_data(arguments.lang),
            },
            clock,
        };
        write(output, &report, arguments.color)
    });
    let mut failures: Vec<anyhow::Error> = written.filter_map(Result::err).collect();
    let failure = failures.pop();
    // The process ends: the system takes everything back at once.
    std::mem::forget((texts, deployment, answers, findings));
    match failure {
        Some(failure) => Err(failure),
        None => Ok(outcome.status.code()),
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
