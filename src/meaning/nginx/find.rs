//! Every Nginx of a deployment.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memmem;

use super::directives::{SIGNS, is_nginx};
use super::expand::{Expansion, Reader};
use super::files::{self, Files};
use super::mounts::Mounts;
use super::render::Environment;
use super::tree::{Nginx, Peer, Service};
use super::{dify, envsubst, secrets};
use crate::input::{Tree, Walk, decode};
use crate::meaning::{Knowledge, remarks_in_nginx};
use crate::model::{Exposure, Port, Problem, Project, Remark, Sensitive, Span, TextId};
use crate::syntax::nginx::{File, parse};

/// Files that no service mounts are looked at up to so many bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// What of Nginx was found.
#[derive(Default)]
pub struct Found {
    /// Each Nginx.
    pub all: Vec<Nginx>,
    /// What could not be read or followed.
    pub problems: Vec<Problem>,
    /// What is never shown.
    pub secrets: Vec<(Span, Sensitive)>,
    /// Comments that speak to hulan.
    pub remarks: Vec<Remark>,
    /// The files.
    pub texts: Vec<TextId>,
}

/// Finds every Nginx: of the services of `projects`, and of the files that no service mounts.
/// `root` is the folder that paths are relative to.
pub fn find(
    tree: &Tree<'_>,
    root: &Path,
    walk: &Walk,
    projects: &[Project],
    knowledge: &Knowledge,
) -> Found {
    let mut reader = Reader::new(tree);
    let mut all = Vec::new();
    let mut taken: HashSet<PathBuf> = HashSet::new();
    for (number, project) in projects.iter().enumerate() {
        // What an engine runs reads the same files as the service that it was made from.
        if project.engine.is_some() {
            continue;
        }
        let main = tree.texts().get(project.file);
        let folder = root.join(&**main.path());
        let folder = folder.parent().unwrap_or(root);
        let mut peers = None;
        for container in &project.containers {
            let mounts = Mounts::of(container, project, folder);
            let Some(nginx_folder) = files::folder_of(&mounts) else {
                continue;
            };
            let own = files::of_mounts(&mounts, &walk.all);
            let below = |name: &&String| {
                let rest = name.strip_prefix(nginx_folder);
                rest.is_some_and(|rest| rest.starts_with('/'))
            };
            if !own.keys().any(|name| below(&name)) {
                continue;
            }
            let mut environment = Environment::of(container, &project.origins);
            dify::derive(&mut environment, &own);
            let ports = container.ports.iter();
            let service = Service {
                project: number,
                project_name: project.name.clone(),
                name: container.name.clone(),
                published: ports
                    .map(|port| (port.target.0, port.target.1, reach(port)))
                    .collect(),
            };
            let nginx = Nginx {
                service: Some(service),
                knows_http: true,
                unfiltered: envsubst::unfiltered(container, &project.origins),
                peers: peers
                    .get_or_insert_with(|| peers_of(project, knowledge))
                    .clone(),
                mounts,
                ..Nginx::default()
            };
            let expansion = Expansion::new(&mut reader, &environment, &own, nginx_folder, nginx);
            let (nginx, used) = of_service(expansion);
            let seen = used
                .iter()
                .map(|text| root.join(&**tree.texts().get(*text).path()));
            taken.extend(seen);
            taken.extend(
                own.iter()
                    .filter(|(name, _)| below(name))
                    .map(|(_, path)| path.clone()),
            );
            if !nginx.entries.is_empty() {
                all.push(nginx);
            }
        }
    }
    loose(&mut reader, walk, &taken, &mut all);
    finish(reader, all)
}

fn of_service(mut expansion: Expansion<'_, '_>) -> (Nginx, Vec<TextId>) {
    let main = format!("{}/nginx.conf", expansion.folder);
    match expansion.files.get(&main).cloned() {
        Some(path) => {
            expansion.nginx.name = expansion.reader.tree.shown(&path);
            expansion.file(&path, None, None);
        }
        None => expansion.stock_file(),
    }
    let Expansion {
        mut nginx,
        used,
        reader,
        ..
    } = expansion;
    if nginx.name.is_empty()
        && let Some(first) = used.first()
    {
        nginx.name = reader.tree.texts().get(*first).path().to_string();
    }
    (nginx, used)
}

