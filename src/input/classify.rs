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
        return Kind::Other;
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

/// The names that Compose looks for.
pub const FOUND_BY_COMPOSE: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose.yml",
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
        assert_eq!(classify("config.yaml"), Kind::Yaml);
        assert_eq!(classify("compose.yaml.bak"), Kind::Other);
        assert_eq!(classify("compose.yaml.txt"), Kind::Compose);
        assert_eq!(classify("notes.txt"), Kind::Other);
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
