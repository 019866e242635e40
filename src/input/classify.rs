//! What a file is, by its name and its first lines.

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name that Compose looks for, or one that people give to compose files.
    Compose,
    /// A file that Compose merges into the one beside it.
    ComposeOverride,
    /// YAML that may have the shape of a compose file.
    Yaml,
    /// A name that people give to env files. They are read where Compose would read them.
    Env,
    /// Python.
    Python,
    /// A Jupyter notebook.
    Notebook,
    /// A package of a Dify plugin.
    Package,
    /// A name that people give to private keys and stores of keys.
    Key,
    /// A Dockerfile.
    Dockerfile,
    /// Anything else.
    Other,
}

/// Classifies a file name (the last part of a path).
pub fn classify(name: &str) -> Kind {
    let name = name.to_ascii_lowercase();
    let name = if is_misspelt(&name) {
        name.trim_end_matches(".txt")
    } else {
        &name
    };
    let Some(stem) = name
        .strip_suffix(".yaml")
        .or_else(|| name.strip_suffix(".yml"))
    else {
        return classify_others(name);
    };
    let compose = [
        "compose",
        "docker-compose",
        "docker_compose",
        "docker compose",
    ];
    if !compose.iter().any(|known| stem.starts_with(known)) && !stem.ends_with("compose") {
        Kind::Yaml
    } else if stem.ends_with(".override") {
        Kind::ComposeOverride
    } else {
        Kind::Compose
    }
}

/// Classifies a lower-case name that is not one of YAML.
fn classify_others(name: &str) -> Kind {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if ends(&[".py", ".pyw", ".pyi"]) {
        Kind::Python
    } else if ends(&[".ipynb"]) {
        Kind::Notebook
    } else if ends(&[".difypkg"]) {
        Kind::Package
    } else if name == ".env" || name.starts_with(".env.") || ends(&[".env"]) {
        Kind::Env
    } else if ends(&[".pem", ".key", ".p12", ".pfx", ".jks"]) {
        Kind::Key
    } else if matches!(name.split('.').next(), Some("dockerfile" | "containerfile"))
        && !ends(&[".dockerignore"])
        || ends(&[".dockerfile"])
    {
        Kind::Dockerfile
    } else {
        Kind::Other
    }
}

/// Whether the first bytes of a file name Python as what runs it: `#!/usr/bin/env python3`.
pub fn is_python_script(start: &[u8]) -> bool {
    let Some(line) = start.strip_prefix(b"#!") else {
        return false;
    };
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.split_whitespace().any(|word| {
        let program = word.rsplit('/').next().unwrap_or(word);
        let version = program
            .strip_prefix("python")
            .or(program.strip_prefix("pypy"));
        version.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
    })
}

/// The names that Compose looks for, the one it prefers first.
pub const FOUND_BY_COMPOSE: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
];

/// Whether a file name is one of those that Compose looks for, written so that Compose does not
/// find it: `docker compose.yml`, `docker_compose.yml`, `Compose.yaml`, `compose.yaml.txt`.
pub fn is_misspelt(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let stem = lower.trim_end_matches(".txt");
    let stem = stem
        .strip_suffix(".yaml")
        .or_else(|| stem.strip_suffix(".yml"));
    let letters = stem.map(|stem| stem.replace([' ', '-', '_', '.'], ""));
    let meant = letters.is_some_and(|letters| ["compose", "dockercompose"].contains(&&*letters));
    meant && !FOUND_BY_COMPOSE.contains(&name)
}

/// Whether a YAML text has `services` at its top level, read from its lines: broken YAML counts.
pub fn is_compose_text(content: &str) -> bool {
    content.lines().any(|line| {
        let line = line.trim_start_matches('{');
        let line = line.strip_prefix(['"', '\'']).unwrap_or(line);
        let Some(rest) = line.strip_prefix("services") else {
            return false;
        };
        let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
        rest.trim_start().starts_with(':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_names_people_use() {
        for name in [
            "compose.yaml",
            "Docker-Compose.YML",
            "docker-compose.pg.yml",
            "docker compose.yml",
            "milvus-standalone-docker-compose.yml",
        ] {
            assert_eq!(classify(name), Kind::Compose, "{name}");
        }
        assert_eq!(classify("compose.override.yaml"), Kind::ComposeOverride);
        for name in ["server.key", "ca.PEM", "store.p12"] {
            assert_eq!(classify(name), Kind::Key, "{name}");
        }
        for name in [
            "Dockerfile",
            "Dockerfile.web",
            "web.Dockerfile",
            "Containerfile",
        ] {
            assert_eq!(classify(name), Kind::Dockerfile, "{name}");
        }
        assert_eq!(classify("Dockerfile.dockerignore"), Kind::Other);
        assert_eq!(classify("config.yaml"), Kind::Yaml);
        assert_eq!(classify("compose.yaml.bak"), Kind::Other);
        assert_eq!(classify("compose.yaml.txt"), Kind::Compose);
        assert_eq!(classify("notes.txt"), Kind::Other);
        assert_eq!(classify("plugin.difypkg"), Kind::Package);
        for name in ["app.py", "Start.PYW", "stubs.pyi"] {
            assert_eq!(classify(name), Kind::Python, "{name}");
        }
        assert_eq!(classify("report.ipynb"), Kind::Notebook);
        for name in [".env", ".env.example", "db.env"] {
            assert_eq!(classify(name), Kind::Env, "{name}");
        }
    }

    #[test]
    fn sees_python_in_the_first_line() {
        for start in [
            "#!/usr/bin/python3",
            "#!/usr/bin/env python\nimport os",
            "#! /usr/bin/env -S python3.12 -u\r\n",
            "#!/opt/pypy3",
        ] {
            assert!(is_python_script(start.as_bytes()), "{start}");
        }
        for start in [
            "#!/bin/sh\npython3 x.py",
            "python3",
            "",
            "#!/usr/bin/pythonic-shell",
        ] {
            assert!(!is_python_script(start.as_bytes()), "{start}");
        }
    }

    #[test]
    fn tells_a_misspelt_name_from_a_variant() {
        for name in [
            "docker compose.yml",
            "docker_compose.yaml",
            "dockercompose.yml",
            "Compose.yaml",
            "compose.yaml.txt",
        ] {
            assert!(is_misspelt(name), "{name}");
        }
        for name in [
            "compose.yaml",
            "docker-compose.yml",
            "docker-compose.pg.yml",
            "stack.yml",
            "compose.txt",
        ] {
            assert!(!is_misspelt(name), "{name}");
        }
    }

    #[test]
    fn sees_services_at_the_top_only() {
        assert!(is_compose_text("version: '3'\r\nservices:\r\n  a: {}\r\n"));
        assert!(is_compose_text("{\"services\": {}}"));
        assert!(!is_compose_text("app:\n  services:\n"));
        assert!(!is_compose_text("services-list:\n"));
    }
}
