//! Logs that are on this host and nowhere else.

use crate::meaning::image_name;
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Drivers that keep the output on this host.
const HERE: [&str; 4] = ["json-file", "local", "journald", "db"];

/// Beginnings of the names of images that carry logs away.
const COLLECTORS: [&str; 11] = [
    "filebeat",
    "elastic-agent",
    "metricbeat",
    "fluent",
    "vector",
    "logstash",
    "promtail",
    "alloy",
    "opentelemetry-collector",
    "otel",
    "logspout",
];

/// Fails for services that write here where no service of the project collects logs.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let driver = container
        .logging
        .value()
        .and_then(|logging| logging.driver.as_ref());
    if driver.is_some_and(|driver| !HERE.contains(&driver.value.as_str())) {
        return;
    }
    let mut images = cx
        .project
        .containers
        .iter()
        .filter_map(|own| own.image.value());
    let is_collected = images.any(|image| {
        let name = image_name(image);
        COLLECTORS.iter().any(|known| name.starts_with(known))
    });
    if !is_collected {
        out.fail(Fail::new("default", Site::missing(container.owner)));
    }
}
