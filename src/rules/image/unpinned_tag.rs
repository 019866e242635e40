//! An image without a tag, or with `latest`.

use crate::meaning::{ImageVersion, image_repository, image_version};
use crate::model::{Container, Severity};
use crate::rules::held_images::{Held, held};
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
    let name = image_repository(&image.value);
    out.fail(match held(container, cx) {
        None => Fail::new(key, site).kin(key).arg("image", name),
        Some(Held::Digest(digest)) => {
            let fail = Fail::new("held", site).arg("image", name);
            fail.arg("digest", digest)
        }
        // No registry can bring another one.
        Some(Held::Id(id)) => {
            let fail = Fail::new("loaded", site).arg("image", name);
            fail.arg("id", id).at_most(Severity::Low)
        }
    });
}
