//! What several rules about programs look at.

use std::ops::Range;
use std::rc::Rc;

use crate::meaning::python::{Abs, Call, NamedValue, Piece, Program, Value};
use crate::syntax::python::{ExprId, ExprKind, Parent, StmtKind};

use super::{Fail, Out};

/// Where a string shows: a piece of an f-string as the whole of it.
pub(super) fn shown(program: &Program<'_>, string: ExprId) -> Range<usize> {
    let tree = program.tree();
    match tree.parent(string) {
        Parent::Expr(outer) if matches!(tree.kind(outer), ExprKind::Joined(_)) => tree.range(outer),
        _ => tree.range(string),
    }
}

/// The last part of a dotted name, without the mark of a call.
pub(super) fn last_part(name: &str) -> &str {
    let name = name.trim_end_matches("()");
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether a value is a text, or several, that stands in the program from its first letter to its
/// last, but for numbers and the like.
pub(super) fn is_fixed(value: &Abs) -> bool {
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        if value.is_open || value.taint.is_some() || value.values.is_empty() {
            return false;
        }
        for one in value.values.iter() {
            match one {
                Value::Text(pieces) => {
                    let is_known = |piece: &Piece| !matches!(piece, Piece::Hole { is_safe: false });
                    if !pieces.iter().all(is_known) {
                        return false;
                    }
                }
                Value::Bytes(_) | Value::Int(_) | Value::Bool(_) | Value::None | Value::Plain => {}
                Value::Items(items) => left.extend(items.iter()),
                Value::Dict(items) => left.extend(items.iter().flat_map(|(key, own)| [key, own])),
                _ => return false,
            }
        }
    }
    true
}

/// Whether a value is true, where that stands in the program: what is imported may be either.
pub(super) fn truth(value: &Abs) -> Option<bool> {
    let is_named = |value: &Value| matches!(value, Value::Named(_));
    let is_here = !value.values.iter().any(is_named);
    value.truth().filter(|_| is_here)
}

/// The qualified names of what is called, whoever asks for it by whatever name.
pub(super) fn called(call: &Call<'_, '_>) -> Vec<Rc<str>> {
    match call.program().tree().kind(call.node()) {
        ExprKind::Call(function, ..) => call.program().names_of(function),
        _ => Vec::new(),
    }
}

/// Fails for each handler of all exceptions whose only statement is of a kind.
pub(super) fn silent_handlers(
    program: &Program<'_>,
    is_silent: impl Fn(&StmtKind) -> bool,
    out: &mut Out<'_>,
) {
    let any_type = program.options().check_typed_exception;
    for handler in program.handlers() {
        let [only] = handler.body.as_slice() else {
            continue;
        };
        let is_all = match handler.types.as_slice() {
            [] => handler.clause.types.is_none(),
            [one] => last_part(one) == "Exception",
            _ => false,
        };
        if (is_all || any_type) && is_silent(&program.tree().stmt(*only).kind) {
            let caught = match handler.types.as_slice() {
                [] => "BaseException".to_owned(),
                types => types.join(", "),
            };
            let site = out.site(handler.range.clone());
            out.fail(
                Fail::new("default", site)
                    .kin("handler")
                    .arg("caught", caught),
            );
        }
    }
}

/// The strings behind names of passwords, as far as they can be one.
pub(super) fn passwords<'p>(program: &'p Program<'_>) -> impl Iterator<Item = &'p NamedValue> {
    let values = program.named_values().iter();
    values.filter(|value| !value.inside.is_empty() && is_password(&value.name))
}

/// Whether a part of a name between underscores says that it is a password.
fn is_password(name: &str) -> bool {
    let is_word = |part: &str| {
        let part = part.to_ascii_lowercase();
        matches!(
            part.as_str(),
            "pass" | "passphrase" | "pwd" | "token" | "secret" | "secrete"
        ) || is_passwd(&part)
    };
    name.split('_').any(is_word)
}

/// `passwd`, `password`, and how people misspell it.
fn is_passwd(word: &str) -> bool {
    let Some(rest) = word.strip_prefix("pas") else {
        return false;
    };
    let rest = rest.trim_start_matches('s');
    matches!(rest, "wd" | "wod" | "wrd" | "word")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_passwords_are_known_by_their_parts() {
        for name in [
            "password",
            "DB_PASSWD",
            "token_type",
            "my_pwd",
            "pasword",
            "x_secret_y",
        ] {
            assert!(is_password(name), "{name}");
        }
        for name in [
            "tokens",
            "userPassword",
            "password1",
            "passing",
            "compass",
            "",
        ] {
            assert!(!is_password(name), "{name}");
        }
    }

    #[test]
    fn names_end_with_their_last_part() {
        assert_eq!(last_part("ssl.PROTOCOL_TLSv1"), "PROTOCOL_TLSv1");
        assert_eq!(last_part("ec.SECP192R1()"), "SECP192R1");
        assert_eq!(last_part("Exception"), "Exception");
    }
}
