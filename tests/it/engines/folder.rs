//! The folder of an engine: short, as the name of a socket may have 108 bytes, and free of mounts
//! when it goes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::servers::{run, tool};

/// A folder that goes with all that is mounted below it.
pub(super) struct Folder(Option<tempfile::TempDir>);

impl Folder {
    pub(super) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("he").tempdir_in("/tmp");
        Self(Some(folder.expect("made")))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.as_ref().expect("it goes last").path()
    }

    /// Makes the file system of an image, `image.tar`; nothing where its program is not at hand.
    pub(super) fn make_image(&self, test: &str) -> Option<PathBuf> {
        let busybox = tool(test, "HULAN_BUSYBOX", &["/bin/busybox"])?;
        let root = self.path().join("image");
        for folder in ["bin", "etc", "tmp", "var"] {
            fs::create_dir_all(root.join(folder)).expect("made");
        }
        fs::copy(busybox, root.join("bin/busybox")).expect("copied");
        for name in ["sh", "sleep", "true"] {
            let link = root.join("bin").join(name);
            std::os::unix::fs::symlink("busybox", link).expect("made");
        }
        fs::write(root.join("etc/passwd"), "root:x:0:0::/:/bin/sh\n").expect("written");
        let image = self.path().join("image.tar");
        let mut tar = Command::new("tar");
        tar.arg("-C").arg(&root).arg("-cf").arg(&image);
        run(tar.args(["--owner=0", "--group=0", "."]));
        Some(image)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let folder = self.path();
        let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        let mounts = mounts.lines().filter_map(|line| line.split(' ').nth(1));
        let mut mounts: Vec<&str> = mounts
            .filter(|mount| Path::new(mount).starts_with(folder))
            .collect();
        // What was mounted last goes first.
        mounts.reverse();
        for mount in mounts {
            let _ = Command::new("umount").args(["-l", mount]).output();
        }
        // While something ends it may write once more.
        let folder = folder.to_owned();
        drop(self.0.take());
        for _ in 0..20 {
            if fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Ends a process: it is asked to, and has some time.
pub(super) fn end(child: &mut Child) {
    let _ = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .output();
    let until = Instant::now() + Duration::from_secs(15);
    while Instant::now() < until {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Starts a process that ends with the test, also where the test is killed.
pub(super) fn bound(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}

/// As [`bound`], with networks of its own: none is left behind, and none is short because of
/// another.
pub(super) fn apart(program: &Path) -> Command {
    let mut command = bound(Path::new("unshare"));
    command.args(["--net", "--"]).arg(program);
    command
}
