//! Nobody asks the service whether it is well.

use crate::meaning::image_line;
use crate::model::{Container, Health, Setting, Traced};
use crate::rules::{Context, Fail, Out, Site};

/// Fails without a health check, unless the image is known to bring one or its Dockerfile does, and where the check is
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
            // A running engine knows what the image brings: nobody has to guess.
            let guessed = image_line(container).filter(|_| cx.project.engine.is_none());
            let known = guessed.and_then(|line| line.has_check);
            let build = container.build.as_ref();
            let is_built_with = build.is_some_and(|build| build.has_check);
            if known != Some(true) && !is_built_with {
                let is_running = cx.project.engine.is_some();
                let key = if is_running { "running" } else { "default" };
                out.fail(Fail::new(key, Site::missing(container.owner)));
            }
        }
    }
}
