//! A certificate that breaks the rules of X.509, so that strict clients refuse it.

use crate::meaning::pki::{ANY_PURPOSE, Examined};
use crate::model::Severity;
use crate::model::certificate::{Certificate, Oddity, SubjectName};
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails at certificates of the chain.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let path = own.path.as_ref();
    let anchor = path.and_then(|path| path.anchor.as_ref());
    let all = own
        .chain()
        .map(|(number, one)| (own.leaf == Some(number), one));
    for (is_leaf, certificate) in all.chain(anchor.map(|one| (false, one))) {
        for oddity in &certificate.oddities {
            let is_anchor = anchor.is_some_and(|anchor| anchor.sha256 == certificate.sha256);
            // Nobody verifies who issued what is trusted by itself.
            if is_anchor && *oddity == Oddity::NoIssuerKeyId {
                continue;
            }
            let Some((key, most)) = sentence(*oddity, is_leaf, own.is_public()) else {
                continue;
            };
            // What the user gave is shown where it is needed.
            let shown = own.leaf().filter(|_| is_anchor).unwrap_or(certificate);
            let fail = Fail::new(key, site(own, shown))
                .role(key)
                .arg("name", called(certificate))
                .at_most(most);
            out.fail(fail);
        }
        let names = certificate.names.iter().flatten();
        let is_nameless = is_leaf && names.clone().all(|name| *name == SubjectName::Other);
        if is_nameless && certificate.names.is_some() && certificate.subject.text.is_empty() {
            let fail = Fail::new("nobody", site(own, certificate))
                .role("nobody")
                .arg("name", called(certificate));
            out.fail(fail);
        }
    }
    if own.is_public() {
        about_public(own, out);
    }
}

/// What the Baseline Requirements forbid to public CAs, and an enterprise may do.
fn about_public(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return;
    };
    let anchor = own.path.as_ref().and_then(|path| path.anchor.as_ref());
    let mut fail = |key: &'static str, about: &Certificate| {
        let fail = Fail::new(key, site(own, leaf)).role(key);
        out.fail(fail.arg("name", called(about)));
    };
    if let Some(common) = &leaf.subject.common
        && !leaf
            .names
            .iter()
            .flatten()
            .any(|name| is_written(name, common))
        && !is_beside_addresses(leaf, common)
    {
        fail("public-name", leaf);
    }
    let has_any = |all: &Vec<String>| all.iter().any(|own| own == ANY_PURPOSE);
    if leaf.purposes.as_ref().is_none_or(has_any) {
        fail("public-purpose", leaf);
    }
    if let Some(root) = anchor.filter(|root| root.purposes.is_some()) {
        fail("public-root", root);
    }
    for one in std::iter::once(leaf).chain(anchor) {
        if one.key.kind.rsa_bits().is_some_and(|bits| bits % 8 != 0) {
            fail("public-size", one);
        }
    }
}

/// Whether a name is written just as the common name is.
fn is_written(name: &SubjectName, common: &str) -> bool {
    match name {
        // Whoever has all names of a domain has the domain.
        SubjectName::Dns(name) => name.strip_prefix("*.").unwrap_or(name) == common,
        SubjectName::Ip(address) => address.to_string() == common,
        SubjectName::BrokenIp | SubjectName::Other => false,
    }
}

/// Whether a common name is a host's where all other names are addresses: it covers nothing, and
/// leads nobody astray.
fn is_beside_addresses(leaf: &Certificate, common: &str) -> bool {
    let mut names = leaf.names.iter().flatten();
    let is_label = |label: &str| {
        let signs = |c: char| c.is_ascii_lowercase() || c == '-';
        !label.is_empty() && label.chars().all(signs)
    };
    names.all(|name| matches!(name, SubjectName::Ip(_)))
        && common.contains('.')
        && common.split('.').all(is_label)
}

/// The sentence about an oddity, and how bad it is at most.
fn sentence(oddity: Oddity, is_leaf: bool, is_public: bool) -> Option<(&'static str, Severity)> {
    let sentence = match oddity {
        Oddity::OldVersion => ("version", Severity::High),
        Oddity::RepeatedExtension => ("repeated", Severity::High),
        Oddity::BrokenExtension => ("broken", Severity::High),
        Oddity::UnknownCritical => ("critical", Severity::High),
        Oddity::AlgorithmsDiffer => ("algorithms", Severity::High),
        Oddity::EndsBeforeItBegins => ("backwards", Severity::High),
        Oddity::BrokenTime => ("time", Severity::High),
        Oddity::NoNames => ("names", Severity::High),
        Oddity::CaWithoutName => ("nameless", Severity::High),
        Oddity::BasicNotCritical => ("basic", Severity::High),
        Oddity::PathLenWithoutCa | Oddity::ConstraintsWithoutCa => ("limit", Severity::High),
        Oddity::KeyIdCritical | Oddity::AiaCritical => ("marked", Severity::High),
        // Public CAs may leave the mark out, for clients that do not know the extension.
        Oddity::ConstraintsNotCritical if is_public => return None,
        Oddity::ConstraintsNotCritical
        | Oddity::EmptyConstraints
        | Oddity::OddPolicyConstraints => ("unmarked", Severity::High),
        Oddity::CaCannotSign => ("powerless", Severity::High),
        Oddity::KeyIdsDiffer => ("ids", Severity::High),
        // Only public CAs may not do these.
        Oddity::PurposesCritical | Oddity::NamesCritical if is_public => ("marked", Severity::High),
        Oddity::IssuerKeyIdFull if is_public && !is_leaf => ("full", Severity::High),
        Oddity::PurposesCritical | Oddity::NamesCritical | Oddity::IssuerKeyIdFull => return None,
        Oddity::NamesNotCritical => ("names-unmarked", Severity::High),
        Oddity::TrailingBytes => ("trailing", Severity::High),
        // Many internal CAs leave them out, and no client misses them in a leaf.
        Oddity::NoIssuerKeyId if is_leaf => ("default", Severity::Low),
        Oddity::NoIssuerKeyId | Oddity::NoKeyId => ("default", Severity::High),
    };
    Some(sentence)
}
