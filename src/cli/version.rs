//! `hulan --version`.

use super::locale;
use super::output::print;
use crate::report;

/// Prints the version; with `verbose` also how much is built in.
pub(super) fn run(verbose: bool) -> anyhow::Result<u8> {
    let mut text = report::version();
    if verbose {
        text.push_str(&report::built_in(locale::of_text(None, None)?));
    }
    print(&text)?;
    Ok(0)
}
