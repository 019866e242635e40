//! What a value took the place of: in an earlier file, in the service that is extended, in an
//! earlier line of an env file, or as the default of the variable that now supplies it.

use crate::model::{How, Origin, OriginId, Span};
use crate::rules::Context;
use crate::syntax::template::{self, OperatorKind, Piece};

/// How many values in a row are looked at: more are nobody's deployment.
const MOST: usize = 32;

/// A value that another one replaced.
pub(super) struct Earlier {
    /// Its text as written, with the values of variables put in.
    pub(super) text: String,
    /// Where it is written.
    pub(super) place: Span,
}

impl Context<'_> {
    /// The values that the one of `origin` replaced, the latest first. Those that are not known
    /// here are left out.
    pub(super) fn earlier(&self, origin: OriginId) -> Vec<Earlier> {
        let mut found = Vec::new();
        let mut next = Some(origin);
        for _ in 0..MOST {
            let Some(origin) = next.and_then(|id| self.unaliased(id)) else {
                break;
            };
            found.extend(self.default_behind(origin));
            next = origin.replaced.or(match origin.parts.as_slice() {
                [part] => Some(part.origin),
                _ => None,
            });
            if let Some(id) = origin.replaced
                && let Some(text) = self.text_of(id, MOST)
                && let Some(place) = self.project.origins.place(id)
            {
                found.push(Earlier { text, place });
            }
        }
        found
    }

    fn unaliased(&self, mut id: OriginId) -> Option<&Origin> {
        let origins = &self.project.origins;
        for _ in 0..MOST {
            let origin = origins.get(id)?;
            match origin.how {
                How::Alias(target) if origin.replaced.is_none() => id = target,
                _ => return Some(origin),
            }
        }
        None
    }

    /// The default of the one variable that makes up a value, where an env file sets the variable.
    fn default_behind(&self, origin: &Origin) -> Option<Earlier> {
        let [part] = origin.parts.as_slice() else {
            return None;
        };
        let supplied = &self.unaliased(part.origin)?.how;
        if !matches!(supplied, How::EnvLine { .. }) {
            return None;
        }
        let text = self.texts.get(origin.place.text);
        let written = unquoted(text.slice(origin.place));
        let pieces = template::parse(written);
        let [Piece::Variable(variable)] = pieces.as_slice() else {
            return None;
        };
        let operator = variable.operator.as_ref()?;
        let is_plain = matches!(operator.argument.as_slice(), [Piece::Literal { .. }]);
        let default = written.get(operator.argument_range.clone())?;
        let counts = operator.kind == OperatorKind::Default && is_plain;
        counts.then(|| Earlier {
            text: default.to_owned(),
            place: origin.place,
        })
    }

    /// The text of a value, at most `depth` variables deep.
    fn text_of(&self, id: OriginId, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let origin = self.project.origins.get(id)?;
        match origin.how {
            How::Alias(target) => return self.text_of(target, depth),
            How::Unset { .. } => return Some(String::new()),
            How::Supplied { .. } => return None,
            _ => {}
        }
        if origin.parts.is_empty() {
            let text = self.texts.get(origin.place.text);
            return Some(unquoted(text.slice(origin.place)).to_owned());
        }
        let parts = origin.parts.iter();
        parts.map(|part| self.text_of(part.origin, depth)).collect()
    }
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let bare = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    bare('"').or_else(|| bare('\'')).unwrap_or(text)
}
