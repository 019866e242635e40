//! Asks about scripts of Windows, and what their rules share.

use std::ops::Range;

use super::context::Around;
use super::occurrence::Subject;
use super::out::{Fail, Out, Site};
use super::policy::Check;
use super::run::Answers;
use crate::meaning::host_scripts::{HostScript, Line};
use crate::model::Exposure;

impl Answers {
    /// Asks the same rules about scripts of Windows.
    pub fn about_host_scripts(&mut self, all: &[HostScript], around: Around<'_>) {
        for script in all {
            for (rule, tally) in &mut self.tallies {
                let Check::HostScript(check) = rule.check else {
                    continue;
                };
                let subject = Subject {
                    kind: "file",
                    name: script.name.clone(),
                    project: None,
                };
                let occurrences = &mut self.occurrences;
                let before = occurrences.len();
                let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                check(script, around, &mut out);
                for own in occurrences.iter_mut().skip(before) {
                    if script.in_document {
                        own.is_example();
                    }
                }
            }
        }
    }
}

/// A finding at bytes of a script.
pub(super) fn at(key: &'static str, script: &HostScript, range: &Range<usize>) -> Fail {
    Fail::new(key, Site::at(script.span(range)))
}

/// A finding at a whole command, as far as it has no block.
pub(super) fn command(key: &'static str, script: &HostScript, line: &Line<'_>) -> Fail {
    at(key, script, &line.command.range).role(line.program())
}
