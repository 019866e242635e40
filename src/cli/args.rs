//! The arguments.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::{Lang, Severity};

/// Is this deployment safe? hulan reads Docker Compose deployments as Docker Compose sees them.
#[derive(Parser)]
#[command(name = "hulan", version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Scan files and folders
    Scan(ScanArguments),
    /// List the rules
    Rules(RulesArguments),
    /// Explain a rule: what, why, how to fix, examples
    Explain(ExplainArguments),
}

const SCAN_EXAMPLES: &str = "\
Examples:
  hulan scan                                  everything below this folder
  hulan scan deploy --fail-on medium          a stricter gate
  hulan scan . --output text --output sarif=hulan.sarif
  hulan scan . --lang zh --select SEC,CTR101

Exit status:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage, or something could not be read or followed
  3  nothing was judged";

#[derive(Args)]
#[command(after_help = SCAN_EXAMPLES)]
pub(super) struct ScanArguments {
    /// Files and folders
    #[arg(default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// Output as FORMAT to standard output or as FORMAT=FILE; may be given many times.
    /// Formats: text, table, json, sarif
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub(super) output: Vec<OutputArgument>,
    /// Severity from which findings make the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "high", value_parser = severity_parser())]
    pub(super) fail_on: String,
    /// Exit with 0 whatever is found; incomplete coverage still exits with 2
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Language of the sentences
    #[arg(long, value_enum, default_value_t = LangArgument::En)]
    pub(super) lang: LangArgument,
    /// Only these rules: ids (CTR101) or families (CTR), separated by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Leave out paths that match, relative to the scanned folder; may be given many times
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,
    /// Read files outside of the scanned folder that the deployment names
    #[arg(long)]
    pub(super) allow_outside: bool,
    /// The time of the scan (RFC 3339) instead of the clock's; `SOURCE_DATE_EPOCH` does the same
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<String>,
    /// Colour
    #[arg(long, value_enum, default_value_t = ColourArgument::Auto, value_name = "WHEN")]
    pub(super) color: ColourArgument,
}

#[derive(Args)]
pub(super) struct RulesArguments {
    /// Language of the titles
    #[arg(long, value_enum, default_value_t = LangArgument::En)]
    pub(super) lang: LangArgument,
}

#[derive(Args)]
pub(super) struct ExplainArguments {
    /// Id (CTR101) or name (`PrivilegedContainer`)
    pub(super) rule: String,
    /// Language of the text
    #[arg(long, value_enum, default_value_t = LangArgument::En)]
    pub(super) lang: LangArgument,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum LangArgument {
    /// English
    En,
    /// Chinese
    Zh,
}

impl From<LangArgument> for Lang {
    fn from(lang: LangArgument) -> Self {
        match lang {
            LangArgument::En => Self::En,
            LangArgument::Zh => Self::Zh,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourArgument {
    /// On a terminal, unless `NO_COLOR` says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A format and where it goes.
#[derive(Clone)]
pub(super) struct OutputArgument {
    pub(super) format: Format,
    /// `None` is standard output.
    pub(super) file: Option<PathBuf>,
}

/// The formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Table,
    Json,
    Sarif,
}

impl std::str::FromStr for OutputArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = match text.split_once('=') {
            Some((format, file)) => (format, Some(file)),
            None => (text, None),
        };
        let format = Format::from_str(format, false)
            .map_err(|_| format!("unknown format '{format}' (text, table, json, sarif)"))?;
        if file == Some("") {
            return Err("the file name is missing".to_owned());
        }
        Ok(Self {
            format,
            file: file.filter(|file| *file != "-").map(PathBuf::from),
        })
    }
}

fn severity_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
}
