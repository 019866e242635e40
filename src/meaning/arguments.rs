//! Secrets among the words of what a container runs: values of flags and variables, of headers and
//! URLs, also inside of scripts.
//!
//! What a shell or the environment supplies (`$PASSWORD`, `$(cat /run/secrets/x)`) is no secret that
//! stands here; the default of `${PASSWORD:-x}` is one.

mod programs;
mod values;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;

use self::programs::{Takes, is_script, only_asks, only_searches, program, takes};
use self::values::{default_of, header, is_flag_of_secret, is_plausible, is_reference, pairs};
use super::secrets::{Form, inside_of};
use crate::syntax::shell_words::{Word, parse};

/// How deep scripts may stand in words of scripts.
const DEEPEST: usize = 4;

/// So many secrets of one command are enough.
const MOST: usize = 500;

/// A secret among the words of a command.
pub(super) struct Argument<'w> {
    /// Which word holds it.
    pub(super) word: usize,
    /// The bytes of that word.
    pub(super) range: Range<usize>,
    /// The flag, variable or header it is for; for a URL without one the scheme.
    pub(super) name: &'w str,
    /// How it stands there.
    pub(super) form: Form,
}

/// The secrets among the words of a command in its exec form, in the order of the words. None is
/// empty, and no two overlap.
pub(super) fn arguments<'w>(words: &[&'w str]) -> Vec<Argument<'w>> {
    let mut search = Search {
        words,
        found: Vec::new(),
    };
    search.urls();
    let items: Vec<Word<'w>> = words.iter().map(|word| Word::verbatim(word)).collect();
    search.command(&items, None);
    let mut found = search.found;
    found.sort_by_key(|argument| (argument.word, argument.range.start));
    found
}

/// A script that stands in a word.
struct Script<'p> {
    /// The word of the exec form.
    word: usize,
    /// Where its text begins in what holds it.
    base: usize,
    /// The script that holds it, and the word there if it is one.
    parent: Option<(&'p Script<'p>, Option<&'p Word<'p>>)>,
    depth: usize,
}

/// One word of a command. Without a script it is a word of the exec form, which no shell reads.
#[derive(Clone, Copy)]
struct Spot<'c> {
    index: usize,
    item: &'c Word<'c>,
    script: Option<&'c Script<'c>>,
}

impl Spot<'_> {
    fn text(&self) -> &str {
        &self.item.value
    }

    fn whole(&self) -> Range<usize> {
        0..self.text().len()
    }

    /// The word of the exec form that holds these bytes, and the bytes there.
    fn place(&self, range: &Range<usize>) -> (usize, Range<usize>) {
        let Some(mut script) = self.script else {
            return (self.index, range.clone());
        };
        let mut range = self.item.source(range);
        loop {
            range = script.base + range.start..script.base + range.end;
            let Some((parent, word)) = script.parent else {
                return (script.word, range);
            };
            if let Some(word) = word {
                range = word.source(&range);
            }
            script = parent;
        }
    }

    /// The bytes that are written out among these, if any.
    fn literal(&self, range: Range<usize>) -> Option<Range<usize>> {
        let text = self.text().get(range.clone())?;
        if self.script.is_none() {
            return (!is_reference(text)).then_some(range);
        }
        let expansions = &self.item.expansions;
        let first = expansions.partition_point(|it| it.end <= range.start);
        match expansions.get(first).filter(|it| it.start < range.end) {
            None => Some(range),
            Some(first) if *first == range => {
                let (_, default) = default_of(text)?;
                Some(range.start + default.start..range.start + default.end)
            }
            Some(_) => None,
        }
    }
}

struct Search<'w, 's> {
    words: &'s [&'w str],
    found: Vec<Argument<'w>>,
}

