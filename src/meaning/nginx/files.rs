//! Which files an Nginx finds where.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::mounts::Mounts;

/// The folders in which builds of Nginx look for their configuration.
pub(super) const FOLDERS: [&str; 5] = [
    "/etc/nginx",
    "/usr/local/openresty/nginx/conf",
    "/usr/local/nginx/conf",
    "/opt/bitnami/nginx/conf",
    "/etc/openresty",
];

/// What the main file of an image includes below its folder.
pub(super) const OF_STOCK_FILE: [&str; 4] = [
    "conf.d/*.conf",
    "http.d/*.conf",
    "sites-enabled/*",
    "server_blocks/*.conf",
];

/// So many files below the mounts of one service, or beside one file, are known.
const MOST_FILES: usize = 20_000;

/// Files by the paths that Nginx knows them by.
pub(super) type Files = BTreeMap<String, PathBuf>;

/// The files that a service has by its mounts. `all` is sorted.
pub(super) fn of_mounts(mounts: &Mounts, all: &[PathBuf]) -> Files {
    let mut files = Files::new();
    for (target, source) in mounts.sources() {
        for path in below(all, source) {
            if files.len() >= MOST_FILES {
                break;
            }
            if let Ok(rest) = path.strip_prefix(source) {
                let rest = rest.to_string_lossy().replace('\\', "/");
                let name = match rest.as_str() {
                    "" => target.to_owned(),
                    rest => format!("{target}/{rest}"),
                };
                files.insert(name, path.clone());
            }
        }
    }
    rendered(files)
}

/// The files beside a main file that no service mounts, as if its folder were `/etc/nginx`.
pub(super) fn beside(folder: &Path, all: &[PathBuf]) -> Files {
    let mut files = Files::new();
    for path in below(all, folder).take(MOST_FILES) {
        if let Ok(rest) = path.strip_prefix(folder) {
            let rest = rest.to_string_lossy().replace('\\', "/");
            files.insert(format!("/etc/nginx/{rest}"), path.clone());
        }
    }
    rendered(files)
}

fn below<'a>(all: &'a [PathBuf], folder: &'a Path) -> impl Iterator<Item = &'a PathBuf> {
    let start = all.partition_point(|path| path.as_path() < folder);
    let rest = all.get(start..).unwrap_or_default();
    rest.iter().take_while(move |path| path.starts_with(folder))
}

/// Adds what templates become: in the same folder without the last part of the name, and out of
/// `templates` into `conf.d`, as the official image does.
fn rendered(mut files: Files) -> Files {
    let templates = files.iter().filter_map(|(name, path)| {
        let name = name.strip_suffix(".template")?;
        let name = match name.strip_prefix("/etc/nginx/templates/") {
            Some(rest) => format!("/etc/nginx/conf.d/{rest}"),
            None => name.to_owned(),
        };
        Some((name, path.clone()))
    });
    for (name, path) in templates.collect::<Vec<_>>() {
        // What is rendered takes the place of what lay there.
        files.insert(name, path);
    }
    files
}

/// The folder in which a service mounts configuration of Nginx.
pub(super) fn folder_of(mounts: &Mounts) -> Option<&'static str> {
    let has = |folder: &&&str| {
        mounts.sources().any(|(target, _)| {
            let rest = target.strip_prefix(**folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    FOLDERS.iter().find(has).copied()
}

/// Whether a file that no service mounts may be Nginx configuration by its name.
pub(super) fn may_be_nginx(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let ends = [
        ".conf",
        ".conf.template",
        ".nginx",
        ".vhost",
        ".conf.tmpl",
        ".conf.tpl",
        ".conf.j2",
        ".conf.example",
        ".conf.sample",
        ".conf.default",
    ];
    if ends.iter().any(|end| name.ends_with(end)) {
        return true;
    }
    // `nginx`, `nginx.template`, `nginx-site.inc`, and no program or table beside them.
    let others = [
        "md", "yaml", "yml", "json", "sh", "py", "env", "service", "log", "txt", "toml", "ps1",
        "html",
    ];
    if name.starts_with("nginx") {
        let mut words = name.split('.').skip(1);
        return !words.any(|word| others.contains(&word));
    }
    let folder = path.parent().and_then(Path::file_name);
    let folder = folder.unwrap_or_default().to_string_lossy();
    matches!(
        &*folder,
        "sites-available" | "sites-enabled" | "server_blocks" | "http.d"
    )
}

/// Files that come with Nginx and hold nothing to judge, by the ends of their paths.
pub(super) fn is_stock(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stock = [
        "mime.types",
        "fastcgi_params",
        "fastcgi.conf",
        "uwsgi_params",
        "scgi_params",
        "koi-utf",
        "koi-win",
        "win-utf",
        "proxy_params",
    ];
    // What Compose hands in as a secret is none of the tree's, and is meant to be elsewhere.
    path.starts_with("/run/secrets/")
        || stock.contains(&name)
        || path.contains("/modules-enabled/")
        || path.contains("/nginx/modules/")
}
