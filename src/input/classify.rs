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
    }

    #[test]
    fn sees_services_at_the_top_only() {
        assert!(is_compose_text("version: '3'\r\nservices:\r\n  a: {}\r\n"));
        assert!(is_compose_text("{\"services\": {}}"));
        assert!(!is_compose_text("app:\n  services:\n"));
        assert!(!is_compose_text("services-list:\n"));
    }
}
