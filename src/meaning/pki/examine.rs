//! Examining certificates and keys, those of one scan together.

use std::collections::{HashMap, HashSet};

use super::anchors::Anchors;
use super::examined::{Examined, KeyOf, Role, SERVER_AUTH};
use super::path::{End, Path, follow};
use crate::model::certificate::{Bundle, Certificate, KeyUsage, PublicKey, SubjectName, UseRole};

/// Examines all bundles of a scan at a moment, in seconds since 1970.
pub fn examine<'a>(bundles: &'a [Bundle], anchors: &Anchors, now: i64) -> Vec<Examined<'a>> {
    let around = Around::of(bundles);
    let each = bundles.iter();
    each.map(|bundle| around.examine(bundle, anchors, now))
        .collect()
}

/// A certificate, and where it is.
type Kept<'a> = (&'a Bundle, &'a Certificate);

/// What is known of all bundles together.
struct Around<'a> {
    /// The names of those who issued certificates of the scan, themselves aside.
    issuers: HashSet<&'a [u8]>,
    /// The bundles that hold private keys, by the keys.
    keys: HashMap<&'a PublicKey, Vec<(&'a Bundle, usize)>>,
    by_name: HashMap<&'a str, &'a Bundle>,
    /// The certificates by issuer and serial number.
    numbers: HashMap<(&'a [u8], &'a [u8]), Vec<Kept<'a>>>,
    /// CAs that are no roots, by their names.
    authorities: HashMap<&'a [u8], Vec<Kept<'a>>>,
    /// The keys of all certificates.
    certified: HashSet<&'a PublicKey>,
}

impl<'a> Around<'a> {
    fn of(bundles: &'a [Bundle]) -> Self {
        let mut around = Self {
            issuers: HashSet::new(),
            keys: HashMap::new(),
            by_name: HashMap::new(),
            numbers: HashMap::new(),
            authorities: HashMap::new(),
            certified: HashSet::new(),
        };
        for bundle in bundles {
            around.by_name.insert(&bundle.name, bundle);
            for (number, key) in bundle.keys.iter().enumerate() {
                if let Some(public) = &key.public {
                    let all = around.keys.entry(public).or_default();
                    all.push((bundle, number));
                }
            }
            for own in &bundle.certificates {
                if !own.is_self_issued() {
                    if own.is_ca() {
                        let all = around.authorities.entry(&own.subject.raw).or_default();
                        all.push((bundle, own));
                    }
                    around.issuers.insert(&own.issuer.raw);
                }
                around.certified.insert(&own.key);
                let number = (own.issuer.raw.as_slice(), own.serial.as_slice());
                let all = around.numbers.entry(number).or_default();
                all.push((bundle, own));
            }
        }
        around
    }

