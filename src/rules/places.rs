//! What several rules say of ports and mounts.

use super::context::Context;
use super::out::{Fail, Site};
use crate::meaning::HostPath;
use crate::model::{Container, How, Mount, MountKind, Port};

impl Context<'_> {
    /// A finding about a published port, at its entry: the role is the port in the container, the
    /// argument `port` the one on the host (or the other, where the host's is random).
    pub(super) fn published_port(&self, container: &Container, port: &Port) -> Fail {
        let (first, last) = port.published.unwrap_or(port.target);
        let shown = if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        };
        Fail::new("default", Site::origin(self, port.origin, container.owner))
            .role(format!("{}/{}", port.target.0, port.protocol))
            .arg("port", shown)
    }

    /// The place of the host that a mount brings in. `None` for volumes, for paths below the
    /// project, and where a variable that only the shell knows begins the path.
    pub(super) fn host_path(&self, mount: &Mount) -> Option<HostPath> {
        if !matches!(mount.kind, MountKind::Bind | MountKind::Pipe) {
            return None;
        }
        let source = mount.source.as_deref()?;
        match self.unset_at_start(mount) {
            None => HostPath::parse(source),
            Some("HOME" | "USERPROFILE") => HostPath::parse(&format!("~{source}")),
            Some(_) => None,
        }
    }

    /// The variable without a value with which the source of a mount begins.
    fn unset_at_start(&self, mount: &Mount) -> Option<&str> {
        let origins = &self.project.origins;
        let mut origin = origins.get(mount.source_origin?)?;
        while let How::Alias(target) = origin.how {
            origin = origins.get(target)?;
        }
        let first = match origin.parts.first() {
            Some(part) if part.range.start == 0 => origins.get(part.origin)?,
            Some(_) => return None,
            None => origin,
        };
        match &first.how {
            How::Unset { variable } => Some(variable),
            _ => None,
        }
    }
}
