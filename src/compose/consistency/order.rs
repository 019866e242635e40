//! Services that wait for each other in a circle, found without recursion.

use std::collections::{HashMap, HashSet};

use super::Project;
use crate::compose::value::{Field, Value};

/// Services of a circle that are named.
const MOST_NAMES: usize = 10;

impl<'a> Project<'a> {
    /// Looks for circles: each service is entered once, and each way back to one that is still open
    /// closes a circle.
    pub(super) fn order(&mut self, services: &[&'a Field]) {
        let waits: HashMap<&str, &'a [Field]> = services
            .iter()
            .map(|service| {
                let waits = service.value.get("depends_on");
                (&*service.key, waits.map_or(&[][..], Value::fields))
            })
            .collect();
        let mut entered: HashSet<&str> = HashSet::new();
        // Where in the path each open service stands.
        let mut open: HashMap<&str, usize> = HashMap::new();
        for service in services {
            let mut path: Vec<(&str, &[Field])> = Vec::new();
            let mut next = Some(&*service.key);
            loop {
                if let Some(name) = next.take()
                    && let Some(waits) = waits.get(name)
                    && entered.insert(name)
                {
                    open.insert(name, path.len());
                    path.push((name, waits));
                }
                let Some((name, rest)) = path.last_mut() else {
                    break;
                };
                let Some((field, more)) = rest.split_first() else {
                    open.remove(name);
                    path.pop();
                    continue;
                };
                *rest = more;
                let name = *name;
                match open.get(&*field.key) {
                    Some(from) => {
                        let circle = path.get(*from..).unwrap_or_default();
                        let circle = shown(circle.iter().map(|(name, _)| *name), &field.key);
                        let path = format!("services.{name}.depends_on");
                        self.refuse(field.key_span, path, "refused.cycle", &circle);
                    }
                    None => next = Some(&field.key),
                }
            }
        }
    }
}

/// `a → b → a`; of a long circle its beginning.
fn shown<'n>(names: impl ExactSizeIterator<Item = &'n str>, back: &str) -> String {
    let more = if names.len() > MOST_NAMES {
        " → …"
    } else {
        ""
    };
    let names: Vec<&str> = names.take(MOST_NAMES).collect();
    format!("{}{more} → {back}", names.join(" → "))
}
