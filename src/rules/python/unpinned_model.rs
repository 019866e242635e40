//! A download from the Hugging Face hub of whatever is newest.

use crate::meaning::python::{Arg, Call};
use crate::model::Confidence;
use crate::rules::in_programs::{called, last_part, truth};
use crate::rules::{Fail, Out};

/// What downloads, and the package that it belongs to.
const DOWNLOADS: [(&str, &str); 5] = [
    ("from_pretrained", "transformers"),
    ("load_dataset", "datasets"),
    ("hf_hub_download", "huggingface_hub"),
    ("snapshot_download", "huggingface_hub"),
    ("repository_id", "huggingface_hub"),
];

/// So many digits of a commit are enough to name it.
const SHORTEST_COMMIT: usize = 7;

/// Fails unless a commit is named, or nothing is downloaded.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let downloads = called(call).iter().any(|name| {
        let of = |(function, package): &(&str, &str)| {
            last_part(name) == *function && name.split('.').any(|part| part == *package)
        };
        DOWNLOADS.iter().any(of)
    });
    if !downloads {
        return out.not_applicable();
    }
    let local_only = call.keyword("local_files_only");
    let first = call.positional(0);
    let paths = first.as_ref().map(Arg::strings).unwrap_or_default();
    let is_local = |path: &str| path.starts_with(['.', '/']);
    if local_only.is_some_and(|only| truth(only.value()) == Some(true))
        || paths.iter().any(|path| is_local(path))
    {
        return;
    }
    let revision = call
        .keyword("revision")
        .or_else(|| call.keyword("commit_id"));
    let fail = match revision {
        Some(revision) if !revision.is_none() => {
            let revisions = revision.strings();
            let Some(moving) = revisions.iter().find(|revision| !is_commit(revision)) else {
                return;
            };
            Fail::new("moving", out.site(call.range())).arg("revision", &**moving)
        }
        _ if call.has_unknown_arguments() => return,
        _ => Fail::new("default", out.site(call.range())),
    };
    let fail = fail.arg("call", last_part(call.name()));
    // A place that is not known may be a folder.
    out.fail(if paths.is_empty() && first.is_some() {
        fail.confidence(Confidence::Medium)
    } else {
        fail
    });
}

fn is_commit(revision: &str) -> bool {
    revision.len() >= SHORTEST_COMMIT && revision.bytes().all(|digit| digit.is_ascii_hexdigit())
}
