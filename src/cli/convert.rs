//! `hulan convert` and `hulan merge`: saved reports in other formats.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::{
    ColourArgument, ConvertArguments, Format, MergeArguments, OutputArgument, SarifProfileArgument,
    frameworks,
};
use super::output::{Making, put};
use crate::report::{self, Detail, Told};

/// Largest report that is read, in bytes.
const MOST: u64 = 512 * 1024 * 1024;

/// Writes a saved report in other formats.
pub(super) fn convert(arguments: &ConvertArguments) -> anyhow::Result<u8> {
    let told = read(&arguments.report)?.by(&frameworks(&arguments.framework));
    if arguments
        .output
        .iter()
        .any(|own| own.format == Format::Json)
    {
        bail!("the report is JSON as it is");
    }
    write(&told, &arguments.output, arguments.sarif_profile)
}

/// Writes the saved reports of several machines as one.
pub(super) fn merge(arguments: &MergeArguments) -> anyhow::Result<u8> {
    let named = arguments.reports.iter().map(|word| named(word));
    let reports = named.collect::<anyhow::Result<Vec<_>>>()?;
    let told = Told::joined(reports).context("there is no report")?;
    let told = told.by(&frameworks(&arguments.framework));
    let mut seen = BTreeSet::new();
    if let Some(twice) = told.machines().into_iter().find(|own| !seen.insert(*own)) {
        bail!("two reports are of '{twice}': say NAME=REPORT");
    }
    write(&told, &arguments.output, arguments.sarif_profile)
}

fn write(
    told: &Told,
    outputs: &[OutputArgument],
    profile: Option<SarifProfileArgument>,
) -> anyhow::Result<u8> {
    let making = Making {
        sarif: &super::sarif::profile(profile.unwrap_or_default())?,
        colour: ColourArgument::Auto,
        detail: Detail::Findings,
    };
    for output in outputs {
        put(output, &making.made(output, told))?;
    }
    Ok(0)
}

/// The report of a word such as `vm1=a.json`, and the name of its machine.
fn named(word: &str) -> anyhow::Result<(String, Told)> {
    let (name, file) = match word.split_once('=') {
        Some((name, file)) if !name.is_empty() && !Path::new(word).exists() => {
            (Some(name), Path::new(file))
        }
        _ => (None, Path::new(word)),
    };
    let stem = || file.file_stem().unwrap_or_default().to_string_lossy();
    let name = name.map_or_else(|| stem().into_owned(), str::to_owned);
    Ok((name, read(file)?))
}

fn read(file: &Path) -> anyhow::Result<Told> {
    let shown = || report::clean(&file.to_string_lossy());
    let failed = || format!("cannot read '{}'", shown());
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        let input = std::io::stdin().lock();
        input.take(MOST + 1).read_to_end(&mut bytes)
    } else {
        let input = File::open(file).with_context(failed)?;
        input.take(MOST + 1).read_to_end(&mut bytes)
    }
    .with_context(failed)?;
    if bytes.len() as u64 > MOST {
        bail!("{}: it is larger than any report", failed());
    }
    Told::read(&String::from_utf8_lossy(&bytes)).with_context(failed)
}
