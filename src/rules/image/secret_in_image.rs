//! A secret that an image carries to whoever has it.

use crate::rules::image_secrets::carried;
use crate::rules::{Around, EngineImage, Fail, Out, Site};

/// Fails for each secret of its environment and of the notes of its making, also where no container
/// uses the image: who may pull it has them.
pub(super) fn check(image: &EngineImage<'_>, around: Around<'_>, out: &mut Out<'_>) {
    for own in carried(image.image, around) {
        let mut fail = Fail::new(own.key, Site::at(own.place))
            .role(own.name.clone())
            .arg("image", image.name())
            .confidence(own.confidence);
        if own.key == "token" {
            fail = fail.arg("provider", own.provider.unwrap_or_default());
        } else if own.key != "url" {
            fail = fail.arg("name", own.name);
        }
        out.fail(fail);
    }
}
