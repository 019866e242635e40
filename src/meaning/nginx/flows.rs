//! What a client can bring into a value.

use super::patterns::Pattern;
use super::tree::Directive;

/// `set` gives variables to variables: so many steps are followed.
const DEEPEST: usize = 8;

/// Variables that are the client's own words, with everything a header or an address may hold.
const OF_CLIENT: [&str; 8] = [
    "args",
    "query_string",
    "request_uri",
    "host",
    "request_body",
    "is_args",
    "uri",
    "document_uri",
];

/// Whether a variable can bring this byte into a directive, by the client's will. `None` where that
/// cannot be told.
pub(super) fn can_bring(directive: Directive<'_>, name: &str, byte: u8) -> Option<bool> {
    bring(directive, name, byte, 0)
}

fn bring(directive: Directive<'_>, name: &str, byte: u8, depth: usize) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(found) = of_pattern(directive, name, byte) {
        return Some(found);
    }
    let mut sets = directive.nginx().named("set").filter(|one| {
        let is_own = one.text().strip_prefix('$') == Some(name);
        is_own
            && one
                .parent()
                .is_none_or(|block| directive.around().any(|own| own == block))
    });
    if let Some(first) = sets.next() {
        let mut all = std::iter::once(first).chain(sets);
        return Some(all.any(|one| {
            let value = one.arg(1);
            value.is_some_and(|value| {
                let names = value.variables();
                names
                    .into_iter()
                    .any(|name| bring(one, name, byte, depth + 1) == Some(true))
            })
        }));
    }
    if let Some(found) = of_map(directive, name, byte, depth) {
        return Some(found);
    }
    match name {
        // What Nginx has decoded may hold anything; what it has not may hold no end of line.
        "uri" | "document_uri" => Some(true),
        "host" => Some(byte == b'.'),
        name if OF_CLIENT.contains(&name)
            || ["arg_", "http_", "cookie_"]
                .iter()
                .any(|start| name.starts_with(start)) =>
        {
            Some(!matches!(byte, b'\n' | b'\r'))
        }
        _ => None,
    }
}

/// What a `map` can give a variable.
fn of_map(directive: Directive<'_>, name: &str, byte: u8, depth: usize) -> Option<bool> {
    let mut maps = directive.nginx().named("map");
    let map = maps.find(|map| {
        let target = map.arg(1).map(|value| value.text.as_str());
        target.and_then(|text| text.strip_prefix('$')) == Some(name)
    })?;
    let source = map.text();
    let is_decoded = matches!(source, "$uri" | "$document_uri");
    Some(map.inner().any(|entry| {
        let key = entry.name();
        let pattern = key.strip_prefix("~*").or_else(|| key.strip_prefix('~'));
        let pattern = pattern.and_then(|text| Pattern::parse(text, true));
        entry.arg(0).is_some_and(|value| {
            value.variables().into_iter().any(|name| {
                let group = pattern.as_ref().and_then(|own| own.group_has(name, byte));
                match group {
                    Some(found) => found && (is_decoded || !matches!(byte, b'\n' | b'\r')),
                    None => bring(map, name, byte, depth + 1) == Some(true),
                }
            })
        })
    }))
}

/// What a group of a pattern around can hold.
fn of_pattern(directive: Directive<'_>, name: &str, byte: u8) -> Option<bool> {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    let judge = |text: &str, ignores_case: bool, is_decoded: bool| {
        let pattern = Pattern::parse(text.trim_matches('"'), ignores_case)?;
        let found = pattern.group_has(name, byte)?;
        Some(found && (is_decoded || !matches!(byte, b'\n' | b'\r')))
    };
    let mut inner = directive;
    for block in directive.around() {
        if is_number {
            let mut rewrites: Vec<_> = block.own("rewrite").collect();
            rewrites.retain(|one| one.number() < inner.number());
            // A rewrite gives the numbers only where it goes on.
            let last = rewrites.into_iter().rev().find(|one| one.args().len() < 3);
            if let Some(found) = last.and_then(|one| judge(one.text(), false, true)) {
                return Some(found);
            }
        }
        let words: Vec<&str> = block
            .args()
            .iter()
            .map(|value| value.text.as_str())
            .collect();
        let found = match (block.name(), words.as_slice()) {
            ("location", ["~", text, ..]) => judge(text, false, true),
            ("location", ["~*", text, ..]) => judge(text, true, true),
            ("if", [subject, "~" | "~*", text, ..]) => {
                let subject = subject.trim_start_matches('(');
                let is_decoded = matches!(subject, "$uri" | "$document_uri" | "$request_filename");
                judge(text.trim_end_matches(')'), true, is_decoded)
            }
            ("server", _) => block
                .own("server_name")
                .flat_map(Directive::args)
                .find_map(|value| judge(value.text.strip_prefix('~')?, true, false)),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        inner = block;
    }
    if directive.name() == "rewrite" && is_number {
        return judge(directive.text(), false, true);
    }
    None
}

impl Directive<'_> {
    /// The first variable of a text of it that can bring this byte in, by the client's will.
    pub fn brings(self, text: &str, byte: u8) -> Option<&str> {
        let names = super::values::variables(text);
        names
            .into_iter()
            .find(|name| can_bring(self, name, byte) == Some(true))
    }
}
