//! What a policy file says of its rule, as the static tables hold it.

use crate::meaning::python::Certainty;
use crate::model::{Both, Confidence, Exposure, Severity};

use super::{
    CallCheck, CertificateCheck, CombinationCheck, ContainerCheck, DaemonCheck, DirectoryCheck,
    DockerfileCheck, DriftCheck, EndpointCheck, EngineCheck, EnvFileCheck, FileCheck, HostCheck,
    HostScriptCheck, ImageCheck, NginxCheck, ProblemCheck, PythonCheck, SecretCheck, SettingsCheck,
    SwitchCheck, WorkflowCheck,
};

/// A rule: the contents of one file of `policies/rules`, and how it is found.
pub struct Rule {
    /// Upper-case family prefix and number (`CTR114`).
    pub id: &'static str,
    /// Pascal-case name (`WritableRootFilesystem`).
    pub name: &'static str,
    /// Path of the policy below `policies/rules`, without its extension.
    pub slug: &'static str,
    /// How bad, by exposure.
    pub severity: Levels,
    /// How sure a finding of this rule is, unless the check says less.
    pub precision: Confidence,
    /// How much work the fix is.
    pub effort: Effort,
    /// What is wrong, in a few words.
    pub title: Both,
    /// Why it matters.
    pub why: Both,
    /// What to do.
    pub fix: Both,
    /// The sentences of its findings.
    pub messages: &'static [Message],
    /// Numbers of the Common Weakness Enumeration.
    pub cwe: &'static [u16],
    /// Topics of the compliance data.
    pub topics: &'static [&'static str],
    /// Rows of the catalogue of checks that it covers.
    pub catalogue: &'static [&'static str],
    /// Names of this rule elsewhere (`CIS-Docker-1.6.0/5.12`).
    pub aliases: &'static [&'static str],
    /// Weaker rules whose findings on the same subject and value this one replaces.
    pub supersedes: &'static [&'static str],
    /// Where to read on; the first is the help page.
    pub references: &'static [&'static str],
    /// A stock command that shows the fact without hulan.
    pub verify: &'static str,
    /// An example that is found.
    pub bad: Sample,
    /// The same, done right.
    pub good: Sample,
    /// The calls that it is asked about, if it is about calls.
    pub calls: Calls,
    /// What to write in place of what stands at a finding, where that can be said to the letter.
    pub edits: &'static [Rewrite],
    /// How it is found, by what it looks at.
    pub check: Check,
}

/// What to write in place of what stands at a finding.
pub struct Rewrite {
    /// An expression for the whole of what stands there.
    pub from: &'static str,
    /// What is written instead; `$1` and `${1}` are its groups.
    pub to: &'static str,
}

/// The calls that a rule is asked about.
pub struct Calls {
    /// By the qualified names of what is called.
    pub names: &'static [&'static str],
    /// By its last name.
    pub methods: &'static [&'static str],
    /// By the name of an argument.
    pub keywords: &'static [&'static str],
    /// Also where one of the names is handed on without being called.
    pub handed_on: bool,
    /// Also the lines of notebooks that stand for a call: `!command`, `%magic`.
    pub lines: bool,
}

impl Rule {
    /// Whether it says what faults come to together.
    pub fn is_about_combinations(&self) -> bool {
        matches!(self.check, Check::Combination(_))
    }

    /// Whether it judges values that can be secrets.
    pub fn is_about_secrets(&self) -> bool {
        matches!(self.check, Check::Secret(_) | Check::Token(_))
    }

    /// Whether it looks at the image alone, and not at how it is run.
    pub fn is_about_image(&self) -> bool {
        self.slug.starts_with("image/")
    }
}

/// How much work it is to follow a rule; ordered from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// A value or a line.
    Small,
    /// Some lines and a test of the service.
    Medium,
    /// A change of how the service is built or run.
    Large,
}

/// An example of a policy file, for `hulan explain`: the first file of it.
pub struct Sample {
    /// Its path.
    pub path: &'static str,
    /// Its content.
    pub content: &'static str,
}

/// A sentence of a rule's findings, with `{name}` for its arguments.
pub struct Message {
    /// Its key in the policy.
    pub key: &'static str,
    /// The sentence.
    pub text: Both,
    /// Its arguments in the order of SARIF's `{0}`, `{1}`…
    pub args: &'static [&'static str],
}

/// How bad a finding is, by the exposure of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// Where nothing else is said.
    pub default: Severity,
    /// Without a network.
    pub isolated: Option<Severity>,
    /// Reachable by other containers.
    pub internal: Option<Severity>,
    /// Published on a loopback address.
    pub loopback: Option<Severity>,
    /// Reachable by other machines.
    pub public: Option<Severity>,
    /// Somebody whom nobody should trust gives the value.
    pub tainted: Option<Severity>,
    /// Who gives the value cannot be told.
    pub unknown: Option<Severity>,
    /// The value stands in the program.
    pub constant: Option<Severity>,
}

