//! Tokens that are parts of addresses: the credentials of webhooks, and passwords before a host.

use std::ops::Range;

use memchr::memmem;

use super::fillers::{is_filler, variety};
use super::{Checksum, FORMATS, Format, Token};
use crate::meaning::placeholders::is_placeholder;
use crate::meaning::webhooks::webhooks_in;

/// What every address has behind its scheme.
const SIGN: &[u8] = b"://";

/// How far an address may reach before and after its `://`, in bytes.
const BEFORE: usize = 20;
const AFTER: usize = 1024;

/// The shortest password that is looked at, and the fewest different characters of one.
const SHORTEST: usize = 8;

/// Finds the credentials in the addresses of a text.
pub(super) fn search(text: &[u8], tokens: &mut Vec<Token>) {
    for sign in memmem::find_iter(text, SIGN) {
        let rest = text.get(sign..).unwrap_or_default();
        let rest = rest.get(..AFTER).unwrap_or(rest);
        let length = rest.iter().position(|byte| ends_an_address(*byte));
        let after = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        // Of two addresses in one word, each has its turn.
        let next = after
            .get(SIGN.len()..)
            .and_then(|rest| memmem::find(rest, SIGN));
        let after = after
            .get(..next.map_or(after.len(), |at| at + SIGN.len()))
            .unwrap_or_default();
        let start = sign.saturating_sub(BEFORE);
        let scheme = text.get(start..sign).unwrap_or_default();
        let scheme = scheme
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_alphanumeric());
        let start = sign - scheme.count();
        let Some(address) = text.get(start..sign + after.len()).and_then(readable) else {
            continue;
        };
        let webhook = webhooks_in(address).into_iter().next();
        let token = match webhook {
            Some(webhook) => address
                .get(webhook.range.clone())
                .filter(|value| is_chosen(value))
                .and_then(|value| Some((webhook_format(webhook.service, value)?, webhook.range))),
            None => password(address, sign + SIGN.len() - start)
                .and_then(|range| Some((of_service("url-password")?, range))),
        };
        tokens.extend(token.map(|(format, range)| Token {
            format,
            range: start + range.start..start + range.end,
            checksum: Checksum::None,
        }));
    }
}

fn ends_an_address(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | b'|')
}

/// The part of it that is UTF-8.
fn readable(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok(),
    }
}

/// The format of a webhook. The newer addresses of Teams have one part more than the older ones.
fn webhook_format(service: &str, value: &str) -> Option<&'static Format> {
    match service {
        "teams-tenant" if value.contains("/V2") => of_service("teams-tenant-v2"),
        _ => of_service(service),
    }
}

/// The first format that a service finds.
pub(super) fn of_service(service: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.service == service)
}

/// Whether the credential of a webhook is more than a pattern.
fn is_chosen(value: &str) -> bool {
    let letters: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).collect();
    !is_filler(&letters) && !is_placeholder("", value) && !has_template(value)
}

/// The password before a host, if it looks drawn: long, of several kinds of letters, no template.
/// The address' authority starts at byte `from`.
fn password(address: &str, from: usize) -> Option<Range<usize>> {
    let rest = address.get(from..)?;
    let authority = rest.get(..rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
    let (user_info, host) = authority.rsplit_once('@')?;
    let (user, value) = user_info.split_once(':')?;
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    let has = |is: fn(&u8) -> bool| value.as_bytes().iter().any(is);
    let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let is_long = value.len() >= 2 * SHORTEST;
    let looks_drawn = variety(value.as_bytes()) >= SHORTEST
        && (has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) || is_mixed && is_long);
    let start = from + user.len() + 1;
    (looks_drawn
        && is_plain(user_info)
        && is_plain(host)
        && is_chosen(value)
        // Several hosts behind one scheme: `a:1,b:2@c`.
        && !value.contains(',')
        && !host.starts_with("example.")
        && !host.contains(".example."))
    .then_some(start..start + value.len())
}

fn has_template(value: &str) -> bool {
    value.contains(['$', '{', '}', '<', '>', '*', '(', '['])
}
