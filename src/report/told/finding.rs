//! A finding as reports have it.

use serde::{Deserialize, Serialize};

use super::{Location, Quoted, Safe};
use crate::model::{Confidence, Exposure, Severity};

/// A finding.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Finding {
    pub(in crate::report) rule: Safe,
    /// Which sentence of the rule it is; reports did not always say so.
    #[serde(default)]
    pub(in crate::report) key: Option<Safe>,
    pub(in crate::report) aliases: Vec<Safe>,
    pub(in crate::report) name: Safe,
    pub(in crate::report) severity: Severity,
    pub(in crate::report) confidence: Confidence,
    /// The exposure that decided the severity.
    pub(in crate::report) exposure: Option<Exposure>,
    pub(in crate::report) message: Safe,
    /// What stands in the sentence, in the order of its places.
    #[serde(default)]
    pub(in crate::report) arguments: Vec<Safe>,
    pub(in crate::report) subject: Subject,
    /// What a program is called inside of its file.
    #[serde(default)]
    pub(in crate::report) part: Option<Safe>,
    pub(in crate::report) location: Quoted,
    /// The other places: those to change as well, then the rest.
    pub(in crate::report) related: Vec<Related>,
    /// So many of the other places are to be changed as well.
    #[serde(default)]
    pub(in crate::report) to_change: usize,
    #[serde(default)]
    pub(in crate::report) flow: Vec<Step>,
    pub(in crate::report) occurrences: Vec<Occurrence>,
    #[serde(default)]
    pub(in crate::report) cuts: Vec<Step>,
    #[serde(default)]
    pub(in crate::report) edits: Vec<Edit>,
    pub(in crate::report) fingerprint: Safe,
    #[serde(default)]
    pub(in crate::report) line_hash: Option<Safe>,
    pub(in crate::report) status: Safe,
    pub(in crate::report) from_template: bool,
    /// Somebody else than whoever wrote the program decides what it does there.
    #[serde(default)]
    pub(in crate::report) steered: bool,
}

impl Finding {
    /// Whether it is to be acted on.
    pub(in crate::report) fn is_active(&self) -> bool {
        &*self.status == "active"
    }

    /// Whether it is about services that do not start.
    pub(in crate::report) fn is_dormant(&self) -> bool {
        &*self.status == "inactive-profile"
    }

    /// Whether the baseline knows it.
    pub(in crate::report) fn is_known(&self) -> bool {
        &*self.status == "baseline"
    }

    /// Whether nothing of it changed.
    pub(in crate::report) fn is_left_out(&self) -> bool {
        &*self.status == "unchanged"
    }

    /// Whether the baseline knows it, or nothing of it changed.
    pub(in crate::report) fn is_old(&self) -> bool {
        self.is_known() || self.is_left_out()
    }

    /// Whether the configuration or the register of waivers accepts it.
    pub(in crate::report) fn is_accepted(&self) -> bool {
        &*self.status == "waived"
    }

    /// Whether a comment in its file suppresses it.
    pub(in crate::report) fn is_suppressed(&self) -> bool {
        &*self.status == "suppressed"
    }

    /// The entry of the register for the first of its occurrences, if there is one.
    pub(in crate::report) fn waiver(&self) -> Option<&Waiver> {
        self.occurrences.first()?.waiver.as_ref()
    }

    /// Whether it has other places than the one to change.
    pub(in crate::report) fn has_others(&self) -> bool {
        !self.related.is_empty() || !self.cuts.is_empty()
    }

    /// Why it is not to be acted on, in the words of whoever said so.
    pub(in crate::report) fn reason(&self) -> Option<&str> {
        self.occurrences.iter().find_map(|one| {
            let comment = one.suppression.as_ref().map(|own| &*own.reason);
            one.accepted.as_deref().or(comment)
        })
    }

    /// So many of its occurrences have this status.
    pub(in crate::report) fn occurrences_of(&self, status: &str) -> usize {
        let own = self.occurrences.iter();
        own.filter(|one| &*one.status == status).count()
    }
}

/// What a finding is about.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Subject {
    pub(in crate::report) kind: Safe,
    pub(in crate::report) name: Safe,
    pub(in crate::report) project: Option<Safe>,
}

/// Another place of a finding.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Related {
    #[serde(flatten)]
    pub(in crate::report) location: Quoted,
    pub(in crate::report) message: Safe,
    /// What is there, as it is called inside of its file.
    #[serde(default)]
    pub(in crate::report) subjects: Vec<Safe>,
}

/// What happens somewhere.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Step {
    #[serde(flatten)]
    pub(in crate::report) location: Quoted,
    pub(in crate::report) what: Safe,
}

/// What to write in place of what stands somewhere; not safe to show.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Edit {
    #[serde(flatten)]
    pub(in crate::report) location: Location,
    /// What stands there; reports did not always say so.
    #[serde(default)]
    pub(in crate::report) from: String,
    pub(in crate::report) text: String,
}

/// One of the things that a finding is about.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Occurrence {
    pub(in crate::report) subject: Subject,
    pub(in crate::report) location: Location,
    pub(in crate::report) fingerprint: Safe,
    pub(in crate::report) severity: Severity,
    pub(in crate::report) status: Safe,
    /// What the file says of it.
    pub(in crate::report) suppression: Option<Suppression>,
    /// Why the user accepts it.
    pub(in crate::report) accepted: Option<Safe>,
    /// Who accepts it.
    #[serde(default)]
    pub(in crate::report) waiver: Option<Waiver>,
    /// The waiver that accepted it until it was over.
    #[serde(default)]
    pub(in crate::report) expired_waiver: Option<Waiver>,
    /// The first day on which the baseline knew it.
    #[serde(default)]
    pub(in crate::report) known_since: Option<Safe>,
    /// The hash of the program that it is about, where a machine wrote that.
    #[serde(default)]
    pub(in crate::report) code_sha256: Option<Safe>,
}

impl Occurrence {
    /// Whether it is to be acted on.
    pub(in crate::report) fn is_active(&self) -> bool {
        &*self.status == "active"
    }
}

/// What a comment says.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Suppression {
    pub(in crate::report) reason: Safe,
    #[serde(default)]
    pub(in crate::report) until: Option<Safe>,
    pub(in crate::report) location: Location,
}

/// An entry of the register.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Waiver {
    pub(in crate::report) owner: Safe,
    pub(in crate::report) created: Safe,
    pub(in crate::report) until: Safe,
    pub(in crate::report) location: Location,
}
