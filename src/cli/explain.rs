//! `hulan explain`.

use anyhow::bail;

use super::args::ExplainArguments;
use super::scan::print;
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
    print(&report::explanation(rule, arguments.lang.into()))?;
    Ok(0)
}
