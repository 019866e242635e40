//! One line for each finding, as compilers write them: editors, `grep` and logs.

use std::fmt::Write as _;

use super::severity_key;
use super::told::{Told, sums};
use super::words::say;

/// `path:line:column: severity RULE sentence`, worst first, and below it what it comes to. Paths start
/// at the folder that hulan was started in, so that they can be opened.
pub fn concise(told: &Told) -> String {
    let mut out = String::new();
    for one in told.active() {
        let place = &one.finding.location;
        let _ = writeln!(
            out,
            "{}:{}:{}: {} {} {}",
            one.path_from_here(),
            place.line,
            place.column,
            say(told.lang, severity_key(one.finding.severity), &[]),
            &*one.finding.rule,
            one.sentence(told.lang),
        );
    }
    for line in sums(told) {
        let _ = writeln!(out, "{line}");
    }
    out
}
