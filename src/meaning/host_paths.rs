//! Which places of the host a mount reaches. A Windows drive has many names (`C:\data`, `/c/data`,
//! `/mnt/c/data`, `/run/desktop/mnt/host/c/data`): here each place has one.

use super::host_places::{self, Place};

/// A place of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPath {
    root: Root,
    /// The components below the root; in lower case where the host does not tell cases apart.
    parts: Vec<String>,
}

/// What a path starts at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    /// The root of a Linux file system.
    Unix,
    /// A Windows drive, by its letter in lower case.
    Drive(char),
    /// The home folder of whoever starts the project.
    Home,
    /// The named pipes of Windows.
    Pipe,
}

/// How a mount reaches the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnginePath {
    /// It is the socket or pipe of this name.
    Itself(&'static str),
    /// It is this folder, in which the socket lies.
    Parent(&'static str),
}

/// A place that a container should not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensitivity {
    /// The place, as the host writes it.
    pub name: String,
    /// Whether reading it tells secrets. Writing it always changes what the host does.
    pub tells: bool,
}

/// Where Windows drives show up in the file systems of WSL 2, Docker Desktop and Git Bash: the next
/// component is the letter.
const DRIVE_MOUNTS: [&[&str]; 5] = [
    &["run", "desktop", "mnt", "host"],
    &["mnt", "host"],
    &["host_mnt"],
    &["mnt"],
    &[],
];

impl HostPath {
    /// The place that the source of a mount names. `None` for a path below the project's folder.
    pub fn parse(source: &str) -> Option<Self> {
        let path = source.trim().replace('\\', "/");
        if let Some(name) = path.strip_prefix("//./pipe/") {
            return Some(Self::new(Root::Pipe, name, true));
        }
        for share in ["//wsl$/", "//wsl.localhost/"] {
            if let Some(rest) = strip_prefix_folded(&path, share) {
                let inside = rest.split_once('/').map_or("", |(_, inside)| inside);
                return Some(Self::new(Root::Unix, inside, false).through_links());
            }
        }
        let path = path.strip_prefix("//?/").unwrap_or(&path);
        let mut letters = path.chars();
        if let (Some(letter), Some(':')) = (letters.next(), letters.next())
            && letter.is_ascii_alphabetic()
        {
            let root = Root::Drive(letter.to_ascii_lowercase());
            return Some(Self::new(root, letters.as_str(), true));
        }
        match path.strip_prefix('~') {
            Some("") => Some(Self::new(Root::Home, "", false)),
            Some(rest) => rest
                .starts_with('/')
                .then(|| Self::new(Root::Home, rest, false)),
            None => path
                .starts_with('/')
                .then(|| Self::new(Root::Unix, path, false).through_links()),
        }
    }

    /// The components of `path` below `root`; `.` and `..` are walked.
    fn new(root: Root, path: &str, folds: bool) -> Self {
        let mut parts: Vec<String> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part if folds => parts.push(part.to_lowercase()),
                part => parts.push(part.to_owned()),
            }
        }
        Self { root, parts }
    }

    /// The same place without the links and mounts that every host has: drives, and `/var/run`.
    fn through_links(self) -> Self {
        let parts: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        for mount in DRIVE_MOUNTS {
            let Some([letter, rest @ ..]) = parts.strip_prefix(mount) else {
                continue;
            };
            let mut letters = letter.chars();
            if let (Some(letter), None) = (letters.next(), letters.next())
                && letter.is_ascii_alphabetic()
            {
                let root = Root::Drive(letter.to_ascii_lowercase());
                return Self::new(root, &rest.join("/"), true);
            }
        }
        match parts.as_slice() {
            ["var", "run", rest @ ..] => {
                Self::new(Root::Unix, &format!("run/{}", rest.join("/")), false)
            }
            _ => self,
        }
    }

    /// Whether a container that has this place can command the engine.
    pub fn engine(&self) -> Option<EnginePath> {
        let parts: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        match self.root {
            Root::Pipe => {
                let name = parts.last()?;
                host_places::is_engine_pipe(name).then_some(EnginePath::Itself("docker_engine"))
            }
            Root::Unix | Root::Home | Root::Drive(_) => {
                let name = parts.last().copied().unwrap_or_default();
                if let Some(socket) = host_places::engine_socket(name) {
                    return Some(EnginePath::Itself(socket));
                }
                let parent = match self.root {
                    Root::Unix => host_places::engine_folder(&parts)?,
                    Root::Home => host_places::engine_folder_of_home(&parts)?,
                    Root::Drive(_) | Root::Pipe => return None,
                };
                Some(EnginePath::Parent(parent))
            }
        }
    }

    /// Whether a container should not have this place.
    pub fn sensitivity(&self) -> Option<Sensitivity> {
        let parts: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        let places: &[Place] = match self.root {
            Root::Unix => {
                if let Some(inside) = host_places::inside_home(&parts) {
                    return find(host_places::HOME, inside);
                }
                host_places::UNIX
            }
            Root::Drive(_) => {
                if let ["users", _, inside @ ..] = parts.as_slice() {
                    return find(host_places::HOME, inside);
                }
                host_places::DRIVE
            }
            Root::Home => host_places::HOME,
            Root::Pipe => return None,
        };
        let mut found = find(places, &parts)?;
        if let Root::Drive(letter) = self.root {
            found
                .name
                .replace_range(..1, &letter.to_uppercase().to_string());
        }
        Some(found)
    }
}

fn find(places: &'static [Place], parts: &[&str]) -> Option<Sensitivity> {
    let place = places.iter().find(|place| place.covers(parts))?;
    Some(Sensitivity {
        name: place.name.to_owned(),
        tells: place.tells,
    })
}

fn strip_prefix_folded<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests;
