//! What a rule says of a piece of Python, for the tests of the rules.

use super::{AskedPrograms, find};
use crate::meaning::programs::Runtime;
use crate::meaning::python::{Program, PythonOptions};
use crate::model::{Severity, TextId};
use crate::syntax::python::{Dialect, parse};

/// The keys of the sentences, and how bad it is, in the order of the text.
pub(super) fn said(
    rule: &str,
    code: &str,
    runtime: Runtime,
    is_generated: bool,
) -> Vec<(&'static str, Severity)> {
    let options = PythonOptions::default();
    let (Some(rule), Some(tree)) = (find(rule), parse(code, Dialect::Plain)) else {
        return Vec::new();
    };
    let program = Program::new(code, tree, runtime, is_generated, &options);
    let about = AskedPrograms::new(&[rule], &options).ask(&program, TextId(0), "main.py");
    let said = about.occurrences.iter();
    said.map(|one| (one.message.key, one.severity)).collect()
}
