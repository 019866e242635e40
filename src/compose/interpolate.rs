//! Puts the values of variables into a string and keeps where each byte came from.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Arg, How, Origin, OriginId, Origins, Part, Problem, ProblemKind, Span};
use crate::syntax::template::{self, Fault, Operator, OperatorKind, Piece, Variable};

pub use super::known::{Environment, Known, UNKNOWN};

/// The longest value that a template may expand to, in bytes.
pub const MAX_VALUE: usize = 1 << 20;

/// How many bytes all expansions of a project may still make: a long variable that is named in
/// many places must not fill the memory.
pub struct Budget {
    left: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(64 << 20)
    }
}

impl Budget {
    /// A budget of so many bytes.
    pub fn new(bytes: usize) -> Self {
        Self { left: bytes }
    }
}

/// A string with its variables filled in. It may be a secret: there is no `Debug`.
pub struct Interpolated<'t> {
    /// The effective value; borrowed where the string holds no variable.
    pub value: Cow<'t, str>,
    /// Whether all of the value is known; if not, it has [`UNKNOWN`] in it.
    pub is_known: bool,
    /// Where it came from.
    pub origin: OriginId,
}

/// Asks for the place of bytes of the template.
pub type Place<'p> = &'p dyn Fn(Range<usize>) -> Span;

/// What an interpolation reads and writes.
pub struct Scope<'a> {
    /// The variables.
    pub environment: &'a dyn Environment,
    /// Where origins are added.
    pub origins: &'a mut Origins,
    /// What may still be expanded.
    pub budget: &'a mut Budget,
}

/// A value and its parts, before it has an origin of its own.
pub(super) struct Expanded<'t> {
    pub(super) value: Cow<'t, str>,
    pub(super) is_known: bool,
    /// `None` where the template names no variable.
    pub(super) parts: Option<Vec<Part>>,
}

impl Scope<'_> {
    /// Fills in the variables of `template`. The origin is a literal or composed of its parts.
    /// Values are not looked into again: Compose does not either.
    pub fn interpolate<'t>(
        &mut self,
        template: &'t str,
        place: Place<'_>,
    ) -> Result<Interpolated<'t>, Problem> {
        let Expanded {
            value,
            is_known,
            parts,
        } = self.expand(template, place)?;
        let how = match parts {
            None => How::Literal,
            Some(_) => How::Interpolated,
        };
        let origin = self.origins.add(Origin {
            place: place(0..template.len()),
            how,
            parts: parts.unwrap_or_default(),
            replaced: None,
        });
        Ok(Interpolated {
            value,
            is_known,
            origin,
        })
    }

    pub(super) fn expand<'t>(
        &mut self,
        template: &'t str,
        place: Place<'_>,
    ) -> Result<Expanded<'t>, Problem> {
        if !template.contains('$') {
            return Ok(Expanded {
                value: Cow::Borrowed(template),
                is_known: true,
                parts: None,
            });
        }
        let pieces = template::parse(template);
        let mut writer = Writer {
            scope: self,
            template,
            place,
            value: String::new(),
            is_known: true,
        };
        let parts = writer.level(&pieces)?;
        Ok(Expanded {
            is_known: writer.is_known,
            value: Cow::Owned(writer.value),
            parts: names_variables(&pieces).then_some(parts),
        })
    }
}

fn names_variables(pieces: &[Piece<'_>]) -> bool {
    pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Variable(_)))
}

/// Writes a value piece by piece.
struct Writer<'w, 's> {
    scope: &'w mut Scope<'s>,
    template: &'w str,
    place: Place<'w>,
    value: String,
    is_known: bool,
}

/// Literal characters in a row: their bytes in the template and where they start in the value.
struct Run {
    template: Range<usize>,
    value: usize,
}

