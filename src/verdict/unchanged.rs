//! What is left of a scan when only what changed since a revision counts. An occurrence counts if a
//! place of it changed: where it is, where its value comes from, what else belongs to it. What is missing
//! has no place to change, so it is asked whether lines were taken out that could have said it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::path::Path;
use std::rc::Rc;

use super::group::Placed;
use crate::input::{Changes, Hunk, Revision, RevisionError};
use crate::model::{Arg, Project, Span, Text, TextId, Texts};
use crate::rules::CauseKey;

/// What changed since a revision.
pub struct Since<'r> {
    revision: &'r Revision,
    root: &'r Path,
    files: RefCell<HashMap<TextId, Option<Rc<Changes>>>>,
    failure: RefCell<Option<RevisionError>>,
}

impl<'r> Since<'r> {
    /// What changed of files that are named from the absolute path `root`.
    pub fn new(revision: &'r Revision, root: &'r Path) -> Self {
        Self {
            revision,
            root,
            files: RefCell::default(),
            failure: RefCell::default(),
        }
    }

    /// What of the revision could not be read: then everything counts.
    pub fn failure(self) -> Option<RevisionError> {
        self.failure.into_inner()
    }

    /// Marks what did not change. What is said of the scan itself always counts.
    pub(super) fn apply(&self, all: &mut [Placed], projects: &[Project], texts: &Texts) {
        let removed: Vec<Removed> = projects
            .iter()
            .map(|own| self.removed(own, texts))
            .collect();
        for placed in all {
            placed.is_unchanged = !placed.occurrence.rule.is_about_the_scan()
                && !self.touches(placed, &removed, texts);
        }
    }

    fn touches(&self, placed: &Placed, removed: &[Removed], texts: &Texts) -> bool {
        let occurrence = &placed.occurrence;
        let cause = match placed.cause {
            CauseKey::Place(place) => Some(place),
            CauseKey::Missing(_) => None,
        };
        let flow = occurrence.flow.iter().map(|step| step.place);
        let spots = [Some(placed.span), cause].into_iter().flatten();
        let spots = spots.chain(occurrence.related.iter().copied()).chain(flow);
        let mut spots = spots.map(|place| texts.resolve(place));
        let removed = occurrence
            .projects
            .iter()
            .filter_map(|number| removed.get(*number));
        if spots.any(|place| {
            let text = texts.get(place.text);
            let changed = self.changes(&text);
            let changed = changed.is_none_or(|changes| changes.touch(&lines(&text, place)));
            changed
                || removed
                    .clone()
                    .any(|removed| removed.is_used_in(&text, place))
        }) {
            return true;
        }
        let CauseKey::Missing(text) = placed.cause else {
            return false;
        };
        if occurrence.projects.is_empty() {
            // No file of Compose: whatever was taken out of it may have said it.
            let changes = self.changes(&texts.get(texts.resolve(Span::start_of(text)).text));
            return changes.is_none_or(|own| own.hunks.iter().any(|hunk| !hunk.removed.is_empty()));
        }
        removed
            .clone()
            .any(|removed| removed.may_have_said(placed, texts))
    }

    /// What was taken out of the files that Compose reads of a project.
    fn removed(&self, project: &Project, texts: &Texts) -> Removed {
        let mut removed = Removed::default();
        for id in &project.sources {
            let text = texts.get(*id);
            let Some(changes) = self.changes(&text) else {
                continue;
            };
            for hunk in &changes.hunks {
                if is_yaml(text.path()) {
                    removed.places.extend(Lost::of(&text, hunk));
                } else {
                    removed
                        .variables
                        .extend(hunk.removed.iter().filter_map(|line| variable(line)));
                }
            }
        }
        let first = texts.get(project.file);
        let beside = self.root.join(&**first.path());
        let gone = self.revision.gone_beside(&beside);
        for (name, content) in gone.unwrap_or_else(|error| self.failed(error)) {
            if is_yaml(&name) && name.contains("compose") {
                removed.a_compose_file = true;
            } else if name.contains(".env") {
                removed
                    .variables
                    .extend(content.lines().filter_map(variable));
            }
        }
        removed
    }

    /// How the file of a text changed; `None` for what is no file of the repository.
    fn changes(&self, text: &Text) -> Option<Rc<Changes>> {
        let known = self.files.borrow().get(&text.id()).cloned();
        known.unwrap_or_else(|| {
            let changes = if text.path().is_empty() {
                Ok(None)
            } else {
                self.revision.changes(&self.root.join(&**text.path()))
            };
            let changes = changes.unwrap_or_else(|error| self.failed(error));
            let changes = changes.map(Rc::new);
            self.files.borrow_mut().insert(text.id(), changes.clone());
            changes
        })
    }

    fn failed<T: Default>(&self, error: RevisionError) -> T {
        *self.failure.borrow_mut() = Some(error);
        T::default()
    }
}

/// What was taken out of the files of a project.
#[derive(Default)]
struct Removed {
    /// Lines of compose files.
    places: Vec<Lost>,
    /// Variables of env files, by their names.
    variables: BTreeSet<String>,
    /// A whole compose file that Compose would have read by itself.
    a_compose_file: bool,
}

