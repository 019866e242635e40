//! A published port behind which a data store, a model server or a console listens.

use crate::model::{Confidence, Container, Exposure};
use crate::rules::{Context, Out};

/// Fails for each such port. Where the image does not tell, the port in the container does, with
/// less confidence.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for port in &container.ports {
        let (store, confidence) = match cx.store(container) {
            Some(store) => (Some(store), Confidence::High),
            None => (
                cx.knowledge.store_of_port(port.target.0),
                Confidence::Medium,
            ),
        };
        let Some(store) = store else {
            continue;
        };
        let exposure = if port.is_loopback() {
            Exposure::Loopback
        } else {
            Exposure::Public
        };
        let fail = cx
            .published_port(container, port)
            .exposed(exposure)
            .confidence(confidence)
            .arg("product", store.name.as_ref());
        out.fail(fail);
    }
}