impl Writer<'_, '_> {
    /// Writes one list of pieces. The parts are counted from the start of what it wrote.
    fn level(&mut self, pieces: &[Piece<'_>]) -> Result<Vec<Part>, Problem> {
        let base = self.value.len();
        let mut parts = Vec::new();
        let mut run: Option<Run> = None;
        for piece in pieces {
            let before = self.value.len();
            match piece {
                Piece::Literal { range } => {
                    let text = self.template.get(range.clone()).unwrap_or_default();
                    self.push(text, range)?;
                    extend(&mut run, range, before);
                }
                Piece::Dollar { range } => {
                    self.push("$", range)?;
                    extend(&mut run, range, before);
                }
                Piece::Variable(variable) => {
                    self.finish(run.take(), base, &mut parts);
                    let origin = self.variable(variable)?;
                    parts.push(Part::new(before - base..self.value.len() - base, origin));
                }
                Piece::Invalid { range, fault } => return Err(self.refusal(range, *fault)),
            }
        }
        self.finish(run, base, &mut parts);
        Ok(parts)
    }

    fn finish(&mut self, run: Option<Run>, base: usize, parts: &mut Vec<Part>) {
        if let Some(run) = run {
            let origin = self.scope.origins.literal((self.place)(run.template));
            parts.push(Part::new(run.value - base..self.value.len() - base, origin));
        }
    }

    fn variable(&mut self, variable: &Variable<'_>) -> Result<OriginId, Problem> {
        let environment = self.scope.environment;
        let known = environment.lookup(variable.name);
        let Some(operator) = &variable.operator else {
            return self.known(variable, known);
        };
        let name = variable.name;
        let set = known.is_some_and(|known| known.is_set(operator.colon));
        match operator.kind {
            OperatorKind::Default if !set => {
                let variable = name.into();
                self.argument(operator, How::Default { variable })
            }
            OperatorKind::Replace if set => {
                let variable = name.into();
                self.argument(operator, How::Replacement { variable })
            }
            _ => {
                self.check_operator(variable, operator)?;
                self.known(variable, known)
            }
        }
    }

    /// Looks for what Compose refuses in pieces that give no value here: it reads every argument
    /// before it knows whether it needs it. (Releases after 2.40 read what they use.)
    fn check(&self, pieces: &[Piece<'_>]) -> Result<(), Problem> {
        pieces.iter().try_for_each(|piece| match piece {
            Piece::Literal { .. } | Piece::Dollar { .. } => Ok(()),
            Piece::Variable(variable) => match &variable.operator {
                Some(operator) => self.check_operator(variable, operator),
                None => Ok(()),
            },
            Piece::Invalid { range, fault } => Err(self.refusal(range, *fault)),
        })
    }

    fn check_operator(
        &self,
        variable: &Variable<'_>,
        operator: &Operator<'_>,
    ) -> Result<(), Problem> {
        self.check(&operator.argument)?;
        let known = self.scope.environment.lookup(variable.name);
        let set = known.is_some_and(|known| known.is_set(operator.colon));
        let set = set || self.scope.environment.is_open();
        if operator.kind == OperatorKind::Require && !set {
            let place = (self.place)(variable.range.clone());
            let problem = Problem::new(ProblemKind::RequiredVariableUnset, place);
            return Err(problem.with("variable", variable.name.into()));
        }
        Ok(())
    }

    fn known(
        &mut self,
        variable: &Variable<'_>,
        known: Option<Known<'_>>,
    ) -> Result<OriginId, Problem> {
        let name = variable.name.into();
        let how = match known {
            Some(Known {
                value: Some(value),
                origin,
            }) => {
                self.push(value.expose(), &variable.range)?;
                return Ok(origin);
            }
            Some(Known { origin, .. }) => {
                self.push_unknown(variable)?;
                return Ok(origin);
            }
            None if self.scope.environment.is_open() => {
                self.push_unknown(variable)?;
                How::Supplied { variable: name }
            }
            None => How::Unset { variable: name },
        };
        Ok(self.scope.origins.add(Origin {
            place: (self.place)(variable.range.clone()),
            how,
            parts: Vec::new(),
            replaced: None,
        }))
    }

    fn push_unknown(&mut self, variable: &Variable<'_>) -> Result<(), Problem> {
        self.is_known = false;
        self.push(UNKNOWN.encode_utf8(&mut [0; 4]), &variable.range)
    }

    fn argument(&mut self, operator: &Operator<'_>, how: How) -> Result<OriginId, Problem> {
        let mut parts = self.level(&operator.argument)?;
        if !names_variables(&operator.argument) {
            parts.clear();
        }
        Ok(self.scope.origins.add(Origin {
            place: (self.place)(operator.argument_range.clone()),
            how,
            parts,
            replaced: None,
        }))
    }

    fn push(&mut self, text: &str, range: &Range<usize>) -> Result<(), Problem> {
        let left = self.scope.budget.left.checked_sub(text.len());
        match left {
            Some(left) if self.value.len() + text.len() <= MAX_VALUE => {
                self.scope.budget.left = left;
                self.value.push_str(text);
                Ok(())
            }
            _ => Err(
                Problem::new(ProblemKind::LimitExceeded, (self.place)(range.clone()))
                    .with("detail", Arg::Text("limit.expansion")),
            ),
        }
    }

    fn refusal(&self, range: &Range<usize>, fault: Fault) -> Problem {
        let (kind, detail) = match fault {
            Fault::Malformed => (ProblemKind::Refused, "refused.template"),
            Fault::TooDeep => (ProblemKind::LimitExceeded, "limit.template-depth"),
        };
        Problem::new(kind, (self.place)(range.clone())).with("detail", Arg::Text(detail))
    }
}

fn extend(run: &mut Option<Run>, range: &Range<usize>, value: usize) {
    let run = run.get_or_insert_with(|| Run {
        template: range.clone(),
        value,
    });
    run.template.end = range.end;
}

#[cfg(test)]
mod tests;
