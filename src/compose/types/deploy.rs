//! How a service is deployed, and the devices it asks for.

use super::table::{
    BYTES, FLOAT, Kind, MAYBE_DURATION, One, STR, Struct, TEXTS, closed, keep, omit,
};

/// How a service is deployed.
pub(super) static DEPLOY: Struct = closed(&[
    omit("mode", STR),
    omit("replicas", Kind::One(One::MaybeInt)),
    omit("labels", TEXTS),
    omit("update_config", Kind::Maybe(&UPDATE)),
    omit("rollback_config", Kind::Maybe(&UPDATE)),
    omit("resources", Kind::Struct(&RESOURCES)),
    omit("restart_policy", Kind::Maybe(&RESTART_POLICY)),
    omit("placement", Kind::Struct(&PLACEMENT)),
    omit("endpoint_mode", STR),
]);

static UPDATE: Struct = closed(&[
    omit("parallelism", Kind::One(One::MaybeUint64)),
    omit("delay", Kind::One(One::Duration)),
    omit("failure_action", STR),
    omit("monitor", Kind::One(One::Duration)),
    omit("max_failure_ratio", FLOAT),
    omit("order", STR),
]);

static RESOURCES: Struct = closed(&[
    omit("limits", Kind::Maybe(&RESOURCE)),
    omit("reservations", Kind::Maybe(&RESOURCE)),
]);

static RESOURCE: Struct = closed(&[
    omit("cpus", Kind::One(One::Cpus)),
    omit("memory", BYTES),
    omit("pids", Kind::One(One::Int)),
    omit("devices", Kind::List(&DEVICE_REQUEST)),
    omit("generic_resources", Kind::List(&GENERIC_RESOURCE)),
]);

static GENERIC_RESOURCE: Struct = closed(&[omit(
    "discrete_resource_spec",
    Kind::Maybe(&DISCRETE_RESOURCE),
)]);

static DISCRETE_RESOURCE: Struct = closed(&[keep("kind", STR), keep("value", Kind::One(One::Int))]);

/// A device that is asked for, such as a GPU. The schema of `gpus` lets any key pass.
pub(super) static DEVICE_REQUEST: Struct = Struct {
    members: &[
        omit("capabilities", Kind::Strings),
        omit("driver", STR),
        omit("count", Kind::One(One::Count)),
        omit("device_ids", Kind::Strings),
        omit("options", TEXTS),
    ],
    is_open: true,
};

static RESTART_POLICY: Struct = closed(&[
    omit("condition", STR),
    omit("delay", MAYBE_DURATION),
    omit("max_attempts", Kind::One(One::MaybeUint64)),
    omit("window", MAYBE_DURATION),
]);

static PLACEMENT: Struct = closed(&[
    omit("constraints", Kind::Strings),
    omit("preferences", Kind::List(&PREFERENCE)),
    omit("max_replicas_per_node", Kind::One(One::Uint64)),
]);

static PREFERENCE: Struct = closed(&[omit("spread", STR)]);
