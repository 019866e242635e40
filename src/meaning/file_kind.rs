//! What a file is, as far as its values are concerned.

use crate::input::is_python_script;

/// How the values of a file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// An env file.
    Env,
    /// JSON, with comments or without.
    Json,
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// INI and its relatives.
    Ini,
    /// `.properties` of Java.
    Properties,
    /// XML.
    Xml,
    /// Python.
    Python,
    /// A script of a shell.
    Shell,
    /// A program in another language: JavaScript, TypeScript, Go, Java, PHP…
    Program,
    /// A Dockerfile.
    Dockerfile,
    /// `user:digest` in lines.
    Htpasswd,
    /// Directives in lines: Nginx, Squid, Redis.
    Directives,
    /// The words of a user interface in some language: nothing in it is a secret.
    Locale,
    /// Any other text.
    Text,
}

/// Ends of names, and what they say.
const ENDS: [(FileKind, &[&str]); 10] = [
    (FileKind::Env, &[".env"]),
    (
        FileKind::Json,
        &[".json", ".jsonc", ".json5", ".ipynb", ".webmanifest"],
    ),
    (FileKind::Yaml, &[".yaml", ".yml"]),
    (FileKind::Toml, &[".toml"]),
    (FileKind::Properties, &[".properties"]),
    (
        FileKind::Ini,
        &[
            ".ini", ".cfg", ".cnf", ".pypirc", ".npmrc", ".desktop", ".service",
        ],
    ),
    (
        FileKind::Xml,
        &[
            ".xml", ".config", ".csproj", ".plist", ".xsd", ".html", ".htm", ".svg",
        ],
    ),
    (FileKind::Python, &[".py", ".pyw", ".pyi"]),
    (FileKind::Shell, &[".sh", ".bash", ".zsh", ".ksh"]),
    (
        FileKind::Program,
        &[
            ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".go",
            ".java", ".kt", ".scala", ".groovy", ".rs", ".c", ".h", ".cc", ".cpp", ".hpp", ".cs",
            ".php", ".rb", ".lua", ".pl", ".pm", ".swift", ".dart", ".ex", ".exs", ".r", ".ps1",
            ".psm1", ".tcl", ".el",
        ],
    ),
];

/// Folders that hold translations.
const LOCALES: [&str; 7] = [
    "locales",
    "locale",
    "i18n",
    "lang",
    "langs",
    "translations",
    "messages",
];

impl FileKind {
    /// What the file at `path` is, by its name and else by its first bytes.
    pub(super) fn of(path: &str, start: &[u8]) -> Self {
        let path = path.to_ascii_lowercase().replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or_default();
        // `nginx.conf.template`, `app.ini.sample`: the file that it is made into.
        let ends = [
            ".template",
            ".tmpl",
            ".tpl",
            ".j2",
            ".example",
            ".sample",
            ".dist",
            ".bak",
        ];
        let name = ends
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(name);
        let by_end = ENDS
            .iter()
            .find(|(_, ends)| ends.iter().any(|end| name.ends_with(end)));
        let ends = |end: &str| name.ends_with(end);
        // `env.sample`, but not `env.rs`.
        let is_env = (name == "env" || name.starts_with("env.")) && by_end.is_none();
        if name.starts_with(".env") || is_env || ends(".envrc") {
            return Self::Env;
        }
        if name.contains("htpasswd") {
            return Self::Htpasswd;
        }
        if name.starts_with("dockerfile")
            || name.starts_with("containerfile")
            || ends(".dockerfile")
        {
            return Self::Dockerfile;
        }
        if let Some((kind, _)) = by_end {
            let holds_words = matches!(
                kind,
                Self::Json | Self::Yaml | Self::Properties | Self::Program
            );
            return if holds_words && is_locale(&path) {
                Self::Locale
            } else {
                *kind
            };
        }
        Self::by_content(name, start)
    }

