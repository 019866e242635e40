//! The build of a service.

use super::attached::CONFIG_OR_SECRET;
use super::table::{BOOL, BYTES, Kind, STR, Struct, TEXTS, VARIABLES, closed, omit};

/// How an image is built.
pub(super) static BUILD: Struct = closed(&[
    omit("context", STR),
    omit("dockerfile", STR),
    omit("dockerfile_inline", STR),
    omit("entitlements", Kind::Strings),
    omit("args", VARIABLES),
    omit("provenance", STR),
    omit("sbom", STR),
    omit("ssh", Kind::Ssh),
    omit("labels", TEXTS),
    omit("cache_from", Kind::StringList),
    omit("cache_to", Kind::StringList),
    omit("no_cache", BOOL),
    omit("additional_contexts", TEXTS),
    omit("pull", BOOL),
    omit("extra_hosts", Kind::Hosts),
    omit("isolation", STR),
    omit("network", STR),
    omit("target", STR),
    omit("secrets", Kind::List(&CONFIG_OR_SECRET)),
    omit("shm_size", BYTES),
    omit("tags", Kind::StringList),
    omit("ulimits", Kind::Ulimits),
    omit("platforms", Kind::StringList),
    omit("privileged", BOOL),
]);
