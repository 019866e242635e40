//! Finding and reading the baseline of a scan.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use crate::cli::args::ScanArguments;
use crate::cli::config::{self, Config};
use crate::cli::knowledge::is_below;
use crate::report;
use crate::scan::absolute;
use crate::verdict::Baseline;

/// Largest file, in KiB: a whole report may stand for a baseline.
const LARGEST: u64 = 64 * 1024;

/// The file that the flag or the configuration names: its path and how the user would write it.
pub(in crate::cli) fn named(
    arguments: &ScanArguments,
    config: Option<&Config>,
) -> anyhow::Result<Option<(PathBuf, String)>> {
    if let Some(file) = &arguments.baseline {
        let shown = report::clean(&file.to_string_lossy());
        return Ok(Some((absolute(file), shown)));
    }
    let configured = config.and_then(|config| Some((config, config.settings.baseline.as_ref()?)));
    let Some((config, key)) = configured else {
        return Ok(None);
    };
    let file = absolute(&config.folder.join(key.get_ref()));
    if !config.is_named && !is_below(&config.folder, &file) {
        let what = "'baseline' leads out of the folder of this file, which only a file that --config names may do";
        return Err(config.error(&key.span(), what));
    }
    Ok(Some((file, report::clean(key.get_ref()))))
}

/// Reads a baseline.
pub(in crate::cli) fn read(file: &Path, shown: &str) -> anyhow::Result<Baseline> {
    let text = config::read(file, LARGEST);
    let text = text.with_context(|| format!("baseline {shown}"))?;
    Baseline::read(&text.content).map_err(|fault| anyhow!("baseline {shown}: {fault}"))
}
