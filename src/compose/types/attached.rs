//! What a service takes from outside: networks, ports, volumes, devices, secrets.

use super::table::{BOOL, BYTES, INT, Kind, One, PLAIN_OPTIONS, STR, Struct, TEXTS, closed, omit};

/// A network of a service.
pub(super) static NETWORK_USE: Struct = closed(&[
    omit("aliases", Kind::Strings),
    omit("driver_opts", PLAIN_OPTIONS),
    omit("gw_priority", INT),
    omit("interface_name", STR),
    omit("ipv4_address", STR),
    omit("ipv6_address", STR),
    omit("link_local_ips", Kind::Strings),
    omit("mac_address", STR),
    omit("priority", INT),
]);

/// A port of a service.
pub(super) static PORT: Struct = closed(&[
    omit("name", STR),
    omit("mode", STR),
    omit("host_ip", STR),
    omit("target", Kind::One(One::Uint32)),
    omit("published", STR),
    omit("protocol", STR),
    omit("app_protocol", STR),
]);

/// A mount of a service.
pub(super) static VOLUME_USE: Struct = closed(&[
    omit("type", STR),
    omit("source", STR),
    omit("target", STR),
    omit("read_only", BOOL),
    omit("consistency", STR),
    omit("bind", Kind::Maybe(&BIND)),
    omit("volume", Kind::Maybe(&NAMED)),
    omit("tmpfs", Kind::Maybe(&TMPFS)),
    omit("image", Kind::Maybe(&IMAGE)),
]);

static BIND: Struct = closed(&[
    omit("selinux", STR),
    omit("propagation", STR),
    omit("create_host_path", BOOL),
    omit("recursive", STR),
]);

static NAMED: Struct = closed(&[
    omit("labels", TEXTS),
    omit("nocopy", BOOL),
    omit("subpath", STR),
]);

static TMPFS: Struct = closed(&[omit("size", BYTES), omit("mode", Kind::One(One::Uint32))]);

static IMAGE: Struct = closed(&[omit("subpath", STR)]);

/// A device of a service.
pub(super) static DEVICE: Struct = closed(&[
    omit("source", STR),
    omit("target", STR),
    omit("permissions", STR),
]);

/// A config or a secret of a service or a build.
pub(super) static CONFIG_OR_SECRET: Struct = closed(&[
    omit("source", STR),
    omit("target", STR),
    omit("uid", STR),
    omit("gid", STR),
    omit("mode", Kind::One(One::Mode)),
]);

/// A model of a service.
pub(super) static MODEL_USE: Struct = closed(&[omit("endpoint_var", STR), omit("model_var", STR)]);
