//! Real handshakes, with TLS 1.2 and 1.3: to see the certificates whatever is wrong with them, and,
//! with a strict verifier in place of the recording one, to say something that others must not read.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, StreamOwned,
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::live::wire::{Door, Wire, reason};
use crate::live::{Roots, Target};
use crate::model::Failure;

/// An encrypted connection.
pub(in crate::live) type Secured = StreamOwned<ClientConnection, Wire>;

/// Whom an encrypted connection trusts.
#[derive(Clone, Copy)]
pub(in crate::live) enum Trust<'a> {
    /// Anybody: nothing secret is said.
    Anybody,
    /// Whoever has a certificate for the name from one of these authorities.
    Only(&'a Roots),
}

/// What a server presented.
pub(super) struct Presented {
    /// In DER, its own first.
    pub(super) certificates: Vec<Vec<u8>>,
    /// `ok`, or why not; nothing where no authority is named.
    pub(super) verdict: Option<String>,
}

/// The name to verify by: a name or an address.
pub(super) fn server_name(target: &Target) -> Option<ServerName<'static>> {
    let name = target.sni.as_ref().unwrap_or(&target.host);
    ServerName::try_from(name.clone()).ok()
}

/// A name that is not sent: addresses never are.
pub(super) fn nameless() -> ServerName<'static> {
    ServerName::IpAddress(std::net::Ipv4Addr::LOCALHOST.into())
}

/// Sees what certificates a server presents.
pub(super) fn presented(
    door: &Door,
    name: ServerName<'static>,
    roots: Option<&Roots>,
) -> Result<Presented, Failure> {
    let provider = Arc::new(ring::default_provider());
    let inner = roots.and_then(|roots| verifier(roots, &provider));
    let recorder = Arc::new(Recorder {
        inner,
        provider: Arc::clone(&provider),
        seen: Mutex::default(),
    });
    let config = configuration(provider, recorder.clone())?;
    let failure = shake(door, config, name).err();
    let seen = recorder.seen.lock();
    let seen = seen.unwrap_or_else(PoisonError::into_inner).take();
    // Certificates count, also where the handshake broke off after them.
    seen.ok_or(failure.map_or(Failure::NoHandshake, Failure::from))
}

/// An encrypted connection, to speak on.
pub(in crate::live) fn secure(
    door: &Door,
    target: &Target,
    trust: Trust<'_>,
) -> Result<Secured, Untrusted> {
    let name = server_name(target).ok_or(Untrusted::NotVerified)?;
    let provider = Arc::new(ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match trust {
        Trust::Only(roots) => verifier(roots, &provider).ok_or(Untrusted::NotVerified)?,
        Trust::Anybody => anybody(&provider),
    };
    let config = configuration(provider, verifier).map_err(Untrusted::Failed)?;
    shake(door, config, name)
}

/// Why there is no encrypted connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::live) enum Untrusted {
    /// The certificate is not one to trust.
    NotVerified,
    /// There was no handshake.
    Failed(Failure),
}

impl From<Untrusted> for Failure {
    fn from(untrusted: Untrusted) -> Self {
        match untrusted {
            Untrusted::NotVerified => Self::NoHandshake,
            Untrusted::Failed(failure) => failure,
        }
    }
}

/// Takes every certificate.
pub(in crate::live) fn anybody(provider: &Arc<CryptoProvider>) -> Arc<dyn ServerCertVerifier> {
    Arc::new(Recorder {
        inner: None,
        provider: Arc::clone(provider),
        seen: Mutex::default(),
    })
}

fn verifier(roots: &Roots, provider: &Arc<CryptoProvider>) -> Option<Arc<WebPkiServerVerifier>> {
    let (roots, provider) = (Arc::clone(&roots.0), Arc::clone(provider));
    let builder = WebPkiServerVerifier::builder_with_provider(roots, provider);
    builder.build().ok()
}

fn configuration(
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
) -> Result<Arc<ClientConfig>, Failure> {
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = builder
        .with_safe_default_protocol_versions()
        .map_err(|_| Failure::NoHandshake)?;
    let builder = builder
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    Ok(Arc::new(builder.with_no_client_auth()))
}

fn shake(
    door: &Door,
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
) -> Result<Secured, Untrusted> {
    let wire = door.open().map_err(Untrusted::Failed)?;
    let connection = ClientConnection::new(config, name);
    let connection = connection.map_err(|_| Untrusted::Failed(Failure::NoHandshake))?;
    let mut secured = StreamOwned::new(connection, wire);
    while secured.conn.is_handshaking() {
        match secured.conn.complete_io(&mut secured.sock) {
            Ok(_) => {}
            Err(error) => {
                let inner = error
                    .get_ref()
                    .and_then(|inner| inner.downcast_ref::<Error>());
                return Err(match inner {
                    Some(Error::InvalidCertificate(_)) => Untrusted::NotVerified,
                    Some(_) => Untrusted::Failed(Failure::NoHandshake),
                    None => Untrusted::Failed(reason(&error)),
                });
            }
        }
    }
    Ok(secured)
}

/// Writes down what is presented, asks the inner verifier, and says yes to everything: what is wrong
/// with a certificate is to be seen, not to end the connection. That goes for signatures as well, or
/// a short key would hide everything else.
#[derive(Debug)]
struct Recorder {
    inner: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Option<Presented>>,
}

impl std::fmt::Debug for Presented {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} certificates", self.certificates.len())
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.inner.as_ref().map(|inner| {
            match inner.verify_server_cert(leaf, intermediates, name, ocsp, now) {
                Ok(_) => "ok".to_owned(),
                Err(Error::InvalidCertificate(error)) => {
                    // Some reasons are wrapped in others that say nothing.
                    let said = format!("{error:?}");
                    let mut words = said.split(|c: char| !c.is_ascii_alphanumeric());
                    let word = words.find(|word| !["Other", "OtherError"].contains(word));
                    word.unwrap_or("unknown").to_owned()
                }
                Err(_) => "unknown".to_owned(),
            }
        });
        let all = std::iter::once(leaf).chain(intermediates);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Some(Presented {
            certificates: all.map(|own| own.as_ref().to_vec()).collect(),
            verdict,
        });
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let usual = self.provider.signature_verification_algorithms;
        let mut schemes = usual.supported_schemes();
        schemes.extend([
            SignatureScheme::ECDSA_NISTP521_SHA512,
            SignatureScheme::ED448,
            SignatureScheme::RSA_PKCS1_SHA1,
            SignatureScheme::ECDSA_SHA1_Legacy,
        ]);
        schemes
    }
}
