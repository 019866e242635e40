//! Rules by the words that users name them with: ids and families.

use anyhow::bail;

use super::nearest::hint;
use crate::report;
use crate::rules::{RULES, Rule};
use crate::verdict::Profile;

/// The ids of the rules that a word names, in any case of letters.
pub(super) fn named(word: &str) -> anyhow::Result<Vec<&'static str>> {
    let names = |rule: &Rule| {
        rule.id.eq_ignore_ascii_case(word) || rule.family().eq_ignore_ascii_case(word)
    };
    let ids: Vec<&'static str> = RULES
        .iter()
        .filter(|rule| names(rule))
        .map(|rule| rule.id)
        .collect();
    if ids.is_empty() {
        let known = RULES.iter().flat_map(|rule| [rule.id, rule.family()]);
        match hint(word, known) {
            hint if hint.is_empty() => bail!(
                "no rule or family is called '{}': see 'hulan rules'",
                report::clean(word)
            ),
            hint => bail!(
                "no rule or family is called '{}'{hint}",
                report::clean(word)
            ),
        }
    }
    Ok(ids)
}

/// The rules that a profile asks, or those of `select` if it names any, without those of `ignore`.
pub(super) fn selected(
    profile: &Profile,
    select: &[&'static str],
    ignore: &[&'static str],
) -> Vec<&'static Rule> {
    let asked = |rule: &Rule| match select {
        [] => profile.asks(rule),
        select => select.contains(&rule.id),
    };
    RULES
        .iter()
        .copied()
        .filter(|rule| asked(rule) && !ignore.contains(&rule.id))
        .collect()
}
