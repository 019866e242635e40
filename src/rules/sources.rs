//! How rules speak of where values come from.

use crate::meaning::python::{Certainty, Program, Source, StepKind};
use crate::model::Arg;

/// A source in the language of the report.
pub(super) fn said(source: Source) -> Arg {
    Arg::Text(StepKind::From(source).text())
}

/// Whether those who run a program give it the value themselves, on a machine of theirs: that is
/// what the command line and the environment are for.
pub(super) fn is_own(program: &Program<'_>, certainty: &Certainty) -> bool {
    *certainty == Certainty::Tainted(Source::Process) && !program.is_generated()
}

/// Whether a function is there to give texts to a shell, and for nothing else.
pub(super) fn is_shell_function(name: &str) -> bool {
    matches!(
        name,
        "os.system"
            | "os.popen"
            | "subprocess.getoutput"
            | "subprocess.getstatusoutput"
            | "asyncio.create_subprocess_shell"
    ) || name.starts_with("commands.")
        || name.starts_with("popen2.")
        || name.contains("get_ipython()")
}
