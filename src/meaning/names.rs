//! Which variables hold secrets, by their names.

/// What stands in every name of a secret, in any case of letters.
pub(super) const STEMS: [&str; 9] = [
    "auth",
    "credential",
    "key",
    "pass",
    "pw",
    "psw",
    "secret",
    "salt",
    "token",
];

/// Last words that make a name a secret's.
const SECRET_ENDS: [&str; 18] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pass",
    "pwd",
    "psw",
    "pw",
    "secret",
    "secrets",
    "token",
    "key",
    "keys",
    "apikey",
    "secretkey",
    "credential",
    "credentials",
    "salt",
];

/// Words that make a name a secret's wherever they stand, unless its last word says otherwise.
const SECRET_ANYWHERE: [&str; 5] = ["password", "passwd", "secret", "passphrase", "apikey"];

/// Ends of a last word that is written together with the one before: MYSQLPASSWORD.
const GLUED_ENDS: [&str; 6] = [
    "password",
    "passwd",
    "secret",
    "apikey",
    "passphrase",
    "encryptionkey",
];

/// Last words that make a name something about a secret: its file, its age, its owner.
const ABOUT: [&str; 45] = [
    "file",
    "filename",
    "path",
    "dir",
    "id",
    "name",
    "user",
    "users",
    "username",
    "length",
    "size",
    "limit",
    "max",
    "min",
    "ttl",
    "age",
    "expire",
    "expires",
    "expiry",
    "expiration",
    "minutes",
    "hours",
    "days",
    "seconds",
    "timeout",
    "interval",
    "enabled",
    "enable",
    "disabled",
    "required",
    "url",
    "uri",
    "endpoint",
    "host",
    "port",
    "policy",
    "type",
    "algorithm",
    "method",
    "mode",
    "header",
    "prefix",
    "provider",
    "count",
    "version",
];

/// Words before a final `key` that make it public or no key at all.
const NO_KEY: [&str; 9] = [
    "public",
    "primary",
    "foreign",
    "partition",
    "sort",
    "cache",
    "pub",
    "site",
    "index",
];

/// Whether a variable, label or YAML key of this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    if !may_be_secret(name) {
        return false;
    }
    let mut words = words(name);
    // INNER_API_KEY_FOR_PLUGIN is a key, whatever it is for.
    if let Some(at @ 1..) = words.iter().position(|word| word == "for") {
        words.truncate(at);
    }
    let Some(last) = words.last() else {
        return false;
    };
    if ABOUT.contains(&last.as_str()) {
        return false;
    }
    let before = words.iter().rev().nth(1).map(String::as_str);
    if matches!(last.as_str(), "key" | "keys") && before.is_some_and(|word| NO_KEY.contains(&word))
    {
        return false;
    }
    // The password of a store, by the name that its own tools give it.
    let of_a_store = before.is_some_and(|word| ["rediscli", "redis", "neo4j"].contains(&word));
    if last == "auth" && of_a_store {
        return true;
    }
    let ends =
        SECRET_ENDS.contains(&last.as_str()) || GLUED_ENDS.iter().any(|end| last.ends_with(end));
    ends || words
        .iter()
        .any(|word| SECRET_ANYWHERE.contains(&word.as_str()))
}

/// Words of the names of what people choose; other secrets are made for machines.
const PASSWORDS: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pass",
    "pwd",
    "psw",
    "pw",
    "auth",
    "pin",
];

/// Whether what this name holds is a password, and not a key or token.
pub fn is_password_name(name: &str) -> bool {
    let words = words(name);
    words
        .iter()
        .any(|word| PASSWORDS.contains(&word.as_str()) || word.ends_with("password"))
}

/// Ends of the name of what names an account.
const USERS: [&str; 4] = ["user", "username", "login", "account"];

/// Whether a variable of this name holds the name of an account.
pub fn is_user_name(name: &str) -> bool {
    USERS.iter().any(|end| {
        let start = name.len().checked_sub(end.len());
        let own = start.and_then(|start| name.get(start..));
        own.is_some_and(|own| own.eq_ignore_ascii_case(end))
    })
}

