//! Who checks what a variable holds, by its name: the deployment itself, or somebody else.

use super::knowledge::Knowledge;
use super::names::words;
use super::published::Side;
use super::stores::Store;

/// Who checks a secret.
#[derive(Clone, Copy, Debug)]
pub enum Checker<'k> {
    /// Somebody else's service: a placeholder opens nothing.
    Elsewhere,
    /// A data store: of the deployment, or one beside it.
    Store(&'k Store),
    /// The deployment itself.
    Deployment,
    /// The name does not tell.
    Unknown,
}

/// First words of the variables for services that others run: models, clouds, mail, chat, code.
const PROVIDERS: [&str; 86] = [
    "openai",
    "anthropic",
    "claude",
    "azure",
    "aws",
    "amazon",
    "google",
    "gcp",
    "gcs",
    "gemini",
    "vertex",
    "aliyun",
    "alibaba",
    "alicloud",
    "dashscope",
    "qwen",
    "tongyi",
    "tencent",
    "hunyuan",
    "qcloud",
    "cos",
    "oss",
    "obs",
    "tos",
    "huawei",
    "volcengine",
    "volc",
    "ark",
    "doubao",
    "baidu",
    "qianfan",
    "wenxin",
    "ernie",
    "zhipu",
    "zhipuai",
    "glm",
    "moonshot",
    "kimi",
    "deepseek",
    "minimax",
    "baichuan",
    "siliconflow",
    "spark",
    "xfyun",
    "stepfun",
    "hf",
    "huggingface",
    "hugging",
    "cohere",
    "groq",
    "mistral",
    "together",
    "fireworks",
    "replicate",
    "openrouter",
    "perplexity",
    "voyage",
    "jina",
    "tavily",
    "serpapi",
    "serper",
    "exa",
    "firecrawl",
    "bing",
    "github",
    "gitlab",
    "gitee",
    "notion",
    "sendgrid",
    "resend",
    "smtp",
    "mail",
    "email",
    "sentry",
    "stripe",
    "twilio",
    "slack",
    "discord",
    "feishu",
    "lark",
    "dingtalk",
    "wecom",
    "wechat",
    "supabase",
    "cloudflare",
    "unstructured",
];

/// Words of the names of keys that sign or encrypt, and of first passwords.
const OWN: [&str; 20] = [
    "jwt",
    "session",
    "cookie",
    "signing",
    "sign",
    "csrf",
    "encryption",
    "encrypt",
    "encrypted",
    "aes",
    "master",
    "root",
    "admin",
    "init",
    "initial",
    "internal",
    "inner",
    "nextauth",
    "salt",
    "filetoken",
];

/// Whole names that say the same.
const OWN_NAMES: [&str; 8] = [
    "SECRET",
    "SECRET_KEY",
    "APP_SECRET",
    "APP_KEY",
    "AUTH_SECRET",
    "AUTH_TOKEN",
    "TOKEN_KEY",
    "DEFAULT_PASSWORD",
];

impl Knowledge {
    /// Who checks what a variable of this name holds.
    pub fn checker(&self, variable: &str) -> Checker<'_> {
        match self.side_of(variable) {
            Some(Side::Client) => return Checker::Elsewhere,
            Some(Side::Server) => return Checker::Deployment,
            None => {}
        }
        let words = words(variable);
        let first = words.first().map(String::as_str).unwrap_or_default();
        if PROVIDERS.contains(&first) {
            return Checker::Elsewhere;
        }
        if let Some(store) = self.store_of_variable(variable) {
            return Checker::Store(store);
        }
        if is_own(variable, &words) {
            Checker::Deployment
        } else {
            Checker::Unknown
        }
    }
}

/// Whether a variable of this name holds a key with which an application signs or encrypts, or a
/// first password of it: one that no other service has to know.
pub fn is_own_key(variable: &str) -> bool {
    let words = words(variable);
    let is_shared = words
        .iter()
        .any(|word| word == "inner" || word == "internal");
    !is_shared && is_own(variable, &words)
}

fn is_own(variable: &str, words: &[String]) -> bool {
    words.iter().any(|word| OWN.contains(&word.as_str()))
        || OWN_NAMES
            .iter()
            .any(|name| name.eq_ignore_ascii_case(variable))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_who_checks() {
        let knowledge = Knowledge::default();
        let checker = |name| knowledge.checker(name);
        for name in ["OPENAI_API_KEY", "ALIYUN_OSS_SECRET_KEY", "SMTP_PASSWORD"] {
            assert!(matches!(checker(name), Checker::Elsewhere), "{name}");
        }
        for name in ["SECRET_KEY", "MY_JWT_SECRET", "ADMIN_PASSWORD", "ROOT_KEY"] {
            assert!(matches!(checker(name), Checker::Deployment), "{name}");
        }
        assert!(
            matches!(checker("PG_OTHER_PASSWORD"), Checker::Store(store) if store.name == "postgres")
        );
        assert!(matches!(checker("SHOP_PARTNER_TOKEN"), Checker::Unknown));
    }

    #[test]
    fn keys_of_ones_own_are_shown_to_nobody() {
        for (name, expected) in [
            ("JWT_SECRET", true),
            ("SECRET_KEY", true),
            ("ADMIN_PASSWORD", true),
            ("INTERNAL_SECRET_KEY", false),
            ("PARTNER_API_KEY", false),
            ("DB_PASSWORD", false),
        ] {
            assert_eq!(is_own_key(name), expected, "{name}");
        }
    }
}
