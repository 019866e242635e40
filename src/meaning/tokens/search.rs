//! From the words of a text to the tokens in it.

use std::ops::Range;

use super::checksums::{begins_rightly, checksum};
use super::context::{Around, Nearness};
use super::runs::{Runs, SHORTEST, is_joint};
use super::{
    BY_BYTE, BY_LENGTH, Category, Format, LOOSE, SHAPES, Shape, Token, blocks, fillers, urls,
};
use crate::meaning::placeholders::is_placeholder;

/// Finds the tokens of a text in any encoding that has ASCII in it, in the order in which they
/// stand, and adds them to `found`. No two overlap.
pub fn search(text: &[u8], found: &mut Vec<Token>) {
    let mut tokens = Vec::new();
    let mut words = Words::new(text);
    for run in Runs::new(text) {
        words.search(run, &mut tokens);
    }
    urls::search(text, &mut tokens);
    blocks::search(text, &mut tokens);
    settle(&mut tokens);
    found.append(&mut tokens);
}

/// Where tokens overlap, keeps the one that a provider has given out, or else the first.
fn settle(tokens: &mut Vec<Token>) {
    let is_generic = |token: &Token| token.format.category == Category::Generic;
    tokens.sort_by_key(|token| (token.range.start, is_generic(token)));
    let mut kept: Vec<Token> = Vec::new();
    for token in tokens.drain(..) {
        match kept.last_mut() {
            Some(last) if last.range.end > token.range.start => {
                if is_generic(last) && !is_generic(&token) {
                    *last = token;
                }
            }
            _ => kept.push(token),
        }
    }
    *tokens = kept;
}

/// A shape that fits.
struct Fit {
    format: &'static Format,
    range: Range<usize>,
    nearness: Nearness,
    bits: u16,
}

/// The search in the words of a text.
struct Words<'t> {
    text: &'t [u8],
    /// What is free of the shape that is being tried.
    body: Vec<u8>,
    /// What fits at the place that is being looked at.
    fits: Vec<Fit>,
    /// What stands around the value that was looked at last.
    around: Option<(Range<usize>, Around<'t>)>,
}

