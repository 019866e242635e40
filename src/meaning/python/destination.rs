//! Which part of a URL decides where it leads, and whether somebody looked at that before.

use super::program::Program;
use super::value::{Abs, StepKind, Value};
use crate::syntax::python::{
    Comparison, ExprId, ExprKind, Operator, Parent, ScopeId, ScopeKind, StmtKind, Tree,
};

/// A name that stands for a name that stands for a name: further it is not followed.
const MOST_NAMES: usize = 6;

/// What an object of a parsed URL calls its host.
const HOSTS: [&str; 3] = ["hostname", "netloc", "host"];

/// What an address says of itself.
const KINDS: [&str; 6] = [
    "is_private",
    "is_global",
    "is_loopback",
    "is_link_local",
    "is_reserved",
    "is_multicast",
];

/// The first part of a text that is put together that is not known, if the text before it leaves
/// open where it leads; nothing of note where that is decided. None where the parts cannot be told.
pub fn part_deciding(
    program: &Program<'_>,
    node: ExprId,
    is_decided: &dyn Fn(&str) -> bool,
) -> Option<Abs> {
    let tree = program.tree();
    let mut node = node;
    for _ in 0..MOST_NAMES {
        if let Some(parts) = parts(tree, node) {
            return Some(first_unknown(program, &parts, is_decided));
        }
        // A name: what it is given is the last step of its way.
        let value = program.value(node);
        let step = value.way.as_ref()?;
        if !matches!(step.kind, StepKind::Assigned(_))
            || !matches!(tree.kind(node), ExprKind::Name(_))
        {
            return None;
        }
        node = tree.expr_ids().find(|id| tree.range(*id) == step.range)?;
    }
    None
}

/// What a text is put together of, in order.
fn parts(tree: &Tree, node: ExprId) -> Option<Vec<ExprId>> {
    match tree.kind(node) {
        ExprKind::Joined(list) => Some(tree.list(list).to_vec()),
        ExprKind::Binary(Operator::Add, ..) => {
            let mut parts = Vec::new();
            let mut waiting = vec![node];
            while let Some(next) = waiting.pop() {
                match tree.kind(next) {
                    ExprKind::Binary(Operator::Add, left, right) => waiting.extend([right, left]),
                    _ => parts.push(next),
                }
            }
            Some(parts)
        }
        _ => None,
    }
}

fn first_unknown(
    program: &Program<'_>,
    parts: &[ExprId],
    is_decided: &dyn Fn(&str) -> bool,
) -> Abs {
    let tree = program.tree();
    let mut known = String::new();
    for part in parts {
        let inner = match tree.kind(*part) {
            ExprKind::Interpolation(value, _) => value,
            _ => *part,
        };
        let value = program.value(inner);
        if let Some(text) = value.only().and_then(Value::string) {
            known.push_str(&text);
            continue;
        }
        let start = value.only().and_then(Value::start).unwrap_or_default();
        if is_decided(&known) || is_decided(&format!("{known}{start}")) {
            return Abs::default();
        }
        if value.is_constant() {
            // A number, or something that is clean: it does not say where it leads alone.
            known.push('0');
            continue;
        }
        return value;
    }
    Abs::default()
}

/// Whether the host of a URL is looked at around a call: compared with what is right, or asked
/// what kind of address it is.
pub fn is_host_checked(program: &Program<'_>, call: ExprId) -> bool {
    let tree = program.tree();
    let scope = around(tree, tree.expr(call).scope);
    let at = tree.range(call).start;
    tree.expr_ids().any(|id| {
        if around(tree, tree.expr(id).scope) != scope {
            return false;
        }
        match tree.kind(id) {
            ExprKind::Attribute(_, name) => KINDS.contains(&tree.name(name)),
            ExprKind::Compare(how, both) => {
                let is_about_host = tree.list(both).iter().any(|side| is_host(program, *side));
                is_about_host && lets_through(tree, id, how, at)
            }
            _ => false,
        }
    })
}

/// The function around a scope: comprehensions are a part of it.
fn around(tree: &Tree, mut scope: ScopeId) -> ScopeId {
    while matches!(tree.scope(scope).kind, ScopeKind::Comprehension(_)) {
        scope = tree.scope(scope).parent;
    }
    scope
}

/// `urlsplit(url).hostname`, or a name that is given it.
fn is_host(program: &Program<'_>, side: ExprId) -> bool {
    let tree = program.tree();
    let mut node = side;
    for _ in 0..MOST_NAMES {
        match tree.kind(node) {
            ExprKind::Attribute(_, name) if HOSTS.contains(&tree.name(name)) => return true,
            // `hostname.lower()`, `netloc.split(":")[0]`, `hostname or ""`
            ExprKind::Call(func, ..) => match tree.kind(func) {
                ExprKind::Attribute(of, _) => node = of,
                _ => return false,
            },
            ExprKind::Subscript(of, _) => node = of,
            ExprKind::Logic(true, values) => match tree.list(values).first() {
                Some(first) => node = *first,
                None => return false,
            },
            ExprKind::Name(_) => {
                let value = program.value(node);
                let step = value.way.as_ref();
                let step = step.filter(|own| matches!(own.kind, StepKind::Assigned(_)));
                let given = step.and_then(|step| {
                    tree.expr_ids()
                        .find(|id| *id != node && tree.range(*id) == step.range)
                });
                match given {
                    Some(given) => node = given,
                    None => return false,
                }
            }
            _ => return false,
        }
    }
    false
}

/// Whether only what compares as it should comes to the place `at`. A list of what is forbidden
/// lets everything else through.
fn lets_through(tree: &Tree, compare: ExprId, how: Comparison, at: usize) -> bool {
    match how {
        Comparison::NotIn | Comparison::NotEq => true,
        Comparison::In | Comparison::Eq => {
            let mut node = compare;
            while let Parent::Expr(parent) = tree.parent(node) {
                if matches!(tree.kind(parent), ExprKind::Unary(..) | ExprKind::Call(..)) {
                    return true;
                }
                node = parent;
            }
            let stmt = tree.expr(compare).stmt;
            match &tree.stmt(stmt).kind {
                StmtKind::If(branches) => branches.iter().any(|(_, block)| {
                    let stmts = &tree.block(*block).stmts;
                    stmts
                        .iter()
                        .any(|stmt| tree.stmt(*stmt).range().contains(&at))
                }),
                StmtKind::Assert { .. } | StmtKind::Return(_) => true,
                _ => tree.stmt(stmt).range().contains(&at),
            }
        }
        _ => false,
    }
}
