//! Any web page may ask with the cookies of whoever looks at it, and read the answer.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each block that allows every origin, with credentials.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("add_header") {
        let is_own = one.is("Access-Control-Allow-Origin");
        let Some(value) = one.arg(1).filter(|_| is_own) else {
            continue;
        };
        let Some(block) = one.parent() else {
            continue;
        };
        let reflects = value.variables().contains(&"http_origin");
        let asks = std::iter::once(block).chain(block.around()).any(|own| {
            own.name() == "if" && own.text().contains("$http_origin")
                || own
                    .own("if")
                    .any(|inner| inner.text().contains("$http_origin"))
        });
        let credentials = block.effective("add_header").into_iter().find(|own| {
            own.is("Access-Control-Allow-Credentials")
                && own.arg(1).is_some_and(|value| value.is("true"))
        });
        if let Some(credentials) = credentials.filter(|_| reflects && !asks) {
            let fail = web::value("default", one, value).arg("variable", "$http_origin");
            out.fail(fail.related(credentials.span()));
        }
    }
}
