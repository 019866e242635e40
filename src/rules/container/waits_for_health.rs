//! Waits for the health of a service that cannot tell it: it never starts.

use crate::meaning::image_line;
use crate::model::{Confidence, Container};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the other service has no health check, less sure where its image may bring one.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for need in &container.depends_on {
        if need.condition != "service_healthy" {
            continue;
        }
        let Some(other) = cx.container(&need.service) else {
            continue;
        };
        let health = other.health.value();
        let is_off = health.is_some_and(|health| health.disabled.is_some());
        let has_own =
            health.is_some_and(|health| health.disabled.is_none() && !health.test.is_empty());
        let of_image = image_line(other).and_then(|line| line.has_check);
        let (key, confidence) = match (is_off, has_own, of_image) {
            (false, true, _) | (false, _, Some(true)) => continue,
            (true, ..) | (_, _, Some(false)) => ("default", Confidence::High),
            (false, false, None) => ("image", Confidence::Low),
        };
        let site = Site::origin(cx, need.origin, container.owner);
        let fail = Fail::new(key, site)
            .role(&need.service)
            .confidence(confidence);
        out.fail(fail.arg("needed", need.service.as_str()));
    }
}
