//! What Compose refuses of a project that could be read: unknown keys, undefined references,
//! cycles, values of the wrong kind. What a field means is checked where it is read.

use std::collections::{HashMap, HashSet};

use super::fields::{bytes, switch};
use super::schema;
use super::value::{Data, Field, Value};
use crate::model::{Arg, Problem, ProblemKind, Span};

/// What Compose refuses of the project `root`, whose text begins at `start`.
pub(super) fn check(root: &Value, start: Span) -> Vec<Problem> {
    let sections = root.fields().iter();
    let defined = sections.map(|section| {
        let names = section.value.fields().iter().map(|field| &*field.key);
        (&*section.key, names.collect())
    });
    let mut check = Check {
        root,
        defined: defined.collect(),
        problems: shapes(root),
        without_image: Vec::new(),
    };
    let Data::Mapping(sections) = &root.data else {
        return check.problems;
    };
    if !sections.iter().any(|section| &*section.key == "services") {
        check.refuse(start, "refused.no-services", None);
    }
    let services = root.get("services").map_or(&[][..], Value::fields);
    for service in services {
        check.service(service);
    }
    if let Some((path, span)) = check.without_image.first().cloned() {
        let more = check.without_image.len() - 1;
        let path = match more {
            0 => path,
            more => format!("{path} (+{more})"),
        };
        check.refuse(span, "refused.no-image", Some(&path));
    }
    check.cycles(services);
    check.problems
}

/// What has not the right shape. Of most lists Compose drops what stands twice before it looks; what
/// drops it here is yet to come, so that nothing is said of it.
fn shapes(root: &Value) -> Vec<Problem> {
    let twice = ("detail", Arg::Text("refused.duplicate"));
    let mut problems = schema::validate(root);
    problems.retain(|problem| !problem.args.contains(&twice));
    problems
}

struct Check<'a> {
    root: &'a Value,
    /// The names that each section defines.
    defined: HashMap<&'a str, HashSet<&'a str>>,
    problems: Vec<Problem>,
    /// Services that nothing starts: a file of such is a part of another one, which is one fault.
    without_image: Vec<(String, Span)>,
}

impl Check<'_> {
    fn refuse(&mut self, span: Span, detail: &'static str, name: Option<&str>) {
        let problem = Problem::new(ProblemKind::Refused, span).with("detail", Arg::Text(detail));
        self.problems.push(match name {
            Some(name) => problem.with("path", name.into()),
            None => problem,
        });
    }

    fn service(&mut self, service: &Field) {
        let path = format!("services.{}", service.key);
        let Data::Mapping(fields) = &service.value.data else {
            return;
        };
        for field in fields.iter() {
            if let Some(detail) = cast(&field.key, &field.value) {
                let path = format!("{path}.{}", field.key);
                self.refuse(field.key_span, detail, Some(&path));
            }
        }
        let value = &service.value;
        let limit = ["deploy", "resources", "limits", "memory"]
            .iter()
            .try_fold(value, |value, key| value.get(key));
        if let (Some(own), Some(deployed)) = (value.get("mem_limit"), limit)
            && own.partial().or(deployed.partial()).is_none()
            && own.text().and_then(bytes) != deployed.text().and_then(bytes)
        {
            self.refuse(deployed.span, "refused.two-limits", Some(&path));
        }
        if let Some(test) = value.get("healthcheck").and_then(|check| check.get("test"))
            && let Some(first) = test.items().first().and_then(Value::text)
            && !["CMD", "CMD-SHELL", "NONE"].contains(&first)
        {
            self.refuse(test.span, "refused.healthcheck", Some(&path));
        }
        let image = value.get("image");
        let has_image = image.is_some_and(|image| image.text() != Some(""));
        let started = ["build", "provider", "extends"];
        if !has_image && !started.iter().any(|key| value.get(key).is_some()) {
            self.without_image.push((path.clone(), service.key_span));
        }
        if value.get("network_mode").is_some()
            && let Some(networks) = value.get("networks")
        {
            self.refuse(networks.span, "refused.two-networks", Some(&path));
        }
        // What a file that is included defines is not known here.
        if self.root.get("include").is_none() {
            self.references(value, &path);
        }
    }

    fn references(&mut self, service: &Value, path: &str) {
        for (name, span) in dependencies(service) {
            if !self.defines("services", &name) {
                self.undefined(span, path, &name);
            }
        }
        let networks = service.get("networks");
        for (name, span) in networks.map(names).unwrap_or_default() {
            if name != "default" && !self.defines("networks", &name) {
                self.undefined(span, path, &name);
            }
        }
        for section in ["secrets", "configs"] {
            for item in service.get(section).map_or(&[][..], Value::items) {
                let source = item.text().or_else(|| item.get("source")?.text());
                if let Some(name) = source
                    && !self.defines(section, name)
                {
                    self.undefined(item.span, path, name);
                }
            }
        }
        for item in service.get("volumes").map_or(&[][..], Value::items) {
            if let Some(name) = named_volume(item)
                && !self.defines("volumes", name)
            {
                self.undefined(item.span, path, name);
            }
        }
    }

    fn undefined(&mut self, span: Span, path: &str, name: &str) {
        let path = format!("{path} → {name}");
        self.refuse(span, "refused.undefined", Some(&path));
    }

    fn defines(&self, section: &str, name: &str) -> bool {
        let names = self.defined.get(section);
        names.is_some_and(|names| names.contains(name))
    }

    /// Services that wait for each other, found without recursion.
    fn cycles(&mut self, services: &[Field]) {
        let waits: HashMap<&str, Vec<(String, Span)>> = services
            .iter()
            .map(|service| (&*service.key, dependencies(&service.value)))
            .collect();
        let mut done: HashSet<&str> = HashSet::new();
        for service in services {
            let mut path: Vec<(&str, usize)> = vec![(&service.key, 0)];
            let mut open: HashSet<&str> = path.iter().map(|(name, _)| *name).collect();
            while let Some((name, next)) = path.last_mut() {
                let name = *name;
                let dependency = waits.get(name).and_then(|all| all.get(*next));
                *next += 1;
                match dependency {
                    Some((on, span)) if open.contains(on.as_str()) => {
                        self.refuse(*span, "refused.cycle", Some(on));
                        return;
                    }
                    Some((on, _)) if !done.contains(on.as_str()) => {
                        if let Some((on, _)) = waits.get_key_value(on.as_str()) {
                            open.insert(on);
                            path.push((on, 0));
                        }
                    }
                    Some(_) => {}
                    None => {
                        done.insert(name);
                        open.remove(name);
                        path.pop();
                    }
                }
            }
        }
    }
}

