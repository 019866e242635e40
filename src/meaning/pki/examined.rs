//! What the rules judge: certificates and keys with what they amount to.

use super::path::Path;
use crate::model::certificate::{Bundle, Certificate, Oddity, PrivateKey};

/// The purpose "server" of a certificate.
pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";

/// Any purpose.
pub const ANY_PURPOSE: &str = "2.5.29.37.0";

/// The certificates and keys of a file or of an endpoint, examined.
pub struct Examined<'a> {
    /// What they are.
    pub bundle: &'a Bundle,
    /// What they are for.
    pub role: Role,
    /// The number of the certificate that a server shows, where there is one.
    pub leaf: Option<usize>,
    /// Where its chain leads.
    pub path: Option<Path>,
    /// The moment that counts, in seconds since 1970.
    pub now: i64,
    /// Private keys in other files that belong to the leaf, or are named as its key.
    pub keys: Vec<KeyOf<'a>>,
    /// Other certificates of the scan with the same issuer and serial number: the number here, and
    /// where the other one is.
    pub doubles: Vec<(usize, &'a Bundle)>,
    /// The file that has the certificate at which the chain breaks off, where that is no root.
    pub issuer_elsewhere: Option<&'a Bundle>,
    /// Whether the user said whom to trust.
    pub are_anchors_said: bool,
    /// The private keys, by their numbers, whose certificates were seen: what is said of the key is
    /// said there.
    pub known_keys: Vec<usize>,
}

/// A private key that a certificate is used with.
pub struct KeyOf<'a> {
    /// Where it is.
    pub bundle: &'a Bundle,
    /// The key.
    pub key: &'a PrivateKey,
    /// Whether it belongs to the certificate.
    pub matches: bool,
    /// A server is told to use it with the certificate.
    pub is_named: bool,
}

/// What certificates are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A server shows them.
    Server,
    /// Others are verified by them.
    Authorities,
    /// There are none: keys alone, lists alone.
    None,
}

impl<'a> Examined<'a> {
    /// The certificate that a server shows.
    pub fn leaf(&self) -> Option<&'a Certificate> {
        self.bundle.certificates.get(self.leaf?)
    }

    /// The certificates of the bundle that are judged, with their numbers: those of the chain, or all
    /// where no server shows them.
    pub fn chain(&self) -> impl Iterator<Item = (usize, &'a Certificate)> {
        let all = self.bundle.certificates.iter().enumerate();
        let unrelated = self.path.as_ref().map_or(&[][..], |path| &path.unrelated);
        all.filter(move |(number, _)| !unrelated.contains(number))
    }

    /// The certificates of the chain that are in the bundle, from the leaf on.
    pub fn links(&self) -> Vec<&'a Certificate> {
        let path = self.path.iter();
        let numbers = path.flat_map(|path| path.links.iter().filter_map(|link| link.own()));
        numbers
            .filter_map(|number| self.bundle.certificates.get(number))
            .collect()
    }

    /// The last certificate of the chain that is in the bundle.
    pub fn top(&self) -> Option<&'a Certificate> {
        self.bundle.certificates.get(self.path.as_ref()?.top)
    }

    /// A certificate of the chain that issued another one and is no CA.
    pub fn not_a_ca(&self) -> Option<&Certificate> {
        let links = self.links();
        let anchor = self.path.as_ref().and_then(|path| path.anchor.as_ref());
        // A root of version 1 has no way to say that it is one.
        let is_old =
            |own: &Certificate| own.is_self_issued() && own.oddities.contains(&Oddity::OldVersion);
        let mut above = links.into_iter().skip(1).chain(anchor);
        above.find(|own| !own.is_ca() && !is_old(own))
    }

    /// Whether browsers trust it, so that the rules of public CAs count.
    pub fn is_public(&self) -> bool {
        self.path.as_ref().is_some_and(|path| path.is_public)
    }

    /// The host names that its users need.
    pub fn wanted(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let uses = self.bundle.uses.iter();
        uses.flat_map(|one| {
            one.names
                .iter()
                .map(|name| (name.as_str(), one.who.as_str()))
        })
    }
}