/// Whether the key of this name only encrypts what lies in a store: it opens nothing from outside.
pub fn encrypts_data(name: &str) -> bool {
    words(name).concat().ends_with("encryptionkey")
}

/// A quick look, as most names say nothing of the kind: whether one of the stems is in the name.
fn may_be_secret(name: &str) -> bool {
    let name = name.as_bytes();
    let starts = |at: usize, stem: &[u8]| {
        name.get(at..at + stem.len())
            .is_some_and(|part| part.eq_ignore_ascii_case(stem))
    };
    name.iter().enumerate().any(|(at, letter)| {
        let stems: &[&[u8]] = match letter.to_ascii_lowercase() {
            b'a' => &[b"auth"],
            b'c' => &[b"credential"],
            b'k' => &[b"key"],
            b'p' => &[b"pass", b"pw", b"psw"],
            b's' => &[b"secret", b"salt"],
            b't' => &[b"token"],
            _ => &[],
        };
        stems.iter().any(|stem| starts(at, stem))
    })
}

/// The words of a name in lower case: split at signs and where a capital follows a small letter.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for character in name.chars() {
        let starts = character.is_uppercase() && was_small;
        if !character.is_alphanumeric() || starts {
            words.push(String::new());
        }
        if character.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            // Nearly all names are ASCII, and whole deployments are asked about them.
            if character.is_ascii() {
                word.push(character.to_ascii_lowercase());
            } else {
                word.extend(character.to_lowercase());
            }
        }
        was_small = character.is_lowercase() || character.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_secret_has_a_stem() {
        let words = SECRET_ENDS
            .iter()
            .chain(&SECRET_ANYWHERE)
            .chain(&GLUED_ENDS);
        for word in words {
            assert!(may_be_secret(word), "{word}");
            assert!(STEMS.iter().any(|stem| word.contains(stem)), "{word}");
        }
    }

    #[test]
    fn tells_passwords_from_keys_and_users() {
        for (name, is_password, is_user) in [
            ("POSTGRES_PASSWORD", true, false),
            ("MYSQLPASSWORD", true, false),
            ("DEFAULT_ROOT_PSW", true, false),
            ("REDISCLI_AUTH", true, false),
            ("SECRET_KEY", false, false),
            ("ACCESS_TOKEN", false, false),
            ("DB_USERNAME", false, true),
            ("POSTGRES_USER", false, true),
        ] {
            assert_eq!(is_password_name(name), is_password, "{name}");
            assert_eq!(is_user_name(name), is_user, "{name}");
        }
    }

    #[test]
    fn tells_secrets_from_what_is_about_them() {
        for name in [
            "POSTGRES_PASSWORD",
            "DEFAULT_ROOT_PSW",
            "PLUGIN_DAEMON_KEY",
            "ROOT_KEY",
            "SECRET_KEY",
            "AUTHENTICATION_APIKEY_ALLOWED_KEYS",
            "CHROMA_AUTH_CREDENTIALS",
            "dbPass",
            "secretAccessKey",
            "xpack.monitoring.elasticsearch.password",
            "MYSQLPASSWORD",
            "STORAGE_SECRET_ACCESS_KEY",
            "REDISCLI_AUTH",
            "XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY",
            "INNER_API_KEY_FOR_PLUGIN",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "WEAVIATE_TOKENIZATION",
            "AUTHENTICATION_APIKEY_USERS",
            "ACCESS_TOKEN_EXPIRE_MINUTES",
            "SECRET_KEY_FILE",
            "NGINX_SSL_CERT_KEY_FILENAME",
            "MAX_TOKENS",
            "PUBLIC_KEY",
            "POSTGRES_HOST_AUTH_METHOD",
            "TENCENT_COS_SECRET_ID",
            "KEYBOARD",
            "SMTP_AUTH",
            "PUBLIC_KEY_FOR_TOKENS",
            "DIR_FOR_PASSWORD_RESETS",
            "",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
