//! Modes of files that an image was made with: set-user bits, and what everybody may write.

use crate::rules::image_history::{Deed, commands, deeds};
use crate::rules::{Around, EngineImage, Fail, Out, Site};

/// Fails once for each step that sets such a mode.
pub(super) fn check(image: &EngineImage<'_>, _: Around<'_>, out: &mut Out<'_>) {
    if !image.is_in_use() {
        return out.not_applicable();
    }
    for (step, deed) in deeds(image.image) {
        let found = match &deed {
            Deed::Run(_, script) => modes_of(script),
            Deed::Add(rest) | Deed::Copy(rest) => {
                let mut words = rest.split_whitespace();
                words.find_map(|word| kind(word.strip_prefix("--chmod=")?))
            }
            Deed::Set(_) | Deed::Other => None,
        };
        if let Some(key) = found {
            let fail = Fail::new(key, Site::at(step.place)).role(key);
            out.fail(fail.kin(step.command.expose()).arg("image", image.name()));
        }
    }
}

/// The worst of the modes that a script sets.
fn modes_of(script: &str) -> Option<&'static str> {
    let mut found = None;
    for command in commands(script) {
        let words = command.own_words();
        let arguments = words.get(1..).unwrap_or_default();
        let mode = match command.program() {
            "chmod" => arguments.iter().find(|word| !is_option(word)),
            "install" | "mkdir" => {
                let mut flags = arguments.iter().skip_while(|word| **word != "-m");
                flags.nth(1)
            }
            _ => None,
        };
        match mode.and_then(|mode| kind(mode)) {
            Some("default") => return Some("default"),
            other => found = found.or(other),
        }
    }
    found
}

/// `-R`, but not the mode `-x`.
fn is_option(word: &str) -> bool {
    let letters = word.strip_prefix('-').unwrap_or_default();
    letters.starts_with('-') || letters.starts_with(['R', 'v', 'f', 'c'])
}

/// What a mode lets: `default` for set-user and set-group bits, `writable` for everybody's writing.
/// A sticky bit keeps users from each other's files, as in `/tmp`.
fn kind(mode: &str) -> Option<&'static str> {
    if mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) && mode.len() >= 3 {
        let bits = u32::from_str_radix(mode, 8).ok()?;
        let is_sticky = bits & 0o1000 != 0;
        return if bits & 0o6000 != 0 {
            Some("default")
        } else if bits & 0o2 != 0 && !is_sticky {
            Some("writable")
        } else {
            None
        };
    }
    for part in mode.split(',') {
        let Some(at) = part.find(['+', '=']) else {
            continue;
        };
        let (who, what) = part.split_at(at);
        if !who.chars().all(|c| "ugoa".contains(c)) {
            continue;
        }
        if what.contains('s') && (who.is_empty() || who.contains(['u', 'g', 'a'])) {
            return Some("default");
        }
        if what.contains('w') && !what.contains('t') && who.contains(['o', 'a']) {
            return Some("writable");
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_told_apart() {
        for mode in ["4755", "2755", "6711", "u+s", "g+s", "+s", "ug+xs"] {
            assert_eq!(kind(mode), Some("default"), "{mode}");
        }
        for mode in [
            "777", "0777", "666", "a+w", "o+w", "ugo+rwx", "a=rwx", "a+rwX",
        ] {
            assert_eq!(kind(mode), Some("writable"), "{mode}");
        }
        for mode in [
            "755", "0644", "1777", "u+x", "+x", "g+w", "a-w", "u-s", "a+rx", "go=", "file",
        ] {
            assert_eq!(kind(mode), None, "{mode}");
        }
        assert_eq!(
            modes_of("chmod -R 777 /data && chmod u+s /bin/x"),
            Some("default")
        );
        assert_eq!(modes_of("mkdir -m 1777 /tmp/x; echo chmod 777"), None);
    }
}
