//! What can be a secret by its name and is none by its value.

use crate::meaning::literals::{is_call, is_reference};
use crate::meaning::names::{is_secret_name, words};

/// What sort of file a value stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// An env file: everything in it is meant.
    Env,
    /// Settings.
    Settings,
    /// A program: most words like these are names of fields, keys of tables, tokens of a grammar.
    Source,
    /// A text without a known grammar.
    Text,
}

/// Last words of names that tell something about a secret, besides those that make no name one.
const ABOUT: [&str; 62] = [
    "label",
    "hint",
    "placeholder",
    "title",
    "text",
    "message",
    "msg",
    "error",
    "errors",
    "description",
    "desc",
    "help",
    "tooltip",
    "field",
    "fields",
    "input",
    "form",
    "regex",
    "pattern",
    "format",
    "validator",
    "validation",
    "class",
    "icon",
    "button",
    "page",
    "link",
    "route",
    "template",
    "column",
    "param",
    "parameter",
    "attr",
    "attribute",
    "property",
    "var",
    "variable",
    "env",
    "ref",
    "source",
    "manager",
    "service",
    "client",
    "handler",
    "strategy",
    "scope",
    "scopes",
    "status",
    "event",
    "action",
    "strength",
    "rules",
    "visibility",
    "generator",
    "kind",
    "encoding",
    "separator",
    "location",
    "alias",
    "question",
    "scheme",
    "arn",
];

/// Words before a last `key` or `keys` of a table, a keyboard, a translation.
const TABLE_KEYS: [&str; 48] = [
    "group",
    "map",
    "dict",
    "item",
    "object",
    "row",
    "column",
    "col",
    "data",
    "json",
    "yaml",
    "query",
    "i18n",
    "locale",
    "translation",
    "lookup",
    "event",
    "hot",
    "arrow",
    "shortcut",
    "routing",
    "meta",
    "metadata",
    "attr",
    "param",
    "field",
    "option",
    "config",
    "label",
    "tag",
    "node",
    "parent",
    "child",
    "first",
    "last",
    "message",
    "msg",
    "error",
    "time",
    "date",
    "unique",
    "dedup",
    "context",
    "result",
    "response",
    "feature",
    "by",
    "state",
];

/// Words before a last `token` of a grammar or a language model.
const TEXT_TOKENS: [&str; 26] = [
    "pad",
    "eos",
    "bos",
    "unk",
    "cls",
    "mask",
    "sep",
    "special",
    "start",
    "end",
    "stop",
    "next",
    "page",
    "pagination",
    "continuation",
    "cursor",
    "lexer",
    "image",
    "video",
    "audio",
    "think",
    "begin",
    "string",
    "number",
    "operator",
    "eot",
];

/// Values that are types, answers or nothing.
const WORDS: [&str; 37] = [
    "true",
    "false",
    "null",
    "none",
    "nil",
    "yes",
    "no",
    "on",
    "off",
    "string",
    "str",
    "text",
    "integer",
    "int",
    "number",
    "float",
    "boolean",
    "bool",
    "object",
    "array",
    "list",
    "dict",
    "any",
    "undefined",
    "required",
    "optional",
    "unset",
    "void",
    "bytes",
    "enabled",
    "disabled",
    "auto",
    "bearer",
    "basic",
    "write",
    "read",
    "[redacted]",
];

/// Whether a value under the name of a secret can be one.
pub(super) fn is_value(sort: Sort, name: &str, value: &str, is_string: bool) -> bool {
    let trimmed = value.trim();
    if trimmed.is_empty()
        || is_reference(trimmed)
        || WORDS.contains(&&*trimmed.to_ascii_lowercase())
        || is_place(trimmed)
        || is_pem_public(trimmed)
    {
        return false;
    }
    let parts = words(name);
    if sort == Sort::Env {
        return true;
    }
    let last = parts.last().map_or("", String::as_str);
    let before = parts.iter().rev().nth(1).map_or("", String::as_str);
    if ABOUT.contains(&last) {
        return false;
    }
    let is_key = ["key", "keys"].contains(&last);
    let is_token = last == "token";
    if (is_key && TABLE_KEYS.contains(&before)) || (is_token && TEXT_TOKENS.contains(&before)) {
        return false;
    }
    let is_number = trimmed
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    // A number is a length, a count, a code, unless it stands for a password.
    if is_number && (trimmed.len() < 4 || (!is_string && (is_key || is_token))) {
        return false;
    }
    let is_pem = trimmed.starts_with("-----BEGIN");
    // Words with blanks between them are a sentence for people.
    if trimmed.contains(char::is_whitespace) && !is_pem {
        return false;
    }
    if !is_string && is_call(trimmed) {
        return false;
    }
    match sort {
        Sort::Env => true,
        Sort::Settings => !is_label(&parts, trimmed),
        Sort::Text => {
            let is_plain = !trimmed.contains(['<', '>']) && trimmed.len() >= 3;
            let is_sure = !is_bare(name) || trimmed.bytes().any(|byte| byte.is_ascii_digit());
            is_string || (!is_expression(trimmed) && is_plain && is_sure)
        }
        Sort::Source => {
            let is_bare = parts.len() == 1 && (is_key || is_token || last == "salt");
            !is_label(&parts, trimmed)
                && !is_identifier(&parts, trimmed)
                && trimmed.len() >= 3
                && trimmed.is_ascii()
                && !trimmed.contains(['{', '}', '<', '>', '|', '(', ')'])
                && !trimmed.contains("%s")
                && !trimmed.contains("%d")
                && (!is_bare || looks_random(trimmed))
                && !(trimmed.bytes().all(|byte| !byte.is_ascii_alphanumeric()))
        }
    }
}

