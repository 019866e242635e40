//! Addresses to which a program posts messages for people. Whoever has such an address may post:
//! the address is the credential.

use std::ops::Range;

/// A service that takes messages.
struct Service {
    provider: &'static str,
    /// The whole host, or the end of it after a dot.
    hosts: &'static [&'static str],
    /// What the path has in it.
    path: &'static str,
    secret: Token,
}

/// Where the credential stands.
enum Token {
    /// Everything after the path.
    AfterPath,
    /// The value of this parameter.
    Parameter(&'static str),
}

/// Sources: the vendors' documentation of their incoming webhooks.
const SERVICES: [Service; 10] = [
    Service {
        provider: "Microsoft Teams",
        hosts: &["outlook.office.com", "outlook.office365.com"],
        path: "/webhook/",
        secret: Token::AfterPath,
    },
    Service {
        provider: "Microsoft Teams",
        hosts: &["webhook.office.com"],
        path: "/webhookb2/",
        secret: Token::AfterPath,
    },
    Service {
        provider: "Power Automate",
        hosts: &["logic.azure.com", "logic.azure.cn", "logic.azure.us"],
        path: "/workflows/",
        secret: Token::Parameter("sig"),
    },
    Service {
        provider: "Power Automate",
        hosts: &["api.powerplatform.com"],
        path: "/workflows/",
        secret: Token::Parameter("sig"),
    },
    Service {
        provider: "Feishu",
        hosts: &["open.feishu.cn", "open.larksuite.com"],
        path: "/hook/",
        secret: Token::AfterPath,
    },
    Service {
        provider: "DingTalk",
        hosts: &["oapi.dingtalk.com"],
        path: "/robot/send",
        secret: Token::Parameter("access_token"),
    },
    Service {
        provider: "WeCom",
        hosts: &["qyapi.weixin.qq.com"],
        path: "/cgi-bin/webhook/",
        secret: Token::Parameter("key"),
    },
    Service {
        provider: "Slack",
        hosts: &["hooks.slack.com"],
        path: "/services/",
        secret: Token::AfterPath,
    },
    Service {
        provider: "Slack",
        hosts: &["hooks.slack.com"],
        path: "/triggers/",
        secret: Token::AfterPath,
    },
    Service {
        provider: "Discord",
        hosts: &["discord.com", "discordapp.com"],
        path: "/webhooks/",
        secret: Token::AfterPath,
    },
];

/// Shortest credential: shorter ones stand for one that is not set.
const SHORTEST: usize = 8;

/// The credentials of the webhook addresses in a text, with the names of their services.
pub(super) fn webhooks(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find(ends_a_url).unwrap_or(rest.len());
        let url = rest.get(..length).unwrap_or_default();
        let hit = SERVICES
            .iter()
            .find_map(|service| Some((service.token(url)?, service.provider)));
        if let Some((range, provider)) = hit {
            found.push((start + range.start..start + range.end, provider));
        }
    }
    found
}

fn ends_a_url(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '"' | '\'' | '`' | '<' | '>' | '(' | ')' | ',' | ';' | '|' | '\\'
        )
        || (!character.is_ascii() && !character.is_alphanumeric())
}

impl Service {
    /// The credential in an address without its scheme.
    fn token(&self, url: &str) -> Option<Range<usize>> {
        let slash = url.find('/')?;
        let host = url.get(..slash)?.to_ascii_lowercase();
        let host = host.split(':').next()?;
        let is_host = |known: &str| {
            host.strip_suffix(known)
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        if !self.hosts.iter().any(|known| is_host(known)) {
            return None;
        }
        let path = slash + url.get(slash..)?.find(self.path)? + self.path.len();
        let range = match self.secret {
            Token::AfterPath => {
                let rest = url.get(path..)?;
                path..path + rest.find(['?', '#']).unwrap_or(rest.len())
            }
            Token::Parameter(name) => parameter(url, path, name)?,
        };
        let token = url.get(range.clone())?;
        (token.len() >= SHORTEST && !token.starts_with('$')).then_some(range)
    }
}

/// The value of a query's parameter, from byte `from` of the address on.
fn parameter(url: &str, from: usize, name: &str) -> Option<Range<usize>> {
    let mut at = from + url.get(from..)?.find('?')? + 1;
    for pair in url.get(at..)?.split('&') {
        if let Some((key, value)) = pair.split_once('=')
            && key.eq_ignore_ascii_case(name)
        {
            let start = at + key.len() + 1;
            return Some(start..start + value.len());
        }
        at += pair.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        webhooks(text)
            .into_iter()
            .filter_map(|(range, provider)| Some((text.get(range)?, provider)))
            .collect()
    }

    #[test]
    fn finds_the_credential_of_each_service() {
        for (text, token, provider) in [
            (
                "https://outlook.office.com/webhook/0a-1b@2c/IncomingWebhook/3d/4e",
                "0a-1b@2c/IncomingWebhook/3d/4e",
                "Microsoft Teams",
            ),
            (
                "https://Contoso.webhook.office.com:443/webhookb2/0a-1b@2c/IncomingWebhook/3d/4e",
                "0a-1b@2c/IncomingWebhook/3d/4e",
                "Microsoft Teams",
            ),
            (
                "https://prod-01.westeurope.logic.azure.com:443/workflows/0a/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers&sv=1.0&sig=made-Up_one",
                "made-Up_one",
                "Power Automate",
            ),
            (
                "https://0a.0b.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0a/triggers/manual/paths/invoke?api-version=1&sig=made-Up_one&x=1",
                "made-Up_one",
                "Power Automate",
            ),
            (
                "see https://open.feishu.cn/open-apis/bot/v2/hook/made-up-one, and so on",
                "made-up-one",
                "Feishu",
            ),
            (
                "https://open.larksuite.com/open-apis/bot/v2/hook/made-up-one",
                "made-up-one",
                "Feishu",
            ),
            (
                "\"https://oapi.dingtalk.com/robot/send?access_token=made-up-one\"",
                "made-up-one",
                "DingTalk",
            ),
            (
                "(https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=made-up-one)",
                "made-up-one",
                "WeCom",
            ),
            (
                "https://hooks.slack.com/services/T0/B0/made-up",
                "T0/B0/made-up",
                "Slack",
            ),
            (
                "https://discord.com/api/webhooks/12/made-up",
                "12/made-up",
                "Discord",
            ),
        ] {
            assert_eq!(found(text), [(token, provider)], "{text}");
        }
    }

    #[test]
    fn leaves_other_addresses_alone() {
        for text in [
            "https://open.feishu.cn/open-apis/auth/v3/tenant_access_token/internal",
            "https://open.feishu.cn.example.com/open-apis/bot/v2/hook/made-up-one",
            "https://notdiscord.com/api/webhooks/12/made-up",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${WECOM_KEY}",
            "https://prod.logic.azure.com/workflows/0a/triggers?api-version=1",
            "https://hooks.slack.com/services/...",
            "",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
