//! Compose files: programs in `command`, `entrypoint`, health checks and hooks.

use super::commands::{self, Argument};
use super::documents::Value;
use super::found::{About, Found};
use super::scripts;
use crate::syntax::shell_words;

/// Reads the services of a compose file, if the document is one.
pub(super) fn services(top: Value<'_>, found: &mut Found) {
    let services = top.get("services").map(Value::entries).unwrap_or_default();
    for (name, service) in services {
        let about = About::host().titled(name.text().unwrap_or_default());
        let entry = service.get("entrypoint");
        let command = service.get("command");
        together(entry, command, &about, found);
        if let Some(test) = service.at(&["healthcheck", "test"]) {
            check(test, &about, found);
        }
        for hook in ["post_start", "pre_stop"] {
            let hooks = service.get(hook).map(Value::items).unwrap_or_default();
            for hook in hooks {
                together(None, hook.get("command"), &about, found);
            }
        }
        let inline = service.at(&["build", "dockerfile_inline"]);
        if let Some(code) = inline.and_then(Value::code) {
            super::dockerfiles::instructions(&code, &about, found);
        }
    }
}

/// The entry point with the command, which are one list of words.
fn together(
    entry: Option<Value<'_>>,
    command: Option<Value<'_>>,
    about: &About,
    found: &mut Found,
) {
    if let (Some(only), None) | (None, Some(only)) = (entry, command)
        && let Some(code) = only.code()
    {
        return scripts::script(&code, about, 0, found);
    }
    let mut words = Vec::new();
    for part in [entry, command].into_iter().flatten() {
        if part.is_list() {
            let items = part.items().into_iter().filter_map(Value::code);
            words.extend(items.map(Argument::plain));
        } else if let Some(code) = part.code() {
            let script = shell_words::parse(&code.text);
            // Compose splits it into words; a shell that reads it sees the same, or more commands.
            match script.commands.as_slice() {
                [only] => words.extend(only.iter().map(|word| Argument::of(word, &code))),
                _ => scripts::script(&code, about, 0, found),
            }
        }
    }
    commands::command(&words, None, about, 0, found);
}

/// `test` of a health check: a list that begins with its kind, or a script.
fn check(test: Value<'_>, about: &About, found: &mut Found) {
    if !test.is_list() {
        if let Some(code) = test.code() {
            scripts::script(&code, about, 0, found);
        }
        return;
    }
    let items: Vec<_> = test.items().into_iter().filter_map(Value::code).collect();
    match items.split_first() {
        Some((kind, rest)) if kind.text == "CMD-SHELL" => {
            for script in rest {
                scripts::script(script, about, 0, found);
            }
        }
        Some((kind, rest)) if kind.text == "CMD" => {
            let words: Vec<Argument> = rest.iter().cloned().map(Argument::plain).collect();
            commands::command(&words, None, about, 0, found);
        }
        _ => {}
    }
}
