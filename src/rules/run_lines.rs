//! What is said of containers that command lines start.

use super::occurrence::CauseKey;
use super::run::Answers;
use crate::model::{Confidence, Project, Severity};

impl Answers {
    /// Weighs what was said of container `number` of a project, from occurrence `before` on. What a
    /// line does not say is no finding where a variable may say it, or where the container is gone
    /// at once. A document is an example: what its lines do is worth a look before somebody runs
    /// them, what they leave out is worth knowing.
    pub(super) fn of_run_line(&mut self, project: &Project, number: usize, before: usize) {
        let Some(lines) = &project.run_lines else {
            return;
        };
        let is_lack = |cause: CauseKey| matches!(cause, CauseKey::Missing(_));
        if lines.said_only.contains(&number) {
            let mut own = self
                .occurrences
                .split_off(before.min(self.occurrences.len()));
            own.retain(|occurrence| !is_lack(occurrence.cause));
            self.occurrences.append(&mut own);
        }
        for occurrence in self.occurrences.iter_mut().skip(before) {
            if lines.in_document {
                let most = if is_lack(occurrence.cause) {
                    Severity::Info
                } else {
                    Severity::Medium
                };
                if occurrence.severity > most {
                    occurrence.severity = most;
                    occurrence.because = None;
                }
                occurrence.confidence = Confidence::Low;
            }
        }
    }
}
