//! The frameworks and their clauses: `policies/knowledge/controls.yaml`.

use crate::model::Both;

/// A standard, a benchmark or a plan.
pub struct Framework {
    /// How the command line names it (`cis-docker`).
    pub id: &'static str,
    /// What people call it, with its version.
    pub title: Both,
    /// Its clauses, in their order.
    pub(super) clauses: &'static [Clause],
}

/// A clause.
pub(super) struct Clause {
    /// Its number.
    pub(super) id: &'static str,
    /// What it asks for, in our own short words.
    pub(super) title: Both,
    pub(super) coverage: Coverage,
    pub(super) basis: Basis,
    /// The rules that say something about it.
    pub(super) speakers: &'static [Speaker],
}

/// How much rules can say about a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coverage {
    /// A result decides it for what is in scope.
    Full,
    /// A finding decides it, silence does not.
    Partial,
    /// Results are material for a person who judges.
    Evidence,
    /// Nothing can be read from files or engines.
    Manual,
}

impl Coverage {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::Evidence => "evidence",
            Self::Manual => "manual",
        }
    }
}

/// Where the number and the meaning of a clause are known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// Both were seen in a public source.
    Source,
    /// The number and how many letters it has were.
    SourceGroup,
    /// Neither was held against the standard.
    Memory,
}

impl Basis {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::SourceGroup => "source-group",
            Self::Memory => "memory",
        }
    }
}

/// A rule that says something about a clause.
pub(super) struct Speaker {
    pub(super) rule: &'static str,
    /// Only findings with one of these sentences are about the clause; all where there are none.
    pub(super) keys: &'static [&'static str],
    /// Only findings whose sentence has this in it are; all where it is empty.
    pub(super) says: &'static str,
    /// Whether a finding is about this clause for certain: it may be about another one of the rule.
    pub(super) decides: bool,
}

include!(concat!(env!("OUT_DIR"), "/controls.rs"));
