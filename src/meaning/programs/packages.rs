//! Packages of Dify plugins (`.difypkg`), which are zip archives: their Python.

use std::collections::{BTreeSet, HashSet};
use std::io::{Cursor, Read as _};
use std::path::Path;

use zip::ZipArchive;

use super::is_program;
use crate::input::decode;
use crate::model::{Decoded, ProblemKind};

/// Most entries of an archive that are looked at.
const MOST_ENTRIES: usize = 10_000;

/// Largest member that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// Most bytes of all members together.
const MOST_BYTES: u64 = 64 << 20;

/// So many bytes tell what runs a member without an extension.
const FIRST_LINE: usize = 128;

/// A Python file of a package.
pub struct Member {
    /// `plugin.difypkg/tools/main.py`
    pub path: String,
    /// Its text.
    pub text: Decoded,
}

/// What a package holds. Nothing of it is lost without a word.
#[derive(Default)]
pub struct Package {
    /// Its Python files, in the order of their paths.
    pub members: Vec<Member>,
    /// What could not be read: the kind, the path, and the sentence by its key in
    /// `policies/texts.yaml`.
    pub problems: Vec<(ProblemKind, String, &'static str)>,
}

/// Whether a file is a package by its name.
pub fn is_package(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".difypkg")
}

/// Reads the package at `path`.
pub fn package(path: &str, bytes: &[u8]) -> Package {
    let mut package = Package::default();
    let mut left = MOST_BYTES;
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(mut archive) => {
            if archive.len() > MOST_ENTRIES {
                package.limit(path.to_owned());
            }
            for number in 0..archive.len().min(MOST_ENTRIES) {
                package.read(&mut archive, number, path, &mut left);
            }
        }
        Err(_) => package.problems.push((
            ProblemKind::NotFollowed,
            path.to_owned(),
            "programs.broken-package",
        )),
    }
    package.members.sort_by(|a, b| a.path.cmp(&b.path));
    package
}

/// The folders that are plugins which nobody has packed yet: a manifest and a program, and what
/// every plugin has beside them. `paths` are files.
pub fn plugin_folders<'p>(paths: impl IntoIterator<Item = &'p Path>) -> BTreeSet<&'p Path> {
    let mut manifests = HashSet::new();
    let mut mains = HashSet::new();
    let mut others = BTreeSet::new();
    for path in paths {
        let (Some(name), Some(folder)) = (path.file_name(), path.parent()) else {
            continue;
        };
        if name == "manifest.yaml" || name == "manifest.yml" {
            manifests.insert(folder);
        } else if name == "main.py" {
            mains.insert(folder);
        }
        let kind = folder.file_name().unwrap_or_default();
        if kind == "provider" || kind == "_assets" {
            others.extend(folder.parent());
        }
    }
    others.retain(|folder| manifests.contains(folder) && mains.contains(folder));
    others
}

impl Package {
    fn limit(&mut self, path: String) {
        let problem = (ProblemKind::LimitExceeded, path, "programs.large-package");
        self.problems.push(problem);
    }

    fn read(
        &mut self,
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        number: usize,
        path: &str,
        left: &mut u64,
    ) {
        let Ok(mut file) = archive.by_index(number) else {
            let problem = "programs.broken-package";
            let problem = (ProblemKind::NotFollowed, path.to_owned(), problem);
            return self.problems.push(problem);
        };
        let Ok(name) = file.name().map(|name| name.replace('\\', "/")) else {
            let problem = "programs.broken-package";
            let problem = (ProblemKind::NotFollowed, path.to_owned(), problem);
            return self.problems.push(problem);
        };
        let shown = format!("{path}/{name}");
        if file.is_dir() {
            return;
        }
        let last = name.rsplit('/').next().unwrap_or_default();
        let may_be_script = !last.contains('.');
        if is_program(&name, b"").is_none() && !may_be_script {
            if is_package(&name) {
                let problem = (
                    ProblemKind::NotFollowed,
                    shown,
                    "programs.package-in-package",
                );
                self.problems.push(problem);
            }
            return;
        }
        // What an archive says of the size of a member is not believed.
        let most = LARGEST.min(*left);
        let mut content = Vec::new();
        if may_be_script {
            let mut start = [0; FIRST_LINE];
            let read = file.read(&mut start).unwrap_or_default();
            let start = start.get(..read).unwrap_or_default();
            if is_program(&name, start).is_none() {
                return;
            }
            content.extend_from_slice(start);
        }
        let is_read = file.take(most + 1).read_to_end(&mut content).is_ok();
        let length = content.len() as u64;
        if !is_read {
            let problem = (ProblemKind::NotFollowed, shown, "programs.broken-package");
            self.problems.push(problem);
        } else if length > most {
            *left = 0;
            self.limit(shown);
        } else if let Some(text) = decode(&content) {
            *left -= length;
            self.members.push(Member { path: shown, text });
        } else {
            let problem = (
                ProblemKind::Undecodable,
                shown,
                "programs.undecodable-member",
            );
            self.problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            let options = SimpleFileOptions::default();
            writer.start_file(*name, options).expect("a member");
            writer.write_all(content).expect("written");
        }
        writer.finish().expect("an archive").into_inner()
    }

    #[test]
    fn python_is_read_and_nothing_else() {
        let bytes = archive(&[
            ("tools/run.py", b"import os\n"),
            ("manifest.yaml", b"a: 1\n"),
            ("start", b"#!/usr/bin/env python3\nprint()\n"),
            ("LICENSE", b"words"),
        ]);
        let package = package("p.difypkg", &bytes);
        let members = package.members.iter();
        let members: Vec<(&str, &str)> = members
            .map(|own| (own.path.as_str(), own.text.content.as_str()))
            .collect();
        assert_eq!(
            members,
            [
                ("p.difypkg/start", "#!/usr/bin/env python3\nprint()\n"),
                ("p.difypkg/tools/run.py", "import os\n")
            ]
        );
        assert!(package.problems.is_empty());
    }

    #[test]
    fn plugins_are_told_by_what_lies_beside() {
        let paths = [
            "a/manifest.yaml",
            "a/main.py",
            "a/_assets/icon.svg",
            "a/tools/x.py",
            "b/manifest.yaml",
            "b/main.py",
            "c/main.py",
            "c/provider/c.yaml",
        ];
        let folders = plugin_folders(paths.iter().map(Path::new));
        assert_eq!(folders, BTreeSet::from([Path::new("a")]));
    }

    #[test]
    fn bombs_and_broken_archives_are_problems() {
        let zeros = vec![b' '; usize::try_from(LARGEST).expect("fits") + 2];
        let bomb = archive(&[("bomb.py", &zeros), ("b.py", b"x = 1\n")]);
        assert!(bomb.len() < 100_000);
        let read = package("p.difypkg", &bomb);
        let kinds: Vec<ProblemKind> = read.problems.iter().map(|own| own.0).collect();
        assert_eq!(kinds.first(), Some(&ProblemKind::LimitExceeded));
        for bytes in [&b""[..], b"PK", bomb.get(..40).unwrap_or_default()] {
            let read = package("p.difypkg", bytes);
            assert_eq!(read.problems.len(), 1);
            assert!(read.members.is_empty());
        }
    }
}
