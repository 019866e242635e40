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
    /// The shared folders of other machines: the first two components name machine and share.
    Share,
    /// The folder of the project, or the one so many levels above it.
    Project(usize),
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

/// Where Windows drives show up in the file systems of WSL 2, Docker Desktop, Git Bash and Cygwin:
/// the next component is the letter.
const DRIVE_MOUNTS: [&[&str]; 6] = [
    &["run", "desktop", "mnt", "host"],
    &["mnt", "host"],
    &["host_mnt"],
    &["cygdrive"],
    &["mnt"],
    &[],
];

impl HostPath {
    /// The place that the source of a mount names.
    pub fn parse(source: &str) -> Self {
        let source = source.trim();
        let path = source.replace('\\', "/");
        // Two slashes are a share only where they lean to the left: on Linux they are one.
        if let Some(share) = share_of(source, &path) {
            return Self::of_share(share);
        }
        let devices = path
            .strip_prefix("//./")
            .or_else(|| path.strip_prefix("//?/"));
        let path = devices.unwrap_or(&path);
        if devices.is_some()
            && let Some(name) = strip_prefix_folded(path, "pipe/")
        {
            return Self::new(Root::Pipe, name, true);
        }
        let mut letters = path.chars();
        if let (Some(letter), Some(':')) = (letters.next(), letters.next())
            && letter.is_ascii_alphabetic()
        {
            let root = Root::Drive(letter.to_ascii_lowercase());
            return Self::new(root, letters.as_str(), true);
        }
        if let Some(rest) = path.strip_prefix('~') {
            Self::new(Root::Home, rest, false)
        } else if path.starts_with('/') {
            Self::new(Root::Unix, path, false).through_links()
        } else {
            Self::new(Root::Project(0), path, false)
        }
    }

    /// The place of `rest` below the value that a variable has on the machines that set it, where
    /// that is known.
    pub fn below_variable(variable: &str, rest: &str) -> Option<Self> {
        let start = match variable.to_ascii_uppercase().as_str() {
            "HOME" | "USERPROFILE" => "~",
            "APPDATA" => "~/appdata/roaming",
            "LOCALAPPDATA" => "~/appdata/local",
            "XDG_CONFIG_HOME" => "~/.config",
            "XDG_RUNTIME_DIR" => "/run/user/1000",
            "SYSTEMDRIVE" | "HOMEDRIVE" => "C:",
            "SYSTEMROOT" | "WINDIR" => "C:/Windows",
            "PROGRAMDATA" => "C:/ProgramData",
            "PWD" => ".",
            _ => return None,
        };
        Some(Self::parse(&format!("{start}/{rest}")))
    }

    /// The place of a share, written with slashes and without those at its start.
    fn of_share(share: &str) -> Self {
        let (machine, inside) = share.split_once('/').unwrap_or((share, ""));
        let (name, below) = inside.split_once('/').unwrap_or((inside, ""));
        if ["wsl$", "wsl.localhost"].contains(&machine.to_ascii_lowercase().as_str()) {
            return Self::new(Root::Unix, below, false).through_links();
        }
        if name.eq_ignore_ascii_case("pipe") {
            return Self::new(Root::Pipe, below, true);
        }
        // Windows shares each drive with its administrators: `C$`.
        let mut letters = name.chars();
        if let (Some(letter), Some('$'), None) = (letters.next(), letters.next(), letters.next())
            && letter.is_ascii_alphabetic()
        {
            return Self::new(Root::Drive(letter.to_ascii_lowercase()), below, true);
        }
        Self::new(Root::Share, share, true)
    }