    fn examine(&self, bundle: &'a Bundle, anchors: &Anchors, now: i64) -> Examined<'a> {
        let leaf = self.leaf(bundle);
        let role = match leaf {
            Some(_) => Role::Server,
            None if bundle.certificates.is_empty() => Role::None,
            None => Role::Authorities,
        };
        let certified = bundle.keys.iter().enumerate();
        let certified = certified.filter(|(_, key)| {
            let public = key.public.as_ref();
            public.is_some_and(|public| self.certified.contains(public))
        });
        let path = leaf.and_then(|leaf| follow(bundle, leaf, anchors, now));
        Examined {
            bundle,
            role,
            leaf,
            now,
            keys: leaf.map_or_else(Vec::new, |leaf| self.keys_of(bundle, leaf)),
            doubles: self.doubles(bundle),
            issuer_elsewhere: self.issuer_elsewhere(bundle, path.as_ref()),
            are_anchors_said: anchors.are_said,
            path,
            known_keys: certified.map(|(number, _)| number).collect(),
        }
    }

    /// The certificate that a server shows: the first one that may not issue others, or else a CA
    /// that is made or used like a server's.
    fn leaf(&self, bundle: &Bundle) -> Option<usize> {
        let all = &bundle.certificates;
        if let Some(own) = all.iter().position(|own| !self.is_authority(own)) {
            return Some(own);
        }
        let is_shown = bundle.uses.iter().any(|one| one.role == UseRole::Server);
        (is_shown && !all.is_empty()).then_some(0)
    }

    /// Whether a certificate is made to verify others.
    fn is_authority(&self, own: &Certificate) -> bool {
        // Version 1 has no extensions that could say so.
        let is_old_root = own.basic.is_none() && own.names.is_none() && own.purposes.is_none();
        let may_issue = own.is_ca() || is_old_root && own.is_self_issued() && self.has_issued(own);
        if !may_issue {
            return false;
        }
        let signs = own.usage.is_some_and(KeyUsage::signs_certificates);
        let names_hosts = own
            .names
            .iter()
            .flatten()
            .any(|name| matches!(name, SubjectName::Dns(_) | SubjectName::Ip(_)));
        let purposes = own.purposes.iter().flatten();
        let for_servers = purposes.into_iter().any(|own| own == SERVER_AUTH);
        let looks_like_host = own.subject.common.as_deref().is_some_and(is_host_like);
        let is_servers =
            own.is_self_issued() && (for_servers || (!signs && (names_hosts || looks_like_host)));
        !is_servers || self.has_issued(own)
    }

    fn has_issued(&self, own: &Certificate) -> bool {
        self.issuers.contains(own.subject.raw.as_slice())
    }

    /// The private keys of a leaf: those that fit, wherever they are; those of its own bundle; and
    /// those that its users name.
    fn keys_of(&self, bundle: &'a Bundle, leaf: usize) -> Vec<KeyOf<'a>> {
        let Some(leaf) = bundle.certificates.get(leaf) else {
            return Vec::new();
        };
        let fitting = self.keys.get(&leaf.key).into_iter().flatten();
        let mut keys: Vec<KeyOf<'a>> = fitting
            .filter_map(|(other, number)| {
                Some(KeyOf {
                    bundle: other,
                    key: other.keys.get(*number)?,
                    matches: true,
                    is_named: false,
                })
            })
            .collect();
        let told: Vec<&str> = bundle
            .uses
            .iter()
            .filter_map(|one| one.key.as_deref())
            .collect();
        let named = told.iter().copied();
        let named = named.filter_map(|name| self.by_name.get(name).copied());
        let own = std::iter::once(bundle).filter(|own| {
            !own.keys.is_empty() && !keys.iter().any(|key| key.bundle.name == own.name)
        });
        let mut asked: Vec<&Bundle> = own.chain(named).chain(self.beside(bundle)).collect();
        asked.dedup_by(|a, b| a.name == b.name);
        for other in asked {
            if keys.iter().any(|key| key.bundle.name == other.name) {
                continue;
            }
            for key in &other.keys {
                // A CA's key in the same file is no key of the leaf.
                let is_other_certificates = key
                    .public
                    .as_ref()
                    .is_some_and(|public| bundle.certificates.iter().any(|own| own.key == *public));
                if (key.public.is_some() || key.family.is_some()) && !is_other_certificates {
                    let other_family = key
                        .family
                        .as_deref()
                        .is_some_and(|family| family != leaf.key.kind.family());
                    if key.public.is_some() || other_family {
                        keys.push(KeyOf {
                            bundle: other,
                            key,
                            matches: false,
                            is_named: told.contains(&other.name.as_str()),
                        });
                    }
                }
            }
        }
        keys
    }

    /// The file that is called as the key of this one: `server.key` of `server.crt`.
    fn beside(&self, bundle: &Bundle) -> Option<&'a Bundle> {
        let name = &bundle.name;
        let folder = name.rfind('/').map_or(0, |at| at + 1);
        let file = name.get(folder..)?;
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let folder = name.get(..folder)?;
        let mut candidates = vec![
            format!("{folder}{stem}.key"),
            format!("{folder}{stem}-key.pem"),
            format!("{folder}{stem}_key.pem"),
        ];
        if matches!(stem, "fullchain" | "cert" | "chain") {
            candidates.push(format!("{folder}privkey.pem"));
        }
        if matches!(stem, "fullchain" | "cert" | "server" | "tls") {
            candidates.push(format!("{folder}key.pem"));
        }
        let found = candidates
            .iter()
            .filter_map(|name| self.by_name.get(name.as_str()).copied());
        let found = found.filter(|own| own.certificates.is_empty());
        found.into_iter().next()
    }

    /// The bundle that has the issuer at which a chain breaks off, where that is no root.
    fn issuer_elsewhere(&self, bundle: &Bundle, path: Option<&Path>) -> Option<&'a Bundle> {
        let path = path.filter(|path| path.end == End::Missing)?;
        let top = bundle.certificates.get(path.top)?;
        let issuers = self.authorities.get(top.issuer.raw.as_slice())?;
        let found = issuers.iter().find(|(_, own)| top.is_issued_by(own));
        found.map(|(other, _)| *other)
    }

    fn doubles(&self, bundle: &Bundle) -> Vec<(usize, &'a Bundle)> {
        let all = bundle.certificates.iter().enumerate();
        let doubles = all.filter_map(|(number, own)| {
            let key = (own.issuer.raw.as_slice(), own.serial.as_slice());
            let others = self.numbers.get(&key)?;
            let other = others.iter().find(|(_, other)| other.sha256 != own.sha256);
            other.map(|(other, _)| (number, *other))
        });
        doubles.collect()
    }
}

/// Whether a common name is one of a host rather than one of a CA.
fn is_host_like(name: &str) -> bool {
    let signs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*' | ':');
    name == "localhost" || (name.contains('.') && name.chars().all(signs))
}
