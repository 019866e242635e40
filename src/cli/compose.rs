//! `hulan compose`.

use std::env;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use jiff::tz::TimeZone;

use super::args::{ComposeArguments, ComposeCommand, ConfigArguments};
use super::output::print;
use super::{clock, locale};
use crate::compose::{Effective, Selection, Supply};
use crate::input::{Counts, Searched};
use crate::model::{How, Origin, OriginId, Origins, Severity, Span, Texts};
use crate::report::{self, Detail, Report, Style, Told};
use crate::rules;
use crate::scan::{Request, Scan, absolute, common_root, inspect};
use crate::verdict::{Gate, Overview, Waivers, judge};

/// How many values `--origins` lists, should aliases multiply them.
const MOST_LEAVES: usize = 1_000_000;

/// Runs the command that the arguments name.
pub(super) fn run(arguments: &ComposeArguments) -> anyhow::Result<u8> {
    match &arguments.command {
        ComposeCommand::Config(config) => self::config(config),
    }
}

/// Prints the effective project, or says why there is none.
fn config(arguments: &ConfigArguments) -> anyhow::Result<u8> {
    let clock = clock::clock(None)?;
    let lang = locale::of_text(arguments.lang, None)?;
    let (selection, root) = selection(arguments)?;
    let all = rules::RULES.iter().copied();
    let about_the_scan = all.filter(|rule| rule.id.starts_with("HUL"));
    let request = Request {
        rules: about_the_scan.collect(),
        supply: supply(arguments)?,
        today: clock.to_zoned(TimeZone::UTC).date(),
        ..Request::default()
    };
    let (scan, effective) = inspect(&request, &selection, root);
    let Scan {
        texts,
        redactor,
        root,
        deployment,
        mut answers,
        read,
        ..
    } = scan;
    let findings = judge(
        &mut answers,
        &deployment,
        &[],
        Waivers::default(),
        &texts,
        clock,
    );
    let problems = deployment.projects.iter().flat_map(|own| &own.problems);
    let is_refused = problems.clone().any(|problem| problem.kind.is_gap());
    if let Some(effective) = effective.filter(|_| !is_refused) {
        let origins = deployment.projects.first().map(|own| &own.origins);
        let shown = show(&effective, origins, &texts, arguments);
        let shown = if arguments.reveal {
            shown
        } else {
            redactor.clean(&shown)
        };
        print(&shown)?;
        return Ok(0);
    }
    let outcome = Gate {
        fail_on: Severity::Low,
        deny: Vec::new(),
        exit_zero: false,
    }
    .decide(&findings, &deployment, false);
    let report = Report {
        texts: &texts,
        redactor: &redactor,
        findings: &findings,
        tallies: &answers.tallies,
        outcome,
        read: (read.files, read.bytes),
        files: &read.names,
        root: &root,
        path_root: None,
        shown_root: ".",
        config: None,
        has_baseline: false,
        diff: None,
        overlay: None,
        found: Counts::default(),
        searched: Searched::default(),
        not_analysed: &[],
        profile: "strict",
        undeclared: None,
        ways: None,
        overview: &Overview::of(&findings, &deployment, &texts),
        lang,
        clock,
    };
    let text = report::text(&Told::of(&report), Style::Plain, Detail::Findings);
    anstream::stderr().write_all(text.as_bytes())?;
    Ok(super::ERROR)
}

/// The files that the arguments name, or those that Compose looks for here and above; and the folder
/// that places are shown from.
fn selection(arguments: &ConfigArguments) -> anyhow::Result<(Selection, PathBuf)> {
    let here = env::current_dir().context("the current folder is not there")?;
    let folder = arguments.project_directory.as_deref().map(absolute);
    if !arguments.file.is_empty() {
        let files: Vec<PathBuf> = arguments.file.iter().map(|file| absolute(file)).collect();
        for (file, named) in files.iter().zip(&arguments.file) {
            if !file.is_file() {
                let shown = report::clean(&named.to_string_lossy());
                bail!("--file '{shown}' is no file that is there");
            }
        }
        let root = common_root(&files);
        return Ok((Selection::Files { files, folder }, root));
    }
    let start = folder.unwrap_or(here);
    let root = start.clone();
    Ok((Selection::Folder(start), root))
}

