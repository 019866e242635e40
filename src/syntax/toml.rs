//! TOML, read by the crate of that name, as far as it is whole.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::Entry;

/// Most dots in a line: each may open a table in a table.
const MOST_DOTS: usize = 64;

/// The scalar values in their order; `None` for a text that nests too deep to be read. What stands
/// before and after a mistake is read nevertheless.
pub fn entries(text: &str) -> Option<Vec<Entry>> {
    let dots = |line: &str| line.bytes().filter(|byte| *byte == b'.').count();
    if text.lines().any(|line| dots(line) > MOST_DOTS) {
        return None;
    }
    let (table, _) = DeTable::parse_recoverable(text);
    let mut walk = Walk {
        text,
        owners: 0,
        found: Vec::new(),
    };
    walk.table(table.get_ref(), "", 0);
    Some(walk.found)
}

struct Walk<'a> {
    text: &'a str,
    owners: u32,
    found: Vec<Entry>,
}

impl Walk<'_> {
    /// The crate bounds how deep arrays and inline tables nest, [`MOST_DOTS`] the rest.
    fn table(&mut self, table: &DeTable<'_>, parent: &str, outer: u32) {
        self.owners = self.owners.saturating_add(1);
        let at = (self.owners, outer);
        for (key, value) in table {
            self.value(key.get_ref(), parent, at, value);
        }
    }

    /// The value of a key in the table `at`: its number, and that of the one around it.
    fn value(&mut self, name: &str, parent: &str, at: (u32, u32), value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, name, at.0),
            DeValue::Array(items) => {
                for item in items {
                    self.value(name, parent, at, item);
                }
            }
            DeValue::String(string) => self.add(name, parent, at, value.span(), Some(string)),
            DeValue::Integer(_) | DeValue::Boolean(_) => {
                self.add(name, parent, at, value.span(), None);
            }
            DeValue::Float(_) | DeValue::Datetime(_) => {}
        }
    }

    fn add(
        &mut self,
        name: &str,
        parent: &str,
        (owner, outer): (u32, u32),
        span: std::ops::Range<usize>,
        string: Option<&str>,
    ) {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let quotes = ["\"\"\"", "'''", "\"", "'"];
        let quote = quotes.iter().find(|quote| {
            let is_long = written.len() >= 2 * quote.len();
            is_long && written.starts_with(**quote) && written.ends_with(**quote)
        });
        let width = match (string, quote) {
            (Some(_), Some(quote)) => quote.len(),
            _ => 0,
        };
        let range = span.start + width..span.end.saturating_sub(width).max(span.start + width);
        let inner = self.text.get(range.clone()).unwrap_or_default();
        self.found.push(Entry {
            name: name.to_owned(),
            parent: parent.to_owned(),
            owner,
            outer,
            decoded: string.filter(|string| *string != inner).map(str::to_owned),
            value: range,
            is_string: string.is_some(),
            is_fallback: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_values_with_their_places() {
        let text = "a = 'x'\n[db]\npassword = \"p\\\"q\"\nlist = [\"r\", {key = 's'}]\nbad = = 1\n[c]\nn = 12345\n";
        let found = entries(text).expect("shallow");
        let rows: Vec<String> = found
            .iter()
            .map(|entry| format!("{}/{}={}", entry.parent, entry.name, entry.text(text)))
            .collect();
        for row in [
            "/a=x",
            "db/password=p\"q",
            "db/list=r",
            "list/key=s",
            "c/n=12345",
        ] {
            assert!(rows.iter().any(|found| found == row), "{row}: {rows:?}");
        }
        let escaped = found.iter().find(|entry| entry.name == "password");
        let escaped = escaped.expect("a password");
        assert_eq!(text.get(escaped.value.clone()), Some("p\\\"q"));
    }

    #[test]
    fn depth_is_bounded() {
        assert!(entries(&format!("[{}a]", "a.".repeat(100_000))).is_none());
        let deep = format!("a = {}", "[".repeat(100_000));
        assert!(entries(&deep).is_some());
    }
}