/// Whether a name says `key` or `token` and nothing more.
pub(super) fn is_bare(name: &str) -> bool {
    ["key", "keys", "token"]
        .iter()
        .any(|bare| name.eq_ignore_ascii_case(bare))
}

/// A path or an address.
fn is_place(value: &str) -> bool {
    let starts = [
        "./", "../", "~/", "file:", "/run/", "/etc/", "arn:", "vault:", "op:", "dep:",
    ];
    let ends = [
        ".pem", ".key", ".crt", ".txt", ".json", ".yaml", ".yml", ".p12", ".jks", ".pub", ".py",
    ];
    let is_drive = value
        .get(1..3)
        .is_some_and(|rest| [":\\", ":/"].contains(&rest));
    // `/` is a digit of base64.
    let is_path = value.starts_with('/')
        && !value.ends_with('=')
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte))
        && !looks_random(value);
    starts.iter().any(|start| value.starts_with(start))
        || ends.iter().any(|end| value.ends_with(end))
        || is_drive
        || is_path
        || value.contains("://")
}

/// A public key or a certificate: everybody may have it.
fn is_pem_public(value: &str) -> bool {
    value.starts_with("-----BEGIN") && !value.contains("PRIVATE")
}

/// Whether a value is a word for people: `Password`, `Your token`, `口令`.
fn is_label(name: &[String], value: &str) -> bool {
    let mut letters = value.chars();
    let is_word = letters.next().is_some_and(char::is_uppercase)
        && letters.all(|letter| letter.is_lowercase() && letter.is_ascii());
    let known = words(value);
    let says_name = known.iter().all(|word| {
        name.contains(word)
            || ["password", "token", "secret", "key", "credentials"].contains(&&**word)
    });
    let is_foreign = !value.bytes().any(|byte| byte.is_ascii_alphanumeric());
    (is_word && says_name) || is_foreign
}

/// Whether a value in a program names something: a field, a variable of the environment, a header.
fn is_identifier(name: &[String], value: &str) -> bool {
    let is_plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-.:/@".contains(&byte));
    if !is_plain {
        return false;
    }
    let parts = words(value);
    let has_digits = value.bytes().any(|byte| byte.is_ascii_digit());
    let names_secret = !has_digits && is_secret_name(value) && parts.len() > 1;
    let repeats = parts.iter().all(|part| name.contains(part)) && parts.len() > 1;
    // `PASSWORD_RESET`, `access-token`, `user.settings.theme`: words joined by signs, no digits.
    let is_dotted = !has_digits && value.contains(['.', ':', '/']);
    let is_upper = !has_digits
        && value.contains('_')
        && value
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    names_secret || repeats || is_dotted || is_upper
}

/// Whether a value without quotes is an expression: `self.password`, `args[0]`.
fn is_expression(value: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let is_dotted = value.split('.').count() > 1
        && value.chars().all(is_part)
        && value
            .split('.')
            .all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'));
    let is_item = value.ends_with(']') && value.contains('[');
    let is_name = ["self", "this", "password", "token", "secret", "key"].contains(&value);
    is_dotted || is_item || is_name || is_call(value)
}

/// Whether a value looks made by a machine: long, of several kinds of characters.
pub(super) fn looks_random(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_one_word = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-+/=.".contains(&byte));
    value.len() >= 16 && is_one_word && digits >= 3 && letters >= 3
}
