//! Edits that can be named to the letter, as SARIF has them.

use super::message::plain;
use super::model::{ArtifactChange, Fix, Region, Replacement};
use super::places::Places;
use crate::model::Lang;
use crate::report::told::Finding;
use crate::report::words::say;

/// The one fix of a finding, if there is one.
pub(super) fn fixes(lang: Lang, places: &Places<'_>, finding: &Finding) -> Vec<Fix> {
    let edits = &finding.edits;
    let Some(first) = edits.first() else {
        return Vec::new();
    };
    let more = edits.len() - 1;
    let args = [("from", first.from.as_str()), ("to", first.text.as_str())];
    let sentence = if more == 0 {
        say(lang, "sarif.fix", &args)
    } else {
        let more = more.to_string();
        let [from, to] = args;
        say(lang, "sarif.fix-all", &[from, to, ("count", &more)])
    };
    // They are sorted: those of one file stand together.
    let mut artifact_changes: Vec<ArtifactChange> = Vec::new();
    for of_file in edits.chunk_by(|a, b| a.location.path == b.location.path) {
        let replacements = of_file.iter().map(|edit| Replacement {
            deleted_region: Region::exact(&edit.location, None),
            inserted_content: edit.text.clone().into(),
        });
        let replacements: Vec<Replacement> = replacements.collect();
        artifact_changes.extend(of_file.first().map(|edit| ArtifactChange {
            artifact_location: places.file(&edit.location),
            replacements,
        }));
    }
    vec![Fix {
        description: plain(&sentence),
        artifact_changes,
    }]
}
