//! How rules speak of where values come from.

use crate::meaning::python::{Source, StepKind};
use crate::model::Arg;

/// A source in the language of the report.
pub(super) fn said(source: Source) -> Arg {
    Arg::Text(StepKind::From(source).text())
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
