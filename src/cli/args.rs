//! The arguments.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use serde::Deserialize;

use crate::model::{Lang, Severity};
use crate::report::{FRAMEWORKS, Framework};
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
    Scan(Box<ScanCommand>),
    /// Write hulan.toml and the file of a pipeline
    Init(InitArguments),
    /// Judge a running engine, and the files that it was to run
    Audit(Box<super::audit::AuditArguments>),
    /// Show how an attacker comes to what is worth having, and what ends that
    Paths(Box<super::paths::PathsArguments>),
    /// Read a Compose project as Docker Compose does
    Compose(ComposeArguments),
    /// Ask TLS and LDAP endpoints what they offer
    #[command(subcommand)]
    Probe(super::probe::ProbeCommand),
    /// Turn a saved JSON report into other formats
    Convert(ConvertArguments),
    /// Join the saved JSON reports of several machines
    Merge(MergeArguments),
    /// Accept what a rule finds about a subject or in a file, with a reason, until a day
    Waive(WaiveArguments),
    /// List what is waived: by whom, since when, until when, and whether it is needed
    Waivers(WaiversArguments),
    /// Write down what is found, so that only what is new makes a scan fail
    #[command(subcommand)]
    Baseline(Box<super::known::BaselineCommand>),
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
  hulan scan --diff origin/main...            only what a branch changes
  hulan scan --stdin --as python < answer.py  code before it is run

Configuration: hulan.toml in the scanned folder or above it, up to the root of the repository, with
the same keys as the flags. What is given here wins over it.

Exit status:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage, or something could not be read or followed
  3  nothing was judged";

/// What is scanned, and how.
#[derive(Args)]
#[command(after_help = SCAN_EXAMPLES)]
pub(super) struct ScanCommand {
    /// Files and folders
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Scan what standard input gives, in place of files; say with --as what it is
    #[arg(long, requires = "kind", conflicts_with_all = ["paths", "file"])]
    stdin: bool,
    /// What standard input is
    #[arg(long = "as", value_enum, value_name = "KIND", requires = "stdin")]
    kind: Option<StdinArgument>,
    #[command(flatten)]
    how: ScanArguments,
}

impl ScanCommand {
    /// What is scanned beside how.
    pub(super) fn arguments(&self) -> ScanArguments {
        ScanArguments {
            paths: self.paths.clone(),
            stdin: self.stdin,
            kind: self.kind,
            ..self.how.clone()
        }
    }
}

/// How it is scanned, which other commands share. What is scanned, each says in its own way.
#[derive(Args, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct ScanArguments {
    #[arg(skip)]
    pub(super) paths: Vec<PathBuf>,
    #[arg(skip)]
    pub(super) stdin: bool,
    #[arg(skip)]
    pub(super) kind: Option<StdinArgument>,
    #[arg(short, long, value_name = "FORMAT[=FILE]", help = OUTPUT_HELP)]
    pub(super) output: Vec<OutputArgument>,
    /// Of the compliance formats: only these frameworks, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = framework_parser())]
    pub(super) framework: Vec<String>,
    /// Severity from which findings make the exit status 1 [default: the profile's, high]
    #[arg(long, value_name = "SEVERITY", value_parser = severity_parser())]
    pub(super) fail_on: Option<String>,
    /// Exit with 0 whatever is found; incomplete coverage still exits with 2
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Which rules are asked, and what fails [default: baseline]
    #[arg(long, value_parser = profile_parser())]
    pub(super) profile: Option<String>,
    /// Language of the sentences; without it what people read follows `HULAN_LANG`, hulan.toml and
    /// the system, what programs read is in English
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
    /// Certificates may come from the CAs in this file; from others than those given and public ones
    /// they are unknown. May be given many times
    #[arg(long, value_name = "FILE")]
    pub(super) ca: Vec<PathBuf>,
    /// Certificates may come from the CAs that this machine trusts
    #[arg(long)]
    pub(super) system_roots: bool,
    /// Paths in SARIF and in what GitHub, GitLab, Azure and reviewdog read are relative to this folder
    /// [default: the top of the git work tree, else the scanned folder]
    #[arg(long, value_name = "DIR")]
    pub(super) path_root: Option<PathBuf>,
    /// Who reads the SARIF: GitHub, Advanced Security of Azure DevOps, or an auditor
    /// [default: github]
    #[arg(long, value_enum, value_name = "PROFILE")]
    pub(super) sarif_profile: Option<SarifProfileArgument>,
    /// Take the configuration from this file
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// What the configuration may tighten and not loosen; `HULAN_POLICY` does the same
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Option<PathBuf>,
    /// Only what is new fails: what this file knows is counted, and shown with -v. It is what
    /// `hulan baseline write` has written, or a JSON report: then `hulan audit` also says what is new,
    /// gone or changed
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Only what changed since this git revision counts: findings of which a place is in a line that
    /// changed, the line that gives the value among them. All files are read. `REF...` is the commit
    /// where HEAD left REF, which is what a pull request wants (origin/main...)
    #[arg(long, value_name = "REF")]
    pub(super) diff: Option<String>,
    /// Take the waivers from this file [default: .hulan/waivers.yaml beside hulan.toml, or in the
    /// repository around the scanned folder]
    #[arg(long, value_name = "FILE")]
    pub(super) waivers: Option<PathBuf>,
    /// Take no configuration and no waivers from anywhere
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

