//! Files of the image that every process may change.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails for each mode that lets everybody write, of `chmod`, `install`, `mkdir` and `--chmod`.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["COPY", "ADD"]) {
        let mut flags = step.instruction.flags.iter();
        let flag = flags.find(|flag| flag.name == "chmod" && is_open(&flag.value));
        if let Some(flag) = flag.filter(|_| step.is_in_image) {
            let fail = builds::at("default", file, &flag.range).role("--chmod");
            out.fail(fail.arg("mode", flag.value.as_str()));
        }
    }
    for (_, command) in file.commands().filter(|(step, _)| step.is_in_image) {
        let mode = match command.name() {
            "chmod" => command.operands().next(),
            "mkdir" | "install" => command.value(&["-m", "--mode"]),
            _ => None,
        };
        let mut paths = command.operands().skip(1).peekable();
        // Everybody may write to these anyway, and the bit keeps others from deleting.
        let is_shared = paths.peek().is_some()
            && paths.all(|path| {
                let path = path.text.trim_end_matches('/');
                matches!(path, "/tmp" | "/var/tmp" | "/dev/shm")
            });
        if let Some(mode) = mode.filter(|mode| !is_shared && is_open(&mode.text)) {
            let shown = mode.text.rsplit('=').next().unwrap_or(&mode.text);
            let fail = builds::word("default", file, command, mode);
            out.fail(fail.arg(
                "mode",
                if mode.text.starts_with("--") {
                    shown
                } else {
                    &mode.text
                },
            ));
        }
    }
}

/// Whether a mode lets everybody write, and without the bit that keeps others from deleting.
fn is_open(mode: &str) -> bool {
    let mode = mode.strip_prefix("--mode=").unwrap_or(mode);
    if mode.len() >= 3 && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        let Ok(bits) = u32::from_str_radix(mode, 8) else {
            return false;
        };
        return bits & 0o002 != 0 && bits & 0o1000 == 0;
    }
    mode.split(',').any(|part| {
        let Some(at) = part.find(['+', '=']) else {
            return false;
        };
        let (who, what) = part.split_at(at);
        let is_all = who.is_empty() || who.contains(['o', 'a']);
        // Without a name the mask of the shell counts, which takes this right away.
        is_all && !who.is_empty() && what.contains('w') && !what.contains('t')
    })
}