impl<'t> Words<'t> {
    fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            body: Vec::new(),
            fits: Vec::new(),
            around: None,
        }
    }

    /// Looks at the start of a word, and behind each of its joints.
    fn search(&mut self, run: Range<usize>, tokens: &mut Vec<Token>) {
        let mut done = run.start;
        let mut start = run.start + self.escape_before(run.start);
        let mut is_first = true;
        while start + SHORTEST <= run.end {
            if start >= done
                && let Some(token) = self.at(start, is_first.then_some(run.end))
            {
                done = token.range.end;
                tokens.push(token);
            }
            is_first = false;
            let rest = self.text.get(start..run.end).unwrap_or_default();
            match rest.iter().position(|byte| is_joint(*byte)) {
                Some(joint) => start += joint + 1,
                None => break,
            }
        }
    }

    /// How many letters of a word belong to an escape sequence before it: `\n`, `%3D`, `\u0022`.
    fn escape_before(&self, start: usize) -> usize {
        let sign = start.checked_sub(1).and_then(|at| self.text.get(at));
        let word = self.text.get(start..).unwrap_or_default();
        let is_hex = |range: Range<usize>| {
            let digits = word.get(range).unwrap_or_default();
            !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit)
        };
        match (sign, word.first()) {
            (Some(b'\\'), Some(b'n' | b'r' | b't')) => 1,
            (Some(b'\\'), Some(b'u')) if is_hex(1..5) => 5,
            (Some(b'%'), _) if is_hex(0..2) => 2,
            _ => 0,
        }
    }

    /// The token that starts here. `word_end` is given at the start of a word.
    fn at(&mut self, start: usize, word_end: Option<usize>) -> Option<Token> {
        self.fits.clear();
        let rest = self.text.get(start..)?;
        let first = usize::from(*rest.first()?);
        for shape in shapes(BY_BYTE.get(first)) {
            if shape.is_anchored(rest)
                && let Some(start) = start.checked_sub(shape.anchor_at)
                && (shape.anchor_at == 0 || self.may_begin(start))
            {
                self.try_shape(shape, start);
            }
        }
        for shape in shapes(Some(&LOOSE)) {
            if rest
                .get(shape.anchor_at..)
                .is_some_and(|inner| shape.is_anchored(inner))
            {
                self.try_shape(shape, start);
            }
        }
        if let Some(end) = word_end
            && self.stands_alone(start)
        {
            let word = self.text.get(start..end).unwrap_or_default();
            let stops = word.iter().rev().take_while(|byte| **byte == b'.').count();
            let rest = self.text.get(end - stops..).unwrap_or_default();
            let padding = rest
                .iter()
                .take(3)
                .take_while(|byte| **byte == b'=')
                .count();
            for shape in shapes(BY_LENGTH.get(word.len() - stops + padding)) {
                self.try_shape(shape, start);
            }
        }
        self.best()
    }

    /// Whether a value may begin here whose shape says little: it is no part of a path, a pinned
    /// revision, a colour or a template.
    fn stands_alone(&self, start: usize) -> bool {
        let before = start.checked_sub(1).and_then(|at| self.text.get(at));
        !before.is_some_and(|byte| matches!(byte, b'@' | b'#' | b'%' | b'$' | b'&' | b'?'))
    }

    /// Whether no word or number goes on here; an escape sequence may end here.
    fn may_begin(&self, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or_default();
        let is_escape = matches!(before, [.., b'\\', b'n' | b'r' | b't']);
        let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        is_escape || !before.last().is_some_and(goes_on)
    }

    fn try_shape(&mut self, shape: &'static Shape, start: usize) {
        let fit = self.fit(shape, start);
        self.fits.extend(fit);
    }

    fn fit(&mut self, shape: &'static Shape, start: usize) -> Option<Fit> {
        let end = shape.end(self.text, start, &mut self.body)?;
        if !shape.ends_before(self.text.get(end..)?) {
            return None;
        }
        let format = shape.format()?;
        let is_bare = shape.is_bare() && format.needs_word();
        if is_bare && shape.has(b'0') && fillers::is_of_words(&self.body) {
            return None;
        }
        // `dataset-` before the id of a record is no key of Dify.
        if !format.needs_word() && shape.has(b'z') && fillers::is_number(&self.body) {
            return None;
        }
        let around = self.around(start..end);
        if is_bare && !around.is_secret() {
            return None;
        }
        let nearness = around.nearest(format.words(), format.needs_word());
        if format.needs_word() && nearness == Nearness::Nowhere {
            return None;
        }
        let name = around.name();
        let token = self.text.get(start..end)?;
        let value = std::str::from_utf8(token).ok()?;
        let is_made_up = fillers::is_filler(&self.body) || is_placeholder(name, value);
        (begins_rightly(format, token) && !is_made_up).then_some(Fit {
            format,
            range: start..end,
            nearness,
            bits: shape.bits,
        })
    }

    /// What stands around a value; several shapes ask for the same.
    fn around(&mut self, range: Range<usize>) -> &Around<'t> {
        let known = self.around.take().filter(|(known, _)| *known == range);
        let (range, around) = known.unwrap_or_else(|| {
            let around = Around::new(self.text, range.start, range.end);
            (range, around)
        });
        &self.around.insert((range, around)).1
    }

    /// The format that fits best: the longest, then the one that is named nearest, then the one
    /// that leaves least open. Where two are named equally, it is nobody's in particular.
    fn best(&mut self) -> Option<Token> {
        let rank = |fit: &Fit| {
            let named = if fit.format.is_fallback {
                Nearness::Nowhere
            } else {
                fit.nearness
            };
            (
                !fit.format.is_fallback,
                fit.range.len(),
                named,
                u16::MAX - fit.bits,
            )
        };
        let best = self.fits.iter().map(rank).max()?;
        let mut first = self.fits.iter().filter(|fit| rank(fit) == best);
        let mut chosen = first.next()?;
        if first.any(|other| other.format != chosen.format) {
            chosen = self.fits.iter().find(|fit| fit.format.is_fallback)?;
        }
        let token = self.text.get(chosen.range.clone())?;
        Some(Token {
            format: chosen.format,
            checksum: checksum(chosen.format, token),
            range: chosen.range.clone(),
        })
    }
}

fn shapes(indices: Option<&&'static [u16]>) -> impl Iterator<Item = &'static Shape> {
    let indices = indices.copied().unwrap_or_default();
    indices
        .iter()
        .filter_map(|index| SHAPES.get(usize::from(*index)))
}
