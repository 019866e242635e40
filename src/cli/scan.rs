//! `hulan scan`.

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use globset::{Glob, GlobSet, GlobSetBuilder};

use super::args::{ColourArgument, Format, OutputArgument, ScanArguments};
use crate::model::Severity;
use crate::report::{self, Report, Style};
use crate::rules::{RULES, Rule};
use crate::scan::{Request, Scan, scan};
use crate::verdict::{Gate, judge};

/// Scans, writes the outputs and gives the exit status.
pub(super) fn run(arguments: &ScanArguments) -> anyhow::Result<u8> {
    let request = request(arguments)?;
    let clock = super::clock::clock(arguments.now.as_deref())?;
    let Scan {
        texts,
        redactor,
        root,
        deployment,
        mut answers,
        read,
    } = scan(&request);
    let findings = judge(&mut answers, &deployment, &texts, clock);
    let gate = Gate {
        fail_on: severity(&arguments.fail_on)?,
        exit_zero: arguments.exit_zero,
    };
    let outcome = gate.decide(&findings, &deployment);
    let report = Report {
        texts: &texts,
        redactor: &redactor,
        findings: &findings,
        tallies: &answers.tallies,
        outcome,
        read: (read.files, read.bytes),
        root: &root,
        shown_root: &shown_root(arguments),
        lang: arguments.lang.into(),
        clock,
    };
    let text = [OutputArgument {
        format: Format::Text,
        file: None,
    }];
    let outputs = match arguments.output.as_slice() {
        [] => &text[..],
        outputs => outputs,
    };
    // One output that cannot be written does not take the others with it.
    let written = outputs
        .iter()
        .map(|output| write(output, &report, arguments.color));
    let mut failures: Vec<anyhow::Error> = written.filter_map(Result::err).collect();
    match failures.pop() {
        Some(failure) => Err(failure),
        None => Ok(outcome.status.code()),
    }
}

fn request(arguments: &ScanArguments) -> anyhow::Result<Request> {
    for path in &arguments.paths {
        fs::symlink_metadata(path).with_context(|| format!("cannot scan '{}'", path.display()))?;
    }
    Ok(Request {
        paths: arguments.paths.clone(),
        exclude: globs(&arguments.exclude)?,
        allow_outside: arguments.allow_outside,
        rules: selected(&arguments.select, &arguments.ignore)?,
    })
}

fn globs(patterns: &[String]) -> anyhow::Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = Glob::new(pattern).with_context(|| format!("--exclude '{pattern}'"))?;
        set.add(glob);
    }
    set.build().context("--exclude")
}

/// The rules that `--select` and `--ignore` leave.
fn selected(select: &[String], ignore: &[String]) -> anyhow::Result<Vec<&'static Rule>> {
    let names = |word: &str, rule: &Rule| {
        rule.id.eq_ignore_ascii_case(word) || rule.family().eq_ignore_ascii_case(word)
    };
    for word in select.iter().chain(ignore) {
        if !RULES.iter().any(|rule| names(word, rule)) {
            bail!("no rule or family is called '{word}': see 'hulan rules'");
        }
    }
    let in_list = |list: &[String], rule: &Rule| list.iter().any(|word| names(word, rule));
    Ok(RULES
        .iter()
        .copied()
        .filter(|rule| select.is_empty() || in_list(select, rule))
        .filter(|rule| !in_list(ignore, rule))
        .collect())
}

fn severity(name: &str) -> anyhow::Result<Severity> {
    Severity::ALL
        .into_iter()
        .find(|severity| severity.name() == name)
        .with_context(|| format!("unknown severity '{name}'"))
}

/// The scan root as the user wrote it, where there is one path.
fn shown_root(arguments: &ScanArguments) -> String {
    let shown = match arguments.paths.as_slice() {
        [path] if path.is_dir() => path.as_path(),
        [path] => path.parent().unwrap_or(path),
        _ => Path::new("."),
    };
    match shown.to_string_lossy().replace('\\', "/").as_str() {
        "" => ".".to_owned(),
        shown => shown.to_owned(),
    }
}

fn write(
    output: &OutputArgument,
    report: &Report<'_>,
    colour: ColourArgument,
) -> anyhow::Result<()> {
    let on_terminal = output.file.is_none()
        && match colour {
            ColourArgument::Always => true,
            ColourArgument::Never => false,
            ColourArgument::Auto => {
                std::io::stdout().is_terminal()
                    && anstream::AutoStream::choice(&std::io::stdout())
                        != anstream::ColorChoice::Never
            }
        };
    let style = if on_terminal {
        Style::Colour
    } else {
        Style::Plain
    };
    let text = match output.format {
        Format::Text => report::text(report, style),
        Format::Table => report::table(report),
        Format::Json => report::json(report),
        Format::Sarif => report::sarif(report),
    };
    match &output.file {
        Some(file) => {
            fs::write(file, text).with_context(|| format!("cannot write '{}'", file.display()))
        }
        None => print(&text),
    }
}

/// Prints; a reader who has seen enough and closes the pipe is no error.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}
