//! What an endpoint showed of itself when it was asked: one document per endpoint, which can be
//! saved and judged later. It holds no secret.

use serde::{Deserialize, Serialize};

/// The version of the document.
pub const SNAPSHOT_VERSION: u32 = 1;

/// An endpoint, as it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Snapshot {
    /// The version of the document.
    #[serde(rename = "hulan-endpoint")]
    pub version: u32,
    /// How it was asked: `tls`, `ldap` or `ldaps`.
    pub scheme: String,
    /// The host as it was named.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The name that was asked for, where it is not the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sni: Option<String>,
    /// The protocol that is spoken before TLS begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starttls: Option<String>,
    /// Why nothing came of it, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Questions that found no answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<Unanswered>,
    /// What the deployment tells it to offer of TLS, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configured: Option<Configured>,
    /// What it offers of TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// What it is as a directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ldap: Option<Ldap>,
}

/// What the configuration of a server says of TLS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Configured {
    /// The protocols that it enables; empty where it leaves them to the program.
    pub protocols: Vec<String>,
    /// The certificates that it names; empty where not all of them are to be found.
    pub certificates: Vec<ConfiguredCertificate>,
}

/// A certificate that a configuration names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ConfiguredCertificate {
    /// Its file.
    pub file: String,
    /// SHA-256 of its first certificate in DER, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Why an endpoint could not be asked at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The name has no address.
    Unresolved,
    /// Nobody listens.
    Refused,
    /// No answer in time.
    Silent,
    /// The connection ended before anything was said.
    Closed,
    /// It speaks HTTP in clear text.
    PlainHttp,
    /// What it says is neither TLS nor anything else that was asked for.
    NotTls,
    /// What it says is no LDAP.
    NotLdap,
    /// It does not begin TLS on request.
    StarttlsRefused,
    /// It speaks TLS, and agrees to nothing that was offered.
    NoHandshake,
    /// The time or the number of connections was used up.
    OutOfBudget,
}

/// A question without an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unanswered {
    /// What was asked: a protocol, `groups`, `account`…
    pub question: String,
    /// Why it has no answer.
    pub why: Why,
}

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The connection failed.
    Failed(Failure),
    /// The certificate could not be verified, so that no password was sent.
    NotVerified,
    /// The server refuses the account.
    BindRefused,
    /// The account's own entry was not found.
    EntryNotFound,
}

/// What a server offers of TLS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tls {
    /// The protocols that it accepts, oldest first.
    pub protocols: Vec<Protocol>,
    /// The groups that it agrees keys in, by their registered names.
    pub groups: Vec<String>,
    /// The size of the smallest Diffie-Hellman group that it uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dh_bits: Option<u32>,
    /// The compression that it agrees to, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    /// Whether it protects renegotiation (RFC 5746); unknown where it speaks TLS 1.3 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure_renegotiation: Option<bool>,
    /// Whether it binds keys to the whole handshake (RFC 7627); unknown likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_master_secret: Option<bool>,
    /// The chains that it presents, one per kind of key.
    pub chains: Vec<Chain>,
    /// What it presents to clients that name no host, where that is another certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_name: Option<Chain>,
}

/// A protocol that a server accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Protocol {
    /// `SSLv3`, `TLS 1.0` … `TLS 1.3`
    pub name: String,
    /// Its suites, by their registered names.
    pub suites: Vec<String>,
}

/// Certificates as they were presented, the server's own first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Chain {
    /// Each in DER, in base64.
    pub certificates: Vec<String>,
    /// What the verifier says of it, where it was asked: `ok` or its reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
}

/// What a directory says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ldap {
    /// Its own entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<RootEntry>,
    /// How it takes a simple bind in clear text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clear_bind: Option<ClearBind>,
    /// How it takes a bind with a name and no password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unauthenticated_bind: Option<Taken>,
    /// What anybody reads below the naming contexts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anonymous_read: Option<AnonymousRead>,
    /// Whether StartTLS works; unknown over LDAPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starttls: Option<Taken>,
    /// Whether it demands signatures on what is not encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing: Option<Demand>,
    /// Whether it binds logins to the TLS channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_binding: Option<Demand>,
    /// The account that applications use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
}

/// The entry without a name, which says what a directory is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct RootEntry {
    /// `active-directory`, or else nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// What it holds.
    pub naming_contexts: Vec<String>,
    /// The mechanisms of SASL that it offers on this connection.
    pub sasl: Vec<String>,
    /// The name that it gives itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_name: Option<String>,
    /// The functional level of a domain controller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub functional_level: Option<u32>,
}

/// The answer to a simple bind in clear text, with a name and a password that nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClearBind {
    /// The password was looked at: real ones would be accepted.
    Accepted,
    /// It wants encryption first.
    Refused,
    /// The answer says neither.
    Undetermined,
}

/// Whether something that was tried is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Taken {
    /// Yes.
    Accepted,
    /// No.
    Refused,
}

/// Whether something is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Demand {
    /// Yes.
    Required,
    /// No.
    NotRequired,
    /// It cannot be told without an account.
    Undetermined,
}

/// What can be read without logging in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct AnonymousRead {
    /// The naming contexts below which entries were given out.
    pub contexts: Vec<String>,
}

/// What an account may do, as its own entry says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Account {
    /// Its name, as it was given.
    pub name: String,
    /// The groups of administrators that it is in, by their usual English names.
    pub privileged_groups: Vec<String>,
    /// It is, or was, in a protected group (`adminCount`).
    pub is_protected: bool,
    /// It may act as others towards any service.
    pub is_trusted_for_delegation: bool,
    /// Its password never expires.
    pub never_expires: bool,
    /// How many days ago its password was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_age_days: Option<u64>,
}
