//! A handler that catches everything and goes on with the loop.

use crate::meaning::python::Program;
use crate::rules::Out;
use crate::rules::in_programs::silent_handlers;
use crate::syntax::python::StmtKind;

/// Fails for each handler of all exceptions with nothing in it but `continue`.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    silent_handlers(program, |kind| matches!(kind, StmtKind::Continue), out);
}
