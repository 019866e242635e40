//! YAML and JSON, walked alike.

use std::ops::Range;

use super::code::Code;
use crate::syntax::json::{self, Json};
use crate::syntax::yaml::{self, Yaml};

/// A value of a document.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Yaml(&'a Yaml, yaml::NodeId),
    Json(&'a Json, &'a str, json::NodeId),
}

/// Values inside of each other that [`Value::strings`] follows.
const DEEPEST: usize = 24;

/// Strings that [`Value::strings`] gives at most.
const MOST_STRINGS: usize = 20_000;

impl Value<'_> {
    /// The value behind a key.
    pub(super) fn get(self, key: &str) -> Option<Self> {
        match self {
            Self::Yaml(yaml, id) => {
                let is_it = |own: &&yaml::Entry| {
                    let name = yaml.scalar(own.key);
                    name.is_some_and(|name| &*name.value == key)
                };
                // Of a key that stands twice, the loader of Python takes the last.
                let entry = match &yaml.node(yaml.follow(id)).kind {
                    yaml::Kind::Mapping(own) => own.iter().rfind(is_it).copied(),
                    _ => return None,
                };
                let entry = entry.or_else(|| yaml.entries(id).iter().find(is_it).copied());
                Some(Self::Yaml(yaml, entry?.value))
            }
            Self::Json(json, text, id) => {
                let json::Kind::Object(entries) = json.kind(id) else {
                    return None;
                };
                let is_key = |id| {
                    let written = text.get(json.range(id)).unwrap_or_default();
                    let escaped = || json.string(text, id).is_some_and(|(own, _)| own == key);
                    written == key || (written.contains('\\') && escaped())
                };
                let entry = entries.iter().rev().find(|entry| is_key(entry.0))?;
                Some(Self::Json(json, text, entry.1))
            }
        }
    }

    /// The value at the end of some keys.
    pub(super) fn at(self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The items of a list; nothing for anything else.
    pub(super) fn items(self) -> Vec<Self> {
        match self {
            Self::Yaml(yaml, id) => match &yaml.node(yaml.follow(id)).kind {
                yaml::Kind::Sequence(items) => {
                    items.iter().map(|id| Self::Yaml(yaml, *id)).collect()
                }
                _ => Vec::new(),
            },
            Self::Json(json, text, id) => match json.kind(id) {
                json::Kind::List(items) => {
                    items.iter().map(|id| Self::Json(json, text, *id)).collect()
                }
                _ => Vec::new(),
            },
        }
    }

    /// The keys and values of a mapping.
    pub(super) fn entries(self) -> Vec<(Self, Self)> {
        match self {
            Self::Yaml(yaml, id) => {
                let entries = yaml.entries(id).into_iter();
                let both =
                    entries.map(|own| (Self::Yaml(yaml, own.key), Self::Yaml(yaml, own.value)));
                both.collect()
            }
            Self::Json(json, text, id) => match json.kind(id) {
                json::Kind::Object(entries) => entries
                    .iter()
                    .map(|(key, value)| {
                        let of = |id: &json::NodeId| Self::Json(json, text, *id);
                        (of(key), of(value))
                    })
                    .collect(),
                _ => Vec::new(),
            },
        }
    }

    pub(super) fn is_list(self) -> bool {
        match self {
            Self::Yaml(yaml, id) => {
                matches!(yaml.node(yaml.follow(id)).kind, yaml::Kind::Sequence(_))
            }
            Self::Json(json, _, id) => matches!(json.kind(id), json::Kind::List(_)),
        }
    }

    pub(super) fn is_mapping(self) -> bool {
        match self {
            Self::Yaml(yaml, id) => {
                matches!(yaml.node(yaml.follow(id)).kind, yaml::Kind::Mapping(_))
            }
            Self::Json(json, _, id) => matches!(json.kind(id), json::Kind::Object(_)),
        }
    }

    /// A string with its places. Numbers and words count as they are written.
    pub(super) fn code(self) -> Option<Code> {
        match self {
            Self::Yaml(yaml, id) => yaml.scalar(id).map(|scalar| Code {
                text: scalar.value.to_string(),
                map: scalar.offsets(),
            }),
            Self::Json(json, text, id) => match json.kind(id) {
                json::Kind::String => {
                    let (text, map) = json.string(text, id)?;
                    Some(Code { text, map })
                }
                json::Kind::Word => {
                    let range = json.range(id);
                    Some(Code::verbatim(text.get(range.clone())?, range.start))
                }
                _ => None,
            },
        }
    }

    /// A string.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Yaml(yaml, id) => yaml.scalar(id).map(|scalar| scalar.value.to_string()),
            Self::Json(..) => self.code().map(|code| code.text),
        }
    }

    /// The string behind a key; empty where there is none.
    pub(super) fn word(self, key: &str) -> String {
        self.get(key).and_then(Self::text).unwrap_or_default()
    }

    /// Its bytes.
    pub(super) fn range(self) -> Range<usize> {
        match self {
            Self::Yaml(yaml, id) => yaml.node(yaml.follow(id)).span.range(),
            Self::Json(json, _, id) => json.range(id),
        }
    }

    /// All lists of strings and all other strings in it, keys left out, each with what it is.
    pub(super) fn leaves(self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        let mut waiting = vec![(self, 0)];
        while let Some((value, depth)) = waiting.pop() {
            if depth > DEEPEST || leaves.len() >= MOST_STRINGS {
                continue;
            }
            if value.is_list() {
                let items = value.items();
                let words: Vec<Code> = items.iter().filter_map(|item| item.code()).collect();
                if words.len() == items.len() && words.len() > 1 {
                    leaves.push(Leaf::List(words));
                    continue;
                }
                waiting.extend(items.into_iter().rev().map(|item| (item, depth + 1)));
            } else if value.is_mapping() {
                let entries = value.entries().into_iter().rev();
                waiting.extend(entries.map(|(_, value)| (value, depth + 1)));
            } else if let Some(code) = value.code() {
                leaves.push(Leaf::String(code));
            }
        }
        leaves
    }
}

/// A string of a document, or a list of nothing but strings.
pub(super) enum Leaf {
    String(Code),
    List(Vec<Code>),
}