const CONVERT_EXAMPLES: &str = "\
Examples:
  hulan scan --output json=hulan.json --output text
  hulan convert hulan.json --output markdown=summary.md --output junit=hulan.xml

Each format says what the scan would have said. The sentences stay in the language of the report.

Exit status:
  0  written, whatever the report says: the scan was the gate
  2  wrong usage, or no report";

#[derive(Args)]
#[command(after_help = CONVERT_EXAMPLES)]
pub(super) struct ConvertArguments {
    /// The report that `hulan scan --output json` or `hulan merge` wrote; `-` is standard input
    #[arg(value_name = "REPORT")]
    pub(super) report: PathBuf,
    #[arg(short, long, required = true, value_name = "FORMAT[=FILE]", help = OUTPUT_HELP)]
    pub(super) output: Vec<OutputArgument>,
    /// Who reads the SARIF: GitHub, Advanced Security of Azure DevOps, or an auditor
    /// [default: github]
    #[arg(long, value_enum, value_name = "PROFILE")]
    pub(super) sarif_profile: Option<SarifProfileArgument>,
    /// Of the compliance formats: only these frameworks, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = framework_parser())]
    pub(super) framework: Vec<String>,
}

const INIT_EXAMPLES: &str = "\
Examples:
  hulan init                         asks which pipeline, shows the files, asks, and writes them
  hulan init --ci gitlab --yes       shows them and writes them
  hulan init deploy --ci none        hulan.toml alone, in that folder

A file that is there stays as it is: then nothing at all is written.

Exit status:
  0  written
  2  not written: wrong usage, a file that is there, or not agreed to";

#[derive(Args)]
#[command(after_help = INIT_EXAMPLES)]
pub(super) struct InitArguments {
    /// The top of the repository
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
    /// The pipeline; without it, hulan asks on a terminal
    #[arg(long, value_enum, value_name = "PIPELINE")]
    pub(super) ci: Option<PipelineArgument>,
    /// Write without asking
    #[arg(short, long)]
    pub(super) yes: bool,
    /// Language of the sentences
    #[arg(long, value_enum)]
    pub(super) lang: Option<LangArgument>,
}

/// What runs hulan.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum PipelineArgument {
    /// GitHub Actions
    Github,
    /// GitLab CI/CD
    Gitlab,
    /// Azure Pipelines
    Azure,
    /// Jenkins
    Jenkins,
    /// pre-commit
    PreCommit,
    /// Nothing yet
    None,
}

