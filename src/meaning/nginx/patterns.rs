//! What regular expressions of Nginx let through, and which of them a client can make slow. What
//! cannot be read here (look-arounds, back references) is not judged.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// A regular expression.
pub struct Pattern(Hir);

/// Expressions nest no deeper than this.
const DEEPEST: u32 = 60;

impl Pattern {
    /// Reads an expression.
    pub fn parse(text: &str, ignores_case: bool) -> Option<Self> {
        if text.len() > 10_000 {
            return None;
        }
        let mut parser = ParserBuilder::new()
            .nest_limit(DEEPEST)
            .unicode(false)
            .utf8(false)
            .case_insensitive(ignores_case)
            .build();
        parser.parse(text).ok().map(Self)
    }

    /// What the group of a number or name can hold: whether this byte may be in it. `None` where
    /// there is no such group.
    pub fn group_has(&self, group: &str, byte: u8) -> Option<bool> {
        let number = group.parse::<u32>().ok();
        if number == Some(0) {
            return Some(has(&self.0, byte));
        }
        let found = find(&self.0, &|hir| match hir.kind() {
            HirKind::Capture(own) => {
                number == Some(own.index) || own.name.as_deref() == Some(group)
            }
            _ => false,
        });
        match found?.kind() {
            HirKind::Capture(own) => Some(has(&own.sub, byte)),
            _ => None,
        }
    }

    /// Whether the group of a number must begin with this byte.
    pub fn group_begins(&self, group: &str, byte: u8) -> bool {
        let number = group.parse::<u32>().ok();
        let found = find(&self.0, &|hir| match hir.kind() {
            HirKind::Capture(own) => {
                number == Some(own.index) || own.name.as_deref() == Some(group)
            }
            _ => false,
        });
        let begins = found.map(|hir| first(hir, 0));
        begins.is_some_and(|set| set.is_some_and(|set| set == [(byte, byte)]))
    }

    /// Whether it says where the text ends.
    pub fn is_anchored_at_end(&self) -> bool {
        ends(&self.0)
    }

    /// Whether a text can be made on which it takes time without measure: a repetition of what
    /// repeats itself, or of choices that begin alike.
    pub fn is_slow(&self) -> bool {
        find(&self.0, &|hir| match hir.kind() {
            HirKind::Repetition(outer) => is_endless(outer) && is_ambiguous(&outer.sub),
            _ => false,
        })
        .is_some()
    }
}

/// The first part of an expression, itself included, for which something holds.
fn find<'h>(hir: &'h Hir, holds: &dyn Fn(&Hir) -> bool) -> Option<&'h Hir> {
    let mut open = vec![hir];
    while let Some(next) = open.pop() {
        if holds(next) {
            return Some(next);
        }
        open.extend(parts(next).iter().rev());
    }
    None
}

