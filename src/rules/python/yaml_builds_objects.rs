//! `yaml.load` with a loader that builds objects, or with none.

use crate::meaning::python::Call;
use crate::rules::in_programs::last_part;
use crate::rules::{Fail, Out};

/// Loaders that build plain data.
const PLAIN: [&str; 4] = ["SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader"];

/// Fails unless the loader can only be one that builds plain data.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let loader = call.argument(1, "Loader");
    let names = loader.map(|loader| loader.names()).unwrap_or_default();
    let is_plain = |name: &str| PLAIN.contains(&last_part(name));
    if names.is_empty() || !names.iter().all(|name| is_plain(name)) {
        out.fail(Fail::new("default", out.site(call.range())).arg("call", call.name()));
    }
}
