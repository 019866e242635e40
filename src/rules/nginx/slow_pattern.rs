//! A pattern on which a client can keep the server busy.

use crate::meaning::nginx::{Directive, Nginx, Pattern, Value};
use crate::rules::{Out, web};

/// Fails for each such pattern.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.any_of(&["location", "if", "rewrite", "server_name"]) {
        for (value, text) in patterns(one) {
            match Pattern::parse(text, false) {
                Some(pattern) if pattern.is_slow() => {
                    out.fail(web::value("default", one, value).arg("directive", one.name()));
                }
                Some(_) => {}
                None => out.unknown(),
            }
        }
    }
}

fn patterns<'n>(one: Directive<'n>) -> Vec<(&'n Value, &'n str)> {
    let pair = |value: &'n Value| (value, value.text.as_str());
    match one.name() {
        "rewrite" => one.arg(0).map(pair).into_iter().collect(),
        "server_name" => {
            let values = one.args().iter();
            values
                .filter_map(|value| Some((value, value.text.strip_prefix('~')?)))
                .collect()
        }
        _ => {
            let sign = one
                .args()
                .iter()
                .position(|value| value.text.trim_start_matches('!').starts_with('~'));
            let value = sign.and_then(|at| one.arg(at + 1));
            let value = value.filter(|value| value.is_known);
            value
                .map(|value| (value, value.text.trim_end_matches(')')))
                .into_iter()
                .map(|(value, _)| {
                    (
                        value,
                        if one.name() == "if" {
                            unclosed(value)
                        } else {
                            value.text.as_str()
                        },
                    )
                })
                .collect()
        }
    }
}

/// The pattern of a condition: the bracket that ends the condition is none of it.
fn unclosed(value: &Value) -> &str {
    let opens = value.text.matches('(').count();
    let closes = value.text.matches(')').count();
    match value.text.strip_suffix(')') {
        Some(rest) if closes > opens => rest,
        _ => &value.text,
    }
}
