//! Where a way through the deployment is cut: the edits that were proposed, of those that close one of
//! its steps.

use std::collections::BTreeSet;

use super::Report;
use super::ways::change;
use crate::graph::cuts::Advised;
use crate::graph::ways::Cut;
use crate::model::Span;
use crate::verdict::Finding;

/// The places of the edits and what each is, in words; none for a finding that is about no way.
pub(super) fn cuts(report: &Report<'_>, finding: &Finding) -> Vec<(Span, String)> {
    let Some(own) = report
        .ways
        .filter(|_| finding.rule.is_about_combinations() && !finding.flow.is_empty())
    else {
        return Vec::new();
    };
    let sets = own
        .counsel
        .goals
        .iter()
        .filter_map(|advice| match &advice.cut {
            Advised::Tried { set, .. } | Advised::Untried(set) => Some(&set.cuts),
            Advised::Nothing => None,
        });
    let proposed: BTreeSet<&Cut> = sets.flatten().collect();
    let on_way: BTreeSet<Span> = finding
        .flow
        .iter()
        .map(|step| report.texts.resolve(step.place))
        .collect();
    let edges = own.ways.edges().iter().filter(|edge| {
        let mut shown = edge.evidence.iter();
        shown.any(|one| on_way.contains(&report.texts.resolve(one.span)))
    });
    let cuts = edges.flat_map(|edge| &edge.cuts);
    let cuts: BTreeSet<&Cut> = cuts.filter(|cut| proposed.contains(cut)).collect();
    let cuts = cuts.into_iter();
    cuts.map(|cut| (cut.place, change(report, own.ways, cut)))
        .collect()
}
