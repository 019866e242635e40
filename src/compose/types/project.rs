//! The project: its sections, and what all services share.

use super::service::SERVICE;
use super::table::{BOOL, INT, Kind, PLAIN_OPTIONS, STR, Struct, TEXTS, closed, omit};

/// A section of a project.
pub(super) struct Section {
    /// Its key.
    pub(super) key: &'static str,
    /// What it holds by name.
    pub(super) of: &'static Struct,
    /// Whether names that begin with `x-` are names in it.
    pub(super) has_names: bool,
}

/// The sections in the order of their keys.
pub(super) static SECTIONS: [Section; 6] = [
    section("configs", &CONFIG),
    Section {
        key: MODELS,
        of: &MODEL,
        has_names: false,
    },
    section("networks", &NETWORK),
    section("secrets", &SECRET),
    section(SERVICES, &SERVICE),
    section("volumes", &VOLUME),
];

/// The section that is printed even if it is empty.
pub(super) const SERVICES: &str = "services";

/// The section that is decoded and never printed.
pub(super) const MODELS: &str = "models";

const fn section(key: &'static str, of: &'static Struct) -> Section {
    Section {
        key,
        of,
        has_names: true,
    }
}

static NETWORK: Struct = closed(&[
    omit("name", STR),
    omit("driver", STR),
    omit("driver_opts", PLAIN_OPTIONS),
    omit("ipam", Kind::Struct(&IPAM)),
    omit("external", BOOL),
    omit("internal", BOOL),
    omit("attachable", BOOL),
    omit("labels", TEXTS),
    omit("enable_ipv4", Kind::One(super::table::One::MaybeBool)),
    omit("enable_ipv6", Kind::One(super::table::One::MaybeBool)),
]);

static IPAM: Struct = closed(&[omit("driver", STR), omit("config", Kind::MaybeList(&POOL))]);

static POOL: Struct = closed(&[
    omit("subnet", STR),
    omit("gateway", STR),
    omit("ip_range", STR),
    omit("aux_addresses", TEXTS),
]);

static VOLUME: Struct = closed(&[
    omit("name", STR),
    omit("driver", STR),
    omit("driver_opts", PLAIN_OPTIONS),
    omit("external", BOOL),
    omit("labels", TEXTS),
]);

/// A config. Its content is not printed where an environment variable gives it.
pub(super) static CONFIG: Struct = closed(&[
    omit("name", STR),
    omit("file", STR),
    omit("environment", STR),
    omit(CONTENT, STR),
    omit("external", BOOL),
    omit("labels", TEXTS),
    omit("driver", STR),
    omit("driver_opts", Kind::StringMap),
    omit("template_driver", STR),
]);

/// The member of a config that an environment variable may give.
pub(super) const CONTENT: &str = "content";

/// A secret. Its content is never printed.
static SECRET: Struct = closed(&[
    omit("name", STR),
    omit("file", STR),
    omit("environment", STR),
    omit("external", BOOL),
    omit("labels", TEXTS),
    omit("driver", STR),
    omit("driver_opts", Kind::StringMap),
    omit("template_driver", STR),
]);

static MODEL: Struct = closed(&[
    omit("name", STR),
    omit("model", STR),
    omit("context_size", INT),
    omit("runtime_flags", Kind::Strings),
]);
