//! Compose profiles: which services start.

use super::interpolate::Environment;
use super::value::Value;

/// The profiles that are active.
pub(super) struct Profiles {
    /// The names; `*` is every one.
    active: Vec<String>,
    /// Whether somebody said which ones.
    given: bool,
}

impl Profiles {
    /// `given` by the user, or else what the project says in `COMPOSE_PROFILES`.
    pub(super) fn new(given: &[String], environment: &dyn Environment) -> Self {
        let own = environment.lookup("COMPOSE_PROFILES");
        let own = own.and_then(|known| known.value.map(|value| value.expose().to_owned()));
        let own = own.unwrap_or_default();
        let own: Vec<String> = own.split(',').map(|name| name.trim().to_owned()).collect();
        Self {
            active: if given.is_empty() {
                own
            } else {
                given.to_vec()
            },
            given: !given.is_empty(),
        }
    }

    /// Whether a service starts.
    pub(super) fn starts(&self, service: &Value) -> bool {
        has(service, &self.active)
    }

    /// Whether Compose looks at what a service refers to. Every service is judged, whatever is
    /// active: so each that somebody may start is looked at, unless the user says which ones.
    pub(super) fn is_checked(&self, service: Option<&Value>) -> bool {
        !self.given || service.is_none_or(|service| has(service, &self.active))
    }
}

fn has(service: &Value, active: &[String]) -> bool {
    let profiles = service.get("profiles").map_or(&[][..], Value::items);
    profiles.is_empty()
        || active.iter().any(|name| name == "*")
        || profiles.iter().any(|own| {
            own.raw()
                .is_some_and(|own| active.iter().any(|name| name == own))
        })
}
