//! Casts: where Compose turns strings into numbers and switches once their variables are filled in.

use super::fields::switch;
use super::path::Path;
use super::types::{float, single};
use super::value::{Data, Value};
use crate::model::{Arg, Problem, ProblemKind};
use crate::syntax::yaml::{Core, go_float};

/// What a string becomes.
#[derive(Clone, Copy)]
enum Cast {
    Int,
    Float,
    /// In single precision.
    Single,
    Bool,
}

/// The tree of a file with its strings cast; what cannot be cast goes to `problems` and stays.
pub(super) fn cast(root: &Value, problems: &mut Vec<Problem>) -> Value {
    let mut fields = root.fields().to_vec();
    for field in &mut fields {
        let path = Path::ROOT.below(&field.key);
        let known = ["services", "networks", "volumes", "secrets", "configs"];
        if known.contains(&&*field.key)
            && let Some(value) = inside(&field.value, &path, problems)
        {
            field.value = value;
        }
    }
    root.mapping(fields)
}

/// The value with what is inside of it cast; `None` where nothing changes. No path of the table is
/// longer than five keys: so deep goes the recursion.
fn inside(value: &Value, path: &Path<'_>, problems: &mut Vec<Problem>) -> Option<Value> {
    let leads = path.ask(|keys| leads(keys).then_some(())).is_some();
    match &value.data {
        Data::Scalar(text, Core::Str) => {
            let cast = path.ask(of)?;
            let Some((text, core)) = apply(cast, text.expose()) else {
                let detail = match cast {
                    Cast::Bool => "refused.bool",
                    _ => "refused.number",
                };
                problems.push(
                    Problem::new(ProblemKind::Refused, value.span)
                        .with("detail", Arg::Text(detail))
                        .with("path", Arg::Name(path.shown())),
                );
                return None;
            };
            Some(value.scalar(&text, core))
        }
        Data::Mapping(fields) if leads => {
            let mut made: Option<Vec<_>> = None;
            for (at, field) in fields.iter().enumerate() {
                if let Some(new) = inside(&field.value, &path.below(&field.key), problems) {
                    let made = made.get_or_insert_with(|| fields.to_vec());
                    if let Some(field) = made.get_mut(at) {
                        field.value = new;
                    }
                }
            }
            made.map(|fields| value.mapping(fields))
        }
        Data::Sequence(items) if leads => {
            let mut made: Option<Vec<_>> = None;
            for (at, item) in items.iter().enumerate() {
                if let Some(new) = inside(item, &path.below("[]"), problems) {
                    let made = made.get_or_insert_with(|| items.to_vec());
                    if let Some(item) = made.get_mut(at) {
                        *item = new;
                    }
                }
            }
            made.map(|items| value.sequence(items))
        }
        _ => None,
    }
}

/// Whether something is cast at or below these keys.
fn leads(keys: &[&str]) -> bool {
    match keys {
        ["services", _, key] => matches!(
            *key,
            "deploy" | "healthcheck" | "ports" | "ulimits" | "volumes"
        ),
        ["services", _, "deploy", key] => {
            matches!(
                *key,
                "update_config" | "rollback_config" | "restart_policy" | "placement"
            )
        }
        ["services", _, "ports" | "volumes", "[]"]
        | ["services", _, "ulimits", _]
        | ["services", _, "volumes", "[]", "volume"] => true,
        ["services", _, _, ..] => false,
        keys => keys.len() <= 2,
    }
}

/// The cast at these keys.
fn of(keys: &[&str]) -> Option<Cast> {
    Some(match keys {
        ["services", _, key] => match *key {
            "cpu_count" | "cpu_period" | "cpu_quota" | "cpu_rt_period" | "cpu_rt_runtime"
            | "cpu_shares" | "oom_score_adj" | "pids_limit" | "scale" => Cast::Int,
            "cpu_percent" => Cast::Float,
            "cpus" => Cast::Single,
            "init" | "oom_kill_disable" | "privileged" | "read_only" | "stdin_open" | "tty" => {
                Cast::Bool
            }
            _ => return None,
        },
        ["services", _, "deploy", "replicas"]
        | ["services", _, "deploy", "restart_policy", "max_attempts"]
        | [
            "services",
            _,
            "deploy",
            "placement",
            "max_replicas_per_node",
        ]
        | ["services", _, "healthcheck", "retries"]
        | ["services", _, "ports", "[]", "target"]
        | ["services", _, "ulimits", _]
        | ["services", _, "ulimits", _, "hard" | "soft"] => Cast::Int,
        [
            "services",
            _,
            "deploy",
            "update_config" | "rollback_config",
            key,
        ] => match *key {
            "parallelism" => Cast::Int,
            "max_failure_ratio" => Cast::Float,
            _ => return None,
        },
        ["services", _, "healthcheck", "disable"]
        | ["services", _, "volumes", "[]", "read_only"]
        | ["services", _, "volumes", "[]", "volume", "nocopy"]
        | [
            "networks" | "volumes" | "secrets" | "configs",
            _,
            "external",
        ]
        | [
            "networks",
            _,
            "internal" | "attachable" | "enable_ipv4" | "enable_ipv6",
        ] => Cast::Bool,
        _ => return None,
    })
}

fn apply(cast: Cast, text: &str) -> Option<(String, Core)> {
    Some(match cast {
        Cast::Int => (go_int(text)?.to_string(), Core::Int),
        Cast::Float => (go_float(float(text)?), Core::Float),
        Cast::Single => {
            let single = single(text).filter(|single| single.is_finite())?;
            (single.to_string(), Core::Float)
        }
        Cast::Bool => (switch(text)?.to_string(), Core::Bool),
    })
}

/// A whole number in decimal digits, as Go reads one.
pub(super) fn go_int(text: &str) -> Option<i64> {
    text.parse().ok()
}
