//! How the scan went.

use super::catalogue::Catalogue;
use super::message::message;
use super::model::{
    DescriptorReference, Invocation, InvocationProperties, Level, Location, Notification,
};
use super::places::Places;
use crate::report::told::{One, Part};

/// The one invocation, with everything that was not read or followed.
pub(super) fn invocation(
    part: &Part,
    catalogue: &Catalogue<'_>,
    places: &Places<'_>,
) -> Invocation {
    let saved = &part.saved;
    let overlay = saved.knowledge.overlay.as_ref();
    Invocation {
        // A consumer that looks at nothing else must not take a scan with gaps, or of nothing, for
        // a clean one. Findings are no failure of the scan.
        execution_successful: !saved.outcome.incomplete && !saved.outcome.empty,
        exit_code: saved.outcome.exit,
        start_time_utc: saved.time.to_string(),
        end_time_utc: saved.time.to_string(),
        tool_execution_notifications: part
            .all()
            .filter(|one| one.is_about_the_scan())
            .map(|one| notification(one, catalogue, places))
            .collect(),
        properties: overlay.map(|overlay| InvocationProperties {
            knowledge_date: saved.knowledge.date.to_string(),
            knowledge_overlay: overlay.to_string(),
        }),
    }
}

fn notification(one: One<'_>, catalogue: &Catalogue<'_>, places: &Places<'_>) -> Notification {
    let finding = one.finding;
    let related = finding.related.iter().map(|other| &other.location);
    let all = std::iter::once(&finding.location).chain(related);
    Notification {
        descriptor: DescriptorReference {
            id: finding.rule.to_string(),
            index: Some(catalogue.index(&finding.rule)),
            guid: None,
            tool_component: None,
        },
        // Error is the level that tells readers the results are not complete.
        level: Level::Error,
        message: message(one),
        locations: all
            .filter_map(|place| places.file_or_part(place))
            .map(|physical| Location {
                id: None,
                physical,
                logical: Vec::new(),
                message: None,
            })
            .collect(),
    }
}
