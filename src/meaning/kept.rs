//! The files of a deployment that hold secrets, and who may come by them: users of the machine,
//! readers of the repository, owners of an image.

mod copies;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::copies::{Plan, plans};
use super::names::is_secret_name;
use super::placeholders::is_placeholder;
use super::searched;
use super::secrets::{inside_of, says_nothing};
use crate::input::{Kind, Modes, Repositories, Tree, Walk, tidy};
use crate::model::{GrantKind, KeptFile, KeptKind, Project, TextId};
use crate::syntax::dotenv::EnvFile;

/// So many bytes of a file tell whether it holds a private key.
const KEY_START: u64 = 64 * 1024;

/// A project with the env files that were read for it.
pub type WithEnvFiles<'a> = (&'a Project, &'a [Arc<EnvFile>]);

/// The files with secrets that projects use, and private keys beside them; `root` is the folder that
/// paths are relative to. Templates hold none.
pub fn kept_files(
    tree: &Tree<'_>,
    root: &Path,
    walk: &Walk,
    projects: &[WithEnvFiles<'_>],
    strays: &[Arc<EnvFile>],
) -> Vec<KeptFile> {
    let mut found = BTreeMap::new();
    for file in strays {
        let path = path_of(tree, root, file.text);
        if !is_template(&path) && holds_secrets(file) {
            found.insert(path, (KeptKind::Env, Some(file.text)));
        }
    }
    for (project, env_files) in projects {
        let folder = folder_of(tree, root, project);
        for file in *env_files {
            let path = path_of(tree, root, file.text);
            let is_template = project.templates.contains(&file.text) || is_template(&path);
            if !is_template && holds_secrets(file) {
                found.insert(path, (KeptKind::Env, Some(file.text)));
            }
        }
        for grant in &project.grants {
            let Some(file) = &grant.file else {
                continue;
            };
            let path = tidy(&folder.join(&file.value));
            let holds = match grant.kind {
                GrantKind::Secret => is_filled(&path) && !is_template(&path),
                GrantKind::Config => is_open_key(&path),
            };
            if holds && !tree.is_outside(&path) {
                let kind = match grant.kind {
                    GrantKind::Secret => KeptKind::Secret,
                    GrantKind::Config => KeptKind::Key,
                };
                found.entry(path).or_insert((kind, None));
            }
        }
    }
    let keys = walk.others.iter().filter(|file| file.kind == Kind::Key);
    for file in keys.filter(|file| is_open_key(&file.path)) {
        let key = (KeptKind::Key, None);
        found.entry(file.path.clone()).or_insert(key);
    }
    if found.is_empty() {
        return Vec::new();
    }
    let modes = Modes::of_this_system();
    let mut repositories = Repositories::default();
    let folders = projects.iter().map(|(project, _)| {
        let folder = folder_of(tree, root, project);
        (*project, folder)
    });
    let plans: Vec<Plan> = plans(folders, walk);
    let mut kept: Vec<(PathBuf, KeptFile)> = Vec::new();
    for (path, (kind, text)) in found {
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let file = KeptFile {
            text: text.unwrap_or_else(|| tree.stand_in(&path)),
            path: tree.shown(&path),
            kind,
            access: modes.access(&real),
            tracked: repositories.tracks(&path),
            copies: Vec::new(),
        };
        kept.push((path, file));
    }
    for plan in plans {
        plan.apply(tree, &mut kept);
    }
    kept.into_iter().map(|(_, file)| file).collect()
}

fn path_of(tree: &Tree<'_>, root: &Path, text: TextId) -> PathBuf {
    tidy(&root.join(&**tree.texts().get(text).path()))
}

/// The folder of a project.
fn folder_of(tree: &Tree<'_>, root: &Path, project: &Project) -> PathBuf {
    let file = path_of(tree, root, project.file);
    file.parent().unwrap_or(root).to_path_buf()
}

fn is_template(path: &Path) -> bool {
    searched::is_template(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Whether an env file has a value that is a secret and asks not to be replaced.
fn holds_secrets(file: &EnvFile) -> bool {
    file.statements.iter().any(|statement| {
        let name = &statement.key.name;
        let Some(value) = &statement.value else {
            return false;
        };
        let value = value.decoded().expose();
        let is_one = |value: &str| {
            let is_reference = value.starts_with("${") && value.ends_with('}');
            !says_nothing(value) && !is_reference && !is_placeholder(name, value)
        };
        let mut inside = inside_of(value).into_iter();
        inside.any(|(range, _)| value.get(range).is_some_and(is_one))
            || (is_secret_name(name) && is_one(value))
    })
}

fn is_filled(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0)
}

/// Whether a file holds a private key that no passphrase protects, or is a store of keys.
fn is_open_key(path: &Path) -> bool {
    if !is_filled(path) {
        return false;
    }
    let end = path.extension().unwrap_or_default().to_ascii_lowercase();
    if ["p12", "pfx", "jks"].iter().any(|store| end == *store) {
        return true;
    }
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(KEY_START).read_to_end(&mut start));
    let text = String::from_utf8_lossy(&start);
    read.is_ok()
        && text.contains("PRIVATE KEY-----")
        && !text.contains("ENCRYPTED PRIVATE KEY-----")
        && !text.contains("Proc-Type: 4,ENCRYPTED")
}
