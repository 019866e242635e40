//! A file from the network that an image was built with, unchecked.

use crate::rules::image_history::{Deed, deeds};
use crate::rules::{Around, EngineImage, Fail, Out, Site};

/// Fails for each `ADD` of an address without `--checksum`. The old builder does not note addresses.
pub(super) fn check(image: &EngineImage<'_>, _: Around<'_>, out: &mut Out<'_>) {
    if !image.is_in_use() {
        return out.not_applicable();
    }
    for (step, deed) in deeds(image.image) {
        let Deed::Add(rest) = deed else { continue };
        let mut words = rest.split_whitespace();
        let is_checked = rest.contains("--checksum=");
        let is_address = |word: &str| {
            let is_git = word.contains(".git#") && word.contains("://");
            (word.starts_with("http://") || word.starts_with("https://")) && !is_git
        };
        if !is_checked && words.any(is_address) {
            let fail = Fail::new("default", Site::at(step.place)).kin(rest);
            out.fail(fail.arg("image", image.name()));
        }
    }
}
