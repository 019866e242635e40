//! Paths of Windows on a machine that is not one: WSL has the drives under `/mnt`.

use std::borrow::Cow;

/// The path under which this machine has what a compose file calls `C:\certs\x`; every other path as
/// it is. Windows takes such paths itself.
pub fn local(path: &str) -> Cow<'_, str> {
    if cfg!(windows) {
        return Cow::Borrowed(path);
    }
    let mut letters = path.chars();
    let drive = letters.next().filter(char::is_ascii_alphabetic);
    let (Some(drive), Some(':'), Some('\\' | '/')) = (drive, letters.next(), letters.next()) else {
        return Cow::Borrowed(path);
    };
    let below = letters.as_str().replace('\\', "/");
    Cow::Owned(format!("/mnt/{}/{below}", drive.to_ascii_lowercase()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn drives_are_under_mnt() {
        for (written, local_path) in [
            (r"C:\certs\x.pem", "/mnt/c/certs/x.pem"),
            ("d:/data", "/mnt/d/data"),
            ("C:x", "C:x"),
            ("./C:/x", "./C:/x"),
            ("/srv/x", "/srv/x"),
        ] {
            assert_eq!(local(written), local_path, "{written}");
        }
    }
}
