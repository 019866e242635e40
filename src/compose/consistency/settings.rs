//! Settings of one service that exclude each other.

use std::collections::HashMap;

use super::{Project, at, filled, number};
use crate::compose::value::{Field, Value};

impl Project<'_> {
    /// A service needs something to start. A file of services that have nothing is a part of
    /// another one, which is one fault.
    pub(super) fn starts(&mut self, services: &[&Field]) {
        let starts = |service: &&&Field| {
            let has = |key: &str| service.value.get(key).is_some();
            let image = service.value.get("image");
            let has_image = image.is_some_and(|image| image.text() != Some(""));
            has_image || has("build") || has("provider")
        };
        let mut without = services.iter().filter(|service| !starts(service));
        if let Some(first) = without.next() {
            let path = match without.count() {
                0 => format!("services.{}", first.key),
                more => format!("services.{} (+{more})", first.key),
            };
            self.refuse(first.key_span, path, "refused.no-image", "");
        }
    }

    /// Checks a service by itself.
    pub(super) fn settings(&mut self, service: &Field) {
        let path = format!("services.{}", service.key);
        let value = &service.value;
        if let Some(build) = value.get("build") {
            self.build(value, build, &path);
        }
        let networks = value.fields().iter();
        let mut networks = networks.filter(|field| &*field.key == "networks");
        let mode = value.get("network_mode");
        if mode.is_some_and(|mode| mode.text() != Some(""))
            && let Some(networks) = networks.next()
            && !networks.value.fields().is_empty()
        {
            let path = format!("{path}.networks");
            self.refuse(networks.key_span, path, "refused.two-networks", "");
        }
        if let Some(first) = at(value, &["healthcheck", "test"])
            .and_then(|test| test.items().first())
            .filter(|first| first.partial().is_none())
            && !["CMD", "CMD-SHELL", "NONE"].contains(&first.text().unwrap_or_default())
        {
            let path = format!("{path}.healthcheck.test");
            self.refuse(first.span, path, "refused.healthcheck", "");
        }
        self.scale(value, &path);
    }

    fn build(&mut self, service: &Value, build: &Value, path: &str) {
        if filled(build, "dockerfile").is_some()
            && let Some((inline, _)) = filled(build, "dockerfile_inline")
        {
            let path = format!("{path}.build.dockerfile_inline");
            self.refuse(inline.span, path, "refused.two-dockerfiles", "");
        }
        let platforms = build.get("platforms").map_or(&[][..], Value::items);
        let is_known = platforms.iter().all(|one| one.partial().is_none());
        if let Some((place, platform)) = filled(service, "platform")
            && is_known
            && !platforms.is_empty()
            && !platforms.iter().any(|one| one.text() == Some(platform))
        {
            let path = format!("{path}.platform");
            self.refuse(place.span, path, "refused.platform", "");
        }
    }

    fn scale(&mut self, service: &Value, path: &str) {
        let scale = service.get("scale");
        let replicas = at(service, &["deploy", "replicas"]);
        let both = [("scale", scale), ("deploy.replicas", replicas)];
        let mut known = Vec::new();
        for (key, value) in both {
            if let Some(value) = value
                && let Some(count) = number(value)
            {
                let path = format!("{path}.{key}");
                if count < 0.0 {
                    self.refuse(value.span, path.clone(), "refused.range", "≥ 0");
                }
                known.push((value, count, path));
            }
        }
        if let [(_, first, _), (value, second, path)] = &known[..]
            && differ(*first, *second)
        {
            self.refuse(value.span, path.clone(), "refused.two-scales", "");
        }
        // Where a count is supplied at deploy, nobody knows which one counts.
        let is_known = known.len() == both.iter().filter(|(_, value)| value.is_some()).count();
        if let Some((_, count, _)) = known.first()
            && is_known
            && *count > 1.0
            && let Some((name, _)) = filled(service, "container_name")
        {
            let path = format!("{path}.container_name");
            self.refuse(name.span, path, "refused.scaled-name", "");
        }
    }

    /// Two containers cannot have one name.
    pub(super) fn container_names(&mut self, services: &[&Field]) {
        let mut taken: HashMap<&str, &str> = HashMap::new();
        for service in services {
            let Some((value, name)) = filled(&service.value, "container_name") else {
                continue;
            };
            if let Some(other) = taken.insert(name, &service.key) {
                let path = format!("services.{}.container_name", service.key);
                let other = format!("services.{other}");
                self.refuse(value.span, path, "refused.taken-name", &other);
            }
        }
    }
}

/// Whether two numbers are different ones, as computers compare them.
pub(super) fn differ(first: f64, second: f64) -> bool {
    first.total_cmp(&second).is_ne()
}
