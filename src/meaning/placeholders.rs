//! Values that only ask to be replaced. The families are those of vendors' own files; the whole
//! value is looked at, in any case of letters.

use super::names::words;

/// Parts that stand in no secret that somebody chose, once signs are taken out. Each is long
/// enough not to turn up in a random one.
const ASKS: [&str; 34] = [
    "changeme",
    "changethis",
    "changeit",
    "changepassword",
    "changesecret",
    "changekey",
    "changetoken",
    "changebefore",
    "changeinprod",
    "pleasechange",
    "mustchange",
    "shouldchange",
    "tobechanged",
    "replaceme",
    "replacethis",
    "replacewith",
    "replaceby",
    "tobereplaced",
    "realpassword",
    "insertyour",
    "enteryour",
    "putyour",
    "addyour",
    "setyour",
    "useyour",
    "insecure",
    "notsecure",
    "donotuse",
    "dontuse",
    "notforproduction",
    "shouldbeupdated",
    "fordevelopment",
    "devonly",
    "defaultsecret",
];

/// Words that make a value an example.
const EXAMPLES: [&str; 5] = ["example", "placeholder", "dummy", "sample", "todo"];

/// Words that follow `my` where nothing is meant.
const THINGS: [&str; 22] = [
    "password", "passwd", "pass", "pw", "secret", "key", "token", "api", "access", "app", "jwt",
    "db", "database", "redis", "root", "admin", "user", "random", "string", "super", "strong",
    "here",
];

/// Chinese for "please", "replace", "fill in", "your", "password", "key", "optional", "here"…
const CHINESE: [&str; 17] = [
    "请",
    "替换",
    "修改",
    "填写",
    "填入",
    "输入",
    "您的",
    "你的",
    "密码",
    "密钥",
    "口令",
    "凭证",
    "可选",
    "示例",
    "此处",
    "这里",
    "自定义",
];

/// Longest value that is looked at, in bytes.
const LONGEST: usize = 200;

/// Whether a value of a variable only asks to be replaced.
pub fn is_placeholder(variable: &str, value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || value.len() > LONGEST {
        return false;
    }
    let folded = value.to_lowercase();
    let parts = words(value);
    CHINESE.iter().any(|stem| folded.contains(stem))
        || is_a_comment(&folded)
        || is_bracketed(&folded)
        || is_filler(&folded)
        || asks(&parts)
        || is_mine_or_yours(&parts)
        || is_example(&parts)
        || repeats_its_name(variable, &parts)
}

/// `# set me`: a comment that became the value.
fn is_a_comment(value: &str) -> bool {
    value.starts_with('#') && value.contains(' ')
}

/// `<your-account-key>`, `[pw]`, `{{ password }}`.
fn is_bracketed(value: &str) -> bool {
    [("<", ">"), ("[", "]"), ("{{", "}}")]
        .iter()
        .any(|(open, close)| {
            let inner = value.strip_prefix(open);
            let inner = inner.and_then(|inner| inner.strip_suffix(close));
            inner.is_some_and(|inner| inner.chars().any(char::is_alphabetic))
        })
}

/// `xxxx`, `sk-xxxx`, `***-***`, `…`, `00000000-0000`: one character over and over, also behind the
/// prefix of a kind of key.
fn is_filler(value: &str) -> bool {
    let body = match value.split_once(['-', '_']) {
        Some((prefix, rest)) if prefix.len() <= 4 && !is_filled(prefix) => rest,
        _ => value,
    };
    is_filled(value) || is_filled(body)
}

fn is_filled(value: &str) -> bool {
    let mut letters = value.chars().filter(|c| !matches!(c, '-' | '_' | ' '));
    let Some(first) = letters.next() else {
        return false;
    };
    let count = 1 + value.chars().filter(|c| *c == first).count();
    let enough = if first == '…' { 2 } else { 4 };
    matches!(first, 'x' | '*' | '.' | '0' | '?' | '…' | '•')
        && letters.all(|letter| letter == first)
        && count >= enough
}

