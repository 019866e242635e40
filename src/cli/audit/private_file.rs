//! A file that nobody but its owner may read, where the system has modes. The one place that knows
//! how to make it.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file to write, empty. What was open to others before is so no more.
#[cfg(unix)]
pub(super) fn private_file(path: &Path) -> io::Result<File> {
    use std::fs::Permissions;
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};

    const OWNER: u32 = 0o600;
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true);
    let file = options.mode(OWNER).open(path)?;
    if file.metadata()?.is_file() {
        file.set_permissions(Permissions::from_mode(OWNER))?;
    }
    Ok(file)
}

/// Opens a file to write, empty.
#[cfg(not(unix))]
pub(super) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).open(path)
}
