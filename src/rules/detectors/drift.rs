//! Differences of one `kind` between what runs and what was declared. A difference that makes nothing
//! weaker is no worse than `other` says, one that even protects more no worse than `stronger`.

use crate::model::{Change, Confidence, Drift, Severity};
use crate::rules::{Fail, Out, Params, Site};

/// Fails for a difference of that kind.
pub(in crate::rules) fn check(params: Params, drift: &Drift, out: &mut Out<'_>) {
    let word = |name: &str| {
        let own = params.iter().find(|(own, _)| *own == name);
        own.and_then(|(_, words)| words.first().copied())
    };
    if word("kind") != Some(drift.kind.name()) {
        return;
    }
    let key = match (&drift.declared, &drift.running) {
        (None, Some(_)) => "added",
        (Some(_), None) => "gone",
        (Some(_), Some(_)) => "changed",
        (None, None) => "default",
    };
    let site = match &drift.cause {
        Some(cause) => Site::caused(drift.place, Some(cause.clone())),
        None => Site::at(drift.place),
    };
    let service = match drift.found.len() {
        0 | 1 => drift.subject.clone(),
        count => format!("{} ×{count}", drift.subject),
    };
    let mut fail = Fail::new(key, site)
        .role(&drift.what)
        .arg("service", service.as_str());
    fail = fail.arg("what", drift.what.as_str());
    for (name, text) in [("declared", &drift.declared), ("running", &drift.running)] {
        if let Some(text) = text {
            fail = fail.arg(name, text.as_str());
        }
    }
    for place in &drift.found {
        fail = fail.related(*place);
    }
    let most = match drift.change {
        Change::Weaker => None,
        Change::Other => word("other"),
        Change::Stronger => word("stronger").or_else(|| word("other")),
    };
    let named = |name: &str| Severity::ALL.into_iter().find(|own| own.name() == name);
    if let Some(most) = most.and_then(named) {
        fail = fail.at_most(most);
    }
    if !drift.is_sure {
        fail = fail.confidence(Confidence::Medium);
    }
    out.fail(fail);
}
