//! Services, and what only services have.

use super::attached::{CONFIG_OR_SECRET, DEVICE, MODEL_USE, NETWORK_USE, PORT, VOLUME_USE};
use super::build::BUILD;
use super::deploy::{DEPLOY, DEVICE_REQUEST};
use super::table::{
    BOOL, BYTES, FLOAT, INT, Kind, MAYBE_DURATION, One, PLAIN_OPTIONS, STR, Struct, TEXTS,
    VARIABLES, closed, keep, keep_as, omit,
};

/// A service. Its env files and label files are taken away before it is decoded.
pub(super) static SERVICE: Struct = closed(&[
    omit("profiles", Kind::Strings),
    omit("annotations", TEXTS),
    omit("attach", Kind::One(One::MaybeBool)),
    omit("build", Kind::Maybe(&BUILD)),
    omit("develop", Kind::Maybe(&DEVELOP)),
    omit("blkio_config", Kind::Maybe(&BLKIO)),
    omit("cap_add", Kind::Strings),
    omit("cap_drop", Kind::Strings),
    omit("cgroup_parent", STR),
    omit("cgroup", STR),
    omit("cpu_count", INT),
    omit("cpu_percent", FLOAT),
    omit("cpu_period", INT),
    omit("cpu_quota", INT),
    omit("cpu_rt_period", INT),
    omit("cpu_rt_runtime", INT),
    omit("cpus", FLOAT),
    omit("cpuset", STR),
    omit("cpu_shares", INT),
    keep("command", Kind::Command),
    omit("configs", Kind::List(&CONFIG_OR_SECRET)),
    omit("container_name", STR),
    omit("credential_spec", Kind::Maybe(&CREDENTIAL_SPEC)),
    omit("depends_on", Kind::Map(&DEPENDENCY)),
    omit("deploy", Kind::Maybe(&DEPLOY)),
    omit("device_cgroup_rules", Kind::Strings),
    omit("devices", Kind::List(&DEVICE)),
    omit("dns", Kind::StringList),
    omit("dns_opt", Kind::Strings),
    omit("dns_search", Kind::StringList),
    omit("dockerfile", STR),
    omit("domainname", STR),
    keep("entrypoint", Kind::Command),
    omit("provider", Kind::Maybe(&PROVIDER)),
    omit("environment", VARIABLES),
    omit("expose", Kind::TextList),
    omit("extends", Kind::Maybe(&EXTENDS)),
    omit("external_links", Kind::Strings),
    omit("extra_hosts", Kind::Hosts),
    omit("group_add", Kind::Strings),
    omit("gpus", Kind::List(&DEVICE_REQUEST)),
    omit("hostname", STR),
    omit("healthcheck", Kind::Maybe(&HEALTH_CHECK)),
    omit("image", STR),
    omit("init", Kind::One(One::MaybeBool)),
    omit("ipc", STR),
    omit("isolation", STR),
    omit("labels", TEXTS),
    omit("links", Kind::Strings),
    omit("logging", Kind::Maybe(&LOGGING)),
    omit("log_driver", STR),
    omit("log_opt", Kind::StringMap),
    omit("mem_limit", BYTES),
    omit("mem_reservation", BYTES),
    omit("memswap_limit", BYTES),
    omit("mem_swappiness", BYTES),
    omit("mac_address", STR),
    omit("models", Kind::MaybeMap(&MODEL_USE)),
    omit("net", STR),
    omit("network_mode", STR),
    omit("networks", Kind::MaybeMap(&NETWORK_USE)),
    omit("oom_kill_disable", BOOL),
    omit("oom_score_adj", INT),
    omit("pid", STR),
    omit("pids_limit", INT),
    omit("platform", STR),
    omit("ports", Kind::List(&PORT)),
    omit("privileged", BOOL),
    omit("pull_policy", STR),
    omit("read_only", BOOL),
    omit("restart", STR),
    omit("runtime", STR),
    omit("scale", Kind::One(One::MaybeInt)),
    omit("secrets", Kind::List(&CONFIG_OR_SECRET)),
    omit("security_opt", Kind::Strings),
    omit("shm_size", BYTES),
    omit("stdin_open", BOOL),
    omit("stop_grace_period", MAYBE_DURATION),
    omit("stop_signal", STR),
    omit("storage_opt", Kind::StringMap),
    omit("sysctls", TEXTS),
    omit("tmpfs", Kind::StringList),
    omit("tty", BOOL),
    omit("ulimits", Kind::Ulimits),
    omit("use_api_socket", BOOL),
    omit("user", STR),
    omit("userns_mode", STR),
    omit("uts", STR),
    omit("volume_driver", STR),
    omit("volumes", Kind::List(&VOLUME_USE)),
    omit("volumes_from", Kind::Strings),
    omit("working_dir", STR),
    omit("post_start", Kind::List(&HOOK)),
    omit("pre_stop", Kind::List(&HOOK)),
]);

static DEVELOP: Struct = closed(&[omit("watch", Kind::List(&TRIGGER))]);

static TRIGGER: Struct = closed(&[
    keep("path", STR),
    keep("action", STR),
    omit("target", STR),
    omit("exec", Kind::Struct(&HOOK)),
    omit("include", Kind::Strings),
    omit("ignore", Kind::Strings),
    omit("initial_sync", BOOL),
]);

static HOOK: Struct = closed(&[
    keep("command", Kind::Command),
    omit("user", STR),
    omit("privileged", BOOL),
    omit("working_dir", STR),
    omit("environment", VARIABLES),
]);

static BLKIO: Struct = closed(&[
    omit("weight", Kind::One(One::Uint16)),
    omit("weight_device", Kind::List(&WEIGHT_DEVICE)),
    omit("device_read_bps", Kind::List(&THROTTLE_DEVICE)),
    omit("device_read_iops", Kind::List(&THROTTLE_DEVICE)),
    omit("device_write_bps", Kind::List(&THROTTLE_DEVICE)),
    omit("device_write_iops", Kind::List(&THROTTLE_DEVICE)),
]);

static WEIGHT_DEVICE: Struct = closed(&[
    keep_as("path", "Path", STR),
    keep_as("weight", "Weight", Kind::One(One::Uint16)),
]);

static THROTTLE_DEVICE: Struct =
    closed(&[keep_as("path", "Path", STR), keep_as("rate", "Rate", BYTES)]);

static CREDENTIAL_SPEC: Struct = closed(&[
    omit("config", STR),
    omit("file", STR),
    omit("registry", STR),
]);

static DEPENDENCY: Struct = closed(&[
    omit("condition", STR),
    omit("restart", BOOL),
    keep("required", BOOL),
]);

static PROVIDER: Struct = closed(&[omit("type", STR), omit("options", Kind::Options)]);

static EXTENDS: Struct = closed(&[omit("file", STR), omit("service", STR)]);

static HEALTH_CHECK: Struct = closed(&[
    omit("test", Kind::Test),
    omit("timeout", MAYBE_DURATION),
    omit("interval", MAYBE_DURATION),
    omit("retries", Kind::One(One::MaybeUint64)),
    omit("start_period", MAYBE_DURATION),
    omit("start_interval", MAYBE_DURATION),
    omit("disable", BOOL),
]);

static LOGGING: Struct = closed(&[omit("driver", STR), omit("options", PLAIN_OPTIONS)]);
