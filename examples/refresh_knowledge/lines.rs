//! Names and values in the lines of a vendor's files.

use regex::Regex;

/// A value with its name.
pub(crate) struct Line {
    /// The variable or key; for a URL the variable that holds it, or its scheme.
    pub(crate) variable: String,
    /// The value.
    pub(crate) value: String,
    /// How it stands there, as the list calls it.
    pub(crate) shape: &'static str,
    /// Scheme and user of a URL.
    pub(crate) scheme: Option<(String, String)>,
}

impl Line {
    /// What it is, by its name.
    pub(crate) fn kind(&self) -> &'static str {
        let name = self.variable.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if self.scheme.is_some() || has(&["pass", "pwd", "psw"]) {
            "password"
        } else if has(&["api_key", "apikey", "access_key"]) {
            "api-key"
        } else if has(&["secret", "salt", "jwt", "sign", "encrypt"]) {
            "signing-key"
        } else if has(&["token"]) {
            "token"
        } else {
            "api-key"
        }
    }
}

/// The names and values of a text, in its order.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let regex = |text: &str| Regex::new(text).expect("it is one");
    let entry = regex(
        r#"^\s*(#\s*)?(?:-\s+)?(?:export\s+)?["']?([A-Za-z_][\w.-]*)["']?\s*(=|:\s)\s*(?:&[\w-]+\s+)?["']?(.*?)["']?,?(?:\s+#.*)?$"#,
    );
    let default = regex(r"\$\{([A-Za-z_]\w*):?-([^${}]+)\}");
    let url = regex(r#"([a-z][a-z0-9+]*)://([^\s:/@"'$]*):([^\s"'$]+)@"#);
    let flag = regex(r#"(--requirepass)[",\s]+["']?([^\s"',$\]]+)"#);
    let mut found = Vec::new();
    for line in text.lines() {
        let own = entry.captures(line);
        let name = own.as_ref().map(|own| own[2].to_owned());
        let mut inside = Vec::new();
        for part in url.captures_iter(line) {
            let scheme = (part[1].to_owned(), part[2].to_owned());
            let variable = name.clone().unwrap_or_else(|| part[1].to_owned());
            inside.push((variable, part[3].to_owned(), "url-userinfo", Some(scheme)));
        }
        for part in default.captures_iter(line) {
            let (variable, value) = (part[1].to_owned(), part[2].to_owned());
            inside.push((variable, value, "interpolation-default", None));
        }
        for part in flag.captures_iter(line) {
            let variable = format!("command-line {}", &part[1]);
            inside.push((variable, part[2].to_owned(), "command-line", None));
        }
        if let Some(own) = own.filter(|_| inside.is_empty()) {
            let shape = match (own.get(1).is_some(), &own[3] == "=") {
                (false, true) => "assignment",
                (true, true) => "commented-assignment",
                (false, false) => "yaml",
                (true, false) => "commented-yaml",
            };
            inside.push((own[2].to_owned(), own[4].to_owned(), shape, None));
        }
        let is_value = |value: &str| {
            !value.is_empty() && !value.starts_with(['$', '{', '[', '*', '&', '|', '>'])
        };
        let values = inside.into_iter().filter(|(_, value, ..)| is_value(value));
        found.extend(values.map(|(variable, value, shape, scheme)| Line {
            variable,
            value,
            shape,
            scheme,
        }));
    }
    found
}
