//! Something that is downloaded becomes part of the image, and nothing says what it has to be.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails for each step with a download over TLS that is kept, and without a digest or a signature.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["RUN"]).filter(|step| !builds::verifies(step)) {
        let mut commands = step.commands.iter().peekable();
        while let Some(command) = commands.next() {
            let name = command.name();
            let keeps = match name {
                "curl" => {
                    let flags = command.flag(&["--output", "--remote-name", "--output-dir"]);
                    let letters = command.arguments().iter().any(|word| {
                        let letters = word.text.strip_prefix('-').unwrap_or_default();
                        !letters.starts_with('-') && letters.contains(['o', 'O'])
                    });
                    flags.is_some() || letters || !command.outputs.is_empty()
                }
                "wget" | "aria2c" | "Invoke-WebRequest" | "iwr" => {
                    command.flag(&["--spider"]).is_none()
                }
                _ => false,
            };
            let next = commands.peek().filter(|_| command.is_piped);
            let unpacks = next.is_some_and(|next| {
                matches!(
                    next.name(),
                    "tar" | "gunzip" | "unzip" | "bsdtar" | "xz" | "cpio" | "tee"
                )
            });
            let goes_on = next.is_some() && !unpacks;
            let is_fetcher = builds::FETCHERS.contains(&name);
            if !is_fetcher || !(keeps || unpacks) || goes_on {
                continue;
            }
            let mut words = command.arguments().iter();
            let address = words.find(|word| builds::host(&word.text, "https://").is_some());
            if let Some(word) = address {
                let host = builds::host_of(&word.text);
                let fail = builds::word("default", file, command, word).role(host);
                out.fail(fail.arg("host", host));
            }
        }
    }
}
