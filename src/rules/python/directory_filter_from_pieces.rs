//! A filter for a directory that is put together from pieces.

use std::collections::{HashMap, HashSet};

use crate::meaning::python::Program;
use crate::rules::built_text::Built;
use crate::rules::in_programs::{is_fixed, shown};
use crate::rules::{Fail, Out};
use crate::syntax::python::{ExprId, ExprKind, StmtKind, Tree};

/// The attributes that filters for people and groups ask for, as they begin.
const BEGINNINGS: [&str; 13] = [
    "(uid=",
    "(cn=",
    "(mail=",
    "(samaccountname=",
    "(userprincipalname=",
    "(member=",
    "(memberof=",
    "(memberuid=",
    "(uniquemember=",
    "(objectclass=",
    "(objectcategory=",
    "(distinguishedname=",
    "(sn=",
];

/// Fails for each expression that makes a filter of more than constants, unless what it puts in was
/// escaped.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    let mut seen = HashSet::new();
    let mut escaped = None;
    for string in program.strings() {
        if !begins(program.string(string)) {
            continue;
        }
        let Some(built) = Built::around(program, string) else {
            continue;
        };
        if !seen.insert(built.whole) || is_fixed(&program.value(built.whole)) {
            continue;
        }
        let escaped = escaped.get_or_insert_with(|| escaped_names(program.tree()));
        if all_escaped(program.tree(), built.whole, escaped) {
            continue;
        }
        let site = out.site(shown(program, string));
        out.fail(Fail::new("default", site).arg("how", built.how));
    }
}

/// Whether a filter begins in a text.
fn begins(text: &str) -> bool {
    let text = text.as_bytes();
    let is_at = |start: usize, beginning: &str| {
        let here = text.get(start..start + beginning.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(beginning.as_bytes()))
    };
    let mut starts = memchr::memchr_iter(b'(', text);
    starts.any(|start| BEGINNINGS.iter().any(|beginning| is_at(start, beginning)))
}

/// Whether everything that an expression puts between its strings went through a function that
/// escapes.
fn all_escaped(tree: &Tree, whole: ExprId, escaped: &HashMap<&str, bool>) -> bool {
    let mut left = vec![whole];
    let mut has_any = false;
    while let Some(id) = left.pop() {
        match tree.kind(id) {
            ExprKind::Str(_) | ExprKind::Int(_) | ExprKind::Bool(_) => {}
            ExprKind::Joined(parts) | ExprKind::Tuple(parts) => left.extend(tree.list(parts)),
            ExprKind::Interpolation(value, _) => left.push(value),
            ExprKind::Binary(_, first, second) => left.extend([first, second]),
            ExprKind::Call(function, ..) if escapes(tree, function) => has_any = true,
            // `"…".format(value)`, `"…".replace("x", value)`
            ExprKind::Call(function, arguments, keywords) => {
                let ExprKind::Attribute(inner, name) = tree.kind(function) else {
                    return false;
                };
                if !matches!(tree.name(name), "format" | "replace") {
                    return false;
                }
                left.push(inner);
                left.extend(tree.list(arguments));
                left.extend(tree.keywords(keywords).iter().map(|keyword| keyword.value));
            }
            ExprKind::Name(name) if escaped.get(tree.name(name)) == Some(&true) => has_any = true,
            _ => return false,
        }
    }
    has_any
}

/// Whether a function is one that escapes, by its last name: `escape_filter_chars`,
/// `filter_format`, `ldap_escape`.
fn escapes(tree: &Tree, function: ExprId) -> bool {
    let (ExprKind::Name(name) | ExprKind::Attribute(_, name)) = tree.kind(function) else {
        return false;
    };
    let name = tree.name(name).to_ascii_lowercase();
    name.contains("escape") || name == "filter_format" || name.contains("sanitize")
}

/// The names that are assigned: whether each is given what such a function makes, and constants at
/// most besides.
fn escaped_names(tree: &Tree) -> HashMap<&str, bool> {
    let mut names = HashMap::new();
    for id in tree.stmt_ids() {
        let (targets, value) = match &tree.stmt(id).kind {
            StmtKind::Assign { targets, value } => (tree.list(*targets), *value),
            StmtKind::AnnAssign {
                target,
                value: Some(value),
            } => (std::slice::from_ref(target), *value),
            _ => continue,
        };
        let is_escaped = match tree.kind(value) {
            ExprKind::Call(function, ..) => escapes(tree, function),
            ExprKind::Str(_) | ExprKind::Int(_) => continue,
            _ => false,
        };
        for target in targets {
            if let ExprKind::Name(name) = tree.kind(*target) {
                let own = names.entry(tree.name(name)).or_insert(true);
                *own = *own && is_escaped;
            }
        }
    }
    names
}
