//! Whom a scan trusts.

use rustls_pki_types::TrustAnchor;

use crate::model::certificate::Certificate;

/// Whom a scan trusts, and who the world trusts.
#[derive(Clone, Default)]
pub struct Anchors {
    /// Certificates that the user gave.
    pub given: Vec<Certificate>,
    /// Whether the user said whom to trust: only then is somebody unknown.
    pub are_said: bool,
    /// Roots that browsers trust. What leads to one of them has to follow the rules of public CAs.
    pub public: Vec<TrustAnchor<'static>>,
}

impl Anchors {
    /// With the roots that Mozilla trusts as the public ones, and none given.
    pub fn new() -> Self {
        Self {
            given: Vec::new(),
            are_said: false,
            public: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        }
    }
}
