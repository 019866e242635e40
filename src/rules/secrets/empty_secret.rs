//! A secret that is set and empty, where the product then does without.

use crate::meaning::{Then, empty_secret};
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each variable of which that is known, by product and version.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(image) = cx.knowledge.image_of(container) else {
        return out.not_applicable();
    };
    for variable in &container.environment {
        let is_empty = |value: &str| value.trim().is_empty();
        let value = variable.value.as_ref();
        if !value.is_some_and(|value| is_empty(value.expose())) {
            continue;
        }
        let Some(row) = empty_secret(&image, &variable.name) else {
            continue;
        };
        let key = match row.then {
            Then::SignsEmpty => "default",
            Then::Open => "open",
        };
        let cause = cx.project.origins.cause(variable.origin);
        let fail = Fail::new(key, Site::caused(variable.declared, cause))
            .role(&variable.name)
            .exposed(cx.exposure(container))
            .arg("variable", variable.name.as_str())
            .arg("product", row.product);
        out.fail(fail);
    }
}
