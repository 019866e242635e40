//! The arguments.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use serde::Deserialize;

use crate::model::{Lang, Severity};
use crate::verdict::PROFILES;

/// Is this deployment safe? hulan reads Docker Compose deployments as Docker Compose sees them.
#[derive(Parser)]
#[command(
    name = "hulan",
    max_term_width = 100,
    arg_required_else_help = true,
    args_conflicts_with_subcommands = true
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Print the version
    #[arg(short = 'V', long)]
    pub(super) version: bool,
    /// With --version: also the date and the size of what is built in
    #[arg(short, long, requires = "version")]
    pub(super) verbose: bool,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Scan files and folders
    Scan(Box<ScanArguments>),
    /// Read a Compose project as Docker Compose does
    Compose(ComposeArguments),
    /// List the rules
    Rules(RulesArguments),
    /// Explain a rule: what, why, how to fix, examples
    Explain(ExplainArguments),
    /// Make files for --knowledge
    #[command(subcommand)]
    Knowledge(KnowledgeCommand),
    /// Print a script that completes arguments in a shell
    Completions(CompletionsArguments),
}

const SCAN_EXAMPLES: &str = "\
Examples:
  hulan scan                                  everything below this folder
  hulan scan deploy --fail-on medium          a stricter gate
  hulan scan . --output text --output sarif=hulan.sarif
  hulan scan . --lang zh --select SEC,CTR101
  hulan scan deploy --env-file prod.env --profile plan
  hulan scan -f compose.yaml -f compose.prod.yaml --env IMAGE_TAG
  hulan scan dify --compose-profile milvus    as `docker compose --profile milvus up`
  hulan scan --stdin --as python < answer.py  code before it is run

Configuration: hulan.toml in the scanned folder or above it, up to the root of the repository, with
the same keys as the flags. What is given here wins over it.

Exit status:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage, or something could not be read or followed
  3  nothing was judged";

#[derive(Args)]
#[command(after_help = SCAN_EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct ScanArguments {
    /// Files and folders
    #[arg(default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// Scan what standard input gives, in place of files; say with --as what it is
    #[arg(long, requires = "kind", conflicts_with_all = ["paths", "file"])]
    pub(super) stdin: bool,
    /// What standard input is
    #[arg(long = "as", value_enum, value_name = "KIND", requires = "stdin")]
    pub(super) kind: Option<StdinArgument>,
    /// Output as FORMAT to standard output or as FORMAT=FILE; may be given many times.
    /// Formats: text, table, json, sarif
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub(super) output: Vec<OutputArgument>,
    /// Severity from which findings make the exit status 1 [default: the profile's, high]
    #[arg(long, value_name = "SEVERITY", value_parser = severity_parser())]
    pub(super) fail_on: Option<String>,
    /// Exit with 0 whatever is found; incomplete coverage still exits with 2
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Which rules are asked, and what fails [default: baseline]
    #[arg(long, value_parser = profile_parser())]
    pub(super) profile: Option<String>,
    /// Language of the sentences; without it the text report follows `HULAN_LANG`, hulan.toml and
    /// the system, JSON and SARIF are in English
    #[arg(long, value_enum)]
    pub(super) lang: Option<LangArgument>,
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
    /// Read this file in place of `.env`; may be given many times, a later one wins
    #[arg(long, value_name = "FILE")]
    pub(super) env_file: Vec<PathBuf>,
    /// This compose file; may be given many times: the files are one project, in this order, and no
    /// other compose file is judged
    #[arg(short, long, value_name = "FILE")]
    pub(super) file: Vec<PathBuf>,
    /// The folder of the project that --file names [default: that of the first file]
    #[arg(long, value_name = "DIR", requires = "file")]
    pub(super) project_directory: Option<PathBuf>,
    /// Services of this Compose profile start, whatever `COMPOSE_PROFILES` says; may be given many
    /// times, `*` is every one
    #[arg(long, value_name = "NAME")]
    pub(super) compose_profile: Vec<String>,
    /// This variable of the process counts and wins over every file; may be given many times
    #[arg(long, value_name = "NAME")]
    pub(super) env: Vec<String>,
    /// All variables of the process count, those that steer Compose (`COMPOSE_FILE`,
    /// `COMPOSE_PROFILES`…) among them
    #[arg(long)]
    pub(super) use_environment: bool,
    /// Lay newer knowledge over what is built in: default-secrets.yaml, stores.yaml and
    /// forbidden-passwords.yaml in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) knowledge: Option<PathBuf>,
    /// Take the configuration from this file
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Take no configuration from anywhere
    #[arg(long)]
    pub(super) isolated: bool,
    /// Only the summary, and nothing where all is well
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Also what is accepted, what each rule was asked, and which files were read
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// The time of the scan (RFC 3339) instead of the clock's; `SOURCE_DATE_EPOCH` does the same
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<String>,
    /// Colour
    #[arg(long, value_enum, default_value_t = ColourArgument::Auto, value_name = "WHEN")]
    pub(super) color: ColourArgument,
}

