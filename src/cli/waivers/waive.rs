//! `hulan waive`: another entry at the end of the file, which stays as it is otherwise.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Place, WaiverFile, shown};
use crate::cli::args::{ScanArguments, WaiveArguments};
use crate::cli::known::save;
use crate::cli::output::print;
use crate::cli::{clock, config, locale};
use crate::input::{relative, tidy};
use crate::meaning::{Document, Parsed, secrets_in_text};
use crate::model::{Decoded, Encoding};
use crate::report;
use crate::scan::absolute;
use crate::verdict::{Entry, NamedFiles, NamedSubject};

/// The first lines of a new file.
const HEAD: &str = "\
# What is accepted, by whom and until when. Each entry is about one rule and one subject or path;
# after its last day it does not count any more. See `hulan waivers`.
waivers:
";

/// Adds an entry.
pub(in crate::cli) fn run(arguments: &WaiveArguments) -> anyhow::Result<u8> {
    let clock = clock::clock(arguments.now.as_deref())?;
    let today = clock.to_zoned(TimeZone::UTC).date();
    let lang = locale::of_text(arguments.lang, None)?;
    let root = absolute(Path::new("."));
    let scan = ScanArguments {
        config: arguments.config.clone(),
        ..ScanArguments::default()
    };
    let config = config::find(&scan, &root)?;
    let place = Place::new(arguments.waivers.as_deref(), config.as_ref(), &root)?;
    let lines = lines(arguments, &place, today)?;
    let shown = &place.shown;
    let read = |text: String| Entry::read_all(Decoded::utf8(text), &place.base, today);
    let new = read(alone(&lines)).map_err(|fault| super::explain("the entry", &fault))?;
    let new = new.first().context("there is no entry")?;
    let file = place.path.symlink_metadata().is_ok();
    let file = file.then(|| WaiverFile::read(place.clone(), today));
    let (before, old) = match file.transpose()? {
        Some(file) => {
            let is_plain = file.text.encoding == Encoding::Utf8 && !file.text.bom;
            ensure!(is_plain, "{shown}: only UTF-8 without a mark is added to");
            (file.text.content, file.entries)
        }
        None => (HEAD.to_owned(), Vec::new()),
    };
    if let Some(twin) = old.iter().find(|entry| entry.is_twin(new)) {
        let line = before.get(..twin.place.start).unwrap_or_default();
        let line = line.matches('\n').count() + 1;
        let about = report::clean(&twin.about());
        bail!("{about} is waived in {shown}:{line} already: change its last day there");
    }
    let after = appended(&before, &lines);
    // What was there must mean what it meant.
    let is_right = |after: &String| {
        let says = |entry: &Entry| (entry.about(), entry.reason.clone(), entry.expires);
        let expected = old.iter().chain([new]).map(says);
        read(after.clone()).is_ok_and(|all| all.iter().map(says).eq(expected))
    };
    let Some(after) = after.filter(is_right) else {
        bail!(
            "{shown}: nothing can be added at its end as it is written: add this by hand\n{lines}"
        );
    };
    save(&place.path, &after).with_context(|| format!("cannot write '{shown}'"))?;
    print(&report::waiver_added(lang, new, shown))?;
    Ok(0)
}

/// A file with one entry.
fn alone(lines: &str) -> String {
    let mut text = "waivers:\n".to_owned();
    push(&mut text, lines, "  ", "\n");
    text
}

/// The lines of the entry, without what stands before each.
fn lines(arguments: &WaiveArguments, place: &Place, today: Date) -> anyhow::Result<String> {
    let until: Option<Date> = arguments.until.parse().ok();
    let until = until.filter(|_| arguments.until.len() == 10);
    let until = until.context("--until must be a day such as 2027-01-31")?;
    ensure!(until >= today, "--until {until} is over");
    ensure!(
        arguments.subject.is_some() || arguments.path.is_some(),
        "say with --subject or --path what the waiver is about"
    );
    let mut lines = format!("rule: {}\n", scalar(&arguments.rule.to_ascii_uppercase())?);
    let mut add = |key: &str, value: &str| -> anyhow::Result<()> {
        let value = value.trim();
        ensure!(!value.is_empty(), "--{key} is empty");
        let is_plain = !value.chars().any(char::is_control) && report::clean(value) == value;
        ensure!(is_plain, "--{key} has characters that cannot be shown");
        let found = secrets_in_text("waivers.txt", value, Parsed::Not);
        ensure!(
            found.values.is_empty(),
            "--{key} looks as if a secret was in it"
        );
        lines.extend([key, ": ", &scalar(value)?, "\n"]);
        Ok(())
    };
    if let Some(subject) = &arguments.subject {
        let is_one = NamedSubject::new(subject, None).is_some();
        ensure!(is_one, "--subject takes {}", NamedSubject::SHAPE);
        add("subject", subject)?;
    }
    if let Some(project) = &arguments.project {
        add("project", project)?;
    }
    if let Some(path) = &arguments.path {
        let path = relative(&place.base, &tidy(&absolute(path)));
        let path = shown(&path);
        let is_one = NamedFiles::new(&path, &place.base).is_some();
        ensure!(is_one, "--path takes {}", NamedFiles::SHAPE);
        add("path", &path)?;
    }
    add("reason", &arguments.reason)?;
    add("owner", &arguments.owner)?;
    let _ = write!(lines, "created: {today}\nexpires: {until}\n");
    Ok(lines)
}

/// A string of YAML; without quotes where no reader takes it for something else.
fn scalar(text: &str) -> anyhow::Result<String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
    let starts = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let is_no_word = text.contains(|letter: char| !letter.is_ascii_alphabetic());
    if starts && is_no_word && text.chars().all(is_plain) {
        return Ok(text.to_owned());
    }
    Ok(serde_json::to_string(text)?)
}

/// The text with the entry behind all others; `None` where its list is written otherwise.
fn appended(before: &str, lines: &str) -> Option<String> {
    let end = if before.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut text = before.to_owned();
    let document = Document::parse("waivers.yaml", Decoded::utf8(before)).ok()?;
    let list = document.top(&["waivers"]).ok()?.node("waivers")?;
    let mut indent = "  ".to_owned();
    if !document.is_nothing(list) {
        match document.items(list).ok()?.first() {
            Some(first) => {
                let start = document.place(*first).start;
                let line = before.get(..start)?.rsplit('\n').next()?;
                let (blanks, dash) = line.split_at(line.find('-')?);
                if !blanks.trim().is_empty() || dash.trim_end() != "-" {
                    return None;
                }
                blanks.clone_into(&mut indent);
            }
            None => {
                // `[]`
                text.replace_range(document.place(list), "");
            }
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    push(&mut text, lines, &indent, end);
    Some(text)
}

fn push(text: &mut String, lines: &str, indent: &str, end: &str) {
    for (number, line) in lines.lines().enumerate() {
        let mark = if number == 0 { "- " } else { "  " };
        text.extend([indent, mark, line, end]);
    }
}
