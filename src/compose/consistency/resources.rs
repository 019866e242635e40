//! Volumes, secrets and configs, and what a service asks of addresses and devices: what is wrong in
//! one entry alone, active or not.

use std::net::IpAddr;

use super::{Project, at, is_on, place};
use crate::compose::value::{Field, Value};

impl Project<'_> {
    /// Checks the sections besides the services.
    pub(super) fn resources(&mut self, root: &Value) {
        let fields = |section: &str| root.get(section).map_or(&[][..], Value::fields);
        for volume in fields("volumes") {
            self.external(volume);
        }
        for secret in fields("secrets") {
            self.content("secrets", secret, &["file", "environment"]);
        }
        for config in fields("configs") {
            self.content("configs", config, &["file", "environment", "content"]);
        }
    }

    /// What exists already is not configured.
    fn external(&mut self, volume: &Field) {
        if !volume.value.get("external").is_some_and(is_on) {
            return;
        }
        for field in volume.value.fields() {
            let key = &*field.key;
            if !["name", "external"].contains(&key) && !key.starts_with("x-") {
                let path = format!("volumes.{}.{key}", volume.key);
                self.refuse(field.key_span, path, "refused.external", "");
            }
        }
    }

    /// A secret or config has one source of its content.
    fn content(&mut self, section: &str, entry: &Field, keys: &[&str]) {
        let path = format!("{section}.{}", entry.key);
        let fields = entry.value.fields().iter();
        let mut sources = fields.filter(|field| keys.contains(&&*field.key));
        let first = sources.next();
        let has = |key: &str| entry.value.fields().iter().any(|field| &*field.key == key);
        let names = keys.join(", ");
        if let Some(second) = sources.next() {
            self.refuse(second.key_span, path, "refused.two-sources", &names);
        } else if first.is_none() && !has("driver") && !has("external") {
            self.refuse(entry.key_span, path, "refused.no-source", &names);
        } else if section == "secrets" {
            // Neither a driver nor an empty name is a source of a secret; an empty path is the
            // folder of the project.
            let external = entry.value.get("external");
            let may_be_external =
                external.is_some_and(|external| is_on(external) || external.partial().is_some());
            let has_source =
                first.is_some_and(|field| &*field.key == "file" || field.value.text() != Some(""));
            if !may_be_external && !has_source {
                self.refuse(entry.key_span, path, "refused.no-source", &names);
            }
        }
    }

    /// Checks what a service asks of addresses, devices and watched folders.
    pub(super) fn requests(&mut self, service: &Field) {
        let path = format!("services.{}", service.key);
        let items = |keys: &[&str]| at(&service.value, keys).map_or(&[][..], Value::items);
        for (index, port) in items(&["ports"]).iter().enumerate() {
            if let Some(host) = port.get("host_ip")
                && let Some(text) = host.text()
                && text.parse::<IpAddr>().is_err()
            {
                let path = format!("{path}.ports[{index}].host_ip");
                self.refuse(host.span, path, "refused.address", "");
            }
        }
        let reserved = ["deploy", "resources", "reservations", "devices"];
        for keys in [&reserved[..], &["gpus"]] {
            for (index, request) in items(keys).iter().enumerate() {
                let fields = request.fields().iter();
                let mut both =
                    fields.filter(|field| ["count", "device_ids"].contains(&&*field.key));
                if let (Some(_), Some(second)) = (both.next(), both.next()) {
                    let path = format!("{path}.{}[{index}]", keys.join("."));
                    self.refuse(place(second), path, "refused.two-device-counts", "");
                }
            }
        }
        for (index, watch) in items(&["develop", "watch"]).iter().enumerate() {
            if let Some(folder) = watch.get("path")
                && folder.text() == Some("")
            {
                let path = format!("{path}.develop.watch[{index}].path");
                self.refuse(folder.span, path, "refused.empty-path", "");
            }
            let known = watch.get("action").and_then(Value::text);
            let needs_target =
                known.is_some_and(|action| !["rebuild", "restart"].contains(&action));
            let has_target = watch
                .get("target")
                .is_some_and(|target| target.text() != Some(""));
            if self.active.contains(&*service.key) && needs_target && !has_target {
                let path = format!("{path}.develop.watch[{index}]");
                self.refuse(watch.span, path, "refused.watch-target", "");
            }
        }
    }
}
