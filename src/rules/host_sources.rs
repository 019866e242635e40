//! What of the host a container gets: by mounts, by volumes that are mounts of the host, and by
//! configs and secrets that are files of it.

use super::context::Context;
use super::out::{Fail, Site};
use crate::meaning::{EnginePath, HostPath};
use crate::model::{
    Container, FileGrant, Grant, GrantKind, How, Mount, MountKind, OriginId, Volume,
};

/// A place of the host in a container.
pub(super) struct HostSource<'s> {
    /// The place.
    pub(super) path: HostPath,
    /// The place as it is written.
    pub(super) text: &'s str,
    /// Where it is in the container; empty where Compose decides.
    pub(super) target: &'s str,
    /// Whether the container cannot write it.
    pub(super) read_only: bool,
    /// How it gets there.
    pub(super) way: Way<'s>,
    /// Where that is said: for a volume and a grant at their declaration.
    site: Site,
}

/// How a place of the host gets into a container.
#[derive(Clone, Copy)]
pub(super) enum Way<'s> {
    /// It is mounted.
    Mount,
    /// A named volume is a mount of it.
    Volume,
    /// A config or secret is this file.
    Grant(&'s FileGrant),
}

impl HostSource<'_> {
    /// A finding about it, with the sentence `key`.
    pub(super) fn fail(&self, key: &'static str) -> Fail {
        let fail = Fail::new(key, self.site);
        match self.way {
            Way::Mount | Way::Volume => fail.role(self.target),
            Way::Grant(grant) => fail.role(format!("{}:{}", kind_name(grant.kind), grant.key)),
        }
    }

    /// A finding about something that it lacks, and that others of its file lack as well.
    pub(super) fn missing(&self) -> Fail {
        Fail::new("default", self.site.as_lack()).role(self.target)
    }
}

/// What the compose file calls a kind of grant.
fn kind_name(kind: GrantKind) -> &'static str {
    match kind {
        GrantKind::Config => "config",
        GrantKind::Secret => "secret",
    }
}

impl Context<'_> {
    /// Everything of the host that a container gets, as far as it can be told.
    pub(super) fn host_sources<'s>(
        &'s self,
        container: &'s Container,
    ) -> impl Iterator<Item = HostSource<'s>> {
        let mounts = container.mounts.iter();
        let mounts = mounts.filter_map(|mount| match mount.kind {
            MountKind::Bind | MountKind::Pipe => self.of_mount(container, mount),
            MountKind::Volume => self.of_volume(container, mount),
            MountKind::Tmpfs | MountKind::Other => None,
        });
        let grants = |kind: GrantKind, grants: &'s [Grant]| {
            let grants = grants.iter();
            grants.filter_map(move |grant| self.of_grant(container, kind, grant))
        };
        mounts
            .chain(grants(GrantKind::Config, &container.configs))
            .chain(grants(GrantKind::Secret, &container.secrets))
    }

    fn of_mount<'s>(&'s self, container: &Container, mount: &'s Mount) -> Option<HostSource<'s>> {
        let text = mount.source.as_deref()?;
        Some(HostSource {
            path: self.path(text, mount.source_origin)?,
            text,
            target: &mount.target,
            read_only: mount.read_only,
            way: Way::Mount,
            site: Site::origin(self, mount.origin, container.owner),
        })
    }

    fn of_volume<'s>(&'s self, container: &Container, mount: &'s Mount) -> Option<HostSource<'s>> {
        let key = mount.source.as_deref()?;
        let mut volumes = self.project.volumes.iter();
        let volume = volumes.find(|volume| volume.key == key)?;
        let device = volume.options.iter().find(|own| own.name == "device")?;
        if !is_bind(volume) {
            return None;
        }
        let origins = &self.project.origins;
        let shown = origins.place(mount.origin).unwrap_or(container.owner);
        Some(HostSource {
            path: self.path(&device.value, Some(device.origin))?,
            text: &device.value,
            target: &mount.target,
            read_only: mount.read_only || has_flag(volume, "ro"),
            way: Way::Volume,
            site: Site::caused(shown, origins.cause(device.origin)),
        })
    }

    fn of_grant<'s>(
        &'s self,
        container: &Container,
        kind: GrantKind,
        grant: &'s Grant,
    ) -> Option<HostSource<'s>> {
        let mut all = self.project.grants.iter();
        let declared = all.find(|own| own.kind == kind && own.key == grant.source)?;
        let file = declared.file.as_ref()?;
        let origins = &self.project.origins;
        let shown = origins.place(grant.origin).unwrap_or(container.owner);
        Some(HostSource {
            path: self.path(&file.value, Some(file.origin))?,
            text: &file.value,
            target: grant.target.as_deref().unwrap_or_default(),
            // Compose mounts both so.
            read_only: true,
            way: Way::Grant(declared),
            site: Site::caused(shown, origins.cause(file.origin)),
        })
    }

    /// The place that a path names. `None` where a variable that only the shell knows begins it,
    /// unless the name alone says that it is the engine.
    fn path(&self, text: &str, origin: Option<OriginId>) -> Option<HostPath> {
        if text.is_empty() {
            return None;
        }
        let Some(variable) = origin.and_then(|origin| self.unset_at_start(origin)) else {
            return Some(HostPath::parse(text));
        };
        let rest = text.trim_start_matches(['/', '\\']);
        let is_engine = |path: &HostPath| matches!(path.engine(), Some(EnginePath::Itself(_)));
        HostPath::below_variable(variable, rest)
            .or_else(|| Some(HostPath::parse(text)).filter(is_engine))
    }

    /// The variable without a value with which a value begins.
    fn unset_at_start(&self, origin: OriginId) -> Option<&str> {
        let origins = &self.project.origins;
        let mut origin = origins.get(origin)?;
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

/// Whether a volume is a mount of a folder of the host.
fn is_bind(volume: &Volume) -> bool {
    let is_local = volume
        .driver
        .as_deref()
        .is_none_or(|driver| driver == "local");
    let is_bind = volume
        .options
        .iter()
        .any(|own| own.name == "type" && own.value == "bind");
    let is_bind = is_bind || has_flag(volume, "bind") || has_flag(volume, "rbind");
    is_local && !volume.external && is_bind
}

/// Whether the mount options of a volume hold a word.
fn has_flag(volume: &Volume, flag: &str) -> bool {
    let mut options = volume.options.iter().filter(|own| own.name == "o");
    options.any(|own| own.value.split(',').any(|word| word.trim() == flag))
}
