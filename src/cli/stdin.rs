//! What is scanned from standard input.

use std::io::Read as _;

use anyhow::{Context as _, bail};

use super::args::{ScanArguments, StdinArgument};
use crate::input::{LARGEST_FILE, decode};
use crate::meaning::programs::Form;
use crate::scan::Stdin;

/// Reads standard input to its end, where it is to be scanned.
pub(super) fn stdin(arguments: &ScanArguments) -> anyhow::Result<Option<Stdin>> {
    let Some(kind) = arguments.kind.filter(|_| arguments.stdin) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let input = std::io::stdin().lock();
    let read = input.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
    let length = read.context("cannot read standard input")? as u64;
    if length > LARGEST_FILE {
        bail!("standard input is larger than 16 MiB");
    }
    let text = decode(&bytes).context("standard input is no text in a known encoding")?;
    let form = match kind {
        StdinArgument::Python => Form::Python,
        StdinArgument::Notebook => Form::Notebook,
        StdinArgument::Dify => Form::Yaml,
        StdinArgument::Fastgpt => Form::Json,
        StdinArgument::Markdown => Form::Markdown,
        StdinArgument::Shell => Form::Shell,
        StdinArgument::Dockerfile => Form::Dockerfile,
    };
    Ok(Some(Stdin { form, text }))
}
