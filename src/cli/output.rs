//! Where reports go.

use std::fs;
use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;

use super::args::{ColourArgument, Format, OutputArgument};
use crate::report::{self, Framework, Report, SarifProfile, Style, Told};

/// Writes a report to its file or to standard output.
pub(super) fn write(
    output: &OutputArgument,
    report: &Report<'_>,
    colour: ColourArgument,
    frameworks: &[&'static Framework],
    sarif: &SarifProfile,
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
    let text = match (output.format.of_told(), output.format) {
        (Some(make), _) => make(&Told::of(report)?.by(frameworks)),
        (None, Format::Text) => report::text(report, style),
        (None, Format::Table) => report::table(report),
        (None, Format::Sarif) => report::sarif(&Told::of(report)?, sarif),
        (None, _) => report::json(report),
    };
    put(output, &text)
}

/// Writes a text to the file of an output or to standard output.
pub(super) fn put(output: &OutputArgument, text: &str) -> anyhow::Result<()> {
    match &output.file {
        Some(file) => {
            fs::write(file, text).with_context(|| format!("cannot write '{}'", file.display()))
        }
        None => print(text),
    }
}

impl Format {
    /// Whether people read it, in their own language, or programs do.
    pub(super) fn is_for_people(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Table
                | Self::Concise
                | Self::Github
                | Self::Azure
                | Self::Markdown
                | Self::Compliance
                | Self::ComplianceMarkdown
        )
    }

    /// Whether another word beside it would spoil it for the programs that read it.
    pub(super) fn is_document(self) -> bool {
        matches!(self, Self::Json | Self::Sarif | Self::ComplianceJson)
    }

    /// How it is made of what a report has to tell; `None` for what is for a terminal, for SARIF, which
    /// has profiles, and for the JSON report itself.
    pub(super) fn of_told(self) -> Option<fn(&Told) -> String> {
        Some(match self {
            Self::Text | Self::Table | Self::Json | Self::Sarif => return None,
            Self::Concise => report::concise,
            Self::Github => report::github,
            Self::Azure => report::azure,
            Self::GitlabSast => report::gitlab_sast,
            Self::GitlabCodequality => report::gitlab_codequality,
            Self::Junit => report::junit,
            Self::Rdjson => report::rdjson,
            Self::Markdown => report::markdown,
            Self::Csv => report::csv,
            Self::Compliance => report::compliance,
            Self::ComplianceMarkdown => report::compliance_markdown,
            Self::ComplianceJson => report::compliance_json,
        })
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
