//! Whether one key signed a certificate.

use crate::model::certificate::Certificate;
use crate::syntax::der::{BIT_STRING, Der, Element, SEQUENCE};

/// Whether a certificate is signed with the key of this SPKI, without its outermost header. `None`
/// where the algorithm is not one of today, so that nobody can tell.
pub(super) fn is_signed_with(certificate: &Certificate, spki: &[u8]) -> Option<bool> {
    let mut parts = Der::new(&certificate.der).tagged(SEQUENCE)?.inside();
    let signed = parts.tagged(SEQUENCE)?;
    let algorithm = parts.tagged(SEQUENCE)?;
    let signature = parts.tagged(BIT_STRING)?.bits()?;
    let mut parts = Der::new(spki);
    let key_algorithm = parts.tagged(SEQUENCE)?;
    let key = parts.tagged(BIT_STRING)?.bits()?;
    let mut is_known = false;
    for own in webpki::ALL_VERIFICATION_ALGS {
        let fits = own.signature_alg_id().as_ref() == algorithm.content
            && own.public_key_alg_id().as_ref() == key_algorithm.content;
        if fits {
            is_known = true;
            if own.verify_signature(key, signed.raw, signature).is_ok() {
                return Some(true);
            }
        }
    }
    is_known.then_some(false)
}

/// The SPKI of a certificate, with its header.
pub(super) fn spki_of(der: &[u8]) -> Option<Element<'_>> {
    let tbs = Der::new(der).tagged(SEQUENCE)?.inside().tagged(SEQUENCE)?;
    let mut parts = tbs.inside();
    if parts.peek()?.tag == 0xa0 {
        parts.next();
    }
    // Serial number, algorithm, issuer, validity, subject.
    parts.nth(5)
}
