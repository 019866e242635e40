//! Values with a secret in them, written anew with a variable in its place.

use crate::model::{Command, Container};

use super::yaml::{literal, quoted};

/// A value in which a part is a secret, as a quoted YAML scalar with `${variable}` in the place of
/// the secret; `None` where it is not found as a part of its own.
pub(super) fn with_variable(value: &str, secret: &str, variable: &str) -> Option<String> {
    let rewritten = rewritten(value, secret, variable)?;
    Some(quoted(&rewritten))
}

/// The command of a container with `${variable}` in the place of the secret, as a YAML list.
pub(super) fn command(container: &Container, secret: &str, variable: &str) -> Option<String> {
    let words = words(container.command.value()?);
    let mut is_found = false;
    let words = words.map(|word| {
        if word == secret {
            is_found = true;
            return quoted(&format!("${{{variable}}}"));
        }
        if let Some((flag, _)) = word.split_once('=').filter(|(_, value)| *value == secret) {
            is_found = true;
            return quoted(&format!("{}=${{{variable}}}", literal(flag)));
        }
        quoted(&literal(word))
    });
    let words: Vec<String> = words.collect();
    is_found.then(|| format!("[{}]", words.join(", ")))
}

/// The command of a container with a flag that has `${variable}` behind it.
pub(super) fn command_with_flag(
    container: &Container,
    flag: &str,
    variable: &str,
) -> Option<String> {
    let words = words(container.command.value()?);
    let mut words: Vec<String> = words.map(|word| quoted(&literal(word))).collect();
    if words.is_empty() {
        return None;
    }
    words.push(quoted(flag));
    words.push(quoted(&format!("${{{variable}}}")));
    Some(format!("[{}]", words.join(", ")))
}

fn words(command: &Command) -> impl Iterator<Item = &str> {
    command.words.iter().map(|word| word.value.expose())
}

fn rewritten(value: &str, secret: &str, variable: &str) -> Option<String> {
    if secret.is_empty() {
        return None;
    }
    let shown = format!("${{{variable}}}");
    if value == secret {
        return Some(shown);
    }
    // In an address it stands between the user and the host.
    let (scheme, rest) = value.split_once("://")?;
    let (user, host) = rest.split_once('@')?;
    let (name, password) = user.split_once(':')?;
    (password == secret).then(|| {
        format!(
            "{}://{}:{shown}@{}",
            literal(scheme),
            literal(name),
            literal(host)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_replaced_where_it_is_a_part_of_its_own() {
        for (value, secret, written) in [
            ("s3", "s3", Some("${V}")),
            ("redis://u:s3@h:1/$x", "s3", Some("redis://u:${V}@h:1/$$x")),
            ("redis://u:other@h", "s3", None),
            ("s3s3", "s3", None),
            ("", "", None),
        ] {
            assert_eq!(rewritten(value, secret, "V").as_deref(), written);
        }
    }
}
