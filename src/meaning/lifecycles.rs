//! Release lines of images that their makers mend no more.

use jiff::civil::{Date, date};

use super::images::{ImageRef, image_name};

/// The release lines of a product.
struct Lifecycle {
    product: &'static str,
    /// The last parts of its repositories.
    images: &'static [&'static str],
    /// What stands before the version in a tag.
    after: Option<&'static str>,
    lines: &'static [Line],
}

/// A release line.
struct Line {
    name: &'static str,
    version: &'static [u16],
    /// The last day on which it is mended, where one is known.
    last: Option<Date>,
}

include!(concat!(env!("OUT_DIR"), "/lifecycles.rs"));

/// A release line that is mended no more.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    /// The product.
    pub product: &'static str,
    /// The line, or the version where it is older than all that are known.
    pub line: String,
    /// The last day on which it was mended, where it is known.
    pub last: Option<Date>,
}

/// The release line of an image, where it has ended before `today`. A tag that names several lines
/// (`7`) stands for the one that lasts longest.
pub fn ended_line(image: &str, today: Date) -> Option<Ended> {
    let name = image_name(image);
    let mut known = LIFECYCLES.iter();
    let product = known.find(|product| product.images.contains(&name))?;
    let tag = ImageRef::parse(image).tag?;
    let written = match product.after {
        None => tag.strip_prefix('v').unwrap_or(tag),
        Some(after) => tag.split('-').find_map(|part| part.strip_prefix(after))?,
    };
    let version = numbers(written)?;
    let of_tag = |line: &&Line| {
        let shorter = line.version.len().min(version.len());
        line.version.get(..shorter) == version.get(..shorter)
    };
    // A line without a last day lasts longest.
    let line = product.lines.iter().filter(of_tag);
    let line = line.max_by_key(|line| (line.last.is_none(), line.last));
    let ended = |line: String, last: Option<Date>| Ended {
        product: product.product,
        line,
        last,
    };
    if let Some(line) = line {
        let last = line.last.filter(|last| *last < today)?;
        return Some(ended(line.name.to_owned(), Some(last)));
    }
    let is_older = product.lines.iter().all(|line| *version < *line.version);
    let shown: Vec<String> = version.iter().take(2).map(u16::to_string).collect();
    (is_older && today >= AS_OF).then(|| ended(shown.join("."), None))
}

/// The numbers with which a tag begins: `7.2-alpine` is 7 and 2.
pub(super) fn numbers(tag: &str) -> Option<Vec<u16>> {
    let end = tag
        .find(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
        .unwrap_or(tag.len());
    let numbers = tag.get(..end)?.split('.').map(str::parse);
    numbers.collect::<Result<Vec<u16>, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_its_line() {
        let today = date(2026, 11, 22);
        for (image, expected) in [
            ("mongo:5.0.32", Some(("5.0", Some(date(2024, 10, 31))))),
            (
                "docker.m.daocloud.io/library/mongo:4.2.3-bionic",
                Some(("4.2", None)),
            ),
            (
                "pgvector/pgvector:0.8.0-pg13",
                Some(("13", Some(date(2025, 11, 13)))),
            ),
            (
                "elastic/elasticsearch:8.14.3@sha256:00",
                Some(("8.14", None)),
            ),
            (
                "opensearchproject/opensearch:1.3.20",
                Some(("1", Some(date(2025, 5, 6)))),
            ),
            ("redis:6-alpine", None),
            ("mongo:7", None),
            ("redis:7.2", None),
            ("redis:latest", None),
            ("redis", None),
            ("pgvector/pgvector:0.8.0", None),
            ("example/unknown:1.0", None),
            ("postgres:99", None),
        ] {
            let found = ended_line(image, today);
            let found = found
                .as_ref()
                .map(|ended| (ended.line.as_str(), ended.last));
            assert_eq!(found, expected, "{image}");
        }
    }

    #[test]
    fn a_line_ends_after_its_last_day() {
        assert_eq!(ended_line("postgres:14", date(2026, 11, 12)), None);
        assert!(ended_line("postgres:14", date(2026, 11, 13)).is_some());
        assert_eq!(ended_line("mongo:3.6", date(2026, 1, 1)), None);
    }
}
