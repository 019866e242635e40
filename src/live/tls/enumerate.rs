//! Everything that a server offers: each question leaves out what was chosen before, until the
//! server says no.

use std::io::Write as _;
use std::thread;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::handshake;
use super::hello::{Hello, SSL3, TLS10, TLS12, TLS13};
use super::reply::{Agreed, Answer, Depth, read};
use super::{groups, suites};
use crate::live::wire::{Door, reason};
use crate::live::{Roots, Target};
use crate::model::{Chain, Failure, Protocol, Tls, Unanswered, Why};

/// The protocols by their numbers, oldest first.
const PROTOCOLS: [(u16, &str); 5] = [
    (SSL3, "SSLv3"),
    (TLS10, "TLS 1.0"),
    (0x0302, "TLS 1.1"),
    (TLS12, "TLS 1.2"),
    (TLS13, "TLS 1.3"),
];

/// So many suites are offered at once: some servers take no longer lists.
const AT_ONCE: usize = 100;

/// One way of asking.
struct Asker<'a> {
    door: &'a Door,
    name: Option<&'a str>,
    version: u16,
}

/// What a server accepts of one protocol.
#[derive(Default)]
struct Accepted {
    suites: Vec<u16>,
    /// The groups of TLS 1.3.
    groups: Vec<u16>,
    /// One of the answers.
    agreed: Option<Agreed>,
    /// Why there is no answer, or none any more.
    failure: Option<Failure>,
}

/// Asks for everything. What remains without an answer goes to `unanswered`.
pub(in crate::live) fn enumerate(
    door: &Door,
    target: &Target,
    roots: Option<&Roots>,
    unanswered: &mut Vec<Unanswered>,
) -> Result<Tls, Failure> {
    let name = target.name();
    let asker = |version| Asker {
        door,
        name,
        version,
    };
    let accepted: Vec<Accepted> = thread::scope(|scope| {
        let threads = PROTOCOLS.map(|(version, _)| scope.spawn(move || asker(version).all()));
        let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
        // A thread that panics says nothing: as if it had found nobody there.
        joined.map(Result::unwrap_or_default).collect()
    });
    if accepted.iter().all(|one| one.suites.is_empty()) {
        return Err(why_none(&accepted));
    }
    let mut tls = Tls::default();
    for ((_, name), one) in PROTOCOLS.iter().zip(&accepted) {
        if let Some(failure) = one.failure.filter(|failure| counts(*failure, one)) {
            unanswered.push(Unanswered {
                question: (*name).to_owned(),
                why: Why::Failed(failure),
            });
        }
        if !one.suites.is_empty() {
            let names = one.suites.iter().map(|suite| suites::name(*suite));
            tls.protocols.push(Protocol {
                name: (*name).to_owned(),
                suites: names.collect(),
            });
        }
    }
    let mut found = Vec::new();
    if let Some(modern) = accepted.last() {
        found.extend(&modern.groups);
    }
    let classic = PROTOCOLS.iter().zip(&accepted);
    let classic: Vec<_> = classic
        .filter(|((version, _), one)| *version < TLS13 && !one.suites.is_empty())
        .map(|((version, _), one)| (asker(*version), one))
        .collect();
    if let Some((asker, newest)) = classic.last() {
        found.extend(asker.groups(&newest.suites));
    }
    found.sort_unstable();
    found.dedup();
    tls.groups = found.into_iter().map(groups::name).collect();
    let mut sizes = classic
        .iter()
        .filter_map(|(asker, one)| asker.dh_bits(&one.suites));
    tls.dh_bits = sizes.next().map(|first| sizes.fold(first, u32::min));
    describe(&mut tls, classic.iter().map(|(_, one)| *one));
    presented(&mut tls, door, target, roots, classic.last());
    Ok(tls)
}

/// Whether a failure leaves something open: that an old protocol is answered by hanging up is how
/// many servers say no.
fn counts(failure: Failure, one: &Accepted) -> bool {
    failure != Failure::Closed || !one.suites.is_empty()
}

/// Why nothing was accepted: the failure that says most.
fn why_none(accepted: &[Accepted]) -> Failure {
    let failures = || accepted.iter().map(|one| one.failure);
    for telling in [
        Failure::PlainHttp,
        Failure::StarttlsRefused,
        Failure::NotLdap,
        Failure::NotTls,
        Failure::Refused,
    ] {
        if failures().any(|own| own == Some(telling)) {
            return telling;
        }
    }
    match failures().flatten().min() {
        // Every question had an answer, and it was no.
        None => Failure::NoHandshake,
        Some(failure) => failure,
    }
}

