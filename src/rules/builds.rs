//! Asks about Dockerfiles, and what their rules share.

use std::ops::Range;

use super::context::Around;
use super::occurrence::Subject;
use super::out::{Fail, Out, Site};
use super::policy::Check;
use super::run::Answers;
use crate::meaning::dockerfile::{Command, Dockerfile, Step, Word};
use crate::model::Exposure;

impl Answers {
    /// Asks the same rules about Dockerfiles. What is so in several ways of building one is said
    /// once.
    pub fn about_dockerfiles(&mut self, all: &[Dockerfile], around: Around<'_>) {
        let start = self.occurrences.len();
        for file in all {
            let before = self.occurrences.len();
            for (rule, tally) in &mut self.tallies {
                let Check::Dockerfile(check) = rule.check else {
                    continue;
                };
                let subject = Subject {
                    kind: "file",
                    name: file.name.clone(),
                    project: None,
                };
                let occurrences = &mut self.occurrences;
                let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                check(file, around, &mut out);
            }
            for occurrence in self.occurrences.iter_mut().skip(before) {
                for service in &file.services {
                    if !occurrence.projects.contains(&service.project) {
                        occurrence.projects.push(service.project);
                    }
                }
            }
        }
        self.once(start);
    }
}

/// A finding at bytes of a file.
pub(super) fn at(key: &'static str, file: &Dockerfile, range: &Range<usize>) -> Fail {
    Fail::new(key, Site::at(file.span(range)))
}

/// A finding at a word of a command. The program is its role.
pub(super) fn word(key: &'static str, file: &Dockerfile, command: &Command, word: &Word) -> Fail {
    at(key, file, &word.range).role(format!("RUN {}", command.name()))
}

/// A finding at the keyword of an instruction.
pub(super) fn step(key: &'static str, file: &Dockerfile, step: &Step) -> Fail {
    let keyword = &step.instruction.keyword_range;
    at(key, file, keyword).role(step.instruction.keyword.clone())
}

/// The host of an address with this scheme, unless it is the machine that builds.
pub(super) fn host<'a>(address: &'a str, scheme: &str) -> Option<&'a str> {
    let rest = address.get(scheme.len()..)?;
    let start = address.get(..scheme.len())?;
    if !start.eq_ignore_ascii_case(scheme) {
        return None;
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit('@').next().unwrap_or(host);
    let name = host.split(':').next().unwrap_or(host);
    let is_here = matches!(
        name,
        "localhost" | "127.0.0.1" | "0.0.0.0" | "host.docker.internal"
    ) || host.starts_with("[::1]");
    (!name.is_empty() && !is_here && !name.starts_with('$')).then_some(name)
}

/// The last part of an address, for a sentence: the host of it, and never what may be a secret.
pub(super) fn host_of(address: &str) -> &str {
    let hosts = [
        "https://",
        "http://",
        "ftp://",
        "git://",
        "git+https://",
        "ssh://",
    ];
    let mut hosts = hosts.iter().filter_map(|scheme| host(address, scheme));
    hosts.next().unwrap_or("")
}

/// Whether a step checks what it downloaded: by a digest or a signature.
pub(super) fn verifies(step: &Step) -> bool {
    step.commands.iter().any(|command| {
        let name = command.name();
        let is_digest = name.ends_with("sum") || matches!(name, "shasum" | "sha256" | "certutil");
        let is_signature = matches!(name, "gpg" | "gpg2" | "gpgv" | "cosign" | "minisign")
            || (name == "openssl" && command.argument(&["dgst"]).is_some());
        is_digest || is_signature || command.words.iter().any(|own| own.text == "Get-FileHash")
    })
}

/// Programs that fetch what an address names.
pub(super) const FETCHERS: [&str; 8] = [
    "curl",
    "wget",
    "aria2c",
    "fetch",
    "axel",
    "Invoke-WebRequest",
    "iwr",
    "Start-BitsTransfer",
];

/// Flags of `curl` with one letter that have a value.
pub(super) const CURL_VALUES: &str = "AbcCdDeEFHhKmoPQrtTuUwxXyYz";
