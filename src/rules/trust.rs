//! What rules about calls say of where an argument comes from.

use crate::meaning::python::{Arg, Call, Certainty, Source};

use super::{Fail, Out, sources};

/// The sentence of a policy that fits.
pub(super) fn key(certainty: &Certainty) -> &'static str {
    match certainty {
        // On the command line stands what whoever starts the program writes there.
        Certainty::Tainted(Source::Process) => "process",
        Certainty::Tainted(_) => "tainted",
        Certainty::Unknown => "default",
        Certainty::Constant => "constant",
    }
}

/// Whether somebody else gives it than whoever starts the program.
pub(super) fn is_foreign(certainty: &Certainty) -> bool {
    matches!(certainty, Certainty::Tainted(source) if *source != Source::Process)
}

/// Whether whoever starts the program gives it: the command line, the environment.
pub(super) fn is_of_process(certainty: &Certainty) -> bool {
    *certainty == Certainty::Tainted(Source::Process)
}

/// A finding about an argument, with its call and its source.
pub(super) fn about(key: &'static str, call: &Call<'_, '_>, given: &Given, out: &Out<'_>) -> Fail {
    let whole = out.site(call.range());
    let mut fail = Fail::new(key, whole).arg("call", call.shown());
    if let Certainty::Tainted(source) = &given.certainty {
        fail = fail.arg("source", sources::said(*source));
    }
    for way in &given.ways {
        fail = fail.way(Some(way.clone()));
    }
    fail.way(call.way()).certainty(given.certainty.clone())
}

/// What a call is given, as far as it decides what happens.
pub(super) struct Given {
    /// Where it comes from.
    pub(super) certainty: Certainty,
    /// Its way.
    pub(super) ways: Vec<std::rc::Rc<crate::meaning::python::Step>>,
}

impl Given {
    /// An argument, or one that nobody knows.
    pub(super) fn of(arg: Option<&Arg<'_, '_>>) -> Self {
        Self {
            certainty: arg.map_or(Certainty::Unknown, Arg::certainty),
            ways: arg.and_then(Arg::way).into_iter().collect(),
        }
    }

    /// Something that stands in the program.
    pub(super) fn constant() -> Self {
        Self {
            certainty: Certainty::Constant,
            ways: Vec::new(),
        }
    }
}
