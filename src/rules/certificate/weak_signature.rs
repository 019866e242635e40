//! A certificate that is signed with a hash that can be forged.

use crate::meaning::pki::Examined;
use crate::model::certificate::Digest;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails at certificates of the chain; nobody verifies what a root says of itself.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    for (number, certificate) in own.chain() {
        let hash = match certificate.signature.hash {
            Digest::Older => "MD2/MD4",
            Digest::Md5 => "MD5",
            Digest::Sha1 => "SHA-1",
            Digest::Strong | Digest::Unknown => continue,
        };
        if certificate.is_self_issued() && own.leaf != Some(number) {
            continue;
        }
        let fail = Fail::new("default", site(own, certificate))
            .role(called(certificate))
            .arg("name", called(certificate))
            .arg("hash", hash);
        out.fail(fail);
    }
}
