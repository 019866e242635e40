//! `.hulan/waivers.yaml`: finding and reading it, listing what it says, and adding to it.

mod list;
mod waive;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use jiff::civil::Date;

use super::args::ScanArguments;
use super::config::{self, Config};
use super::knowledge::{explain, is_below};
use crate::input::relative;
use crate::model::Decoded;
use crate::report;
use crate::scan::absolute;
use crate::verdict::Entry;

pub(super) use list::run as list;
pub(super) use waive::run as waive;

/// The folder of what people decided about findings.
pub(super) const FOLDER: &str = ".hulan";

/// The name of the file in it.
const NAME: &str = "waivers.yaml";

/// Largest file, in KiB.
const LARGEST: u64 = 1024;

/// Where a file of waivers is, or would be.
#[derive(Clone)]
pub(super) struct Place {
    /// The file, absolute.
    pub(super) path: PathBuf,
    /// The folder that its paths start at, absolute.
    pub(super) base: PathBuf,
    /// How the user would write it, safe to show.
    pub(super) shown: String,
}

/// A file of waivers that was read.
pub(super) struct WaiverFile {
    /// Where it is.
    pub(super) place: Place,
    /// Its text.
    pub(super) text: Decoded,
    /// Its entries.
    pub(super) entries: Vec<Entry>,
}

/// The waivers for a scan of the absolute folder `root`, if there are some.
pub(super) fn find(
    arguments: &ScanArguments,
    config: Option<&Config>,
    root: &Path,
    today: Date,
) -> anyhow::Result<Option<WaiverFile>> {
    if arguments.isolated && arguments.waivers.is_none() {
        return Ok(None);
    }
    let place = Place::new(arguments.waivers.as_deref(), config, root)?;
    if arguments.waivers.is_none() && place.path.symlink_metadata().is_err() {
        return Ok(None);
    }
    WaiverFile::read(place, today).map(Some)
}

impl Place {
    /// The file that the user names, or the one beside the configuration or in the repository around
    /// the absolute folder `root`.
    pub(super) fn new(
        named: Option<&Path>,
        config: Option<&Config>,
        root: &Path,
    ) -> anyhow::Result<Self> {
        if let Some(file) = named {
            let path = absolute(file);
            let folder = path.parent().unwrap_or(root);
            let is_ours = folder.file_name().is_some_and(|name| name == FOLDER);
            let base = folder.parent().filter(|_| is_ours).unwrap_or(folder);
            return Ok(Self {
                base: base.to_path_buf(),
                shown: shown(file),
                path,
            });
        }
        let top = config::top(root);
        let beside = config.map(|config| config.folder.as_path());
        let file = |base: &Path| base.join(FOLDER).join(NAME);
        let is_there = |base: &&Path| file(base).symlink_metadata().is_ok();
        let mut bases = beside.into_iter().chain([top]);
        let base = bases.find(is_there).or(beside).unwrap_or(top);
        let path = file(base);
        let shown = shown(&relative(root, &path));
        if path.exists() && !is_below(base, &path) {
            bail!("{shown} is a link that leads out of its folder: name the file with --waivers");
        }
        Ok(Self {
            base: base.to_path_buf(),
            shown,
            path,
        })
    }
}

impl WaiverFile {
    /// Its absolute path and its text.
    pub(super) fn document(&self) -> (PathBuf, Decoded) {
        (self.place.path.clone(), self.text.clone())
    }

    /// Reads the file. Of one with a fault nothing counts.
    pub(super) fn read(place: Place, today: Date) -> anyhow::Result<Self> {
        let text = config::read(&place.path, LARGEST);
        let text = text.with_context(|| format!("waivers {}", place.shown))?;
        let entries = Entry::read_all(text.clone(), &place.base, today);
        let entries = entries.map_err(|fault| {
            let fault = explain(&place.shown, &fault);
            anyhow!("{fault} (of a file with a fault nothing is waived)")
        })?;
        Ok(Self {
            place,
            text,
            entries,
        })
    }
}

fn shown(path: &Path) -> String {
    report::clean(&path.to_string_lossy().replace('\\', "/"))
}
