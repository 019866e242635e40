//! The groups that keys are agreed in.

/// X25519.
pub(super) const X25519: u16 = 29;
/// P-256.
pub(super) const P256: u16 = 23;

/// Numbers and names, as the IANA registers them; the usual ones first, as a server that has no
/// order of its own takes the first.
static GROUPS: &[(u16, &str)] = &[
    (0x11ec, "X25519MLKEM768"),
    (X25519, "x25519"),
    (P256, "secp256r1"),
    (24, "secp384r1"),
    (25, "secp521r1"),
    (30, "x448"),
    (0x11eb, "SecP256r1MLKEM768"),
    (0x11ed, "SecP384r1MLKEM1024"),
    (0x6399, "X25519Kyber768Draft00"),
    (0x0200, "MLKEM512"),
    (0x0201, "MLKEM768"),
    (0x0202, "MLKEM1024"),
    (26, "brainpoolP256r1"),
    (27, "brainpoolP384r1"),
    (28, "brainpoolP512r1"),
    (31, "brainpoolP256r1tls13"),
    (32, "brainpoolP384r1tls13"),
    (33, "brainpoolP512r1tls13"),
    (22, "secp256k1"),
    (21, "secp224r1"),
    (20, "secp224k1"),
    (19, "secp192r1"),
    (18, "secp192k1"),
    (17, "secp160r2"),
    (16, "secp160r1"),
    (15, "secp160k1"),
    (14, "sect571r1"),
    (13, "sect571k1"),
    (12, "sect409r1"),
    (11, "sect409k1"),
    (10, "sect283r1"),
    (9, "sect283k1"),
    (8, "sect239k1"),
    (7, "sect233r1"),
    (6, "sect233k1"),
    (5, "sect193r2"),
    (4, "sect193r1"),
    (3, "sect163r2"),
    (2, "sect163r1"),
    (1, "sect163k1"),
];

/// Groups of plain Diffie-Hellman that TLS 1.3 knows.
static FINITE: &[(u16, &str)] = &[
    (0x0100, "ffdhe2048"),
    (0x0101, "ffdhe3072"),
    (0x0102, "ffdhe4096"),
    (0x0103, "ffdhe6144"),
    (0x0104, "ffdhe8192"),
];

/// The groups up to TLS 1.2. Without those of plain Diffie-Hellman: named to a server, it would
/// use them in place of its own, whose size is the question.
pub(super) fn classic() -> Vec<u16> {
    GROUPS.iter().map(|(code, _)| *code).collect()
}

/// The groups of TLS 1.3, which has put an end to the old ones: to name such a one is an error.
pub(super) fn modern() -> Vec<u16> {
    let all = GROUPS.iter().chain(FINITE).map(|(code, _)| *code);
    all.filter(|code| !(1..=22).contains(code) && !(26..=28).contains(code))
        .collect()
}

/// The name of a group; `0x1234` for one without.
pub(super) fn name(code: u16) -> String {
    let known = GROUPS.iter().chain(FINITE).find(|(own, _)| *own == code);
    known.map_or_else(|| format!("0x{code:04x}"), |(_, name)| (*name).to_owned())
}
