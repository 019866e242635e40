//! How the scan went.

use jiff::{Timestamp, Unit};

use super::catalogue::Catalogue;
use super::message::message;
use super::model::{
    DescriptorReference, Invocation, InvocationProperties, Level, Location, Notification,
};
use super::places::Places;
use crate::meaning::BuiltIn;
use crate::report::Report;
use crate::verdict::Finding;

/// The one invocation, with everything that was not read or followed.
pub(super) fn invocation(
    report: &Report<'_>,
    catalogue: &Catalogue,
    places: &Places<'_>,
) -> Invocation {
    let outcome = report.outcome;
    let time = time(report.clock);
    Invocation {
        // A consumer that looks at nothing else must not take a scan with gaps, or of nothing, for
        // a clean one. Findings are no failure of the scan.
        execution_successful: !outcome.incomplete && !outcome.empty,
        exit_code: outcome.status.code(),
        start_time_utc: time.clone(),
        end_time_utc: time,
        tool_execution_notifications: report
            .findings
            .iter()
            .filter(|finding| finding.rule.is_about_the_scan())
            .map(|finding| notification(report, catalogue, places, finding))
            .collect(),
        properties: report.overlay.map(|overlay| InvocationProperties {
            knowledge_date: BuiltIn::new().date,
            knowledge_overlay: overlay.to_owned(),
        }),
    }
}

fn notification(
    report: &Report<'_>,
    catalogue: &Catalogue,
    places: &Places<'_>,
    finding: &Finding,
) -> Notification {
    let spans = std::iter::once(finding.span).chain(finding.related.iter().map(|other| other.span));
    Notification {
        descriptor: DescriptorReference {
            id: finding.rule.id.to_owned(),
            index: Some(catalogue.index(finding.rule)),
            guid: None,
            tool_component: None,
        },
        // Error is the level that tells readers the results are not complete.
        level: Level::Error,
        message: message(report, finding),
        locations: spans
            .filter_map(|span| places.file_or_part(span))
            .map(|physical| Location {
                id: None,
                physical,
                logical: Vec::new(),
                message: None,
            })
            .collect(),
    }
}

/// Milliseconds are what readers of SARIF agree on.
fn time(clock: Timestamp) -> String {
    clock.round(Unit::Millisecond).unwrap_or(clock).to_string()
}
