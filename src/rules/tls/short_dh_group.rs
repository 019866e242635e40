//! Groups of Diffie-Hellman that are too small.

use crate::meaning::Endpoint;
use crate::model::Arg;
use crate::rules::Out;
use crate::rules::endpoints::{at, tls_of};

/// Below so many bits.
const ENOUGH: u32 = 2048;

/// Fails where the smallest group is too small. A number just below is one whose first bit is not
/// set, as happens.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    let Some(bits) = tls_of(endpoint, out).and_then(|tls| tls.dh_bits) else {
        return;
    };
    if bits + 8 <= ENOUGH {
        let fail = at(endpoint, "default", &["tls", "dh-bits"]);
        out.fail(fail.arg("bits", Arg::Number(u64::from(bits))));
    }
}
