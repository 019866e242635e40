//! Variables in the words of instructions, as `BuildKit` replaces them: `$X`, `${X:-word}`,
//! `${X#pattern}`, `${X//pattern/word}`. Quotes and escapes go.

use std::iter::Peekable;
use std::str::Chars;

/// What is known of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Its value.
    Value(String),
    /// Nothing sets it.
    Unset,
    /// It has a value that is not known here.
    Unknown,
}

/// A word whose variables are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expanded {
    /// Its value; what is not known stands in it as `$NAME`.
    pub value: String,
    /// Whether all of it is known.
    pub is_known: bool,
}

/// Words in words, so deep.
const DEEPEST: usize = 16;

/// So long a value may become: replaced words may grow with each step.
const LONGEST: usize = 1 << 16;

/// Replaces the variables in a word that is written like this.
pub fn expand(raw: &str, escape: char, look: &dyn Fn(&str) -> Lookup) -> Expanded {
    let mut reader = Reader {
        letters: raw.chars().peekable(),
        escape,
        look,
        is_known: true,
        depth: 0,
    };
    let value = reader.word(None);
    Expanded {
        value,
        is_known: reader.is_known,
    }
}

struct Reader<'e> {
    letters: Peekable<Chars<'e>>,
    escape: char,
    look: &'e dyn Fn(&str) -> Lookup,
    is_known: bool,
    depth: usize,
}

impl Reader<'_> {
    /// Everything up to `end`, which is taken as well.
    fn word(&mut self, end: Option<char>) -> String {
        let mut value = String::new();
        let mut quote = None;
        while let Some(next) = self.letters.next() {
            match quote {
                _ if value.len() > LONGEST => self.is_known = false,
                Some('\'') if next != '\'' => value.push(next),
                Some(open) if open == next => quote = None,
                None if matches!(next, '"' | '\'') => quote = Some(next),
                None if Some(next) == end => return value,
                _ if next == self.escape => {
                    let is_hidden = |own: &char| {
                        quote.is_none() || matches!(own, '"' | '$') || *own == self.escape
                    };
                    value.push(self.letters.next_if(is_hidden).unwrap_or(next));
                }
                _ if next == '$' => {
                    let part = self.variable();
                    value.push_str(&part);
                }
                _ => value.push(next),
            }
        }
        value
    }

    fn variable(&mut self) -> String {
        if self.letters.next_if_eq(&'{').is_none() {
            let name = self.name();
            return if name.is_empty() {
                "$".to_owned()
            } else {
                self.plain(&name)
            };
        }
        self.depth += 1;
        let value = if self.depth > DEEPEST {
            self.is_known = false;
            String::new()
        } else {
            self.braced()
        };
        self.depth -= 1;
        value
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(next) = self
            .letters
            .next_if(|own| own.is_ascii_alphanumeric() || *own == '_')
        {
            name.push(next);
            // `$1` is one digit.
            if name.len() == 1 && next.is_ascii_digit() {
                break;
            }
        }
        name
    }

    fn plain(&mut self, name: &str) -> String {
        match (self.look)(name) {
            Lookup::Value(value) => value,
            Lookup::Unset => String::new(),
            Lookup::Unknown => self.unknown(name),
        }
    }

    fn unknown(&mut self, name: &str) -> String {
        self.is_known = false;
        format!("${name}")
    }

    /// Behind `${`.
    fn braced(&mut self) -> String {
        let name = self.name();
        let found = (self.look)(&name);
        match self.letters.next() {
            Some('}') => self.plain(&name),
            Some(sign @ ('-' | '+' | '?')) => self.otherwise(&name, found, sign, false),
            Some(':') => {
                let sign = self.letters.next().unwrap_or('-');
                self.otherwise(&name, found, sign, true)
            }
            Some(sign @ ('#' | '%')) => {
                let is_greedy = self.letters.next_if_eq(&sign).is_some();
                let pattern = self.word(Some('}'));
                match found {
                    Lookup::Value(value) => cut(&value, &pattern, sign == '#', is_greedy),
                    Lookup::Unset => String::new(),
                    Lookup::Unknown => self.unknown(&name),
                }
            }
            Some('/') => {
                let is_all = self.letters.next_if_eq(&'/').is_some();
                let pattern = self.word(Some('/'));
                let other = self.word(Some('}'));
                match found {
                    Lookup::Value(value) => replace(&value, &pattern, &other, is_all),
                    Lookup::Unset => String::new(),
                    Lookup::Unknown => self.unknown(&name),
                }
            }
            _ => self.unknown(&name),
        }
    }

    /// `${X:-word}`, `${X:+word}`, `${X:?word}`; without the colon an empty value counts as one.
    fn otherwise(&mut self, name: &str, found: Lookup, sign: char, empty_is_none: bool) -> String {
        let was_known = self.is_known;
        let word = self.word(Some('}'));
        let word_is_known = self.is_known;
        self.is_known = was_known;
        let has_value = match &found {
            Lookup::Value(value) => !empty_is_none || !value.is_empty(),
            Lookup::Unset => false,
            Lookup::Unknown => return self.unknown(name),
        };
        match (sign, has_value, found) {
            ('+', false, _) => String::new(),
            ('-', false, _) | ('+', true, _) => {
                self.is_known = was_known && word_is_known;
                word
            }
            ('-' | '?', true, Lookup::Value(value)) => value,
            _ => self.unknown(name),
        }
    }
}

