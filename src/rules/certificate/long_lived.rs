//! A certificate that is valid for too long.

use crate::meaning::pki::Examined;
use crate::model::{Arg, Severity};
use crate::rules::certificates::{DAY, called, site};
use crate::rules::{Fail, Out};

/// What public CAs may issue: from this second since 1970 on, at most so many days.
const LIMITS: [(i64, i64); 4] = [
    (1_868_486_400, 47),
    (1_805_068_800, 100),
    (1_773_532_800, 200),
    (1_598_918_400, 398),
];

/// Fails where a public CA was not allowed to issue it; of other CAs from two years on.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return out.not_applicable();
    };
    // The last second belongs to it.
    let life = leaf
        .not_after
        .saturating_sub(leaf.not_before)
        .saturating_add(1);
    let days = (life + DAY - 1) / DAY;
    let limit = LIMITS.iter().find(|(from, _)| leaf.not_before >= *from);
    let (key, limit, most) = match limit {
        Some((_, limit)) if own.is_public() && days > *limit => ("public", *limit, Severity::High),
        _ if own.is_public() => return,
        _ if days > 825 => ("default", 825, Severity::Medium),
        _ if days > 398 => ("default", 398, Severity::Low),
        _ => return,
    };
    let number = |days: i64| Arg::Number(u64::try_from(days).unwrap_or(0));
    let fail = Fail::new(key, site(own, leaf))
        .arg("name", called(leaf))
        .arg("days", number(days))
        .arg("limit", number(limit))
        .at_most(most);
    out.fail(fail);
}
