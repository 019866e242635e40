//! Nobody asks the service whether it is well.

use crate::meaning::image_line;
use crate::model::{Container, Health, Setting, Traced};
use crate::rules::{Context, Fail, Out, Site};

/// Fails without a health check, unless the image is known to bring one, and where the check is
/// switched off. A job that others wait to see end has none on purpose.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if cx.is_awaited(container) || container.provider.value().is_some() {
        return out.not_applicable();
    }
    match &container.health {
        Setting::NotObservable(_) => out.unknown(),
        Setting::Set(Traced {
            value: Health {
                disabled: Some(switch),
                ..
            },
            ..
        }) => out.fail(Fail::new("off", Site::origin(cx, *switch, container.owner))),
        Setting::Set(health) if !health.value.test.is_empty() => {}
        _ => {
            let known = image_line(container).and_then(|line| line.has_check);
            if known != Some(true) {
                out.fail(Fail::new("default", Site::missing(container.owner)));
            }
        }
    }
}
