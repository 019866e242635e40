//! Where a chain leads: our own walk says why, `webpki` says whether.

use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{
    BorrowedCertRevocationList, CertRevocationList, EndEntityCert, Error, KeyUsage,
    RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy,
};

use super::anchors::Anchors;
use super::signed::{is_signed_with, spki_of};
use crate::model::certificate::{Bundle, Certificate};
use crate::syntax::der::Der;

/// Longest chain that is followed.
const LONGEST: usize = 16;

/// Where a chain leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The certificates from the leaf on, each issued by the next.
    pub links: Vec<Link>,
    /// The last certificate of the bundle among them, by its number.
    pub top: usize,
    /// The certificate that the user gave and that the chain ends at, where the bundle has it not.
    pub anchor: Option<Certificate>,
    /// Who is at its end.
    pub end: End,
    /// Whether each certificate of the bundle is issued by the one after it.
    pub is_in_order: bool,
    /// Certificates of the bundle that do not belong to it.
    pub unrelated: Vec<usize>,
    /// The root, where the bundle has it without need.
    pub root: Option<usize>,
    /// Whether browsers trust it.
    pub is_public: bool,
    /// What `webpki` says.
    pub verdict: Verdict,
}

/// A certificate of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// One of the bundle, by its number.
    Own(usize),
    /// One that the user gave, by its number: clients may not have it.
    Given(usize),
}

/// Who is at the end of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Somebody who is trusted.
    Trusted,
    /// The leaf, which signed itself.
    SelfSigned,
    /// A root that nobody said is trusted.
    OtherRoot,
    /// An issuer whose certificate is not there, and who is no root that is trusted.
    Missing,
}

/// What `webpki` says of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is good, all the way up to somebody who is trusted.
    Trusted,
    /// It is good as far as it goes: nobody said whom to trust.
    Sound,
    /// It is not.
    Refused(Refusal),
}

/// Why a chain is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody known issued it.
    UnknownIssuer,
    /// A certificate of the chain is not valid now, by its place in the chain, if it was found.
    Time,
    /// A CA where a server should be.
    CaAsServer,
    /// A certificate in the middle may not issue others.
    NoCa,
    /// A name that the issuer may not give.
    NameConstraint,
    /// More CAs than allowed.
    PathLength,
    /// Not made for servers.
    Purpose,
    /// A signature that does not fit.
    BadSignature,
    /// An algorithm that nobody accepts any more.
    OldAlgorithm,
    /// A critical extension that nobody knows.
    UnknownCritical,
    /// It cannot be read as a certificate of today.
    Malformed,
    /// A list that lies beside it says that one of it is revoked.
    Revoked,
    /// Something else, by the name that `webpki` gives it.
    Other(String),
}

/// Follows the chain of the certificate `leaf` of a bundle.
pub fn follow(bundle: &Bundle, leaf: usize, anchors: &Anchors, now: i64) -> Option<Path> {
    let all = &bundle.certificates;
    let own_leaf = all.get(leaf)?;
    let (links, top) = walk(all, leaf, anchors);
    let used: Vec<usize> = links.iter().filter_map(|link| link.own()).collect();
    let public = anchors
        .public
        .iter()
        .find(|anchor| is_public_issuer(anchor, top));
    let is_given = anchors
        .given
        .iter()
        .any(|given| given.sha256 == top.sha256 || top.is_issued_by(given));
    let end = if is_given || public.is_some() {
        End::Trusted
    } else if own_leaf.is_self_issued() {
        End::SelfSigned
    } else if top.is_self_issued() {
        End::OtherRoot
    } else {
        End::Missing
    };
    let unrelated: Vec<usize> = (0..all.len()).filter(|own| !used.contains(own)).collect();
    let root = used
        .last()
        .copied()
        .filter(|last| used.len() > 1 && all.get(*last).is_some_and(Certificate::is_self_issued));
    let expected = used.iter().enumerate();
    Some(Path {
        is_in_order: leaf == 0 && expected.clone().all(|(place, own)| place == *own),
        verdict: verdict(bundle, &links, top, (anchors, public), now),
        end,
        top: used.last().copied().unwrap_or(leaf),
        anchor: links.iter().find_map(|link| match link {
            Link::Given(number) => anchors.given.get(*number).cloned(),
            Link::Own(_) => None,
        }),
        unrelated,
        root,
        is_public: public.is_some(),
        links,
    })
}

impl Link {
    /// Its number, if it is one of the bundle.
    pub fn own(self) -> Option<usize> {
        match self {
            Self::Own(number) => Some(number),
            Self::Given(_) => None,
        }
    }
}

/// The way up, and the last certificate of it.
fn walk<'c>(
    all: &'c [Certificate],
    leaf: usize,
    anchors: &'c Anchors,
) -> (Vec<Link>, &'c Certificate) {
    let mut links = vec![Link::Own(leaf)];
    #[allow(clippy::indexing_slicing, reason = "the caller has seen it")]
    let mut top = &all[leaf];
    while links.len() < LONGEST && !(top.is_self_issued() && is_own(top, top)) {
        let is_new = |link: Link| !links.contains(&link);
        let own = all.iter().enumerate().map(|(at, own)| (Link::Own(at), own));
        let given = anchors.given.iter().enumerate();
        let given = given.map(|(at, own)| (Link::Given(at), own));
        let mut above = own.chain(given).filter(|(link, _)| is_new(*link));
        let next = above.clone().find(|(_, own)| top.is_issued_by(own));
        // Some name another key than that of their issuer; its signature says that it is.
        let is_signer = |own: &Certificate| top.issuer.raw == own.subject.raw && is_own(top, own);
        let next = next.or_else(|| above.find(|(_, own)| is_signer(own)));
        let Some((link, certificate)) = next else {
            break;
        };
        links.push(link);
        top = certificate;
    }
    (links, top)
}

