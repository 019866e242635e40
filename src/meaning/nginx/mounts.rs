//! Where the files of a container lie on the host.

use std::path::{Path, PathBuf};

use crate::input::tidy;
use crate::model::{Container, GrantKind, MountKind, Project};

/// The mounts of a container, those of the longest paths first.
#[derive(Clone, Debug, Default)]
pub(super) struct Mounts {
    /// The path in the container, and what is there; `None` where nothing of this tree is.
    list: Vec<(String, Option<PathBuf>)>,
}

impl Mounts {
    /// The mounts of a container whose project lies in `folder`.
    pub(super) fn of(container: &Container, project: &Project, folder: &Path) -> Self {
        let mounts = container.mounts.iter().map(|mount| {
            let source = match mount.kind {
                MountKind::Bind => mount.source.as_deref(),
                _ => None,
            };
            let target = mount.target.trim_end_matches('/').to_owned();
            (target, source.map(|source| tidy(&folder.join(source))))
        });
        let configs = container.configs.iter().filter_map(|config| {
            let mut grants = project.grants.iter();
            let grant =
                grants.find(|own| own.kind == GrantKind::Config && own.key == config.source)?;
            let file = grant.file.as_ref()?;
            let target = config.target.clone();
            let target = target.unwrap_or_else(|| format!("/{}", config.source));
            Some((target, Some(tidy(&folder.join(&file.value)))))
        });
        let mut list: Vec<_> = mounts.chain(configs).collect();
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Self { list }
    }

    /// Where a path of the container lies on the host, whether something is there or not.
    pub(super) fn host(&self, path: &str) -> Option<PathBuf> {
        let (rest, source) = self.list.iter().find_map(|(target, source)| {
            let rest = path.strip_prefix(target.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((rest, source))
        })?;
        let source = source.as_ref()?;
        let rest = rest.trim_start_matches('/');
        Some(if rest.is_empty() {
            source.clone()
        } else {
            tidy(&source.join(rest))
        })
    }

    /// The paths in the container with what the host has there.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, &Path)> {
        let list = self.list.iter();
        list.filter_map(|(target, source)| Some((target.as_str(), source.as_deref()?)))
    }
}
