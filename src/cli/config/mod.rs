//! `hulan.toml`: finding, reading, and saying what is wrong with it.

mod accept;
mod policy;
mod python;
mod reviewed;
mod settings;

use std::fmt::Display;
use std::fs::{self, File};
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

pub(super) use policy::Attempt;
pub(super) use settings::{Parameters, Settings};

use super::args::ScanArguments;
use super::nearest::hint;
use crate::input::{PathSet, decode, relative};
use crate::model::Decoded;
use crate::report;
use crate::scan::absolute;

/// The name that is looked for.
const NAME: &str = "hulan.toml";

/// Largest configuration, in KiB.
const LARGEST: u64 = 64;

/// A configuration that was read.
pub(super) struct Config {
    /// What it says.
    pub(super) settings: Settings,
    /// Where it is, absolute.
    pub(super) path: PathBuf,
    /// Its folder, absolute.
    pub(super) folder: PathBuf,
    /// Its text.
    pub(super) text: Decoded,
    /// How the user would write its path.
    pub(super) shown: String,
    /// Whether `--config` names it.
    pub(super) is_named: bool,
    /// Whether it lies in the scanned tree, or in the repository around it.
    pub(super) from_tree: bool,
}

/// The configuration for a scan of the absolute folder `root`, if there is one.
pub(super) fn find(arguments: &ScanArguments, root: &Path) -> anyhow::Result<Option<Config>> {
    if arguments.isolated {
        return Ok(None);
    }
    let top = top(root);
    let (path, shown, is_named) = match &arguments.config {
        Some(file) => (absolute(file), file.display().to_string(), true),
        None => match search(root, top) {
            Some(path) => {
                let shown = relative(root, &path).to_string_lossy().replace('\\', "/");
                (path, shown, false)
            }
            None => return Ok(None),
        },
    };
    let shown = report::clean(&shown);
    let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
    let real_top = fs::canonicalize(top).unwrap_or_else(|_| top.to_path_buf());
    let from_tree = real.starts_with(&real_top) || path.starts_with(top);
    if !is_named && !real.starts_with(&real_top) {
        bail!("{shown} is a link that leads out of the scanned tree: name the file with --config");
    }
    let text = read(&path, LARGEST).with_context(|| format!("configuration {shown}"))?;
    let settings = parse(&shown, &text.content)?;
    Ok(Some(Config {
        settings,
        folder: path.parent().unwrap_or(root).to_path_buf(),
        path,
        text,
        shown,
        is_named,
        from_tree,
    }))
}

/// What a file says.
fn parse(shown: &str, content: &str) -> anyhow::Result<Settings> {
    toml::from_str(content).map_err(|error| {
        let place = error.span().unwrap_or(0..0);
        let what = explain(error.message());
        anyhow!("{}", message(shown, content, &place, &what))
    })
}

/// The root of the repository around a folder; without one the folder itself.
pub(super) fn top(root: &Path) -> &Path {
    let is_top = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
    root.ancestors().find(is_top).unwrap_or(root)
}

fn search(root: &Path, top: &Path) -> Option<PathBuf> {
    root.ancestors()
        .take_while(|folder| folder.starts_with(top))
        .map(|folder| folder.join(NAME))
        .find(|path| path.symlink_metadata().is_ok())
}

/// A text file of at most `largest` KiB.
pub(super) fn read(path: &Path, largest: u64) -> anyhow::Result<Decoded> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        bail!("it is no regular file");
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(largest * 1024 + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest * 1024 {
        bail!("it is larger than {largest} KiB");
    }
    decode(&bytes).context("it is no text")
}

/// What the parser says, in our words: the nearest known name, and no value of the file.
fn explain(parser: &str) -> String {
    let unknown = [
        ("unknown field `", "unknown key"),
        ("unknown variant `", "unknown value"),
    ];
    for (start, what) in unknown {
        if let Some(rest) = parser.strip_prefix(start)
            && let Some((name, known)) = rest.split_once("`, expected ")
        {
            // One name in backticks after the other.
            let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
            let hint = match hint(name, known.iter().copied()) {
                hint if hint.is_empty() => format!(" (known: {})", known.join(", ")),
                hint => hint,
            };
            let name: String = report::clean(name).chars().take(60).collect();
            return format!("{what} '{name}'{hint}");
        }
    }
    // The parser quotes the value that it does not like.
    let wrong = ["invalid type: ", "invalid value: "];
    let wrong = wrong.iter().find_map(|start| parser.strip_prefix(start));
    let words = wrong.and_then(|rest| rest.rsplit_once(", expected ").map(|(_, wanted)| wanted));
    let words = words.map(|wanted| format!("expected {wanted}"));
    report::clean(words.as_deref().unwrap_or(parser)).replace('`', "'")
}

/// `hulan.toml:3:5: what is wrong`.
fn message(shown: &str, content: &str, place: &Range<usize>, what: &str) -> String {
    let before = content.get(..place.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    let column = last.chars().count() + 1;
    format!("{shown}:{line}:{column}: {what}")
}

impl Config {
    /// An error about bytes `place` of the file.
    pub(super) fn error(&self, place: &Range<usize>, what: impl Display) -> anyhow::Error {
        let what = what.to_string();
        anyhow!("{}", message(&self.shown, &self.text.content, place, &what))
    }

    /// Paths as the file writes them; a star stays within a folder where `by_part`.
    pub(super) fn paths(
        &self,
        globs: &[toml::Spanned<String>],
        by_part: bool,
    ) -> anyhow::Result<PathSet> {
        for glob in globs {
            PathSet::new(&self.folder, [glob.get_ref().as_str()], by_part)
                .map_err(|error| self.error(&glob.span(), error.kind()))?;
        }
        let globs = globs.iter().map(|glob| glob.get_ref().as_str());
        Ok(PathSet::new(&self.folder, globs, by_part)?)
    }

    /// What mirrors put before the names of images.
    pub(super) fn mirrors(&self) -> anyhow::Result<Vec<String>> {
        let mut mirrors = Vec::new();
        for mirror in &self.settings.images.mirrors {
            let text = mirror.get_ref().trim();
            if text.is_empty() {
                return Err(self.error(&mirror.span(), "the prefix is empty"));
            }
            mirrors.push(text.to_owned());
        }
        Ok(mirrors)
    }

    /// Refuses what a scanned tree must not decide.
    pub(super) fn must_be_named(&self, key: &str, place: &Range<usize>) -> anyhow::Result<()> {
        if self.is_named {
            return Ok(());
        }
        Err(self.error(
            place,
            format!("'{key}' counts only in a file that --config names, not in one that is found"),
        ))
    }
}
