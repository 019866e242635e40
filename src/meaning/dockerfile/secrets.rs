//! Secrets that are written into a Dockerfile: whoever has the image or its source has them.

use std::ops::Range;

use super::{Command, Step, Word};
use crate::meaning::literals::is_reference;
use crate::meaning::names::is_secret_name;
use crate::meaning::placeholders::is_placeholder;
use crate::meaning::secrets::{inside_of, says_nothing};
use crate::meaning::tokens;
use crate::model::Sensitive;
use crate::syntax::dockerfile::{Instruction, Pair};

/// Where a secret is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldIn {
    /// `ENV`: every process of the container has it.
    Environment,
    /// The default of an `ARG`: it stands in the source, and in the history of the image.
    Argument,
    /// `LABEL`.
    Label,
    /// A command of `RUN`: it stands in the history of the image.
    Command,
}

/// A secret in a Dockerfile.
#[derive(Clone)]
pub struct Held {
    /// What it is called: the variable, or the flag.
    pub name: String,
    /// Where it is held.
    pub place: HeldIn,
    /// The bytes of the value.
    pub range: Range<usize>,
    /// The value.
    pub value: Sensitive,
    /// Whether the provider of the token is known: rules about tokens speak of it.
    pub is_token: bool,
    /// Whether it is in the image that is made.
    pub is_in_image: bool,
}

/// The secrets of some instructions outside of all stages: the defaults of their arguments.
pub(super) fn outside<'i>(instructions: impl Iterator<Item = &'i Instruction>) -> Vec<Held> {
    instructions
        .flat_map(|own| of_pairs(own, HeldIn::Argument, false))
        .collect()
}

/// The secrets of a step.
pub(super) fn of(step: &Step) -> Vec<Held> {
    let place = match step.instruction.keyword.as_str() {
        "ENV" => HeldIn::Environment,
        "ARG" => HeldIn::Argument,
        "LABEL" => HeldIn::Label,
        _ => {
            let commands = step.commands.iter();
            let found = commands.flat_map(|command| of_command(command, step.is_in_image));
            return found.collect();
        }
    };
    of_pairs(&step.instruction, place, step.is_in_image)
}

fn of_pairs(instruction: &Instruction, place: HeldIn, is_in_image: bool) -> Vec<Held> {
    let of_pair = |pair: &Pair| -> Vec<Held> {
        let Some(value) = &pair.value else {
            return Vec::new();
        };
        let name = pair.name.value.as_str();
        values(name, &value.value, &value.range, place, is_in_image)
    };
    instruction.pairs.iter().flat_map(of_pair).collect()
}

/// What of a value under a name is secret.
fn values(
    name: &str,
    value: &str,
    range: &Range<usize>,
    place: HeldIn,
    is_in_image: bool,
) -> Vec<Held> {
    let held = |text: &str, range: Range<usize>| Held {
        name: name.to_owned(),
        place,
        range,
        value: Sensitive::new(text),
        is_token: is_token(text),
        is_in_image,
    };
    if is_secret_name(name) && is_secret(name, value) && inside_of(value).is_empty() {
        return vec![held(value, range.clone())];
    }
    let inside = inside_of(value).into_iter();
    let inside = inside.filter_map(|(part, _)| value.get(part));
    inside
        .filter(|text| is_secret(name, text))
        .map(|text| held(text, range.clone()))
        .collect()
}

/// Whether a value is written out, and is no place or switch.
fn is_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    let is_place = value.starts_with(['/', '.', '~']) && value.contains('/')
        || value.contains("://")
        || value.starts_with("file:");
    !says_nothing(value)
        && !is_reference(value)
        && !value.contains('$')
        && !is_place
        && !is_placeholder(name, value)
        && value.chars().count() > 2
        && !value.contains(' ')
}

fn is_token(value: &str) -> bool {
    let mut found = Vec::new();
    tokens::search(value.as_bytes(), &mut found);
    found.iter().any(|token| token.format.is_specific())
}

/// Flags whose value is a secret, whatever the program.
const FLAGS: [&str; 9] = [
    "--password",
    "--passwd",
    "--http-password",
    "--ftp-password",
    "--proxy-password",
    "--token",
    "--auth-token",
    "--api-key",
    "--secret",
];

/// Programs that take `-pPASSWORD`.
const GLUED: [&str; 5] = ["mysql", "mysqladmin", "mysqldump", "mariadb", "sshpass"];

fn of_command(command: &Command, is_in_image: bool) -> Vec<Held> {
    let place = HeldIn::Command;
    let mut found = Vec::new();
    for word in &command.assignments {
        if let Some((name, value)) = word.text.split_once('=') {
            found.extend(values(name, value, &word.range, place, is_in_image));
        }
    }
    let mut add = |name: &str, text: &str, word: &Word| {
        if word.is_known && is_secret(name, text) {
            found.push(Held {
                name: name.to_owned(),
                place,
                range: word.range.clone(),
                value: Sensitive::new(text),
                is_token: is_token(text),
                is_in_image,
            });
        }
    };
    for flag in FLAGS {
        if let Some(word) = command.value(&[flag]) {
            let value = word.text.strip_prefix(flag).unwrap_or(&word.text);
            add(flag, value.trim_start_matches('='), word);
        }
    }
    for word in command.arguments() {
        let header = word.text.split_once(':').filter(|(name, _)| {
            let name = name.trim_start_matches("-H").trim().to_ascii_lowercase();
            matches!(
                name.as_str(),
                "authorization" | "private-token" | "x-api-key" | "job-token"
            )
        });
        if let Some((name, value)) = header {
            let value = value.trim();
            let last = value.rsplit(' ').next().unwrap_or(value);
            add(name.trim_start_matches("-H").trim(), last, word);
        }
        for (part, _) in inside_of(&word.text) {
            let text = word.text.get(part).unwrap_or_default();
            add(command.name(), text, word);
        }
    }
    if matches!(command.name(), "curl" | "wget")
        && let Some(word) = command.value(&["-u", "--user"])
        && let Some((_, password)) = word.text.split_once(':')
    {
        add("-u", password, word);
    }
    if GLUED.contains(&command.name()) {
        let mut arguments = command.arguments().iter();
        let word = arguments.find(|word| word.text.starts_with("-p") && word.text.len() > 2);
        if let Some(word) = word {
            add("-p", word.text.get(2..).unwrap_or_default(), word);
        }
    }
    if matches!(command.name(), "docker" | "podman" | "helm")
        && command.argument(&["login"]).is_some()
        && let Some(word) = command.value(&["-p"])
    {
        add("-p", &word.text, word);
    }
    found
}
