//! Files with secrets that more users may use than need to. `may` is what they may do: `read`,
//! `write`, or `group-read` for the users of the group.

use crate::model::{Access, KeptFile, KeptKind};
use crate::rules::{Fail, Out, Params, Site};

/// Fails where the mode of the file, and of the folders above, lets them.
pub(in crate::rules) fn check(params: Params, file: &KeptFile, out: &mut Out<'_>) {
    let Access::Known {
        others_read,
        others_write,
        group_reads,
    } = file.access
    else {
        return out.unknown();
    };
    let may = params.iter().find(|(name, _)| *name == "may");
    let may = may.and_then(|(_, words)| words.first());
    let is_open = match may.copied() {
        Some("read") => others_read,
        Some("write") => others_write,
        // Where everybody may read, the group is not worth a word.
        Some("group-read") => group_reads && !others_read,
        _ => false,
    };
    if is_open {
        let key = match file.kind {
            KeptKind::Key => "key",
            KeptKind::Env | KeptKind::Secret => "default",
        };
        out.fail(Fail::new(key, Site::start_of(file.text)));
    }
}