    /// The components of `path` below `root`; `.` and `..` are walked.
    fn new(root: Root, path: &str, folds: bool) -> Self {
        let mut root = root;
        let mut parts: Vec<String> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    if parts.pop().is_none()
                        && let Root::Project(levels) = &mut root
                    {
                        *levels += 1;
                    }
                }
                // Windows takes no notice of dots and blanks at the end of a name.
                part if folds => parts.push(part.trim_end_matches(['.', ' ']).to_lowercase()),
                part => parts.push(part.to_owned()),
            }
        }
        Self { root, parts }
    }

    /// The name of the file or folder; empty for a root.
    pub fn name(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    /// Whether both can be one place. The home folder can be anybody's, as long as nobody knows
    /// whose it is.
    pub fn can_be(&self, other: &Self) -> bool {
        let inside = |path: &Self| -> Option<Vec<String>> {
            let parts: Vec<&str> = path.parts.iter().map(String::as_str).collect();
            let inside = match (path.root, parts.as_slice()) {
                (Root::Unix, parts) => host_places::inside_home(parts)?,
                (Root::Drive(_), ["users", _, inside @ ..]) => inside,
                _ => return None,
            };
            Some(inside.iter().map(|part| part.to_lowercase()).collect())
        };
        let is_home_of = |home: &Self, other: &Self| {
            let parts = home.parts.iter().map(|part| part.to_lowercase());
            home.root == Root::Home && inside(other).is_some_and(|inside| parts.eq(inside))
        };
        self == other || is_home_of(self, other) || is_home_of(other, self)
    }

    /// Whether a place is this one or lies below it.
    fn covers(&self, other: &Self) -> bool {
        match (self.root, other.root) {
            // A folder above the project has the project in it, under a name that is not known.
            (Root::Project(own), Root::Project(levels)) if levels < own => self.parts.is_empty(),
            _ => self.root == other.root && other.parts.starts_with(&self.parts),
        }
    }

    /// Whether it lies in the folder of the project.
    pub fn is_in_project(&self) -> bool {
        self.root == Root::Project(0)
    }

    /// Whether it is given relative to the folder of the project and lies outside of it.
    pub fn climbs_out_of_project(&self) -> bool {
        matches!(self.root, Root::Project(levels) if levels > 0)
    }

    /// Whether Windows keeps it: on one of its drives, or on a share.
    pub fn is_of_windows(&self) -> bool {
        matches!(self.root, Root::Drive(_) | Root::Share)
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
            ["host_mnt", rest @ ..] if !rest.is_empty() => {
                Self::new(Root::Unix, &rest.join("/"), false)
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
            Root::Unix | Root::Home | Root::Drive(_) | Root::Share => {
                let name = parts.last().copied().unwrap_or_default();
                if let Some(socket) = host_places::engine_socket(name) {
                    return Some(EnginePath::Itself(socket));
                }
                let parent = match self.root {
                    Root::Unix => host_places::engine_folder(&parts)?,
                    Root::Home => host_places::engine_folder_of_home(&parts)?,
                    _ => return None,
                };
                Some(EnginePath::Parent(parent))
            }
            Root::Project(_) => None,
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
            Root::Pipe | Root::Share | Root::Project(_) => return None,
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

/// Whether a place is one of the listed ones, or lies below one.
pub fn is_allowed(list: &[HostPath], path: &HostPath) -> bool {
    list.iter().any(|own| own.covers(path))
}

fn find(places: &'static [Place], parts: &[&str]) -> Option<Sensitivity> {
    let place = places.iter().find(|place| place.covers(parts))?;
    Some(Sensitivity {
        name: place.name.to_owned(),
        tells: place.tells,
    })
}

/// The share that a path names, without the slashes at its start.
fn share_of<'p>(source: &str, path: &'p str) -> Option<&'p str> {
    if let Some(rest) = path
        .strip_prefix("//?/")
        .and_then(|rest| strip_prefix_folded(rest, "UNC/"))
    {
        return Some(rest);
    }
    let rest = path.strip_prefix("//")?;
    let is_device = rest.starts_with("./") || rest.starts_with("?/");
    let is_wsl = ["wsl$/", "wsl.localhost/"];
    let is_wsl = is_wsl
        .iter()
        .any(|start| strip_prefix_folded(rest, start).is_some());
    let is_share = (source.starts_with(r"\\") && !is_device) || is_wsl;
    is_share.then_some(rest)
}

fn strip_prefix_folded<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests;