/// What no service mounts: main files with what they include, then the rest one by one.
fn loose(reader: &mut Reader<'_>, walk: &Walk, taken: &HashSet<PathBuf>, all: &mut Vec<Nginx>) {
    let candidates = walk.all.iter();
    let candidates = candidates.filter(|path| files::may_be_nginx(path) && !taken.contains(*path));
    let mut found: Vec<(&PathBuf, TextId, Arc<File>)> = Vec::new();
    for path in candidates {
        if looks_like_nginx(path)
            && let Some((text, file)) = reader.open(path)
        {
            found.push((path, text, file));
        }
    }
    let has = |file: &File, name: &str| {
        let mut roots = file.statements.iter().filter(|one| one.parent.is_none());
        roots.any(|one| one.name() == name)
    };
    let rank = |file: &File| match file {
        file if has(file, "http") => 0,
        file if has(file, "server") || has(file, "upstream") => 1,
        _ => 2,
    };
    found.sort_by_key(|(path, _, file)| (rank(file), (*path).clone()));
    let environment = Environment::default();
    let mut used: HashSet<TextId> = HashSet::new();
    for (path, text, file) in &found {
        if used.contains(text) {
            continue;
        }
        let rank = rank(file);
        let folder = folder_of(path);
        let beside: Files = files::beside(folder, &walk.all);
        let nginx = Nginx {
            name: reader.tree.shown(path),
            knows_http: rank == 0,
            is_fragment: rank == 2,
            ..Nginx::default()
        };
        let mut expansion = Expansion::new(reader, &environment, &beside, "/etc/nginx", nginx);
        expansion.file(path, None, None);
        used.extend(expansion.used);
        all.push(expansion.nginx);
    }
}

/// The folder that stands for `/etc/nginx` of a file.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().unwrap_or(path);
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let is_inner = matches!(
        &*name,
        "conf.d" | "sites-enabled" | "sites-available" | "templates" | "http.d" | "server_blocks"
    );
    match folder.parent() {
        Some(outer) if is_inner => outer,
        _ => folder,
    }
}

fn looks_like_nginx(path: &Path) -> bool {
    let is_small = std::fs::metadata(path).is_ok_and(|about| about.len() <= LARGEST);
    let Some(bytes) = is_small.then(|| std::fs::read(path).ok()).flatten() else {
        return false;
    };
    let has = |sign: &str| memmem::find(&bytes, sign.as_bytes()).is_some();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_named = name.to_ascii_lowercase().starts_with("nginx");
    // In UTF-16 every other byte is zero.
    if !is_named && !bytes.contains(&0) && !SIGNS.iter().any(|sign| has(sign)) {
        return false;
    }
    decode(&bytes).is_some_and(|decoded| is_nginx(&parse(&decoded.content), is_named))
}

fn finish(reader: Reader<'_>, all: Vec<Nginx>) -> Found {
    let texts = reader.tree.texts();
    let mut remarks = Vec::new();
    for id in &reader.order {
        if let Some(file) = reader.parsed.get(id) {
            remarks.extend(remarks_in_nginx(&texts.get(*id), file));
        }
    }
    Found {
        secrets: all.iter().flat_map(secrets::secrets).collect(),
        all,
        problems: reader.problems,
        remarks,
        texts: reader.order,
    }
}

fn reach(port: &Port) -> Exposure {
    if port.is_loopback() {
        Exposure::Loopback
    } else {
        Exposure::Public
    }
}

fn peers_of(project: &Project, knowledge: &Knowledge) -> Vec<Peer> {
    let peers = project.containers.iter().map(|container| {
        let image = knowledge.image_of(container);
        let ports = container.ports.iter().map(|port| {
            let place = project
                .origins
                .place(port.origin)
                .unwrap_or(container.owner);
            (port.target.0, port.target.1, reach(port), place)
        });
        Peer {
            name: container.name.clone(),
            image: image
                .map(|image| image.path.to_lowercase())
                .unwrap_or_default(),
            store: knowledge
                .store(container)
                .map(|store| store.name.to_string()),
            published: ports.collect(),
        }
    });
    peers.collect()
}
