//! Log files that grow until the disk is full.

use crate::model::{Confidence, Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the driver `json-file` has no `max-size`, by name or as what the engine takes when
/// nothing is said (its own configuration may say otherwise). `local` has a limit by itself.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let logging = match &container.logging {
        Setting::Set(logging) => Some(logging),
        Setting::Unset(_) => None,
        Setting::NotObservable(_) => return out.unknown(),
    };
    let driver = logging.and_then(|logging| logging.value.driver.as_ref());
    if driver.is_some_and(|driver| driver.value != "json-file") {
        return;
    }
    let mut options = logging
        .into_iter()
        .flat_map(|logging| &logging.value.options);
    let max_size = options.find(|option| option.name == "max-size");
    match (max_size, logging) {
        (Some(max), _) if matches!(max.value.as_str(), "-1" | "0") => {
            let site = Site::origin(cx, max.origin, container.owner);
            out.fail(Fail::new("none", site));
        }
        (Some(_), _) => {}
        (None, Some(logging)) if driver.is_some() => {
            let site = Site::origin(cx, logging.origin, container.owner);
            out.fail(Fail::new("file", site));
        }
        (None, _) => {
            let fail = Fail::new("default", Site::missing(container.owner));
            out.fail(fail.confidence(Confidence::Medium));
        }
    }
}
