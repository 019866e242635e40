//! A published port behind which a data store, a model server or a console listens.

use crate::meaning::store_of_port;
use crate::model::{Confidence, Container, Exposure, Port};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each such port. Where the image does not tell, the port in the container does, with
/// less confidence.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for port in &container.ports {
        let (store, confidence) = match cx.store(container) {
            Some(store) => (Some(store), Confidence::High),
            None => (store_of_port(port.target.0), Confidence::Medium),
        };
        let Some(store) = store else {
            continue;
        };
        let exposure = if port.is_loopback() {
            Exposure::Loopback
        } else {
            Exposure::Public
        };
        let site = Site::origin(cx, port.origin, container.owner);
        let fail = Fail::new("default", site)
            .role(format!("{}/{}", port.target.0, port.protocol))
            .exposed(exposure)
            .confidence(confidence)
            .arg("port", published(port))
            .arg("product", store.name);
        out.fail(fail);
    }
}

/// The port on the host, or the one in the container where the host's is random.
fn published(port: &Port) -> String {
    let (first, last) = port.published.unwrap_or(port.target);
    if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    }
}
