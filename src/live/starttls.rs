//! How other protocols begin TLS. Nothing else of them is spoken.

use std::io::{Read as _, Write as _};

use super::ldap;
use super::wire::{Wire, reason};
use crate::model::Failure;

/// The longest answer of a mail server that is read.
const LONGEST: usize = 16 * 1024;

/// What is spoken before TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartTls {
    /// LDAP (RFC 4511, 4.14).
    Ldap,
    /// PostgreSQL (`SSLRequest`).
    Postgres,
    /// Mail (RFC 3207).
    Smtp,
}

impl StartTls {
    /// What arguments and documents call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ldap => "ldap",
            Self::Postgres => "postgres",
            Self::Smtp => "smtp",
        }
    }
}

/// Asks for TLS.
pub(super) fn begin(wire: &mut Wire, protocol: StartTls) -> Result<(), Failure> {
    match protocol {
        StartTls::Ldap => ldap::begin_tls(wire),
        StartTls::Postgres => postgres(wire),
        StartTls::Smtp => smtp(wire),
    }
}

fn postgres(wire: &mut Wire) -> Result<(), Failure> {
    const REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];
    wire.write_all(&REQUEST).map_err(|error| reason(&error))?;
    let mut answer = [0];
    wire.read_exact(&mut answer)
        .map_err(|error| reason(&error))?;
    match answer {
        [b'S'] => Ok(()),
        // `N`, or an error packet of a server that is too old to know it.
        [b'N' | b'E'] => Err(Failure::StarttlsRefused),
        _ => Err(Failure::NotTls),
    }
}

fn smtp(wire: &mut Wire) -> Result<(), Failure> {
    let code = smtp_answer(wire)?;
    if code != *b"220" {
        return Err(Failure::NotTls);
    }
    let send = |wire: &mut Wire, line: &[u8]| wire.write_all(line).map_err(|error| reason(&error));
    send(wire, b"EHLO hulan.invalid\r\n")?;
    if smtp_answer(wire)? != *b"250" {
        return Err(Failure::StarttlsRefused);
    }
    send(wire, b"STARTTLS\r\n")?;
    match smtp_answer(wire)? {
        code if code == *b"220" => Ok(()),
        _ => Err(Failure::StarttlsRefused),
    }
}

/// The code of an answer, whose last line has a blank after it.
fn smtp_answer(wire: &mut Wire) -> Result<[u8; 3], Failure> {
    let (mut line, mut total) = (Vec::new(), 0);
    loop {
        // One byte at a time: what comes after the answer belongs to TLS.
        let mut byte = [0];
        wire.read_exact(&mut byte).map_err(|error| reason(&error))?;
        total += 1;
        if total > LONGEST {
            return Err(Failure::NotTls);
        }
        line.extend(byte);
        if byte != [b'\n'] {
            continue;
        }
        match line.as_slice() {
            [a, b, c, b' ' | b'\r' | b'\n', ..] => return Ok([*a, *b, *c]),
            [_, _, _, b'-', ..] => line.clear(),
            _ => return Err(Failure::NotTls),
        }
    }
}
