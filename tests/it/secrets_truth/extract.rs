//! What looks like a secret in raw text, by expressions of its own: neither the parsers nor the lists of
//! the program are asked.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A line that looks like one with a secret.
pub(super) struct Candidate {
    /// From 1.
    pub(super) line: usize,
    /// The name of the variable, the scheme of the URL, the flag.
    pub(super) name: String,
    /// `value`, `anchor`, `default`, `url` or `command`.
    pub(super) shape: &'static str,
    /// The bytes of the value in the text.
    pub(super) range: Range<usize>,
}

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?i)(passw|secret|token|psw|pwd|pass$|_pass|api_?key|[_-]key$|keys$|^key$|credential|salt|auth$|encryptionkey$)",
    )
});
static DEFAULT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\$\{([A-Za-z_][A-Za-z0-9_]*):?-([^${}]+)\}"));
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"^\s*(?:-\s*)?["']?([A-Za-z_][A-Za-z0-9_.-]*)["']?\s*[=:]\s*(&[\w-]+\s+)?["']?(.*?)["']?,?(?:\s+#.*)?$"#,
    )
});
static URL: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"([a-z][a-z+]*)://[^\s:/@"']*:([^\s"']+)@"#));
static COMMANDS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        r#"(--requirepass|-a|--password|-u\s+\S+\s+-p)["',\s]+([^\s"',\]]+)"#,
        r#"(-u\s+\w+):([^\s"'$]+)"#,
        r#"['"](-p)([a-z]\w{5,})['"]"#,
    ]
    .map(regex)
});

/// A flag in a list, which may go over several lines.
static LISTED: LazyLock<Regex> = LazyLock::new(|| regex(r"'(-p)',\s*'([^']+)'"));

fn regex(text: &str) -> Regex {
    Regex::new(text).expect("it is one")
}

/// The candidates of a text, in its order.
pub(super) fn candidates(text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        of_line(line.trim_end(), number + 1, start, &mut found);
        start += line.len();
    }
    for groups in LISTED.captures_iter(text) {
        let range = groups.get(2).expect("it has a value").range();
        let before = &text[..range.start];
        let is_comment = before
            .lines()
            .next_back()
            .is_some_and(|own| own.trim().starts_with('#'));
        if !is_comment {
            found.push(Candidate {
                line: before.matches('\n').count() + 1,
                name: groups[1].to_owned(),
                shape: "command",
                range,
            });
        }
    }
    found
}

fn of_line(line: &str, number: usize, start: usize, found: &mut Vec<Candidate>) {
    if line.trim_start().starts_with('#') {
        return;
    }
    let shapes: [(&'static str, &Regex); 3] =
        [("default", &DEFAULT), ("value", &ENTRY), ("url", &URL)];
    let commands = COMMANDS.iter().map(|own| ("command", own));
    for (shape, expression) in shapes.into_iter().chain(commands) {
        for groups in expression.captures_iter(line) {
            let name = groups.get(1).expect("it has a name").as_str();
            let last = groups.len() - 1;
            let value = groups.get(last).expect("it has a value").range();
            let is_anchor = shape == "value" && groups.get(2).is_some();
            let shape = if is_anchor { "anchor" } else { shape };
            let text = &line[value.clone()];
            let is_named = matches!(shape, "url" | "command") || NAME.is_match(name);
            if is_named && !text.is_empty() && !text.starts_with(['$', '*', '#', '{', '[', ',']) {
                found.push(Candidate {
                    line: number,
                    name: name.to_owned(),
                    shape,
                    range: start + value.start..start + value.end,
                });
            }
        }
    }
}
