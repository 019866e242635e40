//! A program of the image that runs as its owner, whoever starts it.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails for each mode with the bit.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["COPY", "ADD"]).filter(|step| step.is_in_image) {
        let mut flags = step.instruction.flags.iter();
        if let Some(flag) = flags.find(|flag| flag.name == "chmod" && has_bit(&flag.value)) {
            let fail = builds::at("default", file, &flag.range).role("--chmod");
            out.fail(fail.arg("mode", flag.value.as_str()));
        }
    }
    for (_, command) in file.commands().filter(|(step, _)| step.is_in_image) {
        let mode = match command.name() {
            "chmod" => command.operands().next(),
            "install" => command.value(&["-m", "--mode"]),
            _ => None,
        };
        if let Some(mode) = mode.filter(|mode| has_bit(&mode.text)) {
            let fail = builds::word("default", file, command, mode);
            out.fail(fail.arg("mode", mode.text.as_str()));
        }
    }
}

fn has_bit(mode: &str) -> bool {
    let mode = mode.strip_prefix("--mode=").unwrap_or(mode);
    if mode.len() >= 3 && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        return u32::from_str_radix(mode, 8).is_ok_and(|bits| bits & 0o4000 != 0);
    }
    mode.split(',').any(|part| {
        part.split_once(['+', '=']).is_some_and(|(who, what)| {
            what.contains('s') && (who.is_empty() || who.contains(['u', 'a']))
        })
    })
}
