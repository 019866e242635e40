//! The file of a register, read strictly: of one with a fault nothing counts.

use std::path::{Component, Path};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Entry, NamedFiles, NamedSubject};
use crate::input::PathSet;
use crate::meaning::{Document, Fault, Fields, Parsed, Wrong, secrets_in_text};
use crate::model::Decoded;
use crate::rules::{RULES, Rule};

/// The keys of an entry.
const KEYS: &[&str] = &[
    "rule", "subject", "project", "path", "reason", "owner", "created", "expires",
];

impl Entry {
    /// The entries of a file whose paths start at the absolute folder `base`.
    pub fn read_all(file: Decoded, base: &Path, today: Date) -> Result<Vec<Self>, Fault> {
        let document = Document::parse("waivers.yaml", file)?;
        let top = document.top(&["waivers"])?;
        let list = top.required("waivers")?;
        let mut entries: Vec<Self> = Vec::new();
        if document.is_nothing(list) {
            return Ok(entries);
        }
        for node in document.items(list)? {
            let fields = document.fields(*node, KEYS)?;
            let entry = Self {
                place: document.place(*node),
                ..Self::read(&fields, base, today)?
            };
            if entries.iter().any(|other| other.is_twin(&entry)) {
                let wrong = "an entry that is about something else than those before it";
                return Err(document.fault(*node, Wrong::Expected(wrong)));
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    fn read(fields: &Fields<'_>, base: &Path, today: Date) -> Result<Self, Fault> {
        let rule = rule(fields)?;
        let subject = subject(fields)?;
        let files = files(fields, base)?;
        if subject.is_none() && files.is_none() {
            return Err(fields.fault("", Wrong::Expected("a subject or a path")));
        }
        let reason = words(fields, "reason")?;
        let owner = words(fields, "owner")?;
        let created = day(fields, "created")?;
        // In the east it is tomorrow already.
        if created > today.saturating_add(1.day()) {
            return Err(fields.fault("created", Wrong::Expected("a day that is not to come")));
        }
        let expires = day(fields, "expires")?;
        if expires < created {
            let wrong = "a day that is not before 'created'";
            return Err(fields.fault("expires", Wrong::Expected(wrong)));
        }
        Ok(Self {
            rule,
            subject,
            files,
            reason: reason.into(),
            owner: owner.into(),
            created,
            expires,
            place: 0..0,
        })
    }
}

fn rule(fields: &Fields<'_>) -> Result<&'static Rule, Fault> {
    let id = fields.required_string("rule")?;
    let mut rules = RULES.iter().copied();
    let Some(rule) = rules.find(|rule| rule.id.eq_ignore_ascii_case(id)) else {
        let known = RULES.iter().map(|rule| rule.id).collect();
        return Err(fields.fault("rule", Wrong::UnknownWord(id.to_owned(), known)));
    };
    // Nobody may ask not to be told what was not read.
    if rule.is_about_the_scan() {
        let wrong = "a rule about the deployment: gaps are accepted in hulan.toml";
        return Err(fields.fault("rule", Wrong::Expected(wrong)));
    }
    Ok(rule)
}

fn subject(fields: &Fields<'_>) -> Result<Option<NamedSubject>, Fault> {
    let project = fields.string("project")?;
    let Some(subject) = fields.string("subject")? else {
        return match project {
            Some(_) => Err(fields.fault("project", Wrong::Expected("a subject beside a project"))),
            None => Ok(None),
        };
    };
    let named = NamedSubject::new(subject, project);
    let wrong = Wrong::Expected(NamedSubject::SHAPE);
    named
        .map(Some)
        .ok_or_else(|| fields.fault("subject", wrong))
}

impl NamedSubject {
    /// How one is written.
    pub const SHAPE: &str = "a subject as kind/name, such as container/web";

    /// The subject that `kind/name` names.
    pub fn new(written: &str, project: Option<&str>) -> Option<Self> {
        let (kind, name) = written.split_once('/')?;
        let is_kind = |letter: char| letter.is_ascii_lowercase() || letter == '-';
        let is_one = !kind.is_empty() && !name.is_empty() && kind.chars().all(is_kind);
        is_one.then(|| Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            project: project.map(str::to_owned),
        })
    }
}

fn files(fields: &Fields<'_>, base: &Path) -> Result<Option<NamedFiles>, Fault> {
    let Some(pattern) = fields.string("path")? else {
        return Ok(None);
    };
    let files = NamedFiles::new(pattern, base);
    let wrong = Wrong::Expected(NamedFiles::SHAPE);
    files.map(Some).ok_or_else(|| fields.fault("path", wrong))
}

impl NamedFiles {
    /// How they are written.
    pub const SHAPE: &str = "a path below the folder that holds .hulan, with / between its parts";

    /// The files of a pattern below the absolute folder `base`.
    pub fn new(pattern: &str, base: &Path) -> Option<Self> {
        let is_inner = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        let is_below = Path::new(pattern).components().all(is_inner) && !pattern.contains('\\');
        // A pattern for everything is no decision about anything.
        let says_something = pattern.contains(|letter: char| letter.is_alphanumeric());
        let files = PathSet::new(base, [pattern], true).ok()?;
        (is_below && says_something).then(|| Self {
            pattern: pattern.to_owned(),
            files,
        })
    }
}

fn words<'d>(fields: &Fields<'d>, key: &'static str) -> Result<&'d str, Fault> {
    let text = fields.required_string(key)?.trim();
    if text.is_empty() {
        return Err(fields.fault(key, Wrong::Expected("some words")));
    }
    // They are shown wherever the finding would be.
    if !secrets_in_text("waivers.txt", text, Parsed::Not)
        .values
        .is_empty()
    {
        return Err(fields.fault(key, Wrong::Expected("words without a secret among them")));
    }
    Ok(text)
}

fn day(fields: &Fields<'_>, key: &'static str) -> Result<Date, Fault> {
    let text = fields.required_string(key)?;
    let day = text.parse().ok().filter(|_| text.len() == 10);
    let wrong = Wrong::Expected("a day such as 2027-01-31");
    day.ok_or_else(|| fields.fault(key, wrong))
}
