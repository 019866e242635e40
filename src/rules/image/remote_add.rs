//! Something from elsewhere becomes part of the image, and nothing says what it has to be.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails for each `ADD` of an address without a digest or a commit.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["ADD"]) {
        if step.instruction.flag("checksum").is_some() {
            continue;
        }
        let sources = step.arguments.split_last();
        let sources = sources.map_or(&[][..], |(_, sources)| sources);
        for source in sources {
            let address = source.value.value.as_str();
            let is_git = address.starts_with("git@") || address.contains(".git");
            let is_remote = address.starts_with("http://") || address.starts_with("https://");
            let commit = address.rsplit('#').next().unwrap_or_default();
            let commit = commit.split(':').next().unwrap_or_default();
            let is_pinned = is_git
                && matches!(commit.len(), 40 | 64)
                && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            if (is_remote || address.starts_with("git@")) && !is_pinned {
                let host = builds::host_of(address);
                let fail = builds::at("default", file, &source.range).role(host);
                out.fail(fail.arg("host", host));
            }
        }
    }
}
