//! Certificates and keys: what they are, whether they lead to somebody who is trusted, and whether a
//! key is any good. The same for files and for what servers present.

mod anchors;
mod certificate;
mod examine;
mod examined;
mod files;
mod join;
mod keys;
mod known;
mod names;
mod path;
mod signed;
mod stores;
mod weak;

pub use crate::model::certificate::Bundle;
pub use anchors::Anchors;
pub use certificate::{NoCertificate, public_key};
pub use examine::examine;
pub use examined::{ANY_PURPOSE, Examined, KeyOf, Role, SERVER_AUTH};
pub use files::{FoundBundle, in_file, in_text, is_certificate_name};
pub use join::{join, join_servers};
pub use known::known_key;
pub use names::{covers, is_loose_wildcard, is_unmatchable};
pub use path::{End, Link, Path, Refusal, Verdict, follow};
pub use stores::{is_weak_cipher, is_weak_mac};
pub use weak::{KeyWeakness, weaknesses};
