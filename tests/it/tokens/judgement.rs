//! What is a token, and whose.

use super::found;
use super::generator::{Random, samples};
use hulan::meaning::tokens::{Checksum, Format, Token};

/// A value of a format.
fn value_of(id: &str, seed: u64) -> String {
    let all = samples();
    let sample = all.iter().find(|sample| sample.id == id).expect("known");
    sample.value(&mut Random::new(seed)).0
}

/// The token that a variable of this name holds.
fn of_value(name: &str, value: &str) -> Option<Token> {
    found(format!("{name}={value}").as_bytes())
        .into_iter()
        .next()
}

fn ids(text: &str) -> Vec<&'static str> {
    found(text.as_bytes())
        .iter()
        .map(|token| token.format.id)
        .collect()
}

#[test]
fn a_changed_letter_breaks_the_checksum() {
    let mut random = Random::new(3);
    let mut checked = 0;
    for sample in samples() {
        if sample.verify.is_empty() || sample.verify == "jwt" {
            continue;
        }
        for _ in 0..20 {
            let (value, _) = sample.value(&mut random);
            let token = of_value(&sample.variable, &value).expect("found");
            assert_eq!(token.checksum, Checksum::Valid, "{}", sample.id);
            let at = sample.prefix.len() + random.below(20);
            let other = if value.as_bytes()[at] == b'k' {
                "m"
            } else {
                "k"
            };
            let mut changed = value.clone();
            changed.replace_range(at..=at, other);
            let token = of_value(&sample.variable, &changed).expect("found");
            assert_eq!(token.checksum, Checksum::Wrong, "{}", sample.id);
            checked += 1;
        }
    }
    assert_eq!(checked, 9 * 20);
}

#[test]
fn a_shared_shape_belongs_to_whom_the_surroundings_name() {
    let value = value_of("deepseek-api-key", 1);
    for (text, id) in [
        (format!("DEEPSEEK_API_KEY={value}"), "deepseek-api-key"),
        (format!("dashscope_key: {value}"), "dashscope-api-key"),
        (format!("BAICHUAN_KEY={value}"), "baichuan-api-key"),
        (format!("OPEN_WEBUI_API_KEY={value}"), "open-webui-api-key"),
        (
            format!("OPENAI_API_BASE=https://dashscope.aliyuncs.com/v1\nOPENAI_API_KEY={value}"),
            "dashscope-api-key",
        ),
        (
            format!(
                "client = OpenAI(api_key=\"{value}\",\n    base_url=\"https://api.deepseek.com\")"
            ),
            "deepseek-api-key",
        ),
        (format!("OPENAI_API_KEY={value}"), "openai-compatible-key"),
        (
            format!("# deepseek or dashscope\nLLM_KEY={value}"),
            "openai-compatible-key",
        ),
        (
            format!("DEEPSEEK_URL=x\nRAINBOW_KEY={value}"),
            "openai-compatible-key",
        ),
    ] {
        assert_eq!(ids(&text), [id], "{}", text.replace(&value, "…"));
    }
}

#[test]
fn a_common_shape_needs_its_provider_and_the_name_of_a_secret() {
    let value = value_of("deepgram-api-key", 1);
    for text in [
        format!("DEEPGRAM_API_KEY={value}"),
        format!("deepgram:\n  api_key: {value}\n"),
        format!("curl -H \"Authorization: Token {value}\" https://api.deepgram.com"),
        format!("DeepgramClient(api_key='{value}')"),
    ] {
        assert_eq!(
            ids(&text),
            ["deepgram-api-key"],
            "{}",
            text.replace(&value, "…")
        );
    }
    for text in [
        format!("API_KEY={value}"),
        format!("DEEPGRAM_COMMIT={value}"),
        format!("deepgram @ git+https://host/deepgram@{value}"),
        format!("deepgram_key = \"{value}0\""),
        format!("deepgram_key = \"0{value}\""),
        format!("deepgram_key = \"/{value}/x\""),
        format!("deepgram_key = \"{value}.js\""),
        format!("DEEPGRAM_URL=x\nRAINBOW_API_KEY={value}"),
    ] {
        assert!(ids(&text).is_empty(), "{}", text.replace(&value, "…"));
    }
}

#[test]
fn fillers_and_placeholders_are_no_tokens() {
    for sample in samples().iter().filter(|sample| sample.prefix.len() >= 3) {
        let (value, _) = sample.value(&mut Random::new(5));
        if value.contains("://") || value.starts_with("---") {
            continue;
        }
        for filler in ["x", "a", "0"] {
            let rest = value.len() - sample.prefix.len();
            let text = format!(
                "{}={}{}",
                sample.variable,
                sample.prefix,
                filler.repeat(rest)
            );
            assert!(ids(&text).is_empty(), "{} of {filler}", sample.id);
        }
    }
    for text in [
        "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
        "DEEPSEEK_API_KEY=sk-0123456789abcdef0123456789abcdef",
        "DEEPSEEK_API_KEY=sk-deadbeefdeadbeefdeadbeefdeadbeef",
        "postgresql://user:password@db/app",
        "postgresql://user:${DB_PASSWORD_1}@db/app",
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        "-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----",
        "id: dataset-64f1b07a93c2d85e1f7b3a60",
        "https://user:he%2F%2Fo@host/x",
        "-----BEGIN PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
        "if line == '-----BEGIN PRIVATE KEY-----':",
    ] {
        assert!(ids(text).is_empty(), "{text}");
    }
}

#[test]
fn a_token_may_stand_in_other_things() {
    let github = value_of("github-personal-token", 1);
    let telegram = value_of("telegram-bot-token", 1);
    let fly = value_of("fly-access-token", 1);
    for (text, id) in [
        (
            format!("git clone https://oauth2:{github}@github.com/x/y"),
            "github-personal-token",
        ),
        (format!("\"token\\n{github}\\n\""), "github-personal-token"),
        (format!("u=%3D{github}%22"), "github-personal-token"),
        (format!("说明：{github}。"), "github-personal-token"),
        (format!("see {github}."), "github-personal-token"),
        (
            format!("https://api.telegram.org/bot/{telegram}"),
            "telegram-bot-token",
        ),
        (format!("a: {fly}\n"), "fly-access-token"),
        (
            "https://relay.test/?to=https://hooks.slack.com/services/T1A2B3/B4C5D6/hJ7kQ2mZx9"
                .to_owned(),
            "slack-webhook",
        ),
        (
            "amqp://svc:k3Jq9-zR7w@queue:5672/x".to_owned(),
            "credential-in-a-url",
        ),
    ] {
        assert_eq!(ids(&text), [id], "{text}");
    }
    for text in [
        format!("a{github}"),
        format!("{github}a"),
        format!("x_{github}"),
        format!("1{telegram}"),
    ] {
        assert!(!ids(&text).contains(&"github-personal-token"), "{text}");
        assert!(!ids(&text).contains(&"telegram-bot-token"), "{text}");
    }
}

#[test]
fn retired_and_public_formats_say_so() {
    let of = |id: &str| {
        Format::all()
            .iter()
            .find(|format| format.id == id)
            .expect("known")
    };
    assert!(of("microsoft-teams-connector-webhook-oldest").is_retired);
    assert!(!of("slack-webhook").is_retired);
    assert!(of("langfuse-public-key").is_public);
    assert!(of("openai-compatible-key").is_fallback);
    assert!(of("groq-api-key").is_specific());
    assert!(!of("mistral-api-key").is_specific());
}
