//! `hulan explain`.

use anyhow::bail;

use super::args::ExplainArguments;
use super::locale;
use super::output::print;
use crate::report;
use crate::rules;

/// Prints what a policy says of its rule.
pub(super) fn run(arguments: &ExplainArguments) -> anyhow::Result<u8> {
    let Some(rule) = rules::find(&arguments.rule) else {
        bail!(
            "no rule is called '{}': see 'hulan rules'",
            report::clean(&arguments.rule)
        );
    };
    let lang = locale::of_text(arguments.lang, None)?;
    print(&report::explanation(rule, lang))?;
    Ok(0)
}
