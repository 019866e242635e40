//! The arguments of `hulan probe`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::{
    ColourArgument, LangArgument, OUTPUT_HELP, OutputArgument, ScanArguments, profile_parser,
    severity_parser,
};
use crate::live::StartTls;

const TLS_EXAMPLES: &str = "\
Examples:
  hulan probe tls ai.corp.example:443
  hulan probe tls 10.0.0.5:443 --sni ai.corp.example --ca corp-root.pem
  hulan probe tls db.corp.example:5432 --starttls postgres --output sarif=tls.sarif

Only the hosts that are named are contacted. docs/probing.md says what they will log.

Exit status:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage, or an endpoint did not answer all that was asked
  3  nothing was judged";

const LDAP_EXAMPLES: &str = "\
Examples:
  hulan probe ldap ldap://dc1.corp.example ldaps://dc1.corp.example
  hulan probe ldap ldaps://dc1.corp.example --ca corp-root.pem \\
      --bind-dn CN=svc-ai,OU=Service,DC=corp,DC=example --password-env LDAP_PASSWORD

Without --bind-dn no password of anybody is used: what is tried is a name that nobody has. With it
the password is sent only over TLS that the authorities of --ca vouch for, once.";

const DEPLOYMENT_EXAMPLES: &str = "\
Examples:
  hulan probe deployment deploy           lists what it found, and asks before it connects
  hulan probe deployment deploy --yes --ca corp-root.pem";

/// What is asked.
#[derive(Subcommand)]
pub(in crate::cli) enum ProbeCommand {
    /// What endpoints offer of TLS: protocols, suites, groups, certificates
    Tls(Box<TlsArguments>),
    /// What directories let anybody do
    Ldap(Box<LdapArguments>),
    /// The TLS and LDAP endpoints that a deployment names
    Deployment(Box<DeploymentArguments>),
    /// Judge the answers that --snapshot saved, without a network
    Snapshot(Box<SnapshotArguments>),
}

#[derive(Args)]
#[command(after_help = TLS_EXAMPLES)]
pub(in crate::cli) struct TlsArguments {
    /// Endpoints
    #[arg(required = true, value_name = "HOST:PORT")]
    pub(super) endpoints: Vec<String>,
    /// The name to ask for (server name indication) [default: the host]
    #[arg(long, value_name = "NAME")]
    pub(super) sni: Option<String>,
    /// What is spoken before TLS begins
    #[arg(long, value_enum, value_name = "PROTOCOL")]
    pub(super) starttls: Option<StartTlsArgument>,
    #[command(flatten)]
    pub(super) asking: AskingArguments,
    #[command(flatten)]
    pub(super) telling: TellingArguments,
}

#[derive(Args)]
#[command(after_help = LDAP_EXAMPLES)]
pub(in crate::cli) struct LdapArguments {
    /// Directories: `ldap://HOST[:PORT]` or `ldaps://HOST[:PORT]`
    #[arg(required = true, value_name = "URL")]
    pub(super) urls: Vec<String>,
    /// The account of the application, whose privileges are looked at
    #[arg(long, value_name = "DN", requires = "password_env")]
    pub(super) bind_dn: Option<String>,
    /// The variable of the process that holds its password
    #[arg(long, value_name = "NAME", requires = "bind_dn")]
    pub(super) password_env: Option<String>,
    #[command(flatten)]
    pub(super) asking: AskingArguments,
    #[command(flatten)]
    pub(super) telling: TellingArguments,
}

#[derive(Args)]
#[command(after_help = DEPLOYMENT_EXAMPLES)]
pub(in crate::cli) struct DeploymentArguments {
    /// The folder or the compose file
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// Connect without asking
    #[arg(short, long)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) asking: AskingArguments,
    #[command(flatten)]
    pub(super) telling: TellingArguments,
}

#[derive(Args)]
pub(in crate::cli) struct SnapshotArguments {
    /// Documents that --snapshot saved
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) telling: TellingArguments,
}

/// How endpoints are asked.
#[derive(Args)]
pub(in crate::cli) struct AskingArguments {
    /// Whom to trust: the certificates of this file; may be given many times
    #[arg(long, value_name = "FILE")]
    pub(super) ca: Vec<PathBuf>,
    /// Trust whom this machine trusts
    #[arg(long)]
    pub(super) system_roots: bool,
    /// Seconds that one connection may take
    #[arg(long, value_name = "SECONDS", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=60))]
    pub(super) timeout: u64,
    /// Save the answers in this folder, a document per endpoint
    #[arg(long, value_name = "DIR")]
    pub(super) snapshot: Option<PathBuf>,
}

impl Default for AskingArguments {
    fn default() -> Self {
        Self {
            ca: Vec::new(),
            system_roots: false,
            timeout: 3,
            snapshot: None,
        }
    }
}

/// How findings are told; the same flags as those of `scan`.
#[derive(Args)]
pub(in crate::cli) struct TellingArguments {
    #[arg(short, long, value_name = "FORMAT[=FILE]", help = OUTPUT_HELP)]
    output: Vec<OutputArgument>,
    /// Severity from which findings make the exit status 1 [default: the profile's, high]
    #[arg(long, value_name = "SEVERITY", value_parser = severity_parser())]
    fail_on: Option<String>,
    /// Exit with 0 whatever is found; an endpoint that does not answer still exits with 2
    #[arg(long)]
    exit_zero: bool,
    /// Which rules are asked, and what fails [default: baseline]
    #[arg(long, value_parser = profile_parser())]
    profile: Option<String>,
    /// Language of the sentences
    #[arg(long, value_enum)]
    lang: Option<LangArgument>,
    /// Only these rules: ids (TLS101) or families (TLS), separated by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Only the summary, and nothing where all is well
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Also what is accepted, and what each rule was asked
    #[arg(short, long)]
    verbose: bool,
    /// The time of the probe (RFC 3339) instead of the clock's; `SOURCE_DATE_EPOCH` does the same
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Colour
    #[arg(long, value_enum, default_value_t = ColourArgument::Auto, value_name = "WHEN")]
    color: ColourArgument,
}

impl TellingArguments {
    /// As a scan of `path` has them; without a path only endpoints are judged, whatever lies in
    /// this folder.
    pub(super) fn scan(
        &self,
        path: Option<&PathBuf>,
        asking: Option<&AskingArguments>,
    ) -> ScanArguments {
        ScanArguments {
            paths: vec![path.cloned().unwrap_or_else(|| PathBuf::from("."))],
            isolated: path.is_none(),
            ca: asking.map_or_else(Vec::new, |asking| asking.ca.clone()),
            system_roots: asking.is_some_and(|asking| asking.system_roots),
            output: self.output.clone(),
            fail_on: self.fail_on.clone(),
            exit_zero: self.exit_zero,
            profile: self.profile.clone(),
            lang: self.lang,
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            quiet: self.quiet,
            verbose: self.verbose,
            now: self.now.clone(),
            color: self.color,
            ..ScanArguments::default()
        }
    }
}

/// What is spoken before TLS begins.
#[derive(Clone, Copy, ValueEnum)]
pub(in crate::cli) enum StartTlsArgument {
    /// LDAP
    Ldap,
    /// `PostgreSQL`
    Postgres,
    /// Mail
    Smtp,
}

impl From<StartTlsArgument> for StartTls {
    fn from(own: StartTlsArgument) -> Self {
        match own {
            StartTlsArgument::Ldap => Self::Ldap,
            StartTlsArgument::Postgres => Self::Postgres,
            StartTlsArgument::Smtp => Self::Smtp,
        }
    }
}
