//! `chmod` with a mode that gives others more than reading.

use crate::meaning::python::{Call, Program, Value};
use crate::model::Severity;
use crate::rules::in_programs::last_part;
use crate::rules::{Fail, Out};
use crate::syntax::python::{ExprId, ExprKind, Operator};

/// Writing and starting for the group and for everybody.
const LOOSE: i64 = 0o033;

/// Writing for everybody.
const WRITABLE_BY_ALL: i64 = 0o002;

/// The names of `stat` for single permissions.
const PERMISSIONS: [(&str, i64); 15] = [
    ("S_IRWXU", 0o700),
    ("S_IRUSR", 0o400),
    ("S_IWUSR", 0o200),
    ("S_IXUSR", 0o100),
    ("S_IREAD", 0o400),
    ("S_IWRITE", 0o200),
    ("S_IEXEC", 0o100),
    ("S_IRWXG", 0o070),
    ("S_IRGRP", 0o040),
    ("S_IWGRP", 0o020),
    ("S_IXGRP", 0o010),
    ("S_IRWXO", 0o007),
    ("S_IROTH", 0o004),
    ("S_IWOTH", 0o002),
    ("S_IXOTH", 0o001),
];

/// Fails where the mode is known and loose. A path that is an object has the mode as its first
/// argument.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let alone = (call.positional_count() == 1).then(|| call.positional(0));
    let Some(mode) = call.argument(1, "mode").or(alone.flatten()) else {
        return;
    };
    let modes = mode.integers().into_iter();
    let combined = mode.node().and_then(|node| combined(call.program(), node));
    let loose = modes.chain(combined).filter(|mode| mode & LOOSE != 0);
    let Some(worst) = loose.max_by_key(|mode| mode & WRITABLE_BY_ALL) else {
        return;
    };
    let is_for_all = worst & WRITABLE_BY_ALL != 0;
    let fail = Fail::new(
        if is_for_all { "default" } else { "group" },
        out.site(call.range()),
    )
    .arg("call", call.name())
    .arg("mode", format!("{worst:#o}"));
    out.fail(if is_for_all {
        fail
    } else {
        fail.at_most(Severity::Medium)
    });
}

/// What several permissions with `|` between them are together, as far as they are known: more can
/// only be looser.
fn combined(program: &Program<'_>, node: ExprId) -> Option<i64> {
    let tree = program.tree();
    let mut all = None;
    let mut left = vec![node];
    while let Some(id) = left.pop() {
        if let ExprKind::Binary(Operator::BitOr, first, second) = tree.kind(id) {
            left.extend([first, second]);
            continue;
        }
        let value = program.value(id);
        let own = value.values.iter().find_map(|value| match value {
            Value::Int(number) => Some(*number),
            Value::Named(name) => {
                let known = PERMISSIONS.iter().find(|(own, _)| *own == last_part(name));
                known.map(|(_, bits)| *bits)
            }
            _ => None,
        });
        all = own.map(|bits| bits | all.unwrap_or(0)).or(all);
    }
    all
}
