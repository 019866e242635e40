//! `hulan init`: the configuration and the file of a pipeline, shown before they are written.

use std::fs::{self, OpenOptions};
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum as _;

use super::args::{InitArguments, PipelineArgument};
use super::locale;
use super::output::print;
use crate::input::{FOUND_BY_COMPOSE, Kind, relative, walk};
use crate::report;

/// The files of the pipelines, as they are tracked: they have no second source.
const CONFIGURATION: &str = include_str!("../../packaging/init/hulan.toml");
const GITHUB: &str = include_str!("../../packaging/ci/github.yml");
const GITLAB: &str = include_str!("../../packaging/ci/gitlab.yml");
const AZURE: &str = include_str!("../../packaging/ci/azure-start.yml");
const AZURE_STEPS: &str = include_str!("../../packaging/ci/azure-pipelines.yml");
const JENKINS: &str = include_str!("../../packaging/ci/Jenkinsfile");
const PRE_COMMIT: &str = include_str!("../../packaging/ci/pre-commit.yaml");

/// Most compose files that are declared or named; more are no deployment but a collection.
const MOST: usize = 50;

/// Shows the files, asks, and writes them.
pub(super) fn run(arguments: &InitArguments) -> anyhow::Result<u8> {
    let lang = locale::of_text(arguments.lang, None)?;
    let folder = &arguments.folder;
    if !folder.is_dir() {
        bail!("'{}' is no folder", shown(folder));
    }
    let pipeline = match arguments.ci {
        Some(pipeline) => pipeline,
        None => ask_for_pipeline()?,
    };
    let compose = compose_files(folder);
    let mut files = vec![("hulan.toml", configuration(&compose))];
    let pipelines = pipeline.files().iter();
    files.extend(pipelines.map(|(path, text)| (*path, (*text).to_owned())));
    // All or none: half a set-up is worse than none.
    let is_there = |path: &str| folder.join(path).symlink_metadata().is_ok();
    let there: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let there: Vec<&str> = there.into_iter().filter(|path| is_there(path)).collect();
    if !there.is_empty() {
        bail!(
            "already there, and nothing was written: {}",
            there.join(", ")
        );
    }
    let names = compose.iter().map(|own| shown(own)).collect::<Vec<_>>();
    print(&report::planned(lang, &names, &files))?;
    if !arguments.yes && !agreed()? {
        bail!("nothing was written");
    }
    for (path, text) in &files {
        create(&folder.join(path), text)?;
    }
    let needs_address = !matches!(
        pipeline,
        PipelineArgument::PreCommit | PipelineArgument::None
    );
    print(&report::written(lang, needs_address))?;
    Ok(0)
}

impl PipelineArgument {
    /// The paths and the texts of its files.
    fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Github => &[(".github/workflows/hulan.yml", GITHUB)],
            Self::Gitlab => &[(".gitlab-ci.yml", GITLAB)],
            Self::Azure => &[
                ("azure-pipelines.yml", AZURE),
                (".azure/hulan.yml", AZURE_STEPS),
            ],
            Self::Jenkins => &[("Jenkinsfile", JENKINS)],
            Self::PreCommit => &[(".pre-commit-config.yaml", PRE_COMMIT)],
            Self::None => &[],
        }
    }
}

/// The compose files below a folder, relative to it, by their names.
fn compose_files(folder: &Path) -> Vec<PathBuf> {
    let found = walk(&[folder.to_path_buf()], &[]).found.into_iter();
    let compose = found.filter(|file| file.kind == Kind::Compose);
    compose
        .map(|file| relative(folder, &file.path))
        .take(MOST)
        .collect()
}

/// The configuration. Where Compose itself would find no file, those that are there are declared:
/// without that the first scan would have no deployment that anybody starts.
fn configuration(compose: &[PathBuf]) -> String {
    let is_found = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| FOUND_BY_COMPOSE.contains(&name))
    };
    let mut text = CONFIGURATION.to_owned();
    if compose.iter().any(is_found) {
        return text;
    }
    for path in compose {
        let Some(path) = path.to_str() else { continue };
        // A string of JSON is one of TOML.
        let path = serde_json::Value::String(path.replace('\\', "/"));
        text.extend(["\n[[deployment]]\nfiles = [", &path.to_string(), "]\n"]);
    }
    text
}

fn ask_for_pipeline() -> anyhow::Result<PipelineArgument> {
    let names = PipelineArgument::value_variants().iter();
    let names = names.filter_map(|own| Some(own.to_possible_value()?.get_name().to_owned()));
    let names = names.collect::<Vec<_>>().join(", ");
    if !is_terminal() {
        bail!("say with --ci which pipeline it is for: {names}");
    }
    let answer = ask(&format!("Which pipeline ({names})? "))?;
    PipelineArgument::from_str(&answer, true)
        .map_err(|_| anyhow::anyhow!("unknown pipeline '{}'", report::clean(&answer)))
}

fn agreed() -> anyhow::Result<bool> {
    if !is_terminal() {
        bail!("nothing was written: --yes writes without asking");
    }
    let answer = ask("Write these files (y/N)? ")?.to_lowercase();
    Ok(["y", "yes"].contains(&&*answer))
}

fn is_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

fn ask(question: &str) -> anyhow::Result<String> {
    print(question)?;
    let mut answer = String::new();
    let input = std::io::stdin().lock().read_line(&mut answer);
    input.context("cannot read the answer")?;
    Ok(answer.trim().to_owned())
}

/// Writes a file that was not there a moment ago; if it is now, it stays as it is.
fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    let failed = || format!("cannot write '{}'", shown(path));
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(failed)?;
    }
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.with_context(failed)?;
    file.write_all(text.as_bytes()).with_context(failed)
}

fn shown(path: &Path) -> String {
    report::clean(&path.to_string_lossy())
}
