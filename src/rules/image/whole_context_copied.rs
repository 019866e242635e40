//! The whole folder is copied into the image, and nothing keeps env files and keys out.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// What should never get to a builder.
const SAMPLES: [&str; 2] = [".env", ".git/config"];

/// Fails for each `COPY .` where a file that is made later would be taken along.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    if !file.context.is_seen {
        return out.unknown();
    }
    let open: Vec<&str> = SAMPLES
        .into_iter()
        .filter(|path| !file.context.ignore.covers(path))
        .collect();
    let Some(first) = open.first() else {
        return;
    };
    for step in file.named(&["COPY", "ADD"]) {
        if step.instruction.flag("from").is_some() || step.instruction.flag("exclude").is_some() {
            continue;
        }
        let sources = step.arguments.split_last();
        let sources = sources.map_or(&[][..], |(_, sources)| sources);
        let mut all = sources.iter().filter(|own| own.value.is_known);
        let whole = all.find(|own| matches!(own.value.value.as_str(), "." | "./" | "/"));
        if let Some(whole) = whole.filter(|_| step.is_in_image) {
            let key = if file.context.has_ignore {
                "default"
            } else {
                "none"
            };
            out.fail(
                builds::at(key, file, &whole.range)
                    .role("COPY")
                    .arg("file", *first),
            );
        }
    }
}
