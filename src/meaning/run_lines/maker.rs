//! Values of command lines as settings of the model, with their places.

use std::ops::Range;

use super::given::Given;
use super::value::Value;
use crate::meaning::masks::{Found, in_value};
use crate::model::{
    How, NotAnalysed, Origin, OriginId, Origins, Part, Sensitive, Setting, Span, TextId, Traced,
};

/// Why a field of a run line is not known.
pub(super) const WHY: &str = "unknown.run-line";

/// Makes settings of the lines of one text.
pub(super) struct Maker<'m> {
    /// The text.
    pub(super) text: TextId,
    /// Where the origins of values go.
    pub(super) origins: &'m mut Origins,
    /// What only the shell knows.
    pub(super) unknown: &'m mut Vec<NotAnalysed>,
    /// Values that can be secrets, and their places.
    pub(super) secrets: &'m mut Vec<(Span, Sensitive)>,
    /// The words that ask for the container.
    pub(super) owner: Span,
    /// Whether flags may be missing that only the shell knows.
    pub(super) is_open: bool,
}

impl Maker<'_> {
    /// Bytes of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.text, range)
    }

    /// Where a value comes from: a part that a variable supplies, from where that is set.
    pub(super) fn origin(&mut self, value: &Value<'_>) -> OriginId {
        let place = self.span(value.place());
        let supplied = value.supplied();
        if supplied.is_empty() {
            return self.origins.literal(place);
        }
        let parts = supplied.into_iter();
        let parts: Vec<Part> = parts
            .map(|(range, written)| {
                let written = self.span(written);
                Part::new(range, self.origins.literal(written))
            })
            .collect();
        let rest = value.flat().len() - parts.iter().map(|part| part.range.len()).sum::<usize>();
        let mut parts = parts;
        if rest > 0 {
            // The rest is written here: what is wrong with the whole is wrong at this place.
            let own = self.origins.literal(place);
            parts.push(Part::new(0..value.flat().len(), own));
        }
        self.origins.add(Origin {
            place,
            how: How::Interpolated,
            parts,
            replaced: None,
        })
    }

    /// A value with its origin.
    pub(super) fn traced<T>(&mut self, value: &Value<'_>, made: T) -> Traced<T> {
        Traced {
            value: made,
            origin: self.origin(value),
        }
    }

    /// Notes that a value is not known.
    pub(super) fn not_known(&mut self, given: &Given<'_>) {
        self.unknown.push(NotAnalysed {
            span: self.span(given.place.clone()),
            what: format!("--{}", given.flag.name),
            why: "not-analysed.run-line",
        });
    }

    /// A field that no flag sets.
    pub(super) fn unset<T>(&self) -> Setting<T> {
        if self.is_open {
            Setting::NotObservable(WHY)
        } else {
            Setting::Unset(self.owner)
        }
    }

    /// What `read` makes of the value of the last of these flags; nothing is set where it makes
    /// nothing.
    pub(super) fn last<T>(
        &mut self,
        given: &[&Given<'_>],
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Setting<T> {
        let Some(last) = given.last() else {
            return self.unset();
        };
        let Some(value) = &last.value else {
            return Setting::Unset(self.owner);
        };
        let Some(text) = value.known() else {
            self.not_known(last);
            return Setting::NotObservable(WHY);
        };
        match read(text) {
            Some(made) => Setting::Set(self.traced(value, made)),
            None => Setting::Unset(self.span(value.place())),
        }
    }

    /// A switch, where it is on.
    pub(super) fn switch(&mut self, given: &[&Given<'_>]) -> Setting<bool> {
        let Some(last) = given.last() else {
            return self.unset();
        };
        match last.is_on() {
            Some(true) => {
                let origin = self.origins.literal(self.span(last.place.clone()));
                Setting::Set(Traced {
                    value: true,
                    origin,
                })
            }
            Some(false) => Setting::Unset(self.span(last.place.clone())),
            None => {
                self.not_known(last);
                Setting::NotObservable(WHY)
            }
        }
    }

    /// Each of these flags whose value is known; the others are noted.
    pub(super) fn known<'g, 'l>(&mut self, given: &[&'g Given<'l>]) -> Vec<&'g Value<'l>> {
        let mut known = Vec::new();
        for own in given {
            match &own.value {
                Some(value) if value.known().is_some() => known.push(value),
                _ => self.not_known(own),
            }
        }
        known
    }

    /// Keeps what of a value under a name may be a secret.
    pub(super) fn hide(&mut self, name: &str, value: &Value<'_>) {
        let found: Found = in_value(name, value.flat());
        for range in found.certain.into_iter().chain(found.likely) {
            self.hide_part(value, range);
        }
    }

    /// Keeps a part of a value, which may be a secret.
    pub(super) fn hide_part(&mut self, value: &Value<'_>, range: Range<usize>) {
        let own = value.part(range);
        if own.flat().is_empty() {
            return;
        }
        let secret = Sensitive::new(own.flat());
        self.secrets.push((self.span(own.place()), secret.clone()));
        for (range, written) in own.supplied() {
            let supplied = Sensitive::new(own.part(range).flat());
            self.secrets.push((self.span(written), supplied));
        }
    }
}
