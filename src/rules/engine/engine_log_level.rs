//! A log of the engine that says too little, or far too much.

use crate::model::{Daemon, Setting};
use crate::rules::Out;
use crate::rules::daemons::{at, is_other};

/// Fails where it is not `info`; what debugging prints besides is counted as `debug`.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    if is_other(daemon) {
        return out.not_applicable();
    }
    if let Setting::Set(own) = daemon.switch("debug")
        && own.value
    {
        return out.fail(at(daemon, "verbose", own.origin).arg("level", "debug"));
    }
    match daemon.word("log-level") {
        Setting::Set(own) => match own.value.as_str() {
            "debug" | "trace" => {
                out.fail(at(daemon, "verbose", own.origin).arg("level", own.value.as_str()));
            }
            "warn" | "error" | "fatal" | "panic" => {
                out.fail(at(daemon, "default", own.origin).arg("level", own.value.as_str()));
            }
            _ => {}
        },
        Setting::Unset(_) => {}
        Setting::NotObservable(_) => out.unknown(),
    }
}
