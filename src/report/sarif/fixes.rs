//! Edits that can be named to the letter, as SARIF has them.

use super::message::plain;
use super::model::{ArtifactChange, Fix, Replacement};
use super::places::Places;
use crate::report::Report;
use crate::report::edits::edits;
use crate::report::words::say;
use crate::verdict::Finding;

/// The one fix of a finding, if there is one.
pub(super) fn fixes(report: &Report<'_>, places: &Places<'_>, finding: &Finding) -> Vec<Fix> {
    let edits = edits(report, finding);
    let Some(first) = edits.first() else {
        return Vec::new();
    };
    let more = edits.len() - 1;
    let args = [("from", first.from.as_str()), ("to", first.to.as_str())];
    let sentence = if more == 0 {
        say(report.lang, "sarif.fix", &args)
    } else {
        let more = more.to_string();
        let [from, to] = args;
        say(report.lang, "sarif.fix-all", &[from, to, ("count", &more)])
    };
    // They are sorted: those of one file stand together.
    let mut artifact_changes: Vec<ArtifactChange> = Vec::new();
    for of_file in edits.chunk_by(|a, b| a.span.text == b.span.text) {
        let replacements = of_file.iter().map(|edit| Replacement {
            deleted_region: places.exact(edit.span),
            inserted_content: edit.to.clone().into(),
        });
        let replacements: Vec<Replacement> = replacements.collect();
        artifact_changes.extend(of_file.first().map(|edit| ArtifactChange {
            artifact_location: places.file(edit.span),
            replacements,
        }));
    }
    vec![Fix {
        description: plain(&sentence),
        artifact_changes,
    }]
}
