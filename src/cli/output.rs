//! Where reports go.

use std::fs;
use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;

use super::args::{ColourArgument, Format, OutputArgument};
use crate::report::{self, Report, Style};

/// Writes a report to its file or to standard output.
pub(super) fn write(
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
