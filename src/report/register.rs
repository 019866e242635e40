//! The register of waivers as a table.

use jiff::civil::Date;

use super::table::{lines, new};
use super::words::{clean, say};
use crate::meaning::Redactor;
use crate::model::Lang;
use crate::verdict::Entry;

/// An entry, and what it is about today.
pub struct ListedWaiver<'e> {
    /// The entry.
    pub entry: &'e Entry,
    /// So many occurrences are what it is about.
    pub waives: usize,
}

/// The entries of the file `shown`, in their order. `is_whole`: one without an occurrence is unused.
pub fn waivers(
    lang: Lang,
    redactor: &Redactor,
    listed: &[ListedWaiver<'_>],
    shown: &str,
    today: Date,
    is_whole: bool,
) -> String {
    let safe = |text: &str| clean(&redactor.clean(text));
    let head = [
        "register.until",
        "register.left",
        "register.about",
        "register.owner",
        "register.age",
        "register.places",
        "register.state",
        "register.reason",
    ];
    let mut table = new(lang, &head);
    let (mut over, mut unused) = (0, 0);
    for one in listed {
        let entry = one.entry;
        let state = if entry.expires < today {
            over += 1;
            "register.over"
        } else if one.waives > 0 {
            "register.used"
        } else if is_whole {
            unused += 1;
            "register.unused"
        } else {
            "register.not-seen"
        };
        table.add_row(vec![
            entry.expires.to_string(),
            days(today, entry.expires).to_string(),
            safe(&entry.about()),
            safe(&entry.owner),
            days(entry.created, today).max(0).to_string(),
            one.waives.to_string(),
            say(lang, state, &[]),
            safe(&entry.reason),
        ]);
    }
    let mut text = String::new();
    if !listed.is_empty() {
        text = lines(&table);
        text.push('\n');
    }
    let (all, over, unused) = (
        listed.len().to_string(),
        over.to_string(),
        unused.to_string(),
    );
    let args = [
        ("path", shown),
        ("count", &*all),
        ("over", &*over),
        ("unused", &*unused),
    ];
    text.push_str(&say(lang, "register.summary", &args));
    text.push('\n');
    let next = listed.iter().find(|one| one.entry.expires >= today);
    if let Some(next) = next {
        let (about, owner) = (safe(&next.entry.about()), safe(&next.entry.owner));
        let (until, left) = (
            next.entry.expires.to_string(),
            days(today, next.entry.expires).to_string(),
        );
        let args = [
            ("entry", &*about),
            ("owner", &*owner),
            ("until", &*until),
            ("days", &*left),
        ];
        text.push_str(&say(lang, "register.next", &args));
        text.push('\n');
    }
    if !is_whole {
        text.push_str(&say(lang, "register.in-part", &[]));
        text.push('\n');
    }
    text
}

/// That there is no register.
pub fn no_waivers(lang: Lang) -> String {
    let mut text = say(lang, "register.none", &[]);
    text.push('\n');
    text
}

/// That an entry was written to the file `shown`.
pub fn waiver_added(lang: Lang, entry: &Entry, shown: &str) -> String {
    let (about, until) = (clean(&entry.about()), entry.expires.to_string());
    let args = [("entry", &*about), ("until", &*until), ("path", shown)];
    let mut text = say(lang, "register.added", &args);
    text.push('\n');
    text
}

/// Days from one to another.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