/// What standard input can be.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum StdinArgument {
    /// Python
    Python,
    /// A Jupyter notebook
    Notebook,
    /// The export of a Dify app
    Dify,
    /// A workflow of `FastGPT`
    Fastgpt,
    /// Markdown with fences of code
    Markdown,
    /// A script of a shell
    Shell,
    /// A Dockerfile
    Dockerfile,
}

#[derive(Args)]
pub(super) struct ComposeArguments {
    #[command(subcommand)]
    pub(super) command: ComposeCommand,
}

#[derive(Subcommand)]
pub(super) enum ComposeCommand {
    /// Print the project that Docker Compose would start, as JSON
    Config(ConfigArguments),
}

const CONFIG_EXAMPLES: &str = "\
Examples:
  hulan compose config                              the project of this folder, secrets masked
  hulan compose config -f base.yaml -f prod.yaml    these files, one merged into the other
  hulan compose config --origins                    where each value comes from
  hulan compose config --reveal                     just what docker compose config prints

All Compose profiles are active unless some are named. Of the process only HOME and PWD count; more
with --env and --use-environment.

Exit status:
  0  Docker Compose would start the project
  2  Docker Compose would refuse it, or something of it could not be read";

#[derive(Args)]
#[command(after_help = CONFIG_EXAMPLES)]
pub(super) struct ConfigArguments {
    /// A compose file; may be given many times, a later one is merged into those before
    #[arg(short, long, value_name = "FILE")]
    pub(super) file: Vec<PathBuf>,
    /// Read this file in place of `.env`; may be given many times, a later one wins
    #[arg(long, value_name = "FILE")]
    pub(super) env_file: Vec<PathBuf>,
    /// An active Compose profile; may be given many times [default: all]
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Vec<String>,
    /// The folder of the project [default: that of the first file]
    #[arg(long, value_name = "FOLDER")]
    pub(super) project_directory: Option<PathBuf>,
    /// The name of the project
    #[arg(short, long, value_name = "NAME")]
    pub(super) project_name: Option<String>,
    /// Let this variable of the process count; may be given many times
    #[arg(long, value_name = "NAME")]
    pub(super) env: Vec<String>,
    /// Let all variables of the process count, those of Compose among them
    #[arg(long)]
    pub(super) use_environment: bool,
    /// Show secrets as well
    #[arg(long)]
    pub(super) reveal: bool,
    /// Say of each value where it comes from, one in a line
    #[arg(long)]
    pub(super) origins: bool,
    /// Language of the sentences
    #[arg(long, value_enum)]
    pub(super) lang: Option<LangArgument>,
}

#[derive(Args)]
pub(super) struct RulesArguments {
    /// Language of the titles
    #[arg(long, value_enum)]
    pub(super) lang: Option<LangArgument>,
}

#[derive(Args)]
pub(super) struct ExplainArguments {
    /// Id (CTR101) or name (`PrivilegedContainer`)
    pub(super) rule: String,
    /// Language of the text
    #[arg(long, value_enum)]
    pub(super) lang: Option<LangArgument>,
}

#[derive(Subcommand)]
pub(super) enum KnowledgeCommand {
    /// Turn forbidden passwords into salted hashes, as forbidden-passwords.yaml has them
    Hash(HashArguments),
}

const HASH_EXAMPLES: &str = "\
Passwords are read from standard input, one a line; they are never arguments. The file goes to
standard output.

Examples:
  hulan knowledge hash --fold < passwords.txt > knowledge/forbidden-passwords.yaml
  hulan knowledge hash --salt-from knowledge/forbidden-passwords.yaml --label 2026-spring \\
      < more.txt >> knowledge/forbidden-passwords.yaml";

#[derive(Args)]
#[command(after_help = HASH_EXAMPLES)]
pub(super) struct HashArguments {
    /// Take upper and lower case for the same
    #[arg(long)]
    pub(super) fold: bool,
    /// How often a value is hashed, 1000 to 100000: more is slower for a thief and for a scan
    /// [default: 10000]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1_000..=100_000))]
    pub(super) iterations: Option<u32>,
    /// What reports call these passwords; never the password itself
    #[arg(long, value_name = "TEXT")]
    pub(super) label: Option<String>,
    /// Print only entries that are new to this file, made as its own are, to append to it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fold", "iterations"])]
    pub(super) salt_from: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
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

fn profile_parser() -> PossibleValuesParser {
    let values = PROFILES.iter();
    PossibleValuesParser::new(
        values.map(|profile| PossibleValue::new(profile.name).help(profile.title.en)),
    )
}

fn severity_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
}
