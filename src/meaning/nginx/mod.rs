//! Nginx as it will run: which files it reads, what its templates become in the environment of the
//! service that mounts them, what it includes, and who is behind its proxies.
//!
//! A service that mounts something where Nginx looks for its configuration gives one [`Nginx`]; so
//! does each configuration that no service mounts. What cannot be resolved stays unknown.

mod addresses;
mod certificates;
mod dify;
mod directives;
mod envsubst;
mod expand;
mod files;
mod find;
mod flows;
mod glob;
mod ldap;
mod logins;
mod mounts;
mod offered;
mod patterns;
mod render;
mod secrets;
mod server;
mod tree;
mod values;

pub use addresses::{Address, Target};
pub use certificates::{CertificateUse, certificate_uses};
pub use envsubst::Unfiltered;
pub use find::{Found, find};
pub use ldap::directories;
pub use logins::{is_login_image, is_login_path};
pub use offered::{ToldTls, told_tls};
pub use patterns::Pattern;
pub use server::{Certificate, Listen, Server};
pub use tree::{Directive, Nginx, Peer, Service, Unset};
pub use values::Value;
