//! A filter for logins that finds more than active users.

use crate::model::{Directory, Severity};
use crate::rules::directories::{has_place_for_name, is_known, site};
use crate::rules::{Context, Fail, Out};

/// The rule of Active Directory by which single bits are asked for; the state of an account is one.
const BIT: &str = "1.2.840.113556.1.4.803:=2";

/// Longer filters are not judged: nobody writes them.
const LONGEST: usize = 4096;

/// Fails where the filter is about one user, and says neither what a user is nor that the account is
/// in use.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    let Some(said) = &directory.filter else {
        return;
    };
    if !is_known(said) || !has_place_for_name(&said.value) {
        return out.not_applicable();
    }
    if said.value.len() > LONGEST {
        return out.unknown();
    }
    let fail = |key| Fail::new(key, site(said)).role(&directory.name);
    match judge(&said.value) {
        Some("either") => out.fail(fail("either").at_most(Severity::Low)),
        Some(key) => out.fail(fail(key)),
        None => {}
    }
}

/// The key of what is wrong with a filter.
fn judge(filter: &str) -> Option<&'static str> {
    let lower = filter.to_ascii_lowercase();
    let lower: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    if is_either(&lower) {
        return Some("either");
    }
    let classes = ["objectclass=", "objectcategory=", "samaccounttype="];
    let has_class = classes.iter().any(|class| lower.contains(class));
    // Other directories than that of Microsoft have no such bit.
    let is_active_directory = ["samaccountname", "userprincipalname"]
        .iter()
        .any(|attribute| lower.contains(attribute));
    let has_state = lower.contains(BIT) || lower.contains("useraccountcontrol=");
    match (has_class, is_active_directory && !has_state) {
        (false, true) => Some("default"),
        (false, false) => Some("class"),
        (true, true) => Some("disabled"),
        (true, false) => None,
    }
}

/// Whether what is typed stands in several parts of one `|`.
fn is_either(filter: &str) -> bool {
    filter.match_indices("(|").any(|(at, _)| {
        let inside = filter.get(at + 2..).unwrap_or_default();
        let mut depth = 1_usize;
        let mut places = 0;
        let mut start = 0;
        for (at, sign) in inside.char_indices() {
            match sign {
                '(' => {
                    depth += 1;
                    start = at;
                }
                ')' => {
                    let part = inside.get(start..at).unwrap_or_default();
                    places += usize::from(has_place_for_name(part));
                    start = at;
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        places > 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_judged_by_what_they_ask_for() {
        for (filter, expected) in [
            ("(sAMAccountName={{username}})", Some("default")),
            ("(uid={0})", Some("class")),
            ("(&(objectClass=user)(sAMAccountName=%s))", Some("disabled")),
            ("(|(uid={{u}})(mail={{u}}))", Some("either")),
            (
                "(&(objectClass=person)(|(uid=%s)(mail=%s)))",
                Some("either"),
            ),
            ("(&(|(objectClass=a)(objectClass=b))(uid=%s))", None),
            (
                "(&(objectClass=user)(sAMAccountName=%s)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))",
                None,
            ),
            ("(|", Some("class")),
            ("(|((((", Some("class")),
        ] {
            assert_eq!(judge(filter), expected, "{filter}");
        }
    }
}
