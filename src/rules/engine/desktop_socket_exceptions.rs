//! Images that may mount the engine's socket in spite of Enhanced Container Isolation.

use crate::model::SettingsFile;
use crate::rules::{Fail, Out, Site};

/// Where Docker Desktop keeps the list.
const LIST: &str = "enhancedContainerIsolation.dockerSocketMount.imageList.images";

/// Fails for each entry that stands for more than one image: `*`, or a repository with any tag.
pub(super) fn check(file: &SettingsFile, out: &mut Out<'_>) {
    if !file.is_of_desktop() {
        return out.not_applicable();
    }
    for image in file.all(LIST) {
        let name = image.value.rsplit('/').next().unwrap_or(&image.value);
        let is_exact = image.value.contains("@sha256:") || name.contains(':');
        if !is_exact || image.value.contains('*') {
            let fail = Fail::new("default", Site::at(image.place)).role(image.value.as_str());
            out.fail(fail.arg("image", image.value.as_str()));
        }
    }
}