fn supply(arguments: &ConfigArguments) -> anyhow::Result<Supply> {
    for file in &arguments.env_file {
        if !file.is_file() {
            let shown = report::clean(&file.to_string_lossy());
            bail!("--env-file '{shown}' is no file that is there");
        }
    }
    let own = ["HOME".to_owned(), "PWD".to_owned()];
    let mut process = Vec::new();
    for (name, value) in env::vars_os() {
        let (Ok(name), Ok(value)) = (name.into_string(), value.into_string()) else {
            continue;
        };
        if arguments.use_environment || own.contains(&name) || arguments.env.contains(&name) {
            process.push((name, value));
        }
    }
    let env_files = arguments.env_file.iter();
    Ok(Supply {
        env_files: env_files.map(|file| absolute(file)).collect(),
        process,
        knows_home: true,
        uses_templates: false,
        name: arguments.project_name.clone(),
        profiles: if arguments.profile.is_empty() {
            vec!["*".to_owned()]
        } else {
            arguments.profile.clone()
        },
        ..Supply::default()
    })
}

fn show(
    effective: &Effective,
    origins: Option<&Origins>,
    texts: &Texts,
    arguments: &ConfigArguments,
) -> String {
    let hidden = |place: Span| {
        let text = texts.get(place.text);
        text.is_sealed() || !text.masks_in(&place.range()).is_empty()
    };
    let masked;
    let effective = match origins {
        Some(origins) if !arguments.reveal => {
            masked = effective.masked(origins, &hidden);
            &masked
        }
        _ => effective,
    };
    match origins {
        Some(origins) if arguments.origins => lines(effective, origins, texts),
        // Just what Compose prints has no line end.
        _ if arguments.reveal => effective.json(),
        _ => effective.json() + "\n",
    }
}

/// Each value in a line of its own, and where it comes from.
fn lines(effective: &Effective, origins: &Origins, texts: &Texts) -> String {
    let mut lines = String::new();
    for leaf in effective.leaves(MOST_LEAVES) {
        let text = leaf.text.map_or_else(|| "null".to_owned(), quoted);
        let from = origin(leaf.origin, origins, texts);
        let _ = writeln!(lines, "{} = {text}  # {from}", report::clean(&leaf.path));
    }
    lines
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn origin(id: OriginId, origins: &Origins, texts: &Texts) -> String {
    let Some(cause) = origins.cause(id) else {
        return "unknown".to_owned();
    };
    let how = match cause.how {
        How::Literal => String::new(),
        How::Alias(_) => ", anchor".to_owned(),
        How::OfImage => ", of the image".to_owned(),
        How::Interpolated => ", put together".to_owned(),
        How::EnvLine { variable } => format!(", {variable} of an env file"),
        How::Default { variable } => format!(", default of {variable}"),
        How::Replacement { variable } => format!(", replacement of {variable}"),
        How::Supplied { variable } => format!(", {variable} is supplied at deploy"),
        How::Unset { variable } => format!(", {variable} is not set"),
    };
    let replaced = replaced(id, origins).and_then(|id| origins.place(id));
    let replaced = replaced.map_or(String::new(), |span| {
        format!(", replaces {}", place(span, texts))
    });
    report::clean(&format!("{}{how}{replaced}", place(cause.place, texts)))
}

/// What a value, or the one that it is an alias of, replaced.
fn replaced(id: OriginId, origins: &Origins) -> Option<OriginId> {
    match origins.get(id)? {
        Origin {
            replaced: Some(replaced),
            ..
        } => Some(*replaced),
        _ => None,
    }
}

fn place(span: Span, texts: &Texts) -> String {
    let span = texts.resolve(span);
    let text = texts.get(span.text);
    let position = text.position(span.range().start);
    format!("{}:{}:{}", text.path(), position.line, position.utf16)
}