/// Where something was taken out of a compose file.
struct Lost {
    text: TextId,
    /// Where it stood, now.
    lines: RangeInclusive<usize>,
    /// The keys around it.
    keys: Vec<String>,
    /// Whether it has an anchor around it, which others repeat.
    is_shared: bool,
}

impl Lost {
    /// What a hunk took out; nothing where it only adds, or gives keys another value.
    fn of(text: &Text, hunk: &Hunk) -> Option<Self> {
        let now: Vec<&str> = hunk.lines.clone().map(|line| line_of(text, line)).collect();
        let is_kept = |line: &String| {
            let is_list = line.contains(['[', '{']);
            let is_same = |other: &&str| other.trim() == line.trim();
            let is_set = |other: &&str| key(other).is_some() && key(other) == key(line);
            line.trim().is_empty()
                || now
                    .iter()
                    .any(|other| is_same(other) || (!is_list && is_set(other)))
        };
        if hunk.removed.iter().all(is_kept) {
            return None;
        }
        let lines = hunk.lines.clone();
        let (mut keys, mut is_shared) = (Vec::new(), false);
        for line in lines.clone() {
            let around = around(text, line, &hunk.removed);
            is_shared |= around.iter().any(|line| line.contains('&'));
            keys.extend(around.iter().filter_map(|line| key(line)));
        }
        Some(Self {
            text: text.id(),
            lines,
            keys,
            is_shared,
        })
    }
}

impl Removed {
    /// Whether what was taken out could have said what is missing.
    fn may_have_said(&self, placed: &Placed, texts: &Texts) -> bool {
        let occurrence = &placed.occurrence;
        let named = occurrence.args.iter().filter_map(|(_, own)| match own {
            Arg::Name(name) => Some(name.as_str()),
            _ => None,
        });
        let mut named = named.chain([occurrence.role.as_str()]);
        if self.a_compose_file || named.any(|name| self.variables.contains(name)) {
            return true;
        }
        let text = texts.get(placed.span.text);
        let own = block(&text, placed.line);
        let said: String = own.clone().map(|line| line_of(&text, line)).collect();
        let name = occurrence.subject.name.as_str();
        self.places.iter().any(|place| {
            let is_inside = place.text == text.id()
                && place.lines.start() <= own.end()
                && own.start() <= place.lines.end();
            is_inside
                || place.keys.iter().any(|key| key == name)
                || (place.is_shared && said.contains('*'))
                || said.contains("extends")
        })
    }

    /// Whether a place takes its value from a variable that is no longer set.
    fn is_used_in(&self, text: &Text, place: Span) -> bool {
        if self.variables.is_empty() {
            return false;
        }
        let lines = lines(text, place).filter_map(|line| text.content().get(text.line_range(line)));
        let mut words = lines.flat_map(|line| line.split('$').skip(1));
        words.any(|word| {
            let word = word.trim_start_matches('{');
            let end = word.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            self.variables
                .contains(word.get(..end.unwrap_or(word.len())).unwrap_or_default())
        })
    }
}

/// The lines of a place.
fn lines(text: &Text, place: Span) -> RangeInclusive<usize> {
    let range = place.range();
    text.position(range.start).line..=text.position(range.end).line
}

fn is_yaml(path: &str) -> bool {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end);
    end.eq_ignore_ascii_case("yaml") || end.eq_ignore_ascii_case("yml")
}

/// The name that a line of an env file sets.
fn variable(line: &str) -> Option<String> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, _) = line.split_once(['=', ':'])?;
    let name = name.trim();
    (!name.is_empty() && !name.starts_with('#')).then(|| name.to_owned())
}

fn indentation(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(' ');
    (!rest.trim().is_empty()).then_some(line.len() - rest.len())
}

fn line_of(text: &Text, line: usize) -> &str {
    text.content()
        .get(text.line_range(line))
        .unwrap_or_default()
}

/// The lines of what a key of YAML holds, by their indentation.
fn block(text: &Text, key: usize) -> RangeInclusive<usize> {
    let own = indentation(line_of(text, key)).unwrap_or_default();
    let rest = key + 1..=text.lines().last();
    let is_outer = |line: &usize| {
        let shown = line_of(text, *line);
        let is_comment = shown.trim_start().starts_with('#');
        !is_comment && indentation(shown).is_some_and(|other| other <= own)
    };
    let end = rest
        .clone()
        .find(is_outer)
        .map_or(*rest.end(), |line| line - 1);
    key..=end.max(key)
}

/// The lines that are around a line, by their indentation, and what was taken out there.
fn around<'t>(text: &'t Text, line: usize, removed: &'t [String]) -> Vec<&'t str> {
    let own = indentation(line_of(text, line));
    let taken = removed.iter().filter_map(|line| indentation(line)).min();
    let mut inner = own.into_iter().chain(taken).max().unwrap_or_default() + 1;
    let mut around: Vec<&str> = removed.iter().map(String::as_str).collect();
    for above in (text.lines().first()..=line).rev() {
        let shown = line_of(text, above);
        if let Some(own) = indentation(shown).filter(|own| *own < inner) {
            inner = own;
            around.push(shown);
        }
    }
    around
}

/// The key of a line.
fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once(':')?;
    Some(key.trim().trim_matches(['"', '\'']).to_owned())
}