const MERGE_EXAMPLES: &str = "\
Examples:
  hulan merge vm1=a.json vm2=b.json --output markdown=summary.md
  hulan merge reports/*.json --output json=all.json --output csv=all.csv

With --output json the reports are kept as they are, side by side; hulan convert reads that as well.

Exit status:
  0  written, whatever the reports say: the scans were the gates
  2  wrong usage, or no report";

#[derive(Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub(super) struct MergeArguments {
    /// The reports that `hulan scan --output json` wrote, each with the name of its machine [default:
    /// the name of the file]
    #[arg(required = true, value_name = "[NAME=]REPORT")]
    pub(super) reports: Vec<String>,
    #[arg(short, long, required = true, value_name = "FORMAT[=FILE]", help = OUTPUT_HELP)]
    pub(super) output: Vec<OutputArgument>,
    /// Who reads the SARIF: GitHub, Advanced Security of Azure DevOps, or an auditor
    /// [default: github]
    #[arg(long, value_enum, value_name = "PROFILE")]
    pub(super) sarif_profile: Option<SarifProfileArgument>,
    /// Of the compliance formats: only these frameworks, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = framework_parser())]
    pub(super) framework: Vec<String>,
}

const WAIVE_EXAMPLES: &str = "\
Examples:
  hulan waive CTR106 --subject container/sandbox --until 2027-01-31 --owner platform \\
      --reason 'needs the engine until version 2'
  hulan waive SEC302 --path deploy/demo.env --until 2026-12-31 --owner li.wei --reason 'a demo'

The entry goes to the end of .hulan/waivers.yaml; what is there stays as it is. A subject is named as
in the JSON report: its kind, a slash and its name, and with --project the name that its project gives
itself.";

#[derive(Args)]
#[command(after_help = WAIVE_EXAMPLES)]
pub(super) struct WaiveArguments {
    /// Id of the rule (CTR101)
    pub(super) rule: String,
    /// What the finding is about: container/web, program/app.yml#1
    #[arg(long, value_name = "KIND/NAME")]
    pub(super) subject: Option<String>,
    /// The name that the project of the subject gives itself
    #[arg(long, value_name = "NAME", requires = "subject")]
    pub(super) project: Option<String>,
    /// The files in which it is found; `*` stays within a folder, `**` goes through folders
    #[arg(long, value_name = "GLOB")]
    pub(super) path: Option<PathBuf>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    pub(super) owner: String,
    /// The last day (UTC) on which it counts
    #[arg(long, value_name = "DATE")]
    pub(super) until: String,
    /// Add to this file [default: .hulan/waivers.yaml beside hulan.toml, or in the repository around
    /// this folder]
    #[arg(long, value_name = "FILE")]
    pub(super) waivers: Option<PathBuf>,
    /// Take the configuration from this file
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Language of the sentences
    #[arg(long, value_enum)]
    pub(super) lang: Option<LangArgument>,
    /// The time (RFC 3339) instead of the clock's
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<String>,
}

#[derive(Args)]
pub(super) struct WaiversArguments {
    /// The folder that is scanned to see which are needed
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// List this file [default: .hulan/waivers.yaml beside hulan.toml, or in the repository around
    /// the folder]
    #[arg(long, value_name = "FILE")]
    pub(super) waivers: Option<PathBuf>,
    /// Take the configuration from this file
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Language of the sentences
    #[arg(long, value_enum)]
    pub(super) lang: Option<LangArgument>,
    /// The time (RFC 3339) instead of the clock's
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<String>,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum SarifProfileArgument {
    #[default]
    /// What is to be acted on
    Github,
    /// The same, with the job of Azure Pipelines
    Azure,
    /// Also what is suppressed, waived, known or unchanged, and which rules found nothing
    Audit,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourArgument {
    #[default]
    /// On a terminal, unless `NO_COLOR` says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The names of the formats; a test holds them against the list below.
pub(super) const FORMATS: &str = "text, table, concise, json, sarif, github, azure, gitlab-sast, \
    gitlab-codequality, junit, rdjson, markdown, csv, \
    compliance, compliance-markdown, compliance-json";

/// What `--output` says of itself.
pub(super) const OUTPUT_HELP: &str = "\
    Output as FORMAT to standard output or as FORMAT=FILE; may be given many times. Formats: text, \
    table, concise, json, sarif, github, azure, gitlab-sast, gitlab-codequality, junit, rdjson, \
    markdown, csv, compliance, compliance-markdown, compliance-json";

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
    Concise,
    Json,
    Sarif,
    Github,
    Azure,
    GitlabSast,
    GitlabCodequality,
    Junit,
    Rdjson,
    Markdown,
    Csv,
    Compliance,
    ComplianceMarkdown,
    ComplianceJson,
}

impl std::str::FromStr for OutputArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = match text.split_once('=') {
            Some((format, file)) => (format, Some(file)),
            None => (text, None),
        };
        let format = Format::from_str(format, false)
            .map_err(|_| format!("unknown format '{format}' ({FORMATS})"))?;
        if file == Some("") {
            return Err("the file name is missing".to_owned());
        }
        let format = match file.and_then(|file| Path::new(file).extension()?.to_str()) {
            Some("md") if format == Format::Compliance => Format::ComplianceMarkdown,
            Some("json") if format == Format::Compliance => Format::ComplianceJson,
            _ => format,
        };
        Ok(Self {
            format,
            file: file.filter(|file| *file != "-").map(PathBuf::from),
        })
    }
}

pub(super) fn profile_parser() -> PossibleValuesParser {
    let values = PROFILES.iter();
    PossibleValuesParser::new(
        values.map(|profile| PossibleValue::new(profile.name).help(profile.title.en)),
    )
}

fn framework_parser() -> PossibleValuesParser {
    let values = FRAMEWORKS.iter();
    PossibleValuesParser::new(
        values.map(|framework| PossibleValue::new(framework.id).help(framework.title.en)),
    )
}

/// The frameworks of these names, which the parser knows.
pub(super) fn frameworks(names: &[String]) -> Vec<&'static Framework> {
    let all = FRAMEWORKS.iter();
    all.filter(|framework| names.iter().any(|name| name == framework.id))
        .collect()
}

pub(super) fn severity_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_formats_are_named() {
        let values = Format::value_variants().iter();
        let names =
            values.filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()));
        let names = names.collect::<Vec<_>>().join(", ");
        assert_eq!(FORMATS, names);
        assert!(OUTPUT_HELP.ends_with(&names));
    }
}
