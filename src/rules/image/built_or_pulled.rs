//! `build` and `image` together: which of them counts depends on what lies on the machine.

use crate::model::{Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where Compose asks a registry for the image before it builds, or each time.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let image = container.image.traced();
    let Some(image) = image.filter(|_| container.build.is_some()) else {
        return out.not_applicable();
    };
    let policy = match &container.pull_policy {
        Setting::Set(policy) => policy.value.as_str(),
        Setting::Unset(_) => "missing",
        Setting::NotObservable(_) => return out.unknown(),
    };
    match policy {
        "build" | "never" => {}
        "always" => {
            let site = Site::setting(cx, &container.pull_policy, container.owner);
            out.fail(Fail::new("always", site));
        }
        _ => {
            let place = cx.project.origins.place(image.origin);
            let site = Site::lacking(place.unwrap_or(container.owner));
            out.fail(Fail::new("default", site));
        }
    }
}
