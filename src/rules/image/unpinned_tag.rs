//! An image without a tag, or with `latest`.

use crate::meaning::{ImageVersion, image_repository, image_version};
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the next pull may bring another version. An image that is built here has its tag
/// from here.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let image = container.image.traced();
    let Some(image) = image.filter(|image| container.build.is_none() && !image.value.is_empty())
    else {
        return out.not_applicable();
    };
    let (key, cause) = match image_version(&image.value) {
        ImageVersion::Fixed => return,
        ImageVersion::None => ("default", cx.project.origins.cause(image.origin)),
        ImageVersion::Latest(tag) => ("latest", cx.project.origins.cause_of(image.origin, tag)),
    };
    let place = cx.project.origins.place(image.origin);
    let site = Site::caused(place.unwrap_or(container.owner), cause);
    let fail = Fail::new(key, site).kin(key);
    out.fail(fail.arg("image", image_repository(&image.value)));
}