/// Whether a certificate is a public root or issued by one. A root of one's own that calls itself
/// the same has another key.
fn is_public_issuer(anchor: &TrustAnchor<'_>, top: &Certificate) -> bool {
    let named = |name: &[u8]| {
        let name = Der::new(name).next();
        name.is_some_and(|own| own.content == &*anchor.subject)
    };
    let spki = &*anchor.subject_public_key_info;
    if top.is_self_issued() {
        named(&top.subject.raw) && spki_of(&top.der).is_some_and(|own| own.content == spki)
    } else {
        // Algorithms that nobody here can verify are none of public CAs.
        named(&top.issuer.raw) && is_signed_with(top, spki) == Some(true)
    }
}

fn moment(seconds: i64) -> UnixTime {
    let seconds = u64::try_from(seconds).unwrap_or(0);
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
}

fn verdict(
    bundle: &Bundle,
    links: &[Link],
    top: &Certificate,
    (anchors, public): (&Anchors, Option<&TrustAnchor<'static>>),
    now: i64,
) -> Verdict {
    let all = &bundle.certificates;
    let chain: Vec<&Certificate> = links
        .iter()
        .filter_map(|link| all.get(link.own()?))
        .collect();
    let Some(own) = chain.first() else {
        return Verdict::Refused(Refusal::Malformed);
    };
    let der = CertificateDer::from(&*own.der);
    let end = match EndEntityCert::try_from(&der) {
        Ok(end) => end,
        Err(error) => return Verdict::Refused(refusal(&error)),
    };
    let others: Vec<CertificateDer<'_>> = all
        .iter()
        .filter(|other| other.sha256 != own.sha256)
        .map(|other| CertificateDer::from(&*other.der))
        .collect();
    // Without somebody to trust the upper end of the chain is taken for it.
    let given: Vec<CertificateDer<'_>> = anchors
        .given
        .iter()
        .chain((!anchors.are_said && public.is_none() && top.sha256 != own.sha256).then_some(top))
        .map(|own| CertificateDer::from(&*own.der))
        .collect();
    let given = given.iter();
    let mut trusted: Vec<TrustAnchor<'_>> = given
        .filter_map(|own| webpki::anchor_from_trusted_cert(own).ok())
        .collect();
    trusted.extend(public.cloned());
    let lists = bundle.crls.iter();
    let lists: Vec<CertRevocationList<'_>> = lists
        .filter_map(|list| BorrowedCertRevocationList::from_der(&list.der).ok())
        .map(CertRevocationList::Borrowed)
        .collect();
    let lists: Vec<&CertRevocationList<'_>> = lists.iter().collect();
    // What no list is about is as good as without any.
    let revocation = RevocationOptionsBuilder::new(&lists).ok().map(|options| {
        let options = options.with_depth(RevocationCheckDepth::Chain);
        let options = options.with_status_policy(UnknownStatusPolicy::Allow);
        options.build()
    });
    let found = end.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &trusted,
        &others,
        moment(now),
        KeyUsage::server_auth(),
        revocation,
        None,
    );
    match found {
        // A CA that renews its key signs itself once more. RFC 5280 does not count such certificates,
        // and `webpki` does.
        Err(error) if is_renewed(&chain) && counts(&error) => Verdict::Sound,
        Ok(_) if anchors.are_said || public.is_some() => Verdict::Trusted,
        Ok(_) => Verdict::Sound,
        Err(error) => Verdict::Refused(refusal(&error)),
    }
}

/// Whether a CA of a chain is one that issued itself with another key, and all signatures fit.
fn is_renewed(chain: &[&Certificate]) -> bool {
    let middle = chain.iter().skip(1);
    let is_issued_anew = |own: &&&Certificate| own.is_self_issued() && !is_own(own, own);
    middle.clone().any(|own| is_issued_anew(&own))
        && chain.windows(2).all(|pair| match pair {
            [below, above] => is_own(below, above),
            _ => true,
        })
}

/// Whether one certificate is signed with the key of the other.
fn is_own(below: &Certificate, above: &Certificate) -> bool {
    spki_of(&above.der).is_some_and(|spki| is_signed_with(below, spki.content) == Some(true))
}

/// Whether an error may come from counting certificates that CAs issued to themselves.
fn counts(error: &Error) -> bool {
    let refusal = refusal(error);
    matches!(
        refusal,
        Refusal::BadSignature | Refusal::PathLength | Refusal::NameConstraint
    )
}

fn refusal(error: &Error) -> Refusal {
    match error {
        Error::UnknownIssuer => Refusal::UnknownIssuer,
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } => Refusal::Time,
        Error::CaUsedAsEndEntity => Refusal::CaAsServer,
        Error::EndEntityUsedAsCa => Refusal::NoCa,
        Error::NameConstraintViolation => Refusal::NameConstraint,
        Error::PathLenConstraintViolated => Refusal::PathLength,
        Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension => Refusal::Purpose,
        Error::InvalidSignatureForPublicKey => Refusal::BadSignature,
        Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Refusal::OldAlgorithm,
        Error::UnsupportedCriticalExtension => Refusal::UnknownCritical,
        Error::CertRevoked => Refusal::Revoked,
        Error::BadDer
        | Error::BadDerTime
        | Error::ExtensionValueInvalid
        | Error::InvalidCertValidity
        | Error::InvalidSerialNumber
        | Error::MalformedExtensions
        | Error::MalformedDnsIdentifier
        | Error::MalformedNameConstraint
        | Error::TrailingData(_)
        | Error::UnsupportedCertVersion => Refusal::Malformed,
        other => Refusal::Other(format!("{other:?}")),
    }
}
