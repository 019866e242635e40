//! `hulan rules`.

use std::fmt::Write as _;

use super::args::RulesArguments;
use super::locale;
use super::output::print;
use crate::report;
use crate::rules::RULES;

/// Lists the rules: id, worst severity, title.
pub(super) fn run(arguments: &RulesArguments) -> anyhow::Result<u8> {
    let lang = locale::of_text(arguments.lang, None)?;
    let mut list = String::new();
    for rule in RULES {
        let severity = report::severity_name(rule.severity.worst(), lang);
        let pad = " ".repeat(10_usize.saturating_sub(report::width(&severity)));
        let title = rule.title.get(lang);
        let _ = writeln!(list, "{}  {severity}{pad}{title}", rule.id);
    }
    print(&list)?;
    Ok(0)
}
