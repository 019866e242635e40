//! Addresses to which a program posts messages for people. Whoever has such an address may post:
//! the address is the credential.

use std::ops::Range;

/// A service that takes messages.
struct Service {
    /// A name of its own.
    id: &'static str,
    provider: &'static str,
    /// Whether the provider has switched the service off.
    is_retired: bool,
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

/// Sources: the vendors' documentation of their incoming webhooks. Microsoft switched the
/// connectors of Teams off on 2026-05-22; flows of Power Automate take their place.
const SERVICES: [Service; 10] = [
    Service {
        id: "teams-oldest",
        provider: "Microsoft Teams",
        is_retired: true,
        hosts: &["outlook.office.com", "outlook.office365.com"],
        path: "/webhook/",
        secret: Token::AfterPath,
    },
    Service {
        id: "teams-tenant",
        provider: "Microsoft Teams",
        is_retired: true,
        hosts: &["webhook.office.com"],
        path: "/webhookb2/",
        secret: Token::AfterPath,
    },
    Service {
        id: "power-automate-logic",
        provider: "Power Automate",
        is_retired: false,
        hosts: &["logic.azure.com", "logic.azure.cn", "logic.azure.us"],
        path: "/workflows/",
        secret: Token::Parameter("sig"),
    },
    Service {
        id: "power-automate-platform",
        provider: "Power Automate",
        is_retired: false,
        hosts: &["api.powerplatform.com"],
        path: "/workflows/",
        secret: Token::Parameter("sig"),
    },
    Service {
        id: "feishu",
        provider: "Feishu",
        is_retired: false,
        hosts: &["open.feishu.cn", "open.larksuite.com"],
        path: "/hook/",
        secret: Token::AfterPath,
    },
    Service {
        id: "dingtalk",
        provider: "DingTalk",
        is_retired: false,
        hosts: &["oapi.dingtalk.com"],
        path: "/robot/send",
        secret: Token::Parameter("access_token"),
    },
    Service {
        id: "wecom",
        provider: "WeCom",
        is_retired: false,
        hosts: &["qyapi.weixin.qq.com"],
        path: "/cgi-bin/webhook/",
        secret: Token::Parameter("key"),
    },
    Service {
        id: "slack",
        provider: "Slack",
        is_retired: false,
        hosts: &["hooks.slack.com"],
        path: "/services/",
        secret: Token::AfterPath,
    },
    Service {
        id: "slack",
        provider: "Slack",
        is_retired: false,
        hosts: &["hooks.slack.com"],
        path: "/triggers/",
        secret: Token::AfterPath,
    },
    Service {
        id: "discord",
        provider: "Discord",
        is_retired: false,
        hosts: &["discord.com", "discordapp.com"],
        path: "/webhooks/",
        secret: Token::AfterPath,
    },
];

/// Shortest credential: shorter ones stand for one that is not set.
const SHORTEST: usize = 8;

/// The address of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The bytes of the credential.
    pub range: Range<usize>,
    /// Who takes the messages: `Feishu`.
    pub provider: &'static str,
    /// Which of the provider's services: `teams-oldest`.
    pub service: &'static str,
    /// Whether the provider has switched the service off: nobody can post there any more, and
    /// nothing that is posted arrives.
    pub is_retired: bool,
}

/// The credentials of the webhook addresses in a text, with the names of their services.
pub(super) fn webhooks(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let found = webhooks_in(text).into_iter();
    found
        .map(|webhook| (webhook.range, webhook.provider))
        .collect()
}

/// The webhooks whose addresses stand in a text.
pub fn webhooks_in(text: &str) -> Vec<Webhook> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find(ends_a_url).unwrap_or(rest.len());
        let url = rest.get(..length).unwrap_or_default();
        let hit = SERVICES
            .iter()
            .find_map(|service| Some((service.token(url)?, service)));
        if let Some((range, service)) = hit {
            found.push(Webhook {
                range: start + range.start..start + range.end,
                provider: service.provider,
                service: service.id,
                is_retired: service.is_retired,
            });
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
