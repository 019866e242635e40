//! Output that nobody keeps.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails for the log driver `none`.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let driver = container
        .logging
        .value()
        .and_then(|logging| logging.driver.as_ref());
    if let Some(driver) = driver.filter(|driver| driver.value == "none") {
        let site = Site::origin(cx, driver.origin, container.owner);
        out.fail(Fail::new("default", site));
    }
}
