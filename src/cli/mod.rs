//! The command line: the only room that prints or ends the process.

mod args;
mod clock;
mod completions;
mod config;
mod explain;
mod locale;
mod nearest;
mod options;
mod output;
mod progress;
mod rules;
mod scan;
mod selection;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};

/// The status of usage, configuration and input errors.
const ERROR: u8 = 2;

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; a closed pipe is nobody's fault.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { ERROR } else { 0 });
        }
    };
    let result = match &arguments.command {
        Command::Scan(scan) => scan::run(scan),
        Command::Rules(list) => rules::run(list),
        Command::Explain(explain) => explain::run(explain),
        Command::Completions(completions) => completions::run(completions),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let _ = writeln!(anstream::stderr(), "hulan: {error:#}");
            ExitCode::from(ERROR)
        }
    }
}
