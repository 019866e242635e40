//! What is other than in a report of before, by the stable names of occurrences. Pure: who reads the
//! earlier report, and who says what came of it, are others.

use std::collections::HashMap;

use super::group::Finding;
use crate::model::Severity;

/// The status of an occurrence that is to be acted on.
const ACTIVE: &str = "active";
/// The same of one that was there before.
const KNOWN: &str = "baseline";
/// The same of one that a scan of changes left out.
const UNCHANGED: &str = "unchanged";

/// An occurrence as a report has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its stable name.
    pub fingerprint: String,
    /// The id of its rule.
    pub rule: String,
    /// What it is about.
    pub subject: String,
    /// Its file.
    pub path: String,
    /// Its line, from 1.
    pub line: u64,
    /// How bad it is.
    pub severity: Severity,
    /// What became of it: `active`, `suppressed`, `waived`, `inactive-profile`.
    pub status: String,
}

impl Seen {
    /// The occurrences of findings.
    pub fn all(findings: &[Finding]) -> Vec<Self> {
        let placed = findings.iter().flat_map(|finding| &finding.occurrences);
        let seen = placed.map(|placed| Self {
            fingerprint: placed.fingerprint.clone(),
            rule: placed.occurrence.rule.id.to_owned(),
            subject: placed.occurrence.subject.name.clone(),
            path: placed.path.to_string(),
            line: placed.line as u64,
            severity: placed.occurrence.severity,
            status: placed.status().to_owned(),
        });
        seen.map(Self::forgotten).collect()
    }

    /// What a baseline knows is as it was, and so is what did not change: that is no change of it.
    fn forgotten(self) -> Self {
        let status = match self.status.as_str() {
            KNOWN | UNCHANGED => ACTIVE.to_owned(),
            _ => self.status,
        };
        Self { status, ..self }
    }

    fn is_active(&self) -> bool {
        self.status == ACTIVE
    }
}

/// What is other than before, each list in the order of its report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// To be acted on, and not there before.
    pub new: Vec<Seen>,
    /// Was to be acted on, and is there no more.
    pub gone: Vec<Seen>,
    /// Other in severity or status: before, and now.
    pub changed: Vec<(Seen, Seen)>,
    /// Was to be acted on, and could not be judged this time: neither there nor gone.
    pub unjudged: Vec<Seen>,
}

impl Difference {
    /// Compares two reports. `is_judged` says whether the second one would have what the first one
    /// has, if it still were there: its rule was asked, and nothing was left unread.
    pub fn between(before: &[Seen], now: &[Seen], is_judged: impl Fn(&Seen) -> bool) -> Self {
        let before: Vec<Seen> = before.iter().cloned().map(Seen::forgotten).collect();
        let by_name = |all: &[Seen]| -> HashMap<String, Seen> {
            let named = all.iter().map(|own| (own.fingerprint.clone(), own.clone()));
            named.collect()
        };
        let (earlier, current) = (by_name(&before), by_name(now));
        let mut difference = Self::default();
        for own in now {
            match earlier.get(&own.fingerprint) {
                None if own.is_active() => difference.new.push(own.clone()),
                Some(old) if old.severity != own.severity || old.status != own.status => {
                    difference.changed.push((old.clone(), own.clone()));
                }
                _ => {}
            }
        }
        let missing = before
            .iter()
            .filter(|old| old.is_active() && !current.contains_key(&old.fingerprint));
        (difference.gone, difference.unjudged) = missing.cloned().partition(is_judged);
        difference
    }

    /// Whether all is as it was.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty()
            && self.gone.is_empty()
            && self.changed.is_empty()
            && self.unjudged.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(name: &str, severity: Severity, status: &str) -> Seen {
        Seen {
            fingerprint: name.to_owned(),
            rule: "CTR101".to_owned(),
            subject: name.to_owned(),
            path: "compose.yaml".to_owned(),
            line: 1,
            severity,
            status: status.to_owned(),
        }
    }

    fn names(all: &[Seen]) -> Vec<&str> {
        all.iter().map(|own| own.fingerprint.as_str()).collect()
    }

    #[test]
    fn what_is_other_is_told_by_name() {
        let before = [
            seen("same", Severity::High, "active"),
            seen("worse", Severity::Low, "active"),
            seen("silenced", Severity::High, "active"),
            seen("gone", Severity::High, "active"),
            seen("unread", Severity::High, "active"),
            seen("was-silent", Severity::High, "suppressed"),
        ];
        let now = [
            seen("new", Severity::Low, "active"),
            seen("new-and-silent", Severity::Low, "suppressed"),
            Seen {
                line: 40,
                ..seen("same", Severity::High, "active")
            },
            seen("worse", Severity::High, "active"),
            seen("silenced", Severity::High, "suppressed"),
        ];
        let found = Difference::between(&before, &now, |own| own.fingerprint != "unread");
        assert_eq!(names(&found.new), ["new"]);
        assert_eq!(names(&found.gone), ["gone"]);
        assert_eq!(names(&found.unjudged), ["unread"]);
        let changed: Vec<&str> = found
            .changed
            .iter()
            .map(|(_, own)| own.fingerprint.as_str())
            .collect();
        assert_eq!(changed, ["worse", "silenced"]);
        assert!(!found.is_empty());
        assert!(Difference::between(&before, &before, |_| true).is_empty());
        assert!(Difference::between(&[], &[], |_| true).is_empty());
    }
}
