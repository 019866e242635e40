//! A secret in the environment of an image that reads it from a file as well.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails once for a container, at the first such variable; what stands in one file is one finding.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let variables = container.environment.iter();
    let set = variables.filter(|own| own.value.as_ref().is_none_or(|value| !value.is_empty()));
    let mut found = set.filter_map(|own| {
        let name = cx.knowledge.file_variable(container, &own.name)?;
        Some((own, name))
    });
    let Some((variable, file)) = found.next() else {
        return;
    };
    let mut fail = Fail::new("default", Site::at(variable.declared))
        .kin("files")
        .arg("variable", variable.name.as_str())
        .arg("file", file);
    for (other, _) in found {
        fail = fail.related(other.declared);
    }
    out.fail(fail);
}
