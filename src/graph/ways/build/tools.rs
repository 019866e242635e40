//! Evidence and cuts in few words.

use super::Services;
use crate::graph::ways::model::{Change, Cut, Evidence};
use crate::model::{Arg, OriginId, Setting, Span};

/// A place that shows something about a service.
pub(super) fn shown(span: Span, key: &'static str, service: &str) -> Evidence {
    Evidence {
        span,
        key,
        args: vec![("service", Arg::Name(service.to_owned()))],
    }
}

impl Evidence {
    /// With one more argument.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

impl Services<'_> {
    /// Where a value is written; `otherwise` where nothing is, as for the network that is implied.
    pub(super) fn place(&self, origin: OriginId, otherwise: Span) -> Span {
        let cause = self.project.origins.cause(origin);
        let place = cause.map(|cause| cause.place);
        place.filter(|place| !place.is_empty()).unwrap_or(otherwise)
    }

    /// Where a setting is written.
    pub(super) fn place_of<T>(&self, setting: &Setting<T>, otherwise: Span) -> Span {
        let origin = setting.origin();
        origin.map_or(otherwise, |origin| self.place(origin, otherwise))
    }

    /// An edit of this project.
    pub(super) fn cut(&self, place: Span, change: Change) -> Cut {
        Cut {
            change,
            place,
            project: Some(self.number),
        }
    }
}
