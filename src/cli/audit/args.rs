//! The arguments of `hulan audit`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::ScanArguments;

const EXAMPLES: &str = "\
Examples:
  hulan audit                                 the engine of this machine, alone
  hulan audit deploy                          the same, and where it differs from these files
  hulan audit --engine unix:///run/podman/podman.sock
  hulan audit --engine tcp://vm.corp.example:2376    with the certificates of DOCKER_CERT_PATH
  hulan audit deploy --probe --ca corp-root.pem --output json=tonight.json --baseline last.json
  hulan audit --snapshot engine.json          save the answers, without secrets
  hulan audit deploy --from engine.json       judge them elsewhere

The engine is only asked to show: docs/audit.md has the list of all questions.

Exit status:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage, or the engine could not be asked, or something of it or of the files not be read
  3  nothing was judged";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct AuditArguments {
    /// Files and folders that say what is to run [default: none, the engine alone]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The engine: `unix://`, `npipe://` or `tcp://` [default: that of `DOCKER_HOST`, of the Docker
    /// context, or of this machine]
    #[arg(long, value_name = "ENDPOINT", conflicts_with_all = ["context", "from"])]
    pub(super) engine: Option<String>,
    /// The engine of this Docker context
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    pub(super) context: Option<String>,
    /// Seconds that one answer of the engine may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(super) timeout: u64,
    /// Save the answers of the engine in this file, without what can be a secret
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    pub(super) snapshot: Option<PathBuf>,
    /// Judge answers that --snapshot saved, in place of an engine
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,
    /// Connect to the TLS and LDAP endpoints that the files name, and judge them as well
    #[arg(long)]
    pub(super) probe: bool,
    #[command(flatten)]
    how: ScanArguments,
}

impl AuditArguments {
    /// Whether files are judged beside the engine.
    pub(super) fn has_files(&self) -> bool {
        !self.paths.is_empty() || !self.how.file.is_empty()
    }

    /// As a scan has them. Without files the configuration of this folder counts, and nothing else
    /// in it.
    pub(super) fn scan(&self) -> ScanArguments {
        let mut paths = self.paths.clone();
        if paths.is_empty() {
            paths.push(PathBuf::from("."));
        }
        ScanArguments {
            paths,
            ..self.how.clone()
        }
    }
}
