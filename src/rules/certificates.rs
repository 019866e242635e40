//! Asks about certificates and keys, and what their rules share.

use crate::meaning::pki::{Anchors, Examined, examine};
use crate::model::certificate::{Bundle, Certificate, PublicKey, Source};
use crate::model::{Exposure, Span};

use super::occurrence::Subject;
use super::out::{Out, Site};
use super::policy::Check;
use super::run::Answers;

impl Answers {
    /// Asks the same rules about certificates and keys: those of files, and those that servers
    /// presented. `now` is in seconds since 1970.
    pub fn about_certificates(&mut self, bundles: &[Bundle], anchors: &Anchors, now: i64) {
        for own in &examine(bundles, anchors, now) {
            let kind = match own.bundle.source {
                Source::File | Source::Value => "file",
                Source::Endpoint => "endpoint",
            };
            let subject = Subject {
                kind,
                name: own.bundle.name.clone(),
                project: None,
            };
            for (rule, tally) in &mut self.tallies {
                if let Check::Certificate(check) = rule.check {
                    let subject = subject.clone();
                    let occurrences = &mut self.occurrences;
                    let before = occurrences.len();
                    let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                    check(own, &mut out);
                    // Who uses the file belongs to whatever is said of it.
                    let users = own.bundle.uses.iter().map(|one| one.place);
                    for occurrence in occurrences.iter_mut().skip(before) {
                        occurrence.related.extend(users.clone());
                    }
                }
            }
        }
    }
}

/// Where findings about a certificate are shown.
pub(super) fn site(own: &Examined<'_>, certificate: &Certificate) -> Site {
    Site::at(certificate.place.unwrap_or(own.bundle.place))
}

/// Where something of the bundle is shown.
pub(super) fn at(own: &Examined<'_>, place: Option<Span>) -> Site {
    Site::at(place.unwrap_or(own.bundle.place))
}

/// A public key that is judged.
pub(super) struct HeldKey<'a> {
    /// The key.
    pub(super) key: &'a PublicKey,
    /// Where findings about it are shown.
    pub(super) site: Site,
    /// What people call it: its certificate, or its file.
    pub(super) name: &'a str,
    /// Until when its certificate is valid.
    pub(super) not_after: Option<i64>,
}

/// The public keys of certificates, and those of private keys whose certificates are not there.
pub(super) fn keys<'a>(own: &Examined<'a>) -> Vec<HeldKey<'a>> {
    let bundle = own.bundle;
    let certificates = bundle.certificates.iter().map(|certificate| HeldKey {
        key: &certificate.key,
        site: site(own, certificate),
        name: called(certificate),
        not_after: Some(certificate.not_after),
    });
    let lone = bundle.keys.iter().enumerate();
    let lone = lone.filter(|(number, _)| !own.known_keys.contains(number));
    let lone = lone.filter_map(|(_, key)| {
        Some(HeldKey {
            key: key.public.as_ref()?,
            site: at(own, key.place),
            name: &bundle.name,
            not_after: None,
        })
    });
    certificates.chain(lone).collect()
}

/// What people call a certificate: its common name, or else its whole subject.
pub(super) fn called(certificate: &Certificate) -> &str {
    let subject = &certificate.subject;
    subject.common.as_deref().unwrap_or(&subject.text)
}

/// The day of a moment, as `2026-11-23`.
pub(super) fn day(seconds: i64) -> String {
    let moment = jiff::Timestamp::from_second(seconds);
    moment.map_or_else(
        |_| String::from("?"),
        |moment| moment.strftime("%Y-%m-%d").to_string(),
    )
}

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;