impl<'w> Search<'w, '_> {
    /// The passwords of URLs, wherever they stand.
    fn urls(&mut self) {
        for (index, word) in self.words.iter().copied().enumerate() {
            for (range, form) in inside_of(word) {
                let Some(text) = word.get(range.clone()) else {
                    continue;
                };
                let range = match default_of(text) {
                    Some((_, default)) => range.start + default.start..range.start + default.end,
                    None => range,
                };
                let Some(text) = word.get(range.clone()) else {
                    continue;
                };
                let is_written = !is_reference(text) && !text.contains("${") && !text.contains('}');
                if is_written && !text.is_empty() {
                    let name = self.name_of_url(index, range.start);
                    self.push(index, range, name, form);
                }
            }
        }
    }

    /// What a URL is for, by what stands before it: `NAME=`, `--name=`, `--name`.
    fn name_of_url(&self, index: usize, at: usize) -> &'w str {
        let word = self.words.get(index).copied().unwrap_or_default();
        let before = word.get(..at).unwrap_or_default();
        let colon = before.rfind("://").unwrap_or(0);
        let before = word.get(..colon).unwrap_or_default();
        let start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-')))
            .map_or(0, |sign| sign + 1);
        let scheme = before.get(start..).unwrap_or_default();
        let before = before.get(..start).unwrap_or_default();
        let before = before.trim_end_matches(['"', '\'']);
        let last = |text: &'w str| {
            let part = text.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';'));
            part.into_iter().next().unwrap_or_default()
        };
        if let Some(name) = before.strip_suffix('=') {
            return last(name);
        }
        let flag = if before.trim().is_empty() {
            let previous = index.checked_sub(1).and_then(|index| self.words.get(index));
            previous.copied().unwrap_or_default()
        } else {
            last(before.trim_end())
        };
        if flag.starts_with('-') { flag } else { scheme }
    }

    fn push(&mut self, word: usize, range: Range<usize>, name: &'w str, form: Form) {
        let overlaps = |other: &Argument<'_>| {
            other.word == word && other.range.start < range.end && range.start < other.range.end
        };
        let is_full = self.found.len() >= MOST;
        if !is_full && !range.is_empty() && !self.found.iter().any(overlaps) {
            self.found.push(Argument {
                word,
                range,
                name,
                form,
            });
        }
    }

    /// Notes these bytes of a word, if they are written out, under a name that stands at `name`.
    fn add(&mut self, spot: Spot<'_>, range: Range<usize>, name: (Spot<'_>, Range<usize>)) {
        let Some(range) = spot.literal(range) else {
            return;
        };
        let value = spot.text().get(range.clone()).unwrap_or_default();
        let (by, at) = name;
        let named = by.text().get(at.clone()).unwrap_or_default();
        if !is_plausible(named, value) {
            return;
        }
        let (index, at) = by.place(&at);
        let word = self.words.get(index).copied().unwrap_or_default();
        let name = word.get(at).unwrap_or_default();
        let (word, range) = spot.place(&range);
        self.push(word, range, name, Form::Whole);
    }

    /// The secrets of one simple command.
    fn command(&mut self, items: &[Word<'_>], script: Option<&Script<'_>>) {
        let (start, name) = program(items);
        if only_searches(name) {
            return;
        }
        let spots: Vec<Spot<'_>> = items
            .iter()
            .enumerate()
            .map(|(index, item)| Spot {
                index,
                item,
                script,
            })
            .collect();
        // Values of flags are no scripts, whatever they hold.
        let mut values = HashSet::new();
        for (index, spot) in spots.iter().enumerate() {
            if is_script(items, index, name) {
                continue;
            }
            let next = spots.get(index + 1).copied();
            self.defaults(*spot);
            self.assignment(*spot);
            let mut takes_next = self.header(*spot, next);
            if let Some(next) = next {
                takes_next |= self.flag(*spot, next, name) || self.statement(&spots, index, next);
            }
            if takes_next {
                values.insert(index + 1);
            }
            self.pairs(*spot);
        }
        for takes in takes(name) {
            let of_program = spots.get(start..).unwrap_or_default();
            self.of_program(takes, of_program, &mut values);
        }
        for spot in spots {
            let text = spot.text();
            let may_be_script = text.contains(|c: char| c.is_whitespace() || c == ';');
            if may_be_script && !values.contains(&spot.index) {
                self.inner(spot);
            }
        }
    }

    /// A word that may be a script itself.
    fn inner(&mut self, spot: Spot<'_>) {
        let depth = spot.script.map_or(0, |script| script.depth + 1);
        let script = Script {
            word: spot.script.map_or(spot.index, |script| script.word),
            base: 0,
            parent: spot.script.map(|script| (script, Some(spot.item))),
            depth,
        };
        self.script(spot.text(), &script);
    }

    fn script(&mut self, text: &str, script: &Script<'_>) {
        if script.depth > DEEPEST {
            return;
        }
        let read = parse(text);
        for command in &read.commands {
            self.command(command, Some(script));
        }
        for range in read.inner {
            let inner = Script {
                word: script.word,
                base: range.start,
                parent: Some((script, None)),
                depth: script.depth + 1,
            };
            self.script(text.get(range).unwrap_or_default(), &inner);
        }
    }

    /// `${PASSWORD:-x}`, wherever it stands.
    fn defaults(&mut self, spot: Spot<'_>) {
        if spot.script.is_none() {
            return;
        }
        for range in &spot.item.expansions {
            let text = spot.text().get(range.clone()).unwrap_or_default();
            if let Some((name, _)) = default_of(text)
                && let Some(named) = text.get(name.clone())
                && is_flag_of_secret(named)
            {
                let name = range.start + name.start..range.start + name.end;
                self.add(spot, range.clone(), (spot, name));
            }
        }
    }

    /// `PASSWORD=x`, `--password=x`, `-Dkey.password=x`.
    fn assignment(&mut self, spot: Spot<'_>) {
        let Some((left, _)) = spot.text().split_once('=') else {
            return;
        };
        let name = left.trim_start_matches('-');
        let name = name.strip_prefix('D').filter(|_| left.starts_with("-D"));
        let name = name.unwrap_or_else(|| left.trim_start_matches('-'));
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
        if is_name && is_flag_of_secret(name) {
            let value = left.len() + 1..spot.text().len();
            self.add(spot, value, (spot, 0..left.len()));
        }
    }

    /// `--password x` and the directive `requirepass x`. Whether the next word is its value.
    fn flag(&mut self, spot: Spot<'_>, next: Spot<'_>, program: &str) -> bool {
        let text = spot.text();
        let name = text.trim_start_matches('-');
        let is_directive = ["requirepass", "masterauth"].contains(&text);
        let is_flag = match text.len() - name.len() {
            0 => is_directive,
            1 => name.len() > 2 && !matches!(name, "key" | "keys"),
            _ => !only_asks(program),
        };
        if !is_flag || text.contains('=') || !(is_directive || is_flag_of_secret(name)) {
            return false;
        }
        let is_value = !next.text().starts_with('-');
        if is_value {
            self.add(next, next.whole(), (spot, spot.whole()));
        }
        is_value
    }

    /// `-H 'Authorization: Bearer x'`. Whether the next word is the header.
    fn header(&mut self, spot: Spot<'_>, next: Option<Spot<'_>>) -> bool {
        let text = spot.text();
        if ["-H", "--header"].contains(&text) {
            if let Some(next) = next {
                self.header_at(next, 0);
            }
            return next.is_some();
        }
        let long = text.strip_prefix("--header=").map(|_| "--header=".len());
        let short = text.strip_prefix("-H").map(|_| "-H".len());
        let bare = text.get(.."authorization:".len());
        let bare = bare.filter(|start| start.eq_ignore_ascii_case("authorization:"));
        if let Some(start) = long.or(short).or(bare.map(|_| 0)) {
            self.header_at(spot, start);
        }
        false
    }

    fn header_at(&mut self, spot: Spot<'_>, start: usize) {
        let text = spot.text().get(start..).unwrap_or_default();
        if let Some((name, value)) = header(text) {
            let at = |range: Range<usize>| start + range.start..start + range.end;
            self.add(spot, at(value), (spot, at(name)));
        }
    }

    /// `… PASSWORD 'x'` and `… IDENTIFIED BY 'x'` of SQL.
    fn statement(&mut self, spots: &[Spot<'_>], index: usize, next: Spot<'_>) -> bool {
        let is = |spot: &Spot<'_>, word: &str| spot.text().eq_ignore_ascii_case(word);
        let Some(spot) = spots.get(index).filter(|_| next.item.is_quoted) else {
            return false;
        };
        let before = spots.get(..index).unwrap_or_default();
        let close = before.iter().rev().take(4);
        let mut identified = close.filter(|spot| is(spot, "identified"));
        let is_password = is(spot, "password") || (is(spot, "by") && identified.next().is_some());
        if is_password {
            self.add(next, next.whole(), (*spot, spot.whole()));
        }
        is_password
    }

    /// `{"password": "x"}`, `pwd: 'x'`.
    fn pairs(&mut self, spot: Spot<'_>) {
        for (name, value) in pairs(spot.text()) {
            self.add(spot, value, (spot, name));
        }
    }

    /// What one program takes in its own way. The first of the words is its name.
    fn of_program(&mut self, takes: &Takes, spots: &[Spot<'_>], values: &mut HashSet<usize>) {
        let plain = |spot: &&Spot<'_>| !spot.text().starts_with('-');
        match takes {
            Takes::Short(letter) => self.short(*letter, true, spots, values),
            Takes::Glued(letter) => self.short(*letter, false, spots, values),
            Takes::ShortOf(verb, letter) => {
                if spots.iter().skip(1).any(|spot| spot.text() == *verb) {
                    self.short(*letter, true, spots, values);
                }
            }
            Takes::Pair(flags) => self.user_and_password(flags, spots, values),
            Takes::Prefixed(flags, prefix) => {
                for pair in spots.windows(2) {
                    if let [flag, value] = pair
                        && flags.contains(&flag.text())
                        && value.text().starts_with(prefix)
                    {
                        let range = prefix.len()..value.text().len();
                        self.add(*value, range, (*flag, flag.whole()));
                    }
                }
            }
            Takes::After(verbs, nth) => {
                if let Some((verb, rest)) = after(spots, verbs)
                    && let Some(value) = rest.iter().filter(plain).nth(*nth)
                {
                    self.add(*value, value.whole(), (verb, verb.whole()));
                }
            }
            Takes::Last(verbs) => {
                if let Some((verb, rest)) = after(spots, verbs)
                    && let Some(value) = rest.last()
                {
                    self.add(*value, value.whole(), (verb, verb.whole()));
                }
            }
            Takes::LastWith(letter) => {
                let switch = spots.iter().skip(1).find(|spot| {
                    let text = spot.text();
                    text.starts_with('-') && !text.starts_with("--") && text.contains(*letter)
                });
                if let (Some(switch), Some(value)) = (switch, spots.last().filter(plain)) {
                    self.add(*value, value.whole(), (*switch, switch.whole()));
                }
            }
        }
    }

    /// `-p x` where a space may stand, and `-px`.
    fn short(
        &mut self,
        letter: char,
        space: bool,
        spots: &[Spot<'_>],
        values: &mut HashSet<usize>,
    ) {
        let flag = [b'-', u8::try_from(letter).unwrap_or_default()];
        for (at, spot) in spots.iter().enumerate().skip(1) {
            let Some(rest) = spot.text().as_bytes().strip_prefix(&flag) else {
                continue;
            };
            if !rest.is_empty() {
                let range = flag.len()..spot.text().len();
                self.add(*spot, range, (*spot, 0..flag.len()));
            } else if let Some(next) = spots.get(at + 1).filter(|_| space)
                && !next.text().starts_with('-')
            {
                values.insert(next.index);
                self.add(*next, next.whole(), (*spot, spot.whole()));
            }
        }
    }

    /// `-u user:password`, `-fsu user:password`, `--user=user:password`.
    fn user_and_password(
        &mut self,
        flags: &[&str],
        spots: &[Spot<'_>],
        values: &mut HashSet<usize>,
    ) {
        for (at, spot) in spots.iter().enumerate().skip(1) {
            let text = spot.text();
            let Some(flag) = flags.iter().find(|flag| starts_or_ends(text, flag)) else {
                continue;
            };
            let is_long = flag.starts_with("--");
            let own = text.strip_prefix(flag).filter(|rest| !rest.is_empty());
            let (holder, start) = match own {
                Some(_) => (*spot, flag.len() + usize::from(is_long)),
                None => match spots.get(at + 1) {
                    Some(next) => (*next, 0),
                    None => continue,
                },
            };
            if holder.index != spot.index {
                values.insert(holder.index);
            }
            let user_info = holder.text().get(start..).unwrap_or_default();
            if let Some(colon) = user_info.find(':') {
                let range = start + colon + 1..holder.text().len();
                let name = if own.is_some() {
                    0..flag.len()
                } else {
                    spot.whole()
                };
                self.add(holder, range, (*spot, name));
            }
        }
    }
}

/// Whether a word is this flag: `--user`, `--user=x`; `-u`, `-ux`, or a group of switches that ends
/// with it.
fn starts_or_ends(text: &str, flag: &str) -> bool {
    if let Some(rest) = text.strip_prefix(flag) {
        return !flag.starts_with("--") || rest.is_empty() || rest.starts_with('=');
    }
    let letter = flag.strip_prefix('-').unwrap_or_default();
    let group = text.strip_prefix('-').unwrap_or_default();
    !flag.starts_with("--")
        && group.ends_with(letter)
        && group.len() < 8
        && group.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The last of these words where they stand one after the other, and the words behind them.
fn after<'c, 'r>(spots: &'r [Spot<'c>], verbs: &[&str]) -> Option<(Spot<'c>, &'r [Spot<'c>])> {
    let start = spots.windows(verbs.len()).position(|window| {
        let same = |(spot, verb): (&Spot<'_>, &&str)| spot.text().eq_ignore_ascii_case(verb);
        window.iter().zip(verbs).all(same)
    })?;
    let end = start + verbs.len();
    Some((*spots.get(end.checked_sub(1)?)?, spots.get(end..)?))
}
