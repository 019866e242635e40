//! `hulan rules`.

use super::args::RulesArguments;
use super::scan::print;
use crate::report;

/// Lists the rules: id, worst severity, title.
pub(super) fn run(arguments: &RulesArguments) -> anyhow::Result<u8> {
    print(&report::rules(arguments.lang.into()))?;
    Ok(0)
}
