//! The command line: the only room that prints or ends the process.

mod anchors;
mod args;
mod audit;
mod baseline;
mod clock;
mod completions;
mod compose;
mod config;
mod convert;
mod deployed;
mod explain;
mod init;
mod knowledge;
mod known;
mod locale;
mod nearest;
mod options;
mod output;
mod parameters;
mod paths;
mod probe;
mod process;
mod progress;
mod rules;
mod sarif;
mod scan;
mod selection;
mod stdin;
mod version;
mod waivers;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command, KnowledgeCommand};

/// The status of usage, configuration and input errors.
const ERROR: u8 = 2;

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help is no error; a closed pipe is nobody's fault.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { ERROR } else { 0 });
        }
    };
    let result = match &arguments.command {
        // Without a command there is `--version`, or clap has shown its help.
        None => version::run(arguments.verbose),
        Some(Command::Scan(scan)) => scan::run(&scan.arguments()),
        Some(Command::Init(init)) => init::run(init),
        Some(Command::Audit(audit)) => audit::run(audit),
        Some(Command::Paths(paths)) => paths::run(paths),
        Some(Command::Compose(compose)) => compose::run(compose),
        Some(Command::Probe(probe)) => probe::run(probe),
        Some(Command::Convert(convert)) => convert::convert(convert),
        Some(Command::Merge(merge)) => convert::merge(merge),
        Some(Command::Baseline(command)) => known::run(command),
        Some(Command::Waive(waive)) => waivers::waive(waive),
        Some(Command::Waivers(list)) => waivers::list(list),
        Some(Command::Rules(list)) => rules::run(list),
        Some(Command::Explain(explain)) => explain::run(explain),
        Some(Command::Knowledge(KnowledgeCommand::Hash(hash))) => knowledge::run(hash),
        Some(Command::Completions(completions)) => completions::run(completions),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let _ = writeln!(anstream::stderr(), "hulan: {error:#}");
            ExitCode::from(ERROR)
        }
    }
}
