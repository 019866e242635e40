//! A key that is made too short.

use crate::meaning::python::{Call, KeyBits};
use crate::model::Severity;
use crate::rules::in_programs::last_part;
use crate::rules::{Fail, Out};

/// Elliptic curves and the bits of their keys.
const CURVES: [(&str, i64); 19] = [
    ("SECT571K1", 571),
    ("SECT571R1", 570),
    ("SECP521R1", 521),
    ("BrainpoolP512R1", 512),
    ("SECT409K1", 409),
    ("SECT409R1", 409),
    ("BrainpoolP384R1", 384),
    ("SECP384R1", 384),
    ("SECT283K1", 283),
    ("SECT283R1", 283),
    ("BrainpoolP256R1", 256),
    ("SECP256K1", 256),
    ("SECP256R1", 256),
    ("SECT233K1", 233),
    ("SECT233R1", 233),
    ("SECP224R1", 224),
    ("SECP192R1", 192),
    ("SECT163K1", 163),
    ("SECT163R2", 163),
];

/// Fails where the length is known and too small.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let options = call.program().options();
    let of = |kind: &str| call.name().split('.').any(|part| part == kind);
    let is_newer = call.name().starts_with("cryptography.");
    let (kind, least, bits) = if of("ec") {
        ("EC", options.ec, curve(call))
    } else if of("rsa") || of("RSA") {
        ("RSA", options.rsa, length(call, is_newer.into(), is_newer))
    } else {
        ("DSA", options.dsa, length(call, 0, is_newer))
    };
    let Some(bits) = bits.filter(|bits| *bits < least.short) else {
        return;
    };
    let KeyBits { breakable, short } = least;
    let fail = Fail::new("default", out.site(call.range()))
        .arg("call", call.name())
        .arg("kind", kind)
        .arg("bits", bits.to_string())
        .arg("least", short.to_string());
    out.fail(if bits < breakable {
        fail
    } else {
        fail.at_most(Severity::Medium)
    });
}

/// The smallest length that may be meant.
fn length(call: &Call<'_, '_>, place: usize, is_newer: bool) -> Option<i64> {
    let name = if is_newer { "key_size" } else { "bits" };
    let lengths = call.argument(place, name)?.integers();
    lengths.into_iter().filter(|bits| *bits > 0).min()
}

/// The bits of the smallest curve that may be meant.
fn curve(call: &Call<'_, '_>) -> Option<i64> {
    let names = call.argument(0, "curve")?.names();
    let bits = names.iter().filter_map(|name| {
        let name = last_part(name);
        let found = CURVES.iter().find(|(curve, _)| *curve == name);
        found.map(|(_, bits)| *bits)
    });
    bits.min()
}
