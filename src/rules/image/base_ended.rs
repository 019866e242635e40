//! A base image of a release line that its makers mend no more.

use crate::meaning::dockerfile::{Base, Dockerfile};
use crate::meaning::ended_line;
use crate::rules::{Around, Out, builds};

/// Fails where the last day of the line is over on the day of the scan, in stages that the image
/// is made of.
pub(super) fn check(file: &Dockerfile, around: Around<'_>, out: &mut Out<'_>) {
    for stage in file.stages.iter().filter(|stage| stage.is_in_image) {
        let Base::Image(image) = &stage.base else {
            continue;
        };
        let Some(ended) = ended_line(image, around.today) else {
            continue;
        };
        let key = if ended.last.is_some() {
            "default"
        } else {
            "old"
        };
        let fail = builds::at(key, file, &stage.base_range)
            .role(ended.product)
            .arg("product", ended.product)
            .arg("version", ended.line);
        out.fail(match ended.last {
            Some(last) => fail.arg("day", last.to_string()),
            None => fail,
        });
    }
}
