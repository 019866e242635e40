//! `hulan rules`.

use super::args::RulesArguments;
use super::locale;
use super::output::print;
use crate::report;

/// Lists the rules: id, worst severity, title.
pub(super) fn run(arguments: &RulesArguments) -> anyhow::Result<u8> {
    print(&report::rules(locale::of_text(arguments.lang, None)?))?;
    Ok(0)
}
