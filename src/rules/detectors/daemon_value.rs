//! Settings of a daemon with a value that they should not have. `setting` names them, as
//! `daemon.json` does; `bad` is what each should not be, with `*` for any rest; `default` is what it is
//! when nobody says anything.

use crate::model::{Daemon, OriginId, Setting, Span};
use crate::rules::daemons::{at, is_spared, missing, words};
use crate::rules::{Out, Params};

/// A setting, whatever its type.
enum Said {
    Value(String, OriginId),
    Nothing(Span),
    Hidden,
}

/// Fails at each value that is `bad`, and where none is set and `default` is one.
pub(in crate::rules) fn check(params: Params, daemon: &Daemon, out: &mut Out<'_>) {
    if is_spared(params, daemon) {
        return out.not_applicable();
    }
    let bad = words(params, "bad");
    let is_bad = |value: &str| {
        bad.iter().any(|bad| match bad.strip_suffix('*') {
            Some(start) => value.starts_with(start) && !value.is_empty(),
            None => value == *bad,
        })
    };
    let mut hidden = false;
    for name in words(params, "setting") {
        match said(daemon, name) {
            Said::Value(value, origin) => {
                if is_bad(&value) {
                    out.fail(
                        at(daemon, "default", origin)
                            .role(*name)
                            .arg("setting", *name),
                    );
                }
            }
            Said::Nothing(place) => {
                let default = words(params, "default").first();
                if default.is_some_and(|default| is_bad(default)) {
                    let fail = missing(daemon, "default", place).role(*name);
                    out.fail(fail.arg("setting", *name));
                }
            }
            Said::Hidden => hidden = true,
        }
    }
    if hidden {
        out.unknown();
    }
}

fn said(daemon: &Daemon, name: &str) -> Said {
    fn of<T>(setting: &Setting<T>, text: impl Fn(&T) -> String) -> Said {
        match setting {
            Setting::Set(own) => Said::Value(text(&own.value), own.origin),
            Setting::Unset(place) => Said::Nothing(*place),
            Setting::NotObservable(_) => Said::Hidden,
        }
    }
    if daemon.switches.contains_key(name) {
        of(daemon.switch(name), bool::to_string)
    } else if daemon.words.contains_key(name) {
        of(daemon.word(name), Clone::clone)
    } else {
        of(daemon.list(name), |_| "set".to_owned())
    }
}
