//! A server's certificate that is good for more than a server.

use crate::meaning::pki::{ANY_PURPOSE, Examined, SERVER_AUTH};
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// What a server's key must not be good for besides, and what it is called.
const OTHERS: [(&str, &str); 4] = [
    ("1.3.6.1.5.5.7.3.3", "codeSigning"),
    ("1.3.6.1.5.5.7.3.8", "timeStamping"),
    ("1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    ("1.3.6.1.4.1.311.20.2.2", "smartcardLogon"),
];

/// Fails where no purpose is named, where each is allowed, and where a foreign one is.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return out.not_applicable();
    };
    let Some(purposes) = &leaf.purposes else {
        out.fail(Fail::new("none", site(own, leaf)).arg("name", called(leaf)));
        return;
    };
    let has = |wanted: &str| purposes.iter().any(|own| own == wanted);
    if has(ANY_PURPOSE) {
        out.fail(Fail::new("any", site(own, leaf)).arg("name", called(leaf)));
    }
    for (oid, word) in OTHERS {
        if has(SERVER_AUTH) && has(oid) {
            let fail = Fail::new("default", site(own, leaf))
                .role(word)
                .arg("name", called(leaf))
                .arg("purpose", word);
            out.fail(fail);
        }
    }
}
