//! TLS as the `docker` command speaks it: a CA of one's own, and a certificate that the engine
//! knows the user by.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use super::context;
use super::endpoint::EndpointError;
use crate::live::tls::anybody;

/// The configuration of the files in a folder: `ca.pem`, and `cert.pem` with `key.pem` where there
/// are such. Without a CA of its own the ones that the system trusts count, unless it is needed.
pub(super) fn configuration(
    folder: &Path,
    is_verified: bool,
    needs_ca: bool,
) -> Result<Arc<ClientConfig>, EndpointError> {
    let ca = folder.join("ca.pem");
    let wrong = |path: &Path| EndpointError::TlsFile(path.to_owned());
    let provider = Arc::new(ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = if is_verified {
        let mut roots = RootCertStore::empty();
        match read(&ca)? {
            Some(pem) => {
                for certificate in CertificateDer::pem_slice_iter(&pem) {
                    let certificate = certificate.map_err(|_| wrong(&ca))?;
                    roots.add(certificate).map_err(|_| wrong(&ca))?;
                }
            }
            None if needs_ca => return Err(wrong(&ca)),
            None => {
                let own = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(own.certs);
            }
        }
        let builder =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        builder.build().map_err(|_| wrong(&ca))?
    } else {
        anybody(&provider)
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| wrong(&ca))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let configuration = match (read(&certificate)?, read(&key)?) {
        (Some(chain), Some(secret)) => {
            let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&chain).collect();
            let chain = chain.ok().filter(|chain| !chain.is_empty());
            let chain = chain.ok_or_else(|| wrong(&certificate))?;
            let secret = PrivateKeyDer::from_pem_slice(&secret).map_err(|_| wrong(&key))?;
            let built = builder.with_client_auth_cert(chain, secret);
            built.map_err(|_| wrong(&key))?
        }
        (Some(_), None) => return Err(wrong(&key)),
        (None, Some(_)) => return Err(wrong(&certificate)),
        (None, None) => builder.with_no_client_auth(),
    };
    Ok(Arc::new(configuration))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, EndpointError> {
    context::read(path).map_err(|_| EndpointError::TlsFile(path.to_owned()))
}
