//! An image whose processes are root.

use crate::meaning::dockerfile::{Base, Dockerfile};
use crate::meaning::is_root;
use crate::model::Confidence;
use crate::rules::{Around, Fail, Out, Site, builds};

/// Parts of the names of images that bring a user of their own.
const WITH_USER: [&str; 7] = [
    "nonroot",
    "non-root",
    "unprivileged",
    "rootless",
    "chainguard",
    "bitnami",
    "cgr.dev",
];

/// Fails where the last `USER` is root, and where there is none and the base is not known to bring
/// one. A service that names a user of its own heals it.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    let is_healed = !file.services.is_empty() && file.services.iter().all(|own| own.has_user);
    if is_healed {
        return out.not_applicable();
    }
    let Some(target) = file.image().next() else {
        return out.not_applicable();
    };
    let stage = target.name.clone().unwrap_or_default();
    if let Some(user) = file.user() {
        let Some(argument) = user.arguments.first() else {
            return out.unknown();
        };
        if !argument.value.is_known {
            return out.unknown();
        }
        if is_root(&argument.value.value) {
            let fail = builds::at("default", file, &user.instruction.range);
            out.fail(fail.role(stage).arg("user", argument.value.value.as_str()));
        }
        return;
    }
    let lacks = |name: &str| {
        let site = Site::lacking(file.span(&target.range));
        Fail::new("none", site)
            .role(stage.as_str())
            .arg("image", name)
    };
    match file.base().map(|base| &base.base) {
        Some(Base::Image(image)) => {
            let lower = image.to_ascii_lowercase();
            if !WITH_USER.iter().any(|part| lower.contains(part)) {
                out.fail(lacks(crate::meaning::image_repository(image)));
            }
        }
        Some(Base::Scratch) => out.fail(lacks("scratch")),
        _ => {
            let site = Site::lacking(file.span(&target.range));
            let fail = Fail::new("unknown", site).role(stage.as_str());
            out.fail(fail.confidence(Confidence::Low));
        }
    }
}