/// What is said of all protocols together: the worst of them.
fn describe<'o>(tls: &mut Tls, classic: impl Iterator<Item = &'o Accepted>) {
    for agreed in classic.filter_map(|one| one.agreed.as_ref()) {
        let all = |known: Option<bool>, own: bool| Some(known.unwrap_or(true) && own);
        tls.secure_renegotiation = all(tls.secure_renegotiation, agreed.protects_renegotiation);
        if agreed.version > SSL3 {
            tls.extended_master_secret = all(tls.extended_master_secret, agreed.binds_handshake);
        }
        match agreed.compression {
            0 => {}
            1 => tls.compression = Some("DEFLATE".to_owned()),
            other => tls.compression = Some(format!("0x{other:02x}")),
        }
    }
}

/// The chains: from the clear messages, and from a handshake, which alone has a verdict.
fn presented(
    tls: &mut Tls,
    door: &Door,
    target: &Target,
    roots: Option<&Roots>,
    newest: Option<&(Asker<'_>, &Accepted)>,
) {
    let mut chains: Vec<Chain> = Vec::new();
    let add = |chains: &mut Vec<Chain>, chain: Chain| {
        let leaf = chain.certificates.first();
        let known = chains
            .iter_mut()
            .find(|own| own.certificates.first() == leaf);
        match known {
            Some(known) => known.verdict = known.verdict.take().or(chain.verdict),
            None if leaf.is_some() => chains.push(chain),
            None => {}
        }
    };
    let shakes = ["TLS 1.2", "TLS 1.3"];
    let speaks = |tls: &Tls| {
        let mut names = tls.protocols.iter().map(|own| own.name.as_str());
        names.any(|name| shakes.contains(&name))
    };
    if speaks(tls)
        && let Some(name_of_host) = handshake::server_name(target)
        && let Ok(shown) = handshake::presented(door, name_of_host, roots)
    {
        add(&mut chains, chain(&shown.certificates, shown.verdict));
    }
    if let Some((asker, one)) = newest {
        for kind in ["_ECDSA_", "_RSA_", "_DSS_"] {
            add(&mut chains, chain(&asker.chain(&one.suites, kind), None));
        }
    }
    tls.without_name = target.name().and_then(|_| {
        let nameless = if let Some((asker, one)) = newest {
            let asker = Asker {
                name: None,
                ..*asker
            };
            chain(&asker.chain(&one.suites, "_"), None)
        } else {
            let shown = handshake::presented(door, handshake::nameless(), None).ok()?;
            chain(&shown.certificates, None)
        };
        let leaf = nameless.certificates.first()?;
        let is_known = chains
            .iter()
            .any(|own| own.certificates.first() == Some(leaf));
        (!is_known).then_some(nameless)
    });
    tls.chains = chains;
}

fn chain(certificates: &[Vec<u8>], verdict: Option<String>) -> Chain {
    let certificates = certificates.iter().map(|own| BASE64_STANDARD.encode(own));
    Chain {
        certificates: certificates.collect(),
        verdict,
    }
}

impl Asker<'_> {
    fn ask(&self, suites: &[u16], groups: &[u16], depth: Depth) -> Result<Answer, Failure> {
        let keyless = self.ask_once(suites, groups, depth, false)?;
        match keyless {
            // Some servers want keys at once, and say that they are missing, or just hang up.
            Answer::Alert(_) | Answer::HungUp if self.version == TLS13 => {
                self.ask_once(suites, groups, depth, true)
            }
            answer => Ok(answer),
        }
    }

    fn ask_once(
        &self,
        suites: &[u16],
        groups: &[u16],
        depth: Depth,
        with_keys: bool,
    ) -> Result<Answer, Failure> {
        let hello = Hello {
            version: self.version,
            suites,
            groups,
            name: self.name,
            with_keys,
        };
        let mut wire = self.door.open()?;
        let sent = wire.write_all(&hello.bytes());
        let answer = match sent {
            Ok(()) => read(&mut wire, depth),
            Err(error) => Err(reason(&error)),
        };
        match answer {
            // To be hung up on while one speaks is to be hung up on.
            Err(Failure::Closed) => Ok(Answer::HungUp),
            answer => answer,
        }
    }

    /// All suites of the protocol, and for TLS 1.3 all groups.
    fn all(&self) -> Accepted {
        let mut accepted = Accepted::default();
        let groups = if self.version == TLS13 {
            groups::modern()
        } else {
            groups::classic()
        };
        let all: Vec<u16> = if self.version == TLS13 {
            suites::OF_13.to_vec()
        } else {
            suites::classic().collect()
        };
        let mut hung_up = false;
        for chunk in all.chunks(AT_ONCE) {
            let mut left = chunk.to_vec();
            while !left.is_empty() {
                match self.ask(&left, &groups, Depth::Choice) {
                    Ok(Answer::Agreed(agreed)) if agreed.version == self.version => {
                        let before = left.len();
                        left.retain(|suite| *suite != agreed.suite);
                        if left.len() == before {
                            // It chose what was not offered: nothing that it says can be relied on.
                            accepted.failure = Some(Failure::NotTls);
                            return accepted;
                        }
                        accepted.suites.push(agreed.suite);
                        accepted.agreed.get_or_insert(*agreed);
                    }
                    // It insists on another protocol: whatever else is offered, this one is not.
                    Ok(Answer::Agreed(_)) => return accepted,
                    Ok(Answer::Alert(70)) if accepted.suites.is_empty() => return accepted,
                    Ok(Answer::Alert(_)) => break,
                    Ok(Answer::HungUp) => {
                        hung_up = true;
                        break;
                    }
                    Err(failure) => {
                        accepted.failure = Some(failure);
                        return accepted;
                    }
                }
            }
        }
        accepted.suites.sort_unstable();
        if hung_up && accepted.suites.is_empty() {
            accepted.failure = Some(Failure::Closed);
        }
        if self.version == TLS13 && !accepted.suites.is_empty() {
            accepted.groups = self.each_group(&accepted.suites, groups, Depth::Choice);
        }
        accepted
    }

    /// The groups of elliptic curves up to TLS 1.2.
    fn groups(&self, suites: &[u16]) -> Vec<u16> {
        let own = of(suites, |name| {
            name.contains("_ECDHE_") || name.contains("_ECDH_anon_")
        });
        if own.is_empty() {
            return Vec::new();
        }
        self.each_group(&own, groups::classic(), Depth::Keys)
    }

    fn each_group(&self, suites: &[u16], all: Vec<u16>, depth: Depth) -> Vec<u16> {
        let mut found = Vec::new();
        let mut left = all;
        while !left.is_empty() {
            let Ok(Answer::Agreed(agreed)) = self.ask(suites, &left, depth) else {
                break;
            };
            let Some(group) = agreed.group.filter(|group| left.contains(group)) else {
                break;
            };
            left.retain(|own| *own != group);
            found.push(group);
        }
        found
    }

    /// The size of the group of plain Diffie-Hellman; that of export suites where there are such.
    fn dh_bits(&self, suites: &[u16]) -> Option<u32> {
        let own = of(suites, |name| {
            (name.contains("_DHE_") || name.contains("_DH_anon_")) && !name.contains("PSK")
        });
        let (export, usual): (Vec<u16>, Vec<u16>) = own
            .into_iter()
            .partition(|suite| suites::name(*suite).contains("EXPORT"));
        let sizes = [export, usual].into_iter().filter_map(|own| {
            let answer = (!own.is_empty()).then(|| self.ask(&own, &[], Depth::Keys))?;
            match answer {
                Ok(Answer::Agreed(agreed)) => agreed.dh_bits,
                _ => None,
            }
        });
        sizes.min()
    }

    /// The chain that belongs to suites with `kind` in their names.
    fn chain(&self, suites: &[u16], kind: &str) -> Vec<Vec<u8>> {
        let own = of(suites, |name| {
            let certified = !["anon", "PSK", "KRB5"]
                .iter()
                .any(|word| name.contains(word));
            certified && name.contains(kind)
        });
        if own.is_empty() {
            return Vec::new();
        }
        match self.ask(&own, &groups::classic(), Depth::Keys) {
            Ok(Answer::Agreed(agreed)) => agreed.chain,
            _ => Vec::new(),
        }
    }
}

fn of(suites: &[u16], wanted: impl Fn(&str) -> bool) -> Vec<u16> {
    let suites = suites.iter().copied();
    suites
        .filter(|suite| wanted(&suites::name(*suite)))
        .collect()
}
