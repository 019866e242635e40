//! Where reports go.

use std::fs;
use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;

use super::args::{ColourArgument, Format, OutputArgument};
use crate::report::{self, Detail, SarifProfile, Style, Told};

/// How reports are made.
pub(super) struct Making<'m> {
    /// How SARIF is made.
    pub(super) sarif: &'m SarifProfile,
    /// Whether what is written to a terminal has colours.
    pub(super) colour: ColourArgument,
    /// How much texts for people say.
    pub(super) detail: Detail,
}

impl Making<'_> {
    /// A report in the format of an output.
    pub(super) fn made(&self, output: &OutputArgument, told: &Told) -> String {
        match output.format {
            Format::Text => report::text(told, self.style(output), self.detail),
            Format::Table => report::table(told, self.detail),
            Format::Json => report::json(told),
            Format::Sarif => report::sarif(told, self.sarif),
            Format::Concise => report::concise(told),
            Format::Github => report::github(told),
            Format::Azure => report::azure(told),
            Format::GitlabSast => report::gitlab_sast(told),
            Format::GitlabCodequality => report::gitlab_codequality(told),
            Format::Junit => report::junit(told),
            Format::Rdjson => report::rdjson(told),
            Format::Markdown => report::markdown(told),
            Format::Csv => report::csv(told),
            Format::Compliance => report::compliance(told),
            Format::ComplianceMarkdown => report::compliance_markdown(told),
            Format::ComplianceJson => report::compliance_json(told),
        }
    }

    fn style(&self, output: &OutputArgument) -> Style {
        let is_coloured = output.file.is_none()
            && match self.colour {
                ColourArgument::Always => true,
                ColourArgument::Never => false,
                ColourArgument::Auto => {
                    std::io::stdout().is_terminal()
                        && anstream::AutoStream::choice(&std::io::stdout())
                            != anstream::ColorChoice::Never
                }
            };
        if is_coloured {
            Style::Colour
        } else {
            Style::Plain
        }
    }
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
}

/// Prints; a reader who has seen enough and closes the pipe is no error.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}
