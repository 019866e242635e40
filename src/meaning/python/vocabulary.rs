//! The words of what is asked about, and what each of them says of a program in which it stands.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::names::{MODULES_OF_TEXTS, ROOTS, SAME};

/// Names by which a program comes to things without saying theirs, besides those that make modules of
/// texts.
const MAKING: [&str; 11] = [
    "getattr",
    "__getattribute__",
    "globals",
    "locals",
    "vars",
    "__dict__",
    "__builtins__",
    "attrgetter",
    "methodcaller",
    "__wrapped__",
    "__self__",
];

/// What gives back a part of a container, or what an object stands for.
const PASSING: [&str; 16] = [
    "get",
    "pop",
    "popleft",
    "popitem",
    "setdefault",
    "__getitem__",
    "values",
    "items",
    "keys",
    "copy",
    "__iter__",
    "__next__",
    "__call__",
    "__func__",
    "func",
    // What it decorates is given something that runs commands.
    "task",
];

/// What a word is to those who ask: bits.
pub(super) type Part = u8;

/// Names begin with it: a module, or a function that needs no import.
pub(super) const ROOT: Part = 1;
/// It leads from one name to another.
pub(super) const WORD: Part = 2;
/// Of this module everything is asked about.
pub(super) const WHOLE: Part = 4;
/// A program may come to anything by it.
pub(super) const MAKES: Part = 8;
/// A module that is found inside of others.
pub(super) const INSIDE: Part = 16;

/// What some words are to everybody who asks.
static COMMON: LazyLock<FxHashMap<&str, Part>> = LazyLock::new(|| {
    let lists: [(&[&str], Part); 4] = [
        (&MAKING, MAKES),
        (&MODULES_OF_TEXTS, MAKES),
        (&PASSING, WORD),
        (&ROOTS, INSIDE),
    ];
    let mut common = FxHashMap::default();
    for (words, part) in lists {
        for word in words {
            *common.entry(*word).or_default() |= part;
        }
    }
    // Modules that are others as well.
    for (from, _) in SAME {
        let module = from.split('.').next().unwrap_or_default();
        *common.entry(module).or_default() |= ROOT;
    }
    common
});

/// What a name is to everybody who asks.
pub(super) fn common(name: &str) -> Part {
    let part = COMMON.get(name).copied().unwrap_or_default();
    let inner = name.trim_start_matches('_');
    if inner.len() == name.len() {
        return part;
    }
    part | COMMON.get(inner).copied().unwrap_or_default() & INSIDE
}

/// The words of the names that are asked about.
#[derive(Default)]
pub(super) struct Vocabulary(FxHashMap<Box<str>, Part>);

impl Vocabulary {
    /// Takes up a qualified name, or with `.*` all below it.
    pub(super) fn add(&mut self, name: &str) {
        let whole = name.strip_suffix(".*");
        let mut part = if whole.is_some() { WHOLE | ROOT } else { ROOT };
        for word in whole.unwrap_or(name).split('.').map(bare) {
            match self.0.get_mut(word) {
                Some(known) => *known |= part | WORD,
                None => {
                    self.0.insert(word.into(), part | WORD);
                }
            }
            part = WORD;
        }
    }

    /// What a word is.
    pub(super) fn part(&self, name: &str) -> Part {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// What a name is, with an underscore before a module or without.
    pub(super) fn part_of_name(&self, name: &str) -> Part {
        let inner = name.trim_start_matches('_');
        let own = self.part(name);
        if inner.len() == name.len() {
            own
        } else {
            own | self.part(inner) & ROOT
        }
    }

    /// Whether a module, or one inside of it, may be one that is asked about.
    pub(super) fn knows_module(&self, name: &str) -> bool {
        let mut parts = name.split('.');
        parts.any(|part| (self.part_of_name(part) | common(part)) & (ROOT | INSIDE) != 0)
    }
}

/// `Session` of `Session()`.
fn bare(word: &str) -> &str {
    word.trim_end_matches(['(', ')', '[', ']'])
}