    fn by_content(name: &str, start: &[u8]) -> Self {
        if is_python_script(start) {
            return Self::Python;
        }
        if start.starts_with(b"#!") {
            return Self::Shell;
        }
        let known = [
            "nginx",
            "squid",
            "redis",
            "sentinel",
            "valkey",
            "proxy.conf",
            "ldap",
        ];
        let ends = |end: &str| name.ends_with(end);
        if known.iter().any(|known| name.contains(known)) && !ends(".txt") {
            return Self::Directives;
        }
        let text = String::from_utf8_lossy(start);
        if is_htpasswd(&text) {
            return Self::Htpasswd;
        }
        let body = text.trim_start_matches('\u{feff}').trim_start();
        if body.starts_with("<?xml") {
            return Self::Xml;
        }
        if body.starts_with(['{', '[']) && body.contains("\":") {
            return Self::Json;
        }
        if ends(".conf") {
            // Nginx and its like end their lines with `;` or open a block.
            let lines = || {
                body.lines()
                    .map(str::trim)
                    .filter(|line| !line.starts_with('#'))
            };
            let blocks = lines()
                .filter(|line| line.ends_with([';', '{', '}']))
                .count();
            let pairs = lines()
                .filter(|line| line.contains('=') || line.starts_with('['))
                .count();
            return if pairs > blocks {
                Self::Ini
            } else {
                Self::Directives
            };
        }
        Self::Text
    }
}

/// Whether a path is one of translations: `locales/en.json`, `messages_zh.properties`.
fn is_locale(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let is_language = |word: &str| {
        let mut letters = word.split(['-', '_']);
        let first = letters.next().unwrap_or_default();
        let rest = letters.next();
        first.len() == 2
            && first.bytes().all(|byte| byte.is_ascii_lowercase())
            && rest.is_none_or(|rest| (2..=4).contains(&rest.len()))
    };
    parts.any(|part| LOCALES.contains(&part))
        || stem.starts_with("messages_")
        || ((stem.contains(['-', '_'])
            || ["en", "zh", "de", "fr", "ja", "ko", "es", "ru"].contains(&stem))
            && is_language(stem))
}

/// Whether each line of a text is a user with a digest.
fn is_htpasswd(text: &str) -> bool {
    let digests = [
        "$apr1$", "$2y$", "$2a$", "$2b$", "$5$", "$6$", "{SHA}", "{SSHA}",
    ];
    let mut lines = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .peekable();
    let is_one = |line: &str| {
        line.split_once(':').is_some_and(|(user, digest)| {
            !user.contains(' ') && digests.iter().any(|sign| digest.starts_with(sign))
        })
    };
    lines.peek().is_some() && lines.take(3).all(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_first_bytes_tell() {
        for (path, start, kind) in [
            ("a/.env.example", "", FileKind::Env),
            ("middleware.env.example", "", FileKind::Env),
            ("config.JSON", "", FileKind::Json),
            ("conf/config.yaml", "", FileKind::Yaml),
            ("pyproject.toml", "", FileKind::Toml),
            ("my.cnf", "", FileKind::Ini),
            ("application.properties", "", FileKind::Properties),
            ("users.xml", "", FileKind::Xml),
            ("run", "#!/usr/bin/env python3\n", FileKind::Python),
            ("run", "#!/bin/sh\n", FileKind::Shell),
            ("src/a.tsx", "", FileKind::Program),
            ("src/env.rs", "", FileKind::Program),
            ("a/env.sample", "", FileKind::Env),
            ("Dockerfile.dev", "", FileKind::Dockerfile),
            ("auth", "admin:$apr1$abc$def\n", FileKind::Htpasswd),
            ("squid.conf.template", "", FileKind::Directives),
            (
                "site.conf",
                "server {\n listen 80;\n}\n",
                FileKind::Directives,
            ),
            ("app.conf", "a = 1\nb = 2\n", FileKind::Ini),
            ("web/i18n/zh-Hans/login.ts", "", FileKind::Locale),
            ("en-US.json", "", FileKind::Locale),
            ("notes", "x", FileKind::Text),
            ("data", "{\"a\": 1}", FileKind::Json),
        ] {
            assert_eq!(FileKind::of(path, start.as_bytes()), kind, "{path}");
        }
    }
}
