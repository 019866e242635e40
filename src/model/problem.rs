//! What went wrong while reading. Rooms above the rules report problems; `HUL` rules turn them
//! into findings.

use std::sync::Arc;

use super::span::Span;

/// A thing that could not be read or followed as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of thing.
    pub kind: ProblemKind,
    /// Where it shows.
    pub span: Span,
    /// Details for the sentence, by name. Never a value that may be a secret.
    pub args: Vec<(&'static str, Arg)>,
    /// Why the user accepts it, if so.
    pub accepted: Option<Arc<str>>,
}

/// The kinds of problems; the names are the `params.kind` of the `HUL` policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The file could not be opened or read.
    Unreadable,
    /// The bytes are no text in a known encoding.
    Undecodable,
    /// A limit of size, depth or alias expansion was reached.
    LimitExceeded,
    /// The YAML is broken: the document up to here was read.
    InvalidYaml,
    /// The Python is broken: the rest was read.
    InvalidPython,
    /// The Nginx configuration is broken: the rest was read.
    InvalidNginx,
    /// A line of a Dockerfile that no builder understands: the rest was read.
    InvalidDockerfile,
    /// A bracket or a quote in a script that nothing closes: what follows it may be misread.
    InvalidScript,
    /// A key stands twice in one mapping.
    DuplicateKey,
    /// A line of an env file is broken.
    InvalidEnvFile,
    /// Docker Compose refuses the project, though it could be read.
    Refused,
    /// `${VARIABLE:?}` and nothing sets the variable.
    RequiredVariableUnset,
    /// An env file that is not there.
    MissingEnvFile,
    /// A file that lies outside of the scanned tree, which is not read.
    OutsideTree,
    /// Something of the model that is not followed: the effective deployment may differ.
    NotFollowed,
    /// A suppression that cannot be one: something is missing or wrong in it.
    MalformedSuppression,
    /// A suppression whose last day is over.
    ExpiredSuppression,
    /// A suppression that has nothing to suppress.
    UnusedSuppression,
    /// A suppression in code that a machine wrote, which may not speak for itself.
    GeneratedSuppression,
    /// A waiver for generated code whose last day is over.
    ExpiredWaiver,
    /// A waiver for generated code that waives nothing.
    UnusedWaiver,
    /// A key of the configuration that would loosen the policy.
    LooserThanPolicy,
    /// A suppression or a waiver that the policy does not allow.
    BeyondPolicy,
    /// An accepted gap whose date has passed.
    ExpiredAcceptance,
    /// An accepted gap that is none.
    UnusedAcceptance,
    /// A template that stands in for a missing env file.
    TemplateStandsIn,
    /// A compose file under a name that Compose does not look for.
    UnfoundComposeName,
    /// An endpoint that could not be asked.
    EndpointNotReached,
    /// A question to an endpoint that has no answer.
    EndpointNotAnswered,
    /// A container engine that could not be asked.
    EngineNotReached,
    /// A question to a container engine that has no answer.
    EngineNotAnswered,
    /// Something of a container engine that was gone when it was asked about.
    EngineVanished,
}

impl ProblemKind {
    /// All kinds.
    pub const ALL: [Self; 32] = [
        Self::Unreadable,
        Self::Undecodable,
        Self::LimitExceeded,
        Self::InvalidYaml,
        Self::InvalidPython,
        Self::InvalidNginx,
        Self::InvalidDockerfile,
        Self::InvalidScript,
        Self::DuplicateKey,
        Self::InvalidEnvFile,
        Self::Refused,
        Self::RequiredVariableUnset,
        Self::MissingEnvFile,
        Self::OutsideTree,
        Self::NotFollowed,
        Self::MalformedSuppression,
        Self::ExpiredSuppression,
        Self::UnusedSuppression,
        Self::GeneratedSuppression,
        Self::ExpiredWaiver,
        Self::UnusedWaiver,
        Self::LooserThanPolicy,
        Self::BeyondPolicy,
        Self::ExpiredAcceptance,
        Self::UnusedAcceptance,
        Self::TemplateStandsIn,
        Self::UnfoundComposeName,
        Self::EndpointNotReached,
        Self::EndpointNotAnswered,
        Self::EngineNotReached,
        Self::EngineNotAnswered,
        Self::EngineVanished,
    ];

