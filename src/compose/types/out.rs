//! JSON as Docker Compose writes it, or nothing at all.

/// Stands for a value that is set and not known here.
pub(super) const SUPPLIED: &str = "<supplied at deploy>";

/// Grows a text, or is switched off.
#[derive(Default)]
pub(super) struct Out {
    /// The text, while it is on.
    text: Option<String>,
    depth: usize,
    /// Whether the innermost collection has an item.
    filled: bool,
}

impl Out {
    /// One that keeps what is written.
    pub(super) fn on() -> Self {
        Self {
            text: Some(String::new()),
            ..Self::default()
        }
    }

    /// Whether what is written is kept.
    pub(super) fn is_on(&self) -> bool {
        self.text.is_some()
    }

    /// What was written.
    pub(super) fn into_text(self) -> Option<String> {
        self.text
    }

    /// How many bytes a line begins with.
    pub(super) fn indent(&self) -> usize {
        2 * self.depth
    }

    /// A mapping or a sequence begins.
    pub(super) fn open(&mut self, bracket: char) {
        self.depth += 1;
        self.filled = false;
        self.push(bracket);
    }

    /// The innermost mapping or sequence ends.
    pub(super) fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if self.filled {
            self.line();
        }
        self.filled = true;
        self.push(bracket);
    }

    /// An item begins.
    pub(super) fn item(&mut self) {
        if self.filled {
            self.push(',');
        }
        self.filled = true;
        self.line();
    }

    /// An entry begins.
    pub(super) fn key(&mut self, key: &str) {
        self.item();
        self.string(key);
        self.raw(": ");
    }

    /// Characters that need no escape.
    pub(super) fn raw(&mut self, raw: &str) {
        if let Some(text) = &mut self.text {
            text.push_str(raw);
        }
    }

    /// What `Display` gives, which needs no escape.
    pub(super) fn shown(&mut self, value: impl std::fmt::Display) {
        if let Some(text) = &mut self.text {
            use std::fmt::Write;
            // Writing to a string does not fail.
            let _ = write!(text, "{value}");
        }
    }

    /// A string. Each `$` is doubled, since Compose reads what it writes.
    pub(super) fn string(&mut self, string: &str) {
        let Some(text) = &mut self.text else {
            return;
        };
        text.push('"');
        for character in string.chars() {
            match character {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                '$' => text.push_str("$$"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                '\u{8}' => text.push_str("\\b"),
                '\u{c}' => text.push_str("\\f"),
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                    use std::fmt::Write;
                    let _ = write!(text, "\\u{:04x}", u32::from(character));
                }
                plain => text.push(plain),
            }
        }
        text.push('"');
    }

    fn push(&mut self, character: char) {
        if let Some(text) = &mut self.text {
            text.push(character);
        }
    }

    fn line(&mut self) {
        if let Some(text) = &mut self.text {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', 2 * self.depth));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collections_are_indented_and_empty_ones_are_not() {
        let mut out = Out::on();
        out.open('{');
        out.key("a$");
        out.open('[');
        out.item();
        out.string("<\u{2028}\u{1}\"\\é\u{7f}>");
        out.item();
        out.raw("1");
        out.close(']');
        out.key("b");
        out.open('{');
        out.close('}');
        out.close('}');
        let expected = "{\n  \"a$$\": [\n    \"\\u003c\\u2028\\u0001\\\"\\\\é\u{7f}\\u003e\",\n    1\n  ],\n  \"b\": {}\n}";
        assert_eq!(out.into_text().as_deref(), Some(expected));
    }

    #[test]
    fn one_that_is_off_keeps_nothing() {
        let mut out = Out::default();
        out.open('[');
        out.item();
        out.shown(1);
        out.close(']');
        assert_eq!(out.into_text(), None);
    }
}
