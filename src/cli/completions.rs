//! `hulan completions`.

use clap::CommandFactory as _;

use super::args::{Arguments, CompletionsArguments};
use super::output::print;

/// Prints the script for a shell.
pub(super) fn run(arguments: &CompletionsArguments) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        env!("CARGO_PKG_NAME"),
        &mut script,
    );
    print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