impl Levels {
    /// The severity, and whether the exposure decided it.
    pub fn at(&self, exposure: Exposure) -> (Severity, bool) {
        let own = match exposure {
            Exposure::Isolated => self.isolated,
            Exposure::Internal => self.internal,
            Exposure::Loopback => self.loopback,
            Exposure::Public => self.public,
        };
        (own.unwrap_or(self.default), own.is_some())
    }

    /// The severity by where a value comes from.
    pub fn of(&self, certainty: &Certainty) -> Severity {
        let own = match certainty {
            Certainty::Tainted(_) => self.tainted,
            Certainty::Unknown => self.unknown,
            Certainty::Constant => self.constant,
        };
        own.unwrap_or(self.default)
    }

    /// The worst it can be.
    pub fn worst(&self) -> Severity {
        let by_exposure = [self.isolated, self.internal, self.loopback, self.public];
        let by_value = [self.tainted, self.unknown, self.constant];
        by_exposure
            .into_iter()
            .chain(by_value)
            .flatten()
            .fold(self.default, Ord::max)
    }
}

/// How a rule is found. The subject picks the signature.
#[derive(Clone, Copy)]
pub enum Check {
    /// One call per container.
    Container(ContainerCheck),
    /// One call per value that can be a secret: of a container, or of a file that supplies none.
    Secret(SecretCheck),
    /// One call per env file, whatever uses it.
    EnvFile(EnvFileCheck),
    /// One call per file that holds secrets.
    File(FileCheck),
    /// One call per token of a provider in a file.
    Token(SecretCheck),
    /// One call per problem of reading.
    Problem(ProblemCheck),
    /// One call per suppression with which something is wrong.
    Suppression(ProblemCheck),
    /// One call per Python program.
    Python(PythonCheck),
    /// One call per call in a Python program that the policy names.
    Call(CallCheck),
    /// One call per workflow.
    Workflow(WorkflowCheck),
    /// One call per configuration of Nginx.
    Nginx(NginxCheck),
    /// One call per Dockerfile, and way in which it is built.
    Dockerfile(DockerfileCheck),
    /// One call per script that sets a Windows host up.
    HostScript(HostScriptCheck),
    /// One call per block of settings of a directory: of a container, or of a file.
    Directory(DirectoryCheck),
    /// One call per line of a file that turns the verification of certificates off.
    Switch(SwitchCheck),
    /// One call per endpoint that was asked.
    Endpoint(EndpointCheck),
    /// One call per file or endpoint with certificates or keys.
    Certificate(CertificateCheck),
    /// One call per engine that was asked.
    Engine(EngineCheck),
    /// One call per image that an engine keeps.
    Image(ImageCheck),
    /// One call per daemon of an engine: as it runs, or as a file sets it up.
    Daemon(DaemonCheck),
    /// One call per file of settings of Docker Desktop or WSL.
    Settings(SettingsCheck),
    /// One call per machine that an engine runs on.
    Host(HostCheck),
    /// One call per difference between what runs and what was declared.
    Drift(DriftCheck),
    /// One call per scan: faults that together are more than each.
    Combination(CombinationCheck),
}

impl Check {
    /// The name of the subject in policies and reports.
    pub fn subject(&self) -> &'static str {
        match self {
            Self::Container(_) => "container",
            Self::Secret(_) => "secret",
            Self::EnvFile(_) => "env-file",
            Self::File(_) => "file",
            Self::Token(_) => "token",
            Self::Problem(_) => "problem",
            Self::Suppression(_) => "suppression",
            Self::Python(_) => "python",
            Self::Call(_) => "call",
            Self::Workflow(_) => "workflow",
            Self::Nginx(_) => "nginx",
            Self::Dockerfile(_) => "dockerfile",
            Self::HostScript(_) => "script",
            Self::Directory(_) => "directory",
            Self::Switch(_) => "switch",
            Self::Endpoint(_) => "endpoint",
            Self::Certificate(_) => "certificate",
            Self::Engine(_) => "engine",
            Self::Image(_) => "image",
            Self::Daemon(_) => "daemon",
            Self::Settings(_) => "settings",
            Self::Host(_) => "host",
            Self::Drift(_) => "drift",
            Self::Combination(_) => "combination",
        }
    }
}

impl Rule {
    /// The family prefix of the id: `CTR` of `CTR114`.
    pub fn family(&self) -> &'static str {
        self.id
            .trim_end_matches(|character: char| character.is_ascii_digit())
    }

    /// The sentence of a key, or the one of `default`, which the builder requires.
    pub fn message(&self, key: &str) -> Option<&'static Message> {
        let find = |key: &str| self.messages.iter().find(|message| message.key == key);
        find(key).or_else(|| find("default"))
    }

    /// Whether findings say how the scan itself went.
    pub fn is_about_the_scan(&self) -> bool {
        matches!(self.check, Check::Problem(_))
    }
}
