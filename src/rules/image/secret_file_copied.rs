//! A file that holds secrets, by its name, is copied into an image.

use crate::meaning::dockerfile::{Dockerfile, is_secret_file};
use crate::rules::{Around, Out, builds};

/// Fails for each such source that is named and gets to the builder. A file that is there and holds
/// secrets has a rule of its own.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["COPY", "ADD"]) {
        if step.instruction.flag("from").is_some() {
            continue;
        }
        let Some((_, sources)) = step.arguments.split_last() else {
            continue;
        };
        for source in sources.iter().filter(|own| own.value.is_known) {
            let path = source.value.value.trim_start_matches("./");
            let name = path
                .trim_end_matches('/')
                .rsplit('/')
                .next()
                .unwrap_or(path);
            let is_repository =
                name == ".git" || name == ".ssh" || name == ".aws" || name == ".kube";
            let is_here = file.context.secret_files.iter().any(|own| own == path);
            if path.contains("://") || is_here || !(is_repository || is_secret_file(name)) {
                continue;
            }
            if !file.context.ignore.covers(path) {
                let key = if step.is_in_image { "default" } else { "stage" };
                let fail = builds::at(key, file, &source.range);
                out.fail(fail.role(name).arg("file", name));
            }
        }
    }
}
