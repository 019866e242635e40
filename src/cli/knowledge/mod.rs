//! `--knowledge`: reading a folder of knowledge, and saying what is wrong with it.

mod hash;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

use super::args::ScanArguments;
use super::config::Config;
use super::nearest::hint;
use crate::input::{LARGEST_FILE, decode};
use crate::meaning::{Fault, Knowledge, Part, Wrong};
use crate::model::Decoded;
use crate::report;
use crate::scan::absolute;

pub(super) use hash::run;

/// So many known words are listed.
const MOST_KNOWN: usize = 20;

/// What is known, and the folder that was laid over it as the user would write it.
pub(super) fn knowledge(
    arguments: &ScanArguments,
    config: Option<&Config>,
) -> anyhow::Result<(Knowledge, Option<String>)> {
    let mut knowledge = Knowledge::default();
    let configured = config.and_then(|config| Some((config, config.settings.knowledge.as_ref()?)));
    let (folder, shown, stays) = match (&arguments.knowledge, configured) {
        (Some(flag), _) => (absolute(flag), flag.to_string_lossy().into_owned(), None),
        (None, Some((config, key))) => {
            let folder = absolute(&config.folder.join(key.get_ref()));
            if !config.is_named && !is_below(&config.folder, &folder) {
                let what = "'knowledge' leads out of the folder of this file, which only a file that --config names may do";
                return Err(config.error(&key.span(), what));
            }
            let stays = (!config.is_named).then_some(config.folder.as_path());
            (folder, key.get_ref().clone(), stays)
        }
        (None, None) => return Ok((knowledge, None)),
    };
    let shown = report::clean(&shown.replace('\\', "/"));
    let within = || format!("knowledge {shown}");
    for (part, file) in parts(&folder).with_context(within)? {
        let place = format!("{}/{}", shown.trim_end_matches('/'), part.file_name());
        if stays.is_some_and(|folder| !is_below(folder, &file)) {
            bail!("{place} is a link that leads out of the folder of the configuration");
        }
        let text = read(&file).with_context(|| place.clone())?;
        let laid = knowledge.lay_over(part, text);
        laid.map_err(|fault| explain(&place, &fault))?;
    }
    Ok((knowledge, Some(shown)))
}

/// Whether a folder is really below another one, links followed.
pub(super) fn is_below(folder: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    real(other).starts_with(real(folder))
}

/// The files of a folder of knowledge. Another YAML file there is a slip, and said.
fn parts(folder: &Path) -> anyhow::Result<Vec<(Part, PathBuf)>> {
    let mut parts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        match Part::ALL.iter().find(|part| part.file_name() == name) {
            Some(part) => parts.push((*part, entry.path())),
            None if [".yaml", ".yml"].iter().any(|end| name.ends_with(end)) => {
                let known = Part::ALL.iter().map(|part| part.file_name());
                let hint = hint(&name, known);
                bail!("unknown file '{}'{hint}", report::clean(&name));
            }
            None => {}
        }
    }
    if parts.is_empty() {
        let known = Part::ALL.map(Part::file_name).join(", ");
        bail!("there is none of {known} in it");
    }
    Ok(parts)
}

/// A text file, up to the limit for all files.
fn read(path: &Path) -> anyhow::Result<Decoded> {
    if !fs::metadata(path)?.is_file() {
        bail!("it is no regular file");
    }
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        bail!("it is larger than 16 MiB");
    }
    decode(&bytes).context("it is no text")
}

/// `folder/stores.yaml:3:5: what is wrong`.
pub(super) fn explain(place: &str, fault: &Fault) -> anyhow::Error {
    let named = |what: &str, name: &str, known: &[&str]| {
        let hint = match hint(name, known.iter().copied()) {
            hint if hint.is_empty() && known.len() <= MOST_KNOWN => {
                format!(" (known: {})", known.join(", "))
            }
            hint => hint,
        };
        let name: String = report::clean(name).chars().take(60).collect();
        format!("unknown {what} '{name}'{hint}")
    };
    let what = match &fault.wrong {
        Wrong::Yaml(Some(detail)) => format!("not valid YAML: {}", report::sentence(detail).en),
        Wrong::Yaml(None) => "not valid YAML, or a key that stands twice".to_owned(),
        Wrong::UnknownKey(name, known) => named("key", name, known),
        Wrong::UnknownWord(name, known) => named("value", name, known),
        Wrong::Missing(key) => format!("the key '{key}' is missing"),
        Wrong::Expected(what) => format!("expected {what}"),
    };
    anyhow!("{place}:{}:{}: {what}", fault.line, fault.column)
}
