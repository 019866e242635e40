//! What is known of images without looking into them.

use super::images::image_name;
use crate::model::Container;

/// How the images of one name behave, unless they are told otherwise.
pub struct ImageLine {
    /// The product.
    pub name: &'static str,
    /// The last parts of its repositories.
    images: &'static [&'static str],
    /// Whether the first process stays root without need.
    pub stays_root: bool,
    /// Whether it starts as root, and its entry point steps down.
    pub steps_down: bool,
    /// Whether it brings a health check, where that is known.
    pub has_check: Option<bool>,
    /// The folders that it writes, besides `/tmp`.
    pub writes: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/images.rs"));

/// Makers whose images of the same names behave in other ways.
const OTHER_MAKERS: [&str; 4] = ["bitnami", "bitnamilegacy", "chainguard", "cgr.dev"];

/// What is known of the image of a container; nothing of one that is built here.
pub fn image_line(container: &Container) -> Option<&'static ImageLine> {
    let image = container.image.value()?;
    let is_other = image.split('/').any(|part| OTHER_MAKERS.contains(&part));
    if container.build.is_some() || is_other {
        return None;
    }
    let name = image_name(image);
    IMAGES.iter().find(|line| line.images.contains(&name))
}
