//! Sets of paths, as configuration and arguments write them.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Globs that are matched against paths relative to one folder.
#[derive(Clone, Debug, Default)]
pub struct PathSet {
    base: PathBuf,
    globs: GlobSet,
}

impl PathSet {
    /// The paths that match one of `globs`, relative to the absolute folder `base`. A star stays
    /// within a folder where `by_part`.
    pub fn new<'g>(
        base: &Path,
        globs: impl IntoIterator<Item = &'g str>,
        by_part: bool,
    ) -> Result<Self, globset::Error> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let glob = glob.strip_prefix("./").unwrap_or(glob);
            set.add(GlobBuilder::new(glob).literal_separator(by_part).build()?);
        }
        Ok(Self {
            base: base.to_path_buf(),
            globs: set.build()?,
        })
    }

    /// Whether an absolute path is one of them.
    pub fn matches(&self, path: &Path) -> bool {
        !self.globs.is_empty() && self.globs.is_match(relative(&self.base, path))
    }
}

/// An absolute path as somebody in the absolute folder `base` writes it.
pub fn relative(base: &Path, path: &Path) -> PathBuf {
    let same = base
        .components()
        .zip(path.components())
        .take_while(|(a, b)| a == b)
        .count();
    // Another drive: there is no way from here.
    if same == 0 {
        return path.to_path_buf();
    }
    let up = base.components().skip(same).map(|_| Component::ParentDir);
    up.chain(path.components().skip(same)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_folder() {
        let up = relative(Path::new("/a/b"), Path::new("/a/c/d"));
        assert_eq!(up, Path::new("../c/d"));
        let set = PathSet::new(Path::new("/a/b"), ["./.env", "conf/*.env"], true);
        let set = set.expect("globs");
        assert!(set.matches(Path::new("/a/b/.env")));
        assert!(set.matches(Path::new("/a/b/conf/x.env")));
        assert!(!set.matches(Path::new("/a/b/conf/deep/x.env")));
        assert!(!set.matches(Path::new("/a/.env")));
        assert!(!PathSet::default().matches(Path::new("/a")));
    }
}
