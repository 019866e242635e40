//! The certification authorities that the user trusts.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;

/// Certification authorities that certificates are verified by.
#[derive(Clone, Debug)]
pub struct Roots(pub(super) Arc<RootCertStore>);

impl Roots {
    /// Those of some certificates in DER; nothing where none of them can be one.
    pub fn new<'c>(certificates: impl Iterator<Item = &'c [u8]>) -> Option<Self> {
        let mut store = RootCertStore::empty();
        for certificate in certificates {
            // What is no authority vouches for nobody.
            let _ = store.add(CertificateDer::from(certificate.to_vec()));
        }
        (!store.is_empty()).then(|| Self(Arc::new(store)))
    }
}
