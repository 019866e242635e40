//! A download whose server may be anybody.

use crate::meaning::dockerfile::{Command, Dockerfile, Word};
use crate::rules::{Around, Out, builds};

/// Fails for each command that is told not to verify the certificate.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for (_, command) in file.commands() {
        if let Some(word) = switch(command) {
            let fail = builds::word("default", file, command, word);
            out.fail(fail.arg("program", command.name()));
        }
    }
}

fn switch(command: &Command) -> Option<&Word> {
    match command.name() {
        "curl" => {
            let short = command.short('k', builds::CURL_VALUES);
            short.or_else(|| command.flag(&["--insecure", "--proxy-insecure"]))
        }
        "wget" => command.flag(&["--no-check-certificate"]),
        "aria2c" => {
            let mut words = command.arguments().iter();
            words.find(|word| word.text == "--check-certificate=false")
        }
        "Invoke-WebRequest" | "iwr" | "Invoke-RestMethod" => {
            command.flag(&["-SkipCertificateCheck"])
        }
        _ => None,
    }
}
