//! A file with secrets in the repository: whoever ever clones it has them.

use crate::model::{KeptFile, KeptKind};
use crate::rules::{Fail, Out, Site};

/// Fails where the index of Git lists the file.
pub(super) fn check(file: &KeptFile, out: &mut Out<'_>) {
    match file.tracked {
        None => out.unknown(),
        Some(false) => {}
        Some(true) => {
            let key = match file.kind {
                KeptKind::Key => "key",
                KeptKind::Env | KeptKind::Secret => "default",
            };
            out.fail(Fail::new(key, Site::start_of(file.text)));
        }
    }
}
