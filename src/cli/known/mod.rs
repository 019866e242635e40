//! `hulan baseline`: writing what is known, and saying what is new and what is gone.

mod read;

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub(super) use read::{named, read};

use super::args::ScanCommand;
use super::config;
use super::options::Options;
use super::output::print;
use super::progress::Progress;
use super::scan::judged;
use super::waivers::FOLDER;
use super::{clock, locale};
use crate::input::relative;
use crate::model::Lang;
use crate::report::{self, Compared};
use crate::rules::Answers;
use crate::scan::{absolute, scan};
use crate::verdict::{Baseline, Finding, Known, is_complete};

/// The name of the file, where none is given.
const NAME: &str = "baseline.json";

#[derive(Subcommand)]
pub(super) enum BaselineCommand {
    /// Write down what is found: from then on it is known
    Write(WriteArguments),
    /// Take out what is gone; what is new stays new
    Update(UpdateArguments),
    /// Show what is new and what is gone: exit status 1 if something is new
    Diff(DiffArguments),
}

#[derive(Args)]
pub(super) struct WriteArguments {
    #[command(flatten)]
    scan: ScanCommand,
    /// Also published default secrets and private keys
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
pub(super) struct UpdateArguments {
    #[command(flatten)]
    scan: ScanCommand,
    /// Also add what is new
    #[arg(long)]
    add: bool,
    /// With --add: also published default secrets and private keys
    #[arg(long, requires = "add")]
    force: bool,
}

#[derive(Args)]
pub(super) struct DiffArguments {
    #[command(flatten)]
    scan: ScanCommand,
}

/// What a baseline is made of and compared with.
struct Current {
    compared: Compared,
    findings: Vec<Finding>,
    answers: Answers,
    now: Timestamp,
    lang: Lang,
    is_complete: bool,
    file: PathBuf,
    shown: String,
}

/// Runs the command that the arguments name.
pub(super) fn run(command: &BaselineCommand) -> anyhow::Result<u8> {
    match command {
        BaselineCommand::Write(own) => write(own),
        BaselineCommand::Update(own) => update(own),
        BaselineCommand::Diff(own) => diff(own),
    }
}

fn write(arguments: &WriteArguments) -> anyhow::Result<u8> {
    let current = Current::new(&arguments.scan.arguments())?;
    let shown = &current.shown;
    if current.file.symlink_metadata().is_ok() {
        bail!("{shown} is there already: 'hulan baseline update' brings it up to date");
    }
    let today = current.now.to_zoned(TimeZone::UTC).date();
    let clean = |name: &str| current.compared.redactor.clean(name);
    let (baseline, left_out) = Baseline::of(&current.findings, today, arguments.force, clean);
    save(&current.file, &baseline.to_json()).with_context(|| format!("cannot write '{shown}'"))?;
    let compared = &current.compared;
    print(&report::baseline_written(
        current.lang,
        compared,
        shown,
        baseline.len(),
        &left_out,
    ))?;
    Ok(current.status(0))
}

fn update(arguments: &UpdateArguments) -> anyhow::Result<u8> {
    let current = Current::new(&arguments.scan.arguments())?;
    let shown = &current.shown;
    let mut baseline = read(&current.file, shown)?;
    let difference = baseline.difference(&current.findings, |id| current.asked(id));
    // What was not read may hold what seems to be gone.
    let gone: Vec<Known> = if current.is_complete {
        difference.gone
    } else {
        Vec::new()
    };
    let new = difference.new;
    let count = new.len();
    baseline.drop_all(&gone);
    let mut left_out = Vec::new();
    if arguments.add {
        let today = current.now.to_zoned(TimeZone::UTC).date();
        let clean = |name: &str| current.compared.redactor.clean(name);
        left_out = baseline.add(new, today, arguments.force, clean);
    }
    let added = if arguments.add {
        count - left_out.len()
    } else {
        0
    };
    save(&current.file, &baseline.to_json()).with_context(|| format!("cannot write '{shown}'"))?;
    let counts = [baseline.len(), gone.len(), added, count - added];
    print(&report::baseline_updated(
        current.lang,
        &current.compared,
        shown,
        counts,
        &left_out,
    ))?;
    Ok(current.status(0))
}

fn diff(arguments: &DiffArguments) -> anyhow::Result<u8> {
    let current = Current::new(&arguments.scan.arguments())?;
    let baseline = read(&current.file, &current.shown)?;
    let difference = baseline.difference(&current.findings, |id| current.asked(id));
    print(&report::baseline_difference(
        current.lang,
        &current.compared,
        &difference,
        current.is_complete,
    ))?;
    Ok(current.status(u8::from(!difference.new.is_empty())))
}

impl Current {
    fn new(arguments: &super::args::ScanArguments) -> anyhow::Result<Self> {
        let is_bare = arguments.output.is_empty() && !arguments.stdin;
        ensure!(is_bare, "--output and --stdin belong to 'hulan scan'");
        let is_all = arguments.diff.is_none();
        ensure!(
            is_all,
            "a baseline is about all that is found: --diff belongs to 'hulan scan'"
        );
        let now = clock::clock(arguments.now.as_deref())?;
        let options = Options::without_baseline(arguments, now)?;
        let lang = locale::of_text(arguments.lang, options.lang)?;
        let (file, shown) = place(&options);
        let progress = Progress::start();
        let mut scan = scan(&options.request);
        drop(progress);
        let findings = judged(&options, &mut scan, now)?;
        Ok(Self {
            is_complete: is_complete(&scan.deployment),
            compared: Compared {
                texts: scan.texts,
                redactor: scan.redactor,
            },
            answers: scan.answers,
            findings,
            now,
            lang,
            file,
            shown,
        })
    }

    /// Whether a rule was asked.
    fn asked(&self, id: &str) -> bool {
        let mut tallies = self.answers.tallies.iter();
        tallies.any(|(rule, _)| rule.id == id)
    }

    /// The status, where nothing worse is to be said.
    fn status(&self, status: u8) -> u8 {
        if status == 0 && !self.is_complete {
            super::ERROR
        } else {
            status
        }
    }
}

/// The file of the baseline: the one that is named, or the one beside the configuration or in the
/// repository around what is scanned.
fn place(options: &Options) -> (PathBuf, String) {
    if let Some(named) = &options.known_file {
        return named.clone();
    }
    let base = match &options.config {
        Some(_) => options.folder.as_path(),
        None => config::top(&options.folder),
    };
    let file = base.join(FOLDER).join(NAME);
    let here = absolute(Path::new("."));
    let shown = relative(&here, &file).to_string_lossy().replace('\\', "/");
    (file, report::clean(&shown))
}

/// Puts a text in the place of a file in one step, or makes the file.
pub(super) fn save(path: &Path, text: &str) -> anyhow::Result<()> {
    // Where the file is a link, what it leads to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let new = path.with_file_name(name);
    let made = OpenOptions::new().write(true).create_new(true).open(&new);
    let mut file = made.with_context(|| report::clean(&new.to_string_lossy()))?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    let moved = written.and_then(|()| fs::rename(&new, &path));
    if moved.is_err() {
        let _ = fs::remove_file(&new);
    }
    Ok(moved?)
}