    /// Whether something of the deployment was not read or not followed; the other kinds are
    /// notes, which hide nothing.
    pub fn is_gap(self) -> bool {
        let is_note = matches!(
            self,
            Self::ExpiredAcceptance
                | Self::LooserThanPolicy
                | Self::UnusedAcceptance
                | Self::TemplateStandsIn
                | Self::UnfoundComposeName
                | Self::EngineVanished
        );
        !is_note && !self.is_about_suppressions()
    }

    /// Whether something is wrong with a suppression or a waiver, which is known only when all
    /// else is.
    pub fn is_about_suppressions(self) -> bool {
        matches!(
            self,
            Self::MalformedSuppression
                | Self::ExpiredSuppression
                | Self::UnusedSuppression
                | Self::GeneratedSuppression
                | Self::ExpiredWaiver
                | Self::UnusedWaiver
                | Self::BeyondPolicy
        )
    }

    /// The name in policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Undecodable => "undecodable",
            Self::LimitExceeded => "limit-exceeded",
            Self::InvalidYaml => "invalid-yaml",
            Self::InvalidPython => "invalid-python",
            Self::InvalidNginx => "invalid-nginx",
            Self::InvalidDockerfile => "invalid-dockerfile",
            Self::InvalidScript => "invalid-script",
            Self::DuplicateKey => "duplicate-key",
            Self::InvalidEnvFile => "invalid-env-file",
            Self::Refused => "refused",
            Self::RequiredVariableUnset => "required-variable-unset",
            Self::MissingEnvFile => "missing-env-file",
            Self::OutsideTree => "outside-tree",
            Self::NotFollowed => "not-followed",
            Self::MalformedSuppression => "malformed-suppression",
            Self::ExpiredSuppression => "expired-suppression",
            Self::UnusedSuppression => "unused-suppression",
            Self::GeneratedSuppression => "generated-suppression",
            Self::ExpiredWaiver => "expired-waiver",
            Self::UnusedWaiver => "unused-waiver",
            Self::LooserThanPolicy => "looser-than-policy",
            Self::BeyondPolicy => "beyond-policy",
            Self::ExpiredAcceptance => "expired-acceptance",
            Self::UnusedAcceptance => "unused-acceptance",
            Self::TemplateStandsIn => "template-stands-in",
            Self::UnfoundComposeName => "unfound-compose-name",
            Self::EndpointNotReached => "endpoint-not-reached",
            Self::EndpointNotAnswered => "endpoint-not-answered",
            Self::EngineNotReached => "engine-not-reached",
            Self::EngineNotAnswered => "engine-not-answered",
            Self::EngineVanished => "engine-vanished",
        }
    }
}

/// An argument of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    /// A name from the scanned tree: a service, a variable, a path. Escaped when shown, and never
    /// a value that may be a secret.
    Name(String),
    /// A number.
    Number(u64),
    /// A sentence of `policies/texts.yaml`, by its key, in the language of the report.
    Text(&'static str),
}

impl Problem {
    /// A problem without details.
    pub fn new(kind: ProblemKind, span: Span) -> Self {
        Self {
            kind,
            span,
            args: Vec::new(),
            accepted: None,
        }
    }

    /// Whether coverage is incomplete because of it.
    pub fn is_open_gap(&self) -> bool {
        self.kind.is_gap() && self.accepted.is_none()
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: Arg) -> Self {
        self.args.push((name, arg));
        self
    }
}

impl From<&str> for Arg {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for Arg {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}
