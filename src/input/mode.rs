//! Who may use a file, by its mode. All that is particular to an operating system in this is here.

use std::path::{Path, PathBuf};

use crate::model::Access;

/// File systems that make modes up, or show the same for every file.
const WITHOUT_MODES: [&str; 16] = [
    "9p",
    "drvfs",
    "virtiofs",
    "fuseblk",
    "ntfs",
    "ntfs3",
    "vboxsf",
    "vfat",
    "exfat",
    "msdos",
    "cifs",
    "smb3",
    "smbfs",
    "prl_fs",
    "fuse.vmhgfs-fuse",
    "fakeowner",
];

/// The modes of this machine's files.
#[derive(Debug, Default)]
pub struct Modes {
    /// Where file systems are mounted, and whether each keeps modes.
    mounts: Vec<(PathBuf, bool)>,
}

impl Modes {
    /// Asks the system what is mounted.
    pub fn of_this_system() -> Self {
        Self::of(&mount_table())
    }

    /// From the text of `/proc/self/mountinfo`.
    pub fn of(table: &str) -> Self {
        let mounts = table.lines().filter_map(|line| {
            let (before, after) = line.split_once(" - ")?;
            let point = before.split(' ').nth(4)?;
            let kind = after.split(' ').next()?;
            Some((
                PathBuf::from(unescaped(point)),
                !WITHOUT_MODES.contains(&kind),
            ))
        });
        Self {
            mounts: mounts.collect(),
        }
    }

    /// Who may use the file of an absolute path without links.
    pub fn access(&self, path: &Path) -> Access {
        // Of mounts at one place the last one counts.
        let holding = self
            .mounts
            .iter()
            .filter(|(point, _)| path.starts_with(point));
        let mount = holding.max_by_key(|(point, _)| point.components().count());
        if mount.is_some_and(|(_, keeps_modes)| !keeps_modes) {
            return Access::NotDeterminable;
        }
        let Some(mode) = mode_of(path) else {
            return Access::NotDeterminable;
        };
        // Whoever may not enter a folder above does not come to the file.
        let mut enter = 0o11;
        for folder in path.ancestors().skip(1) {
            let Some(mode) = mode_of(folder) else {
                return Access::NotDeterminable;
            };
            // The group of a folder may be another one: then its users are among the others.
            let group = mode & 0o10 | (mode & 0o1) << 3;
            enter &= group | (mode & 0o1);
        }
        let others = enter & 0o1 != 0;
        let group = enter & 0o10 != 0;
        Access::Known {
            others_read: others && mode & 0o4 != 0,
            others_write: others && mode & 0o2 != 0,
            group_reads: group && mode & 0o40 != 0,
        }
    }
}

/// A path of the mount table, where blanks and backslashes are written as octal numbers.
fn unescaped(path: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(path.to_owned(), |path, (written, meant)| {
        path.replace(written, meant)
    })
}

#[cfg(target_os = "linux")]
fn mount_table() -> String {
    std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
fn mount_table() -> String {
    String::new()
}

#[cfg(unix)]
fn mode_of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    Some(std::fs::metadata(path).ok()?.mode())
}

/// Windows has lists of rights, which say something else.
#[cfg(not(unix))]
fn mode_of(_path: &Path) -> Option<u32> {
    None
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn modes_of_the_file_and_of_its_folders_count() {
        let made = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(made.path()).unwrap();
        let folder = root.join("open");
        fs::create_dir(&folder).unwrap();
        let file = folder.join(".env");
        fs::write(&file, "A=1").unwrap();
        set(&root, 0o755);
        let known = |others_read, others_write, group_reads| Access::Known {
            others_read,
            others_write,
            group_reads,
        };
        for (folder_mode, mode, expected) in [
            (0o755, 0o644, known(true, false, true)),
            (0o755, 0o666, known(true, true, true)),
            (0o755, 0o640, known(false, false, true)),
            (0o755, 0o600, known(false, false, false)),
            (0o700, 0o666, known(false, false, false)),
            (0o750, 0o666, known(false, false, true)),
        ] {
            set(&folder, folder_mode);
            set(&file, mode);
            let found = Modes::of_this_system().access(&file);
            assert_eq!(found, expected, "{folder_mode:o} {mode:o}");
        }
        set(&folder, 0o755);
        let missing = Modes::default().access(&folder.join("missing"));
        assert_eq!(missing, Access::NotDeterminable);
    }

    #[test]
    fn some_file_systems_keep_no_modes() {
        let made = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(made.path()).unwrap();
        let file = root.join("a b.env");
        fs::write(&file, "A=1").unwrap();
        let table = |kind: &str| {
            format!(
                "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda rw\n\
                 22 21 0:4 / {} rw,noatime - {kind} C:\\134 rw,aname=drvfs\n",
                root.display().to_string().replace(' ', "\\040")
            )
        };
        for kind in ["9p", "fuseblk", "vboxsf"] {
            assert_eq!(
                Modes::of(&table(kind)).access(&file),
                Access::NotDeterminable
            );
        }
        for text in [table("ext4").as_str(), "", "broken"] {
            assert_ne!(Modes::of(text).access(&file), Access::NotDeterminable);
        }
    }
}