/// Takes the shortest or longest match away from the beginning or the end.
fn cut(value: &str, pattern: &str, from_start: bool, is_greedy: bool) -> String {
    let pattern: Vec<char> = pattern.chars().collect();
    let letters: Vec<char> = value.chars().collect();
    let ends = ends(&pattern, &letters, from_start);
    let end = if is_greedy { ends.last() } else { ends.first() };
    let length = end.copied().unwrap_or(0);
    if from_start {
        letters.iter().skip(length).collect()
    } else {
        letters.iter().take(letters.len() - length).collect()
    }
}

/// The lengths of the beginnings (or ends) that match, shortest first.
fn ends(pattern: &[char], letters: &[char], from_start: bool) -> Vec<usize> {
    let (pattern, letters): (Vec<Sign>, Vec<char>) = if from_start {
        (signs(pattern), letters.to_vec())
    } else {
        let reversed = letters.iter().rev().copied();
        (
            signs(pattern).into_iter().rev().collect(),
            reversed.collect(),
        )
    };
    let mut found = Vec::new();
    let mut states = vec![false; pattern.len() + 1];
    reach(&pattern, &mut states, 0);
    for length in 0..=letters.len() {
        if states.last() == Some(&true) {
            found.push(length);
        }
        let Some(letter) = letters.get(length) else {
            break;
        };
        let mut next = vec![false; states.len()];
        for (at, sign) in pattern.iter().enumerate() {
            if states.get(at) != Some(&true) {
                continue;
            }
            match sign {
                Sign::Any => reach(&pattern, &mut next, at),
                Sign::One => reach(&pattern, &mut next, at + 1),
                Sign::Letter(own) if own == letter => reach(&pattern, &mut next, at + 1),
                Sign::Letter(_) => {}
            }
        }
        states = next;
    }
    found
}

enum Sign {
    Any,
    One,
    Letter(char),
}

fn signs(pattern: &[char]) -> Vec<Sign> {
    let mut letters = pattern.iter();
    let mut signs = Vec::new();
    while let Some(letter) = letters.next() {
        signs.push(match letter {
            '*' => Sign::Any,
            '?' => Sign::One,
            '\\' => Sign::Letter(letters.next().copied().unwrap_or('\\')),
            other => Sign::Letter(*other),
        });
    }
    signs
}

/// Marks a state, and those behind it that need no letter.
fn reach(pattern: &[Sign], states: &mut [bool], at: usize) {
    let mut at = at;
    while let Some(state) = states.get_mut(at) {
        *state = true;
        if !matches!(pattern.get(at), Some(Sign::Any)) {
            return;
        }
        at += 1;
    }
}

/// Replaces the longest match, or all of them from left to right.
fn replace(value: &str, pattern: &str, other: &str, is_all: bool) -> String {
    let pattern: Vec<char> = pattern.chars().collect();
    let letters: Vec<char> = value.chars().take(LONGEST).collect();
    let mut made = String::new();
    let mut at = 0;
    let mut is_done = pattern.is_empty() || letters.len() > 4096;
    while let Some(letter) = letters.get(at) {
        let rest = letters.get(at..).unwrap_or_default();
        let length = if is_done {
            0
        } else {
            ends(&pattern, rest, true).last().copied().unwrap_or(0)
        };
        if length == 0 {
            made.push(*letter);
            at += 1;
        } else {
            if made.len() < LONGEST {
                made.push_str(other);
            }
            at += length;
            is_done = !is_all;
        }
    }
    made
}
