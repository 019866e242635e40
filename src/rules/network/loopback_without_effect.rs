//! A later file binds a port to loopback, and the binding of an earlier file to all interfaces stays.

use crate::model::{Container, Port, TextId};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each such loopback binding.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if cx.project.files.len() < 2 {
        return out.not_applicable();
    }
    for narrow in container.ports.iter().filter(|port| port.is_loopback()) {
        let Some(later) = file(cx, narrow) else {
            continue;
        };
        let wide = container.ports.iter().find(|wide| {
            wide.is_on_all_interfaces()
                && wide.target == narrow.target
                && wide.protocol == narrow.protocol
                && file(cx, wide).is_some_and(|earlier| earlier < later)
        });
        let Some(wide) = wide else { continue };
        let site = Site::origin(cx, narrow.origin, container.owner);
        let fail = Fail::new("default", site)
            .covering(Site::origin(cx, wide.origin, container.owner))
            .role(format!("{}/{}", narrow.target.0, narrow.protocol));
        out.fail(fail.arg("port", Context::shown_port(wide)));
    }
}

/// Which of the files of the project writes a port.
fn file(cx: &Context<'_>, port: &Port) -> Option<usize> {
    let text: TextId = cx.project.origins.place(port.origin)?.text;
    cx.project.files.iter().position(|file| *file == text)
}
