//! A line end of the client's in a header: what follows it is a header, or an answer, of the client's.

use crate::meaning::nginx::{Directive, Nginx, Value};
use crate::rules::{Out, web};

/// Fails for each answer or header with a variable that can hold a line end.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    let names = [
        "return",
        "rewrite",
        "add_header",
        "proxy_set_header",
        "proxy_pass",
    ];
    for one in nginx.any_of(&names) {
        let Some(value) = judged(one).filter(|value| value.is_known) else {
            continue;
        };
        // A path that is passed on whole is encoded again.
        let found = one.brings(&value.text, b'\n');
        // A dot of a pattern stands for any sign but this one; some readers take the other for an end
        // as well.
        let is_answer = !one.name().starts_with("proxy_");
        let found = found.or_else(|| one.brings(&value.text, b'\r').filter(|_| is_answer));
        if let Some(name) =
            found.filter(|name| one.name() != "proxy_pass" || !is_encoded(one, name))
        {
            let fail = web::value("default", one, value);
            out.fail(
                fail.arg("directive", one.name())
                    .arg("variable", format!("${name}")),
            );
        }
    }
}

/// The part of a directive that becomes a header.
fn judged(one: Directive<'_>) -> Option<&Value> {
    match one.name() {
        "return" => {
            let is_redirect = matches!(one.text(), "301" | "302" | "303" | "307" | "308");
            match one.args().len() {
                1 => one.arg(0).filter(|value| {
                    ["http://", "https://", "$scheme"]
                        .iter()
                        .any(|start| value.text.starts_with(start))
                }),
                _ => one.arg(1).filter(|_| is_redirect),
            }
        }
        // Only one that sends somewhere else becomes a header.
        "rewrite" => one.arg(1).filter(|value| {
            let flag = one.arg(2).map_or("", |flag| flag.text.as_str());
            let is_address = ["http://", "https://", "$scheme"]
                .iter()
                .any(|start| value.text.starts_with(start));
            is_address || matches!(flag, "redirect" | "permanent")
        }),
        "proxy_pass" => one.arg(0),
        _ => one.arg(1),
    }
}

/// Whether Nginx encodes a variable of `proxy_pass` before it is sent: it does so for none.
fn is_encoded(one: Directive<'_>, name: &str) -> bool {
    // A rewrite that puts the address of the request in its place leaves it as it came.
    let raw = |block: Directive<'_>| {
        block
            .own("rewrite")
            .any(|own| own.arg(1).is_some_and(|to| to.text == "$request_uri"))
    };
    matches!(name, "uri" | "document_uri") && one.parent().is_some_and(raw)
}
