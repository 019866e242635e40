//! Waivers: findings in code that a machine wrote, which somebody has looked at and accepts. Such
//! code may not speak for itself, so they stand in the configuration, and each is bound to the hash
//! of the code: whoever changes a byte of it has it judged again.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::group::Placed;
use super::known::Baseline;
use super::register::Register;
use super::suppress::names;
use super::unchanged::Since;
use crate::model::{Problem, ProblemKind, Span, TextId};
use crate::rules::{RULES, Rule};

/// So many digits of a hash tell one program from another in a sentence.
const SHOWN: usize = 12;

/// What somebody accepts in one program.
#[derive(Clone)]
pub struct Waiver {
    /// The SHA-256 of the program, in lower-case hexadecimal.
    pub sha256: String,
    /// The rules, each with its place in the configuration; empty for all.
    pub rules: Vec<(&'static Rule, Range<usize>)>,
    /// Why.
    pub reason: Arc<str>,
    /// The last day on which it counts.
    pub until: Date,
    /// Where it stands in the configuration.
    pub place: Range<usize>,
}

/// The waivers of a scan.
#[derive(Clone, Copy, Default)]
pub struct Waivers<'w> {
    /// Those of the register.
    pub register: Register<'w>,
    /// What is known.
    pub baseline: Option<&'w Baseline>,
    /// What changed, where nothing else counts.
    pub since: Option<&'w Since<'w>>,
    /// Those for code that a machine wrote.
    pub all: &'w [Waiver],
    /// The text of the configuration; none where there is no configuration.
    pub configuration: Option<TextId>,
}

impl Waivers<'_> {
    /// Accepts what they are about, and says which of them are over or waive nothing. What a rule
    /// that was not `asked` would have said, nobody knows.
    pub(super) fn apply(
        self,
        placed: &mut [Placed],
        today: Date,
        asked: impl Fn(&Rule) -> bool,
    ) -> Vec<Problem> {
        let Some(configuration) = self.configuration.filter(|_| !self.all.is_empty()) else {
            return Vec::new();
        };
        let mut by_code: HashMap<Arc<str>, Vec<&mut Placed>> = HashMap::new();
        for placed in placed {
            if let Some(code) = &placed.occurrence.code {
                by_code.entry(Arc::clone(code)).or_default().push(placed);
            }
        }
        let mut rules = RULES.iter().filter(|rule| rule.family() == "PY");
        let any_asked = rules.any(|rule| asked(rule));
        let mut problems = Vec::new();
        for waiver in self.all {
            let problem = |kind, place: &Range<usize>| {
                let problem = Problem::new(kind, Span::new(configuration, place.clone()));
                let code: String = waiver.sha256.chars().take(SHOWN).collect();
                problem.with("code", code.into())
            };
            if waiver.until < today {
                let over = problem(ProblemKind::ExpiredWaiver, &waiver.place);
                problems.push(over.with("until", waiver.until.to_string().into()));
                continue;
            }
            let about = by_code.get_mut(waiver.sha256.as_str());
            let about = about.map_or(&mut [][..], Vec::as_mut_slice);
            let parts = waiver.waive(about).into_iter();
            let unused = parts.filter(|(rule, _)| rule.map_or(any_asked, &asked));
            problems.extend(unused.map(|(_, place)| problem(ProblemKind::UnusedWaiver, place)));
        }
        problems
    }
}

impl Waiver {
    /// Accepts what it is about among the occurrences in its program. Gives back what of it was for
    /// nothing: the rules, or all of it.
    fn waive(&self, about: &mut [&mut Placed]) -> Vec<(Option<&'static Rule>, &Range<usize>)> {
        let rules: Vec<(Option<&'static Rule>, &Range<usize>)> = match self.rules.as_slice() {
            [] => vec![(None, &self.place)],
            rules => rules.iter().map(|(rule, at)| (Some(*rule), at)).collect(),
        };
        let unused = rules.into_iter().filter(|(rule, _)| {
            let mut is_unused = true;
            for placed in about.iter_mut() {
                let occurrence = &mut placed.occurrence;
                if rule.is_none_or(|rule| names(occurrence).contains(&rule.id)) {
                    is_unused = false;
                    let reason = || Arc::clone(&self.reason);
                    occurrence.accepted.get_or_insert_with(reason);
                }
            }
            is_unused
        });
        unused.collect()
    }
}
