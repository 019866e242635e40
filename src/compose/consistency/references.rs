//! What a service refers to is there.

use super::{Project, SERVICE, at, filled, is_on};
use crate::compose::value::{Field, Value};
use crate::model::Span;

impl Project<'_> {
    /// Checks the references of a service.
    pub(super) fn references(&mut self, service: &Field) {
        let path = format!("services.{}", service.key);
        let value = &service.value;
        self.services(value, &path);
        self.contexts(value, &path);
        for (section, detail) in [
            ("networks", "refused.undefined-network"),
            ("models", "refused.undefined-model"),
        ] {
            for field in value.get(section).map_or(&[][..], Value::fields) {
                let path = || format!("{path}.{section}");
                // Compose takes such a key for an extension, and then misses the network.
                let name = match section {
                    "networks" if field.key.starts_with("x-") => "",
                    _ => &*field.key,
                };
                self.defined(section, name, field.key_span, path, detail);
            }
        }
        for (keys, section, detail) in [
            (&["secrets"][..], "secrets", "refused.undefined-secret"),
            (&["build", "secrets"], "secrets", "refused.undefined-secret"),
            (&["configs"], "configs", "refused.undefined-config"),
        ] {
            let items = at(value, keys).map_or(&[][..], Value::items);
            for (index, item) in items.iter().enumerate() {
                let source = item.get("source");
                if source.is_some_and(|source| source.partial().is_some()) {
                    continue;
                }
                let span = source.map_or(item.span, |source| source.span);
                let name = source.and_then(Value::text).unwrap_or_default();
                let path = || format!("{path}.{}[{index}]", keys.join("."));
                self.defined(section, name, span, path, detail);
            }
        }
        let volumes = value.get("volumes").map_or(&[][..], Value::items);
        for (index, item) in volumes.iter().enumerate() {
            let is_volume = item.get("type").and_then(Value::text) == Some("volume");
            if let Some((source, name)) = filled(item, "source").filter(|_| is_volume) {
                let path = || format!("{path}.volumes[{index}]");
                let detail = "refused.undefined-volume";
                self.defined("volumes", name, source.span, path, detail);
            }
        }
    }

    fn defined(
        &mut self,
        section: &'static str,
        name: &str,
        span: Span,
        path: impl Fn() -> String,
        detail: &'static str,
    ) {
        let names = self.defined.get(section);
        if !names.is_some_and(|names| names.contains(name)) {
            self.refuse(span, path(), detail, name);
        }
    }

    /// The services that it waits for, and the one whose network it uses.
    fn services(&mut self, service: &Value, path: &str) {
        let waits = service.get("depends_on").map_or(&[][..], Value::fields);
        let mut refused = Vec::new();
        for field in waits {
            let required = field.value.get("required");
            let is_optional = required.is_some_and(|required| !is_on(required));
            let name = &*field.key;
            if is_optional && self.services.contains_key(name) {
                continue;
            }
            if let Some(detail) = self.missing(name) {
                refused.push(name);
                self.refuse(field.key_span, format!("{path}.depends_on"), detail, name);
            }
        }
        if let Some((mode, text)) = filled(service, "network_mode")
            && let Some(name) = text.strip_prefix(SERVICE)
            && !refused.contains(&name)
            && let Some(detail) = self.missing(name)
        {
            self.refuse(mode.span, format!("{path}.network_mode"), detail, name);
        }
    }

    /// The services whose images it is built from.
    fn contexts(&mut self, service: &Value, path: &str) {
        let contexts = at(service, &["build", "additional_contexts"]);
        for field in contexts.map_or(&[][..], Value::fields) {
            let text = field.value.text();
            let Some(name) = text.and_then(|text| text.strip_prefix(SERVICE)) else {
                continue;
            };
            let is_built = |service: &&Value| service.get("build").is_some();
            let detail = match self.missing(name) {
                None if self.services.get(name).is_none_or(is_built) => continue,
                None => "refused.not-built",
                Some(detail) => detail,
            };
            let path = format!("{path}.build.additional_contexts.{}", field.key);
            self.refuse(field.value.span, path, detail, name);
        }
    }

    /// Why a service is not there, unless it is.
    fn missing(&self, name: &str) -> Option<&'static str> {
        if self.active.contains(name) {
            None
        } else if self.services.contains_key(name) {
            Some("refused.inactive-service")
        } else {
            Some("refused.undefined-service")
        }
    }
}
