//! Names that cover more than one server, or that are read differently by different programs.

use crate::meaning::pki::{Examined, is_loose_wildcard};
use crate::model::certificate::SubjectName;
use crate::model::{Arg, Severity};
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// More names than this are those of many servers with one key.
const MANY: usize = 100;

/// Fails at wildcards for everything and at names with signs that no name has.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return out.not_applicable();
    };
    let names = leaf.names.as_deref().unwrap_or_default();
    for name in names {
        let SubjectName::Dns(host) = name else {
            continue;
        };
        let (key, most) = if host.chars().any(|c| c.is_control() || !c.is_ascii()) {
            ("sign", Severity::High)
        } else if is_loose_wildcard(host) {
            ("wildcard", Severity::High)
        } else if own.is_public() && is_internal(host) {
            ("internal", Severity::Medium)
        } else {
            continue;
        };
        let fail = Fail::new(key, site(own, leaf))
            .role(host.escape_debug().to_string())
            .arg("name", called(leaf))
            .arg("host", host.escape_debug().to_string())
            .at_most(most);
        out.fail(fail);
    }
    if names.len() > MANY {
        let number = Arg::Number(u64::try_from(names.len()).unwrap_or(u64::MAX));
        let fail = Fail::new("default", site(own, leaf))
            .arg("name", called(leaf))
            .arg("number", number)
            .at_most(Severity::Low);
        out.fail(fail);
    }
}

/// Whether a name is one that no public DNS has.
fn is_internal(host: &str) -> bool {
    let ends = [
        ".local",
        ".internal",
        ".lan",
        ".corp",
        ".home",
        ".localhost",
    ];
    !host.contains('.') || ends.iter().any(|end| host.ends_with(end))
}
