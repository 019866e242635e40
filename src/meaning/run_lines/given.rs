//! The words of a command line as the command line of an engine reads them.

use std::ops::Range;

use super::flags::{Flag, GLOBAL, NETWORK, RUN};
use super::value::Value;
use crate::syntax::command_lines::{CommandLine, Word};

/// A flag as it is given.
pub(super) struct Given<'l> {
    pub(super) flag: &'static Flag,
    /// Its value; nothing for a switch that is only named.
    pub(super) value: Option<Value<'l>>,
    /// The word that names it.
    pub(super) place: Range<usize>,
}

impl Given<'_> {
    /// Whether a switch is on; nothing where that is not known.
    pub(super) fn is_on(&self) -> Option<bool> {
        match &self.value {
            None => Some(true),
            Some(value) => match value.known()? {
                "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
                "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
                _ => None,
            },
        }
    }
}

/// Flags and what follows them.
#[derive(Default)]
pub(super) struct Options<'l> {
    pub(super) given: Vec<Given<'l>>,
    /// The words behind the flags.
    pub(super) rest: Vec<Value<'l>>,
    /// Places of flags that nobody knows, and of variables that may hold some.
    pub(super) unknown: Vec<Range<usize>>,
    /// Whether the first word behind the flags may be the value of one.
    pub(super) is_unsure: bool,
}

/// What a command line asks an engine for.
pub(super) enum Asked<'l> {
    /// A container.
    Run {
        /// The words `docker run`.
        place: Range<usize>,
        /// Whether it is only made, and started by another line.
        is_create: bool,
        options: Options<'l>,
    },
    /// A network.
    Network(Options<'l>),
}

/// Reads a command line; nothing where it asks no engine for anything that matters here.
pub(super) fn asked(line: &CommandLine) -> Option<Asked<'_>> {
    let first = line.words.first()?;
    if !is_engine(first) {
        return None;
    }
    let words = line.words.get(1..)?;
    let (at, command) = behind_global(words)?;
    let text = command.text()?;
    let mut end = at;
    let kind = match &*text {
        "container" => {
            end += 1;
            words.get(end)?.text()?
        }
        "network" => {
            let next = words.get(at + 1)?;
            let options = options(words.get(at + 2..)?, NETWORK);
            return next.is("create").then_some(Asked::Network(options));
        }
        _ => text,
    };
    if !matches!(&*kind, "run" | "create") {
        return None;
    }
    let rest = words.get(end + 1..)?;
    Some(Asked::Run {
        place: first.range.start..words.get(end)?.range.end,
        is_create: kind == "create",
        options: options(rest, RUN),
    })
}

pub(super) fn is_engine(word: &Word) -> bool {
    let value = Value::of(word);
    let Some(text) = value.known() else {
        return value.is_called_engine();
    };
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".exe").unwrap_or(&name);
    matches!(name, "docker" | "podman" | "nerdctl" | "podman-remote")
}

/// The first word behind the options that stand before a command.
pub(super) fn behind_global(words: &[Word]) -> Option<(usize, &Word)> {
    let mut at = 0;
    loop {
        let word = words.get(at)?;
        let text = word.flat();
        if !text.starts_with('-') {
            return Some((at, word));
        }
        at += 1;
        let name = text.trim_start_matches('-');
        let known = GLOBAL.iter().find(|flag| {
            flag.name == name
                || flag
                    .short
                    .is_some_and(|own| name.len() == 1 && name.starts_with(own))
        });
        at += usize::from(known.is_some_and(|flag| !flag.is_switch));
    }
}

/// Reads flags up to the first word that is none.
pub(super) fn options<'l>(words: &'l [Word], table: &'static [Flag]) -> Options<'l> {
    let mut options = Options::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let value = Value::of(word);
        let text = value.flat().to_owned();
        if text == "--" {
            at += 1;
            break;
        }
        if value.is_open() && !value.is_called_image() && at + 1 < words.len() {
            // It may hold any number of flags.
            options.unknown.push(word.range.clone());
            at += 1;
            continue;
        }
        if !text.starts_with('-') || text == "-" {
            break;
        }
        at += 1;
        let next = words.get(at);
        let took = match text.strip_prefix("--") {
            Some(name) => options.long(&value, name, next, table),
            None => options.short(&value, next, table),
        };
        if took == Took::Unsure
            && at + 1 < words.len()
            && next.is_some_and(|next| !next.flat().starts_with('-'))
        {
            options.is_unsure = true;
        }
        at += usize::from(took == Took::Next);
    }
    options.rest = words
        .get(at..)
        .unwrap_or_default()
        .iter()
        .map(Value::of)
        .collect();
    options
}

/// What a flag did with the next word.
#[derive(PartialEq, Eq)]
enum Took {
    Nothing,
    Next,
    Unsure,
}

impl<'l> Options<'l> {
    fn long(
        &mut self,
        value: &Value<'l>,
        name: &str,
        next: Option<&'l Word>,
        table: &'static [Flag],
    ) -> Took {
        let (name, own) = match name.split_once('=') {
            Some((name, behind)) => {
                let end = value.flat().len();
                (name, Some(value.part(end - behind.len()..end)))
            }
            None => (name, None),
        };
        let Some(flag) = table.iter().find(|flag| flag.name == name) else {
            self.unknown.push(value.place());
            return if own.is_some() {
                Took::Nothing
            } else {
                Took::Unsure
            };
        };
        let takes_next = own.is_none() && !flag.is_switch;
        self.given.push(Given {
            flag,
            value: if takes_next { next.map(Value::of) } else { own },
            place: value.place(),
        });
        if takes_next {
            Took::Next
        } else {
            Took::Nothing
        }
    }

    /// Letters: switches may stand together, and the first flag that takes a value has the rest.
    fn short(&mut self, value: &Value<'l>, next: Option<&'l Word>, table: &'static [Flag]) -> Took {
        let text = value.flat();
        let mut at = 1;
        while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let Some(flag) = table.iter().find(|flag| flag.short == Some(letter)) else {
                self.unknown.push(value.place());
                return Took::Unsure;
            };
            at += letter.len_utf8();
            let rest = text.get(at..).unwrap_or_default();
            let place = value.place();
            if let Some(behind) = rest.strip_prefix('=') {
                let own = value.part(text.len() - behind.len()..text.len());
                self.given.push(Given {
                    flag,
                    value: Some(own),
                    place,
                });
                return Took::Nothing;
            }
            if flag.is_switch {
                self.given.push(Given {
                    flag,
                    value: None,
                    place,
                });
                continue;
            }
            if rest.is_empty() {
                self.given.push(Given {
                    flag,
                    value: next.map(Value::of),
                    place,
                });
                return Took::Next;
            }
            let own = value.part(at..text.len());
            self.given.push(Given {
                flag,
                value: Some(own),
                place,
            });
            return Took::Nothing;
        }
        Took::Nothing
    }
}