/// `notSecureChangeMe`, `dbchangeme`: what is asked begins with a word, or ends the value.
fn asks(words: &[String]) -> bool {
    let from = |start: usize| words.get(start..).unwrap_or_default().concat();
    let whole = from(0);
    ASKS.iter().any(|part| whole.ends_with(part))
        || (0..words.len()).any(|start| {
            let rest = from(start);
            ASKS.iter().any(|part| rest.starts_with(part))
        })
}

/// `your-access-key`, `you-client-secret`, `my_secret_key`, `mypassword`.
fn is_mine_or_yours(words: &[String]) -> bool {
    let letters = words.iter().flat_map(|word| word.chars());
    let digits = letters.filter(char::is_ascii_digit).count();
    let Some(first) = words.first() else {
        return false;
    };
    let yours = first.starts_with("your") || (first == "you" && words.len() > 2);
    let things = |words: &[String]| {
        !words.is_empty() && words.iter().all(|word| THINGS.contains(&word.as_str()))
    };
    let rest = words.get(1..).unwrap_or_default();
    let mine = match first.strip_prefix("my") {
        Some("") => things(rest),
        Some(thing) => THINGS.contains(&thing) && (rest.is_empty() || things(rest)),
        None => false,
    };
    (yours && digits <= 3) || mine
}

/// `sk-example`, `example_123`, `AKIAIOSFODNN7EXAMPLE`.
fn is_example(words: &[String]) -> bool {
    words.iter().any(|word| EXAMPLES.contains(&word.as_str()))
        || words.last().is_some_and(|word| word.ends_with("example"))
}

/// `CLAUDE_KEY=CLAUDE_KEY`, `minio_secret_key: secret_key`: the variable again, or its last words.
fn repeats_its_name(variable: &str, value: &[String]) -> bool {
    let name = words(variable);
    !value.is_empty() && (value.len() >= 2 || value.len() == name.len()) && name.ends_with(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_family_is_known() {
        for value in [
            "your-access-key",
            "YOUR_LOGTO_SECRET",
            "your_api_key_here",
            "you-client-secret",
            "your-super-secret-and-long-postgres-password",
            "my-random-string",
            "mypassword",
            "my_secret_key",
            "changeme",
            "ChangeMe",
            "changePassword",
            "change-me-to-something-random",
            "__REPLACE_ME__",
            "<REPLACE THIS>",
            "replace-with-strong-jwt-secret",
            "notSecureChangeMe",
            "SetARealPassword",
            "xxx",
            "xxx-xxx-xxx",
            "sk-xxxx",
            "gsk_xxxxxxxx",
            "sk-…",
            "***",
            "********-****",
            "0000000000000000",
            "<your-account-key>",
            "[pw]",
            "{{ password }}",
            "sk-example",
            "example_123",
            "AKIAIOSFODNN7EXAMPLE",
            "this_password_is_insecure_and_should_be_updated",
            "do-not-use-this-secret-in-production",
            "# set me",
            "可选的安全凭证",
            "您的API密钥",
            "<在此插入您的API密钥>",
            "替换为获取的 API_KEY",
            "刚修改的 AUTH_TOKEN 值",
        ] {
            assert!(is_placeholder("DB_PASSWORD", value), "{value}");
        }
        for (variable, value) in [
            ("CLAUDE_KEY", "CLAUDE_KEY"),
            ("secret_key", "secret_key"),
            ("MINIO_SECRET_KEY", "secret-key"),
            ("TOKEN", "token"),
        ] {
            assert!(is_placeholder(variable, value), "{variable}={value}");
        }
    }

    #[test]
    fn chosen_values_are_none() {
        for value in [
            "w7Uu0Zk3-made-up-2Vt9hQ",
            "difyai123456",
            "my-dog-is-called-Rex",
            "Myanmar-2024-trip",
            "youth-hostel-77",
            "x9xx-0x77",
            "0",
            "1234",
            "#7fK2!made-up",
            "a[0]b",
            "samples-of-rain",
            "key",
            "",
            "correct horse battery staple",
            "exchange-method-92",
        ] {
            assert!(!is_placeholder("DB_PASSWORD", value), "{value}");
        }
    }
}
