//! Two things cannot be mounted at one place.

use std::collections::HashMap;

use super::Project;
use crate::compose::value::{Field, Value};

impl Project<'_> {
    /// Checks the mounts of a service.
    pub(super) fn mounts(&mut self, service: &Field) {
        let path = |key: &str, index: usize| format!("services.{}.{key}[{index}]", service.key);
        let mut taken: HashMap<&str, String> = HashMap::new();
        let mut all = Vec::new();
        if let Some(tmpfs) = service.value.get("tmpfs") {
            let one = std::slice::from_ref(tmpfs);
            let items = if tmpfs.text().is_some() {
                one
            } else {
                tmpfs.items()
            };
            for (index, item) in items.iter().enumerate() {
                let text = item.text().and_then(|text| text.split(':').next());
                all.extend(text.map(|target| (target, item.span, path("tmpfs", index))));
            }
        }
        let volumes = service.value.get("volumes").map_or(&[][..], Value::items);
        for (index, item) in volumes.iter().enumerate() {
            let target = item.get("target");
            if let Some(target) = target.filter(|target| target.partial().is_none()) {
                let text = target.text().unwrap_or_default();
                all.push((text, target.span, path("volumes", index)));
            }
        }
        for (target, span, path) in all {
            if let Some(other) = taken.insert(target, path.clone()) {
                self.refuse(span, path, "refused.two-mounts", &other);
            }
        }
    }
}
