//! Which services of compose projects have certificates and keys, and where.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::input::tidy;
use crate::meaning::nginx::CertificateUse;
use crate::model::certificate::{Bundle, Use, UseRole};
use crate::model::{GrantKind, MountKind, Project, Span, Texts};

/// Adds the services that have a file to its uses; `root` is the folder that paths are relative to.
pub fn join(bundles: &mut [Bundle], projects: &[Project], texts: &Texts, root: &Path) {
    if bundles.is_empty() {
        return;
    }
    let paths: Vec<PathBuf> = bundles
        .iter()
        .map(|own| tidy(&root.join(&own.name)))
        .collect();
    for project in projects {
        let shown = texts.get(project.file);
        let file = tidy(&root.join(&**shown.path()));
        let folder = file.parent().unwrap_or(root);
        for (source, place, who) in given(project) {
            let source = tidy(&folder.join(source));
            for (bundle, path) in bundles.iter_mut().zip(&paths) {
                // What is mounted with everything around it says nothing of what it is for.
                if path.starts_with(&source) && source != root {
                    bundle.add_use(place, who);
                }
            }
        }
    }
}

/// Adds the servers of Nginx that show a file to its uses, with their names and the key beside it.
pub fn join_servers(bundles: &mut [Bundle], uses: &[CertificateUse], root: &Path) {
    let of_path = |path: Option<&Path>, bundles: &[Bundle]| {
        let path = tidy(path?);
        let mut named = bundles.iter();
        let found = named.find(|own| tidy(&root.join(&own.name)) == path);
        found.map(|own| own.name.clone())
    };
    for one in uses {
        let key = of_path(one.key.as_deref(), bundles);
        let file = of_path(one.file.as_deref(), bundles);
        for bundle in bundles.iter_mut() {
            if Some(&bundle.name) == file.as_ref() {
                bundle.uses.push(Use {
                    place: one.place,
                    who: one.who.clone(),
                    role: UseRole::Server,
                    names: one.names.clone(),
                    key: key.clone(),
                    staples: Some(one.staples),
                });
            }
        }
    }
}

/// What services are given of the host: the path, the line that says so, and the service.
fn given(project: &Project) -> Vec<(&str, Span, &str)> {
    let mut given = Vec::new();
    let mut grants = HashMap::new();
    for grant in &project.grants {
        if let Some(file) = &grant.file {
            let is_secret = grant.kind == GrantKind::Secret;
            grants.insert((is_secret, grant.key.as_str()), file.value.as_str());
        }
    }
    for container in &project.containers {
        let who = container.name.as_str();
        for mount in container
            .mounts
            .iter()
            .filter(|own| own.kind == MountKind::Bind)
        {
            let place = project.origins.place(mount.origin);
            if let (Some(source), Some(place)) = (&mount.source, place) {
                given.push((source.as_str(), place, who));
            }
        }
        let secrets = container.secrets.iter().map(|own| (true, own));
        let configs = container.configs.iter().map(|own| (false, own));
        for (is_secret, grant) in secrets.chain(configs) {
            let file = grants.get(&(is_secret, grant.source.as_str()));
            if let (Some(file), Some(place)) = (file, project.origins.place(grant.origin)) {
                given.push((*file, place, who));
            }
        }
    }
    given
}

impl Bundle {
    /// Most users that are kept of one file.
    const MOST_USES: usize = 16;

    fn add_use(&mut self, place: Span, who: &str) {
        let is_known = self
            .uses
            .iter()
            .any(|own| own.who == who && own.place == place);
        if !is_known && self.uses.len() < Self::MOST_USES {
            self.uses.push(Use {
                place,
                who: who.to_owned(),
                role: UseRole::Unknown,
                names: Vec::new(),
                key: None,
                staples: None,
            });
        }
    }
}
