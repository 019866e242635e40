//! The guideline that TLS of servers is measured by.

/// A guideline.
#[derive(Clone, Copy, Debug)]
pub struct TlsProfile {
    /// What it is called.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The day of that version.
    pub day: &'static str,
    /// The protocols, as Nginx and OpenSSL call them.
    pub protocols: &'static [&'static str],
    /// The suites up to TLS 1.2, by the names of OpenSSL.
    pub ciphers: &'static [&'static str],
    /// Seconds that HSTS should hold.
    pub hsts: u64,
    /// Seconds below which it is hardly one.
    pub hsts_least: u64,
}

include!(concat!(env!("OUT_DIR"), "/tls_profile.rs"));

impl TlsProfile {
    /// Name and version, as findings give them.
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}