/// What is wrong with a scalar that Compose casts, as the key of a sentence.
fn cast(key: &str, value: &Value) -> Option<&'static str> {
    const SWITCHES: [&str; 8] = [
        "attach",
        "init",
        "oom_kill_disable",
        "privileged",
        "read_only",
        "stdin_open",
        "tty",
        "use_api_socket",
    ];
    const NUMBERS: [&str; 16] = [
        "cpu_count",
        "cpu_percent",
        "cpu_period",
        "cpu_quota",
        "cpu_rt_period",
        "cpu_rt_runtime",
        "cpu_shares",
        "cpus",
        "mem_limit",
        "mem_reservation",
        "mem_swappiness",
        "memswap_limit",
        "oom_score_adj",
        "pids_limit",
        "scale",
        "shm_size",
    ];
    let text = value.text()?;
    if SWITCHES.contains(&key) {
        return switch(text).is_none().then_some("refused.bool");
    }
    let number = || bytes(text.trim_start_matches(['-', '+']));
    (NUMBERS.contains(&key) && number().is_none()).then_some("refused.number")
}

/// The services that a service needs, with the places that say so.
fn dependencies(service: &Value) -> Vec<(String, Span)> {
    let mut needed = Vec::new();
    if let Some(value) = service.get("depends_on") {
        match &value.data {
            Data::Scalar(..) | Data::Unknown(..) => {}
            _ => needed.extend(names(value)),
        }
    }
    for key in ["links", "volumes_from"] {
        for item in service.get(key).map_or(&[][..], Value::items) {
            if let Some(text) = item.text()
                && !text.starts_with("container:")
            {
                let name = text.split(':').next().unwrap_or(text);
                needed.push((name.to_owned(), item.span));
            }
        }
    }
    for key in ["network_mode", "pid", "ipc"] {
        if let Some(value) = service.get(key)
            && let Some(name) = value.text().and_then(|text| text.strip_prefix("service:"))
        {
            needed.push((name.to_owned(), value.span));
        }
    }
    needed
}

/// The strings of a sequence, or the keys of a mapping.
fn names(value: &Value) -> Vec<(String, Span)> {
    let keys = value.fields().iter();
    let keys = keys.map(|field| (field.key.to_string(), field.key_span));
    let items = value.items().iter();
    let items = items.filter_map(|item| Some((item.text()?.to_owned(), item.span)));
    keys.chain(items).collect()
}

/// The name of the volume that a mount uses, if it uses one.
fn named_volume(item: &Value) -> Option<&str> {
    if let Data::Mapping(_) = item.data {
        let is_volume = item.get("type").and_then(Value::text) == Some("volume");
        return item
            .get("source")
            .and_then(Value::text)
            .filter(|source| is_volume && !source.is_empty());
    }
    let (source, rest) = item.text()?.split_once(':')?;
    let is_drive = source.len() == 1 && rest.starts_with(['/', '\\']);
    let is_path = source.starts_with(['.', '/', '~', '\\']);
    (!is_drive && !is_path && !source.is_empty()).then_some(source)
}
