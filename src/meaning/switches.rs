//! Lines outside of compose files that turn the verification of certificates off for a whole
//! program: in Dockerfiles, scripts, programs and settings.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::file_kind::FileKind;
use crate::model::{Span, TextId};

/// A line that turns verification off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The switch.
    pub name: &'static str,
    /// Its value; in no text before the file has one.
    pub place: Span,
    /// Whether it is baked into an image.
    pub in_image: bool,
}

/// Switches, and the values that mean "off"; for no values, any.
const SWITCHES: [(&str, &[&str]); 6] = [
    ("NODE_TLS_REJECT_UNAUTHORIZED", &["0"]),
    ("PYTHONHTTPSVERIFY", &["0"]),
    ("GIT_SSL_NO_VERIFY", &[]),
    ("LDAPTLS_REQCERT", &["never", "allow"]),
    ("http.sslVerify", &["false", "0"]),
    ("strict-ssl", &["false"]),
];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let names = SWITCHES.iter().map(|(name, _)| name);
    AhoCorasick::new(names).ok()
});

/// Of one file so many are said: one would be enough to look at it.
const MOST: usize = 256;

/// So many bytes around a switch are looked at: its line, where that is no longer.
const NEAR: usize = 256;

/// First bytes of a file that tell what it is.
const HEAD: usize = 512;

/// The lines of a file that turn verification off. Texts that explain have none.
pub fn switches(path: &str, content: &str) -> Vec<Switch> {
    let bytes = content.as_bytes();
    let Some(search) = SEARCH.as_ref() else {
        return Vec::new();
    };
    let mut hits = search.find_iter(bytes).peekable();
    if hits.peek().is_none() {
        return Vec::new();
    }
    let kind = FileKind::of(path, bytes.get(..bytes.len().min(HEAD)).unwrap_or_default());
    if matches!(
        kind,
        FileKind::Text | FileKind::Locale | FileKind::Htpasswd | FileKind::Xml
    ) {
        return Vec::new();
    }
    let found = hits.filter_map(|hit| {
        let (name, off) = SWITCHES.get(hit.pattern().as_usize())?;
        let before = content.floor_char_boundary(hit.start().saturating_sub(NEAR));
        let line = content.get(before..hit.start())?.rsplit('\n').next()?;
        if is_note(line) || line.ends_with(|sign: char| sign.is_alphanumeric() || sign == '_') {
            return None;
        }
        let behind = content.floor_char_boundary(hit.end() + NEAR);
        let rest = content.get(hit.end()..behind)?;
        let value = value(rest)?;
        let written = rest.get(value.clone())?;
        let is_off = off.is_empty() || off.iter().any(|own| own.eq_ignore_ascii_case(written));
        is_off.then(|| Switch {
            name,
            place: Span::new(
                TextId::default(),
                hit.end() + value.start..hit.end() + value.end,
            ),
            in_image: kind == FileKind::Dockerfile,
        })
    });
    found.take(MOST).collect()
}

/// Whether what stands before a switch in its line makes the line a note.
fn is_note(before: &str) -> bool {
    let before = before.trim_start();
    ["#", "//", ";", "*", "/*", "--", "REM "]
        .iter()
        .any(|sign| before.starts_with(sign))
        || before.contains(" # ")
        || before.contains(" // ")
}

/// The value behind a name that is set: `=0`, `: "0"`, ` 0`, `'] = '0'`.
fn value(rest: &str) -> Option<std::ops::Range<usize>> {
    let line = rest.split('\n').next().unwrap_or_default();
    let is_sign = |sign: char| "\"'`]) \t=:,".contains(sign);
    let start = line.find(|sign| !is_sign(sign))?;
    let between = line.get(..start)?;
    let is_set = between.contains(['=', ':', ' ', '\t', ',']) && !between.contains("==");
    let written = line.get(start..)?;
    let length = written
        .find(|sign: char| !sign.is_ascii_alphanumeric())
        .unwrap_or(written.len());
    (is_set && length > 0).then_some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(path: &str, text: &'t str) -> Vec<(&'static str, &'t str)> {
        let all = switches(path, text).into_iter();
        let shown = |own: Switch| (own.name, text.get(own.place.range()).unwrap_or_default());
        all.map(shown).collect()
    }

    #[test]
    fn switches_are_read_in_every_file_that_acts() {
        let node = "NODE_TLS_REJECT_UNAUTHORIZED";
        for (path, text, expected) in [
            (
                "Dockerfile",
                "ENV NODE_TLS_REJECT_UNAUTHORIZED=0\n",
                (node, "0"),
            ),
            (
                "Dockerfile",
                "ENV NODE_TLS_REJECT_UNAUTHORIZED 0",
                (node, "0"),
            ),
            (
                "run.sh",
                "export NODE_TLS_REJECT_UNAUTHORIZED='0'; x",
                (node, "0"),
            ),
            (
                "a.js",
                "process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = \"0\";",
                (node, "0"),
            ),
            (
                "package.json",
                "{\"scripts\": {\"x\": \"NODE_TLS_REJECT_UNAUTHORIZED=0 node x\"}}",
                (node, "0"),
            ),
            (
                "a.py",
                "os.environ[\"PYTHONHTTPSVERIFY\"] = \"0\"",
                ("PYTHONHTTPSVERIFY", "0"),
            ),
            (
                "Dockerfile",
                "RUN git config --global http.sslVerify false\n",
                ("http.sslVerify", "false"),
            ),
            (
                "Dockerfile",
                "RUN npm config set strict-ssl false\n",
                ("strict-ssl", "false"),
            ),
            (".npmrc", "strict-ssl=false\n", ("strict-ssl", "false")),
            (".env", "GIT_SSL_NO_VERIFY=1\n", ("GIT_SSL_NO_VERIFY", "1")),
        ] {
            assert_eq!(found(path, text), [expected], "{path}: {text}");
        }
    }

    #[test]
    fn what_does_not_act_is_none() {
        for (path, text) in [
            ("Dockerfile", "# ENV NODE_TLS_REJECT_UNAUTHORIZED=0\n"),
            ("Dockerfile", "ENV NODE_TLS_REJECT_UNAUTHORIZED=1\n"),
            ("Dockerfile", "ENV MY_NODE_TLS_REJECT_UNAUTHORIZED=0\n"),
            (
                "a.js",
                "if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') warn()",
            ),
            ("a.js", "  // NODE_TLS_REJECT_UNAUTHORIZED=0 is bad"),
            ("README.md", "NODE_TLS_REJECT_UNAUTHORIZED=0"),
            ("run.sh", "unset NODE_TLS_REJECT_UNAUTHORIZED\n0"),
            ("run.sh", "export NODE_TLS_REJECT_UNAUTHORIZED="),
            (".npmrc", "strict-ssl=true\n"),
        ] {
            assert_eq!(found(path, text), [], "{path}: {text}");
        }
    }
}