fn parts(hir: &Hir) -> &[Hir] {
    match hir.kind() {
        HirKind::Repetition(own) => std::slice::from_ref(&*own.sub),
        HirKind::Capture(own) => std::slice::from_ref(&*own.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => all,
        _ => &[],
    }
}

/// Whether a byte may be in what an expression matches.
fn has(hir: &Hir, byte: u8) -> bool {
    find(hir, &|hir| match hir.kind() {
        HirKind::Literal(own) => own.0.contains(&byte),
        HirKind::Class(class) => ranges(class)
            .iter()
            .any(|(low, high)| (*low..=*high).contains(&byte)),
        _ => false,
    })
    .is_some()
}

fn ranges(class: &Class) -> Vec<(u8, u8)> {
    match class {
        Class::Bytes(own) => own
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect(),
        Class::Unicode(own) => {
            let byte = |sign: char| u8::try_from(u32::from(sign)).unwrap_or(u8::MAX);
            own.iter()
                .map(|range| (byte(range.start()), byte(range.end())))
                .collect()
        }
    }
}

fn is_endless(own: &Repetition) -> bool {
    own.max.is_none_or(|max| max > 100)
}

/// Without the groups around.
fn bare(mut hir: &Hir) -> &Hir {
    while let HirKind::Capture(own) = hir.kind() {
        hir = &own.sub;
    }
    hir
}

/// Whether the repetition of this can take one text in many ways.
fn is_ambiguous(hir: &Hir) -> bool {
    let hir = bare(hir);
    match hir.kind() {
        HirKind::Repetition(inner) => is_endless(inner),
        HirKind::Alternation(all) => {
            let firsts: Vec<_> = all.iter().map(|own| first(own, 0)).collect();
            let alike = firsts.iter().enumerate().any(|(number, one)| {
                let rest = firsts.iter().skip(number + 1);
                rest.into_iter().any(|other| match (one, other) {
                    (Some(one), Some(other)) => overlap(one, other),
                    _ => false,
                })
            });
            alike
                && all
                    .iter()
                    .any(|own| own.properties().maximum_len().is_none())
                || all.iter().any(is_ambiguous)
        }
        HirKind::Concat(all) => {
            // One part that repeats itself, and nothing beside it that has to be there and that it
            // could not take itself.
            let repeats = all.iter().position(|own| match bare(own).kind() {
                HirKind::Repetition(inner) => is_endless(inner),
                _ => false,
            });
            let Some(at) = repeats else {
                return false;
            };
            let Some(inner) = all.get(at) else {
                return false;
            };
            let others = all.iter().enumerate().filter(|(number, _)| *number != at);
            let others = others.map(|(_, own)| own);
            others.into_iter().all(|own| {
                let is_needed = own
                    .properties()
                    .minimum_len()
                    .is_some_and(|length| length > 0);
                !is_needed || takes_all(inner, own)
            })
        }
        _ => false,
    }
}

/// Whether a repetition could take what another part matches.
fn takes_all(repetition: &Hir, other: &Hir) -> bool {
    match bare(other).kind() {
        HirKind::Literal(own) => own.0.iter().all(|byte| has(repetition, *byte)),
        HirKind::Class(class) => ranges(class)
            .iter()
            .any(|(low, high)| has(repetition, *low) || has(repetition, *high)),
        _ => true,
    }
}

fn overlap(one: &[(u8, u8)], other: &[(u8, u8)]) -> bool {
    one.iter()
        .any(|(low, high)| other.iter().any(|(from, to)| low <= to && from <= high))
}

/// The bytes that an expression may begin with, where it cannot be empty.
fn first(hir: &Hir, depth: u32) -> Option<Vec<(u8, u8)>> {
    if depth > DEEPEST {
        return None;
    }
    match hir.kind() {
        HirKind::Literal(own) => own.0.first().map(|byte| vec![(*byte, *byte)]),
        HirKind::Class(class) => Some(ranges(class)),
        HirKind::Capture(own) => first(&own.sub, depth + 1),
        HirKind::Repetition(own) if own.min > 0 => first(&own.sub, depth + 1),
        HirKind::Concat(all) => {
            let mut all = all.iter();
            let begins = all.find(|own| !matches!(own.kind(), HirKind::Look(_)));
            begins.and_then(|own| first(own, depth + 1))
        }
        HirKind::Alternation(all) => {
            let mut set = Vec::new();
            for own in all {
                set.extend(first(own, depth + 1)?);
            }
            Some(set)
        }
        _ => None,
    }
}

/// Whether every way through an expression ends with the end of the text.
fn ends(hir: &Hir) -> bool {
    let mut open = vec![hir];
    while let Some(next) = open.pop() {
        match next.kind() {
            HirKind::Look(Look::End | Look::EndLF | Look::EndCRLF) => {}
            HirKind::Capture(own) => open.push(&own.sub),
            HirKind::Concat(all) => match all.last() {
                Some(last) => open.push(last),
                None => return false,
            },
            HirKind::Alternation(all) => open.extend(all),
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_patterns_are_told_from_quick_ones() {
        for (text, slow) in [
            ("^/(a+)+$", true),
            ("^/((ab)+)+/test$", true),
            ("^/(a*)+/files$", true),
            ("^/(a|ab+)+$", true),
            ("^/([a-z]+/)+x$", false),
            ("^/(foo|bar)$", false),
            ("^/[a-z]+$", false),
            ("^/([a-z0-9-]+\\.)+com$", false),
            ("^/(x[a-z]+)+$", true),
            ("(unclosed", false),
        ] {
            let found = Pattern::parse(text, false).is_some_and(|own| own.is_slow());
            assert_eq!(found, slow, "{text}");
        }
    }

    #[test]
    fn groups_hold_what_they_hold() {
        let pattern = Pattern::parse(r"^/(?<one>[^/]+)/(\d+)/(.*)$", false).expect("read");
        assert_eq!(pattern.group_has("one", b'\n'), Some(true));
        assert_eq!(pattern.group_has("2", b'\n'), Some(false));
        assert_eq!(pattern.group_has("3", b'\n'), Some(false));
        assert_eq!(pattern.group_has("3", b'.'), Some(true));
        assert_eq!(pattern.group_has("4", b'.'), None);
        assert!(pattern.is_anchored_at_end());
        assert!(
            !Pattern::parse("\\.php", false)
                .expect("read")
                .is_anchored_at_end()
        );
    }
}
