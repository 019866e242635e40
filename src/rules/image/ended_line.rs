//! An image of a release line that its makers mend no more.

use crate::meaning::{ended_line, image_repository};
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the last day of the line is over on the day of the scan.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(image) = container.image.traced() else {
        return out.not_applicable();
    };
    let Some(ended) = ended_line(&image.value, cx.today) else {
        return;
    };
    // The tag may come from another place than the rest.
    let tag = image_repository(&image.value).len()..image.value.len();
    let origins = &cx.project.origins;
    let place = origins.place(image.origin).unwrap_or(container.owner);
    let site = Site::caused(
        place,
        origins.cause_of(image.origin, tag.start + 1..tag.end),
    );
    let fail = Fail::new(
        if ended.last.is_some() {
            "default"
        } else {
            "old"
        },
        site,
    )
    .kin((&ended.line, ended.last))
    .arg("product", ended.product)
    .arg("version", ended.line);
    out.fail(match ended.last {
        Some(last) => fail.arg("day", last.to_string()),
        None => fail,
    });
}
