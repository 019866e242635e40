//! Asks about lines that turn the verification of certificates off.

use super::occurrence::Subject;
use super::out::Out;
use super::policy::Check;
use super::run::Answers;
use crate::meaning::SearchedFile;
use crate::model::{Exposure, Texts};

impl Answers {
    /// Asks the same rules about such lines of files.
    pub fn about_switches<'f>(
        &mut self,
        files: impl Iterator<Item = &'f SearchedFile>,
        texts: &Texts,
    ) {
        for file in files.filter(|file| !file.held.switches.is_empty()) {
            let subject = Subject {
                kind: "file",
                name: texts.get(file.text).path().to_string(),
                project: None,
            };
            let before = self.occurrences.len();
            for (rule, tally) in &mut self.tallies {
                let Check::Switch(check) = rule.check else {
                    continue;
                };
                for switch in &file.held.switches {
                    let subject = subject.clone();
                    let occurrences = &mut self.occurrences;
                    let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                    check(switch, &mut out);
                }
            }
            if file.is_template {
                for occurrence in self.occurrences.iter_mut().skip(before) {
                    occurrence.is_of_template();
                }
            }
        }
    }
}
