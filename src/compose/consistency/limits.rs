//! Limits in both spellings must not differ. A limit that `deploy` has a place for and does not
//! name is none there.

use super::settings::differ;
use super::{Project, at, number};
use crate::compose::fields::bytes;
use crate::compose::value::{Data, Field, Value};
use crate::syntax::yaml::Core;

/// The own key, the mapping in `deploy.resources` and the key in it.
const PAIRS: [(&str, &str, &str); 4] = [
    ("cpus", "limits", "cpus"),
    ("mem_limit", "limits", "memory"),
    ("mem_reservation", "reservations", "memory"),
    ("pids_limit", "limits", "pids"),
];

impl Project<'_> {
    /// Checks the limits of a service.
    pub(super) fn limits(&mut self, service: &Field) {
        for (key, mapping, inner) in PAIRS {
            let Some(own) = service.value.get(key) else {
                continue;
            };
            let Some(limits) = at(&service.value, &["deploy", "resources", mapping]) else {
                continue;
            };
            let deployed = limits.get(inner);
            let (Some(first), Some(second)) = (
                amount(own, inner),
                deployed.map_or(Some(0.0), |value| amount(value, inner)),
            ) else {
                continue;
            };
            if differ(first, 0.0) && differ(first, second) {
                let path = format!("services.{}.{key}", service.key);
                let other = format!("deploy.resources.{mapping}.{inner}");
                self.refuse(own.span, path, "refused.two-limits", &other);
            }
        }
    }
}

/// How much a limit allows, if that is known.
fn amount(value: &Value, key: &str) -> Option<f64> {
    match (&value.data, key) {
        // Compose keeps single precision of processors, whole processes, and no bytes of a fraction.
        (_, "cpus") => number(value).map(single),
        (_, "pids") => number(value).map(f64::trunc),
        (Data::Scalar(_, Core::Float), _) => Some(0.0),
        (Data::Scalar(_, Core::Int), _) => number(value),
        #[expect(
            clippy::cast_precision_loss,
            reason = "Compose counts bytes in floats too"
        )]
        (Data::Scalar(text, _), _) => Some(bytes(text.expose())? as f64),
        _ => None,
    }
}

fn single(number: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "as Compose does")]
    let single = number as f32;
    f64::from(single)
}
