//! Images and containers that pile up.

use crate::model::{Arg, Engine};
use crate::rules::{Around, Fail, Out, Site};

/// So many that nobody uses are a pile.
const MANY: usize = 10;

/// Fails once for an engine that keeps many images without a container, or many containers that
/// have ended.
pub(super) fn check(engine: &Engine, _: Around<'_>, out: &mut Out<'_>) {
    let unused = engine.images.iter().filter(|own| own.used_by.is_empty());
    let unused = unused.count();
    let has_ended = |status: &str| matches!(status, "exited" | "dead" | "created");
    let ended = engine.instances.iter();
    let ended = ended.filter(|own| has_ended(&own.state.status)).count();
    let key = match (unused > MANY, ended > MANY) {
        (true, true) => "default",
        (true, false) => "images",
        (false, true) => "containers",
        (false, false) => return,
    };
    let mut fail = Fail::new(key, Site::at(engine.place));
    if key != "containers" {
        fail = fail.arg("images", Arg::Number(unused as u64));
    }
    if key != "images" {
        fail = fail.arg("containers", Arg::Number(ended as u64));
    }
    out.fail(fail);
}
