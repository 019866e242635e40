//! A conversation in LDAP.

use std::io::{Read, Write};

use super::ber;
use super::message::{self, Entry, Filter, Response, Scope};
use crate::live::wire::reason;
use crate::model::Failure;

/// The longest message that is read.
const LONGEST: usize = 1 << 20;
/// So many messages may come before the answer to a question is over.
const MOST_MESSAGES: usize = 64;

/// The code of success.
pub(super) const SUCCESS: u32 = 0;

/// A connection and the number of the last message.
pub(super) struct Session<C: Read + Write> {
    channel: C,
    id: u32,
}

impl<C: Read + Write> Session<C> {
    /// On a fresh connection.
    pub(super) fn new(channel: C) -> Self {
        Self { channel, id: 0 }
    }

    /// A simple bind; the code of the answer.
    pub(super) fn bind(&mut self, name: &str, password: &[u8]) -> Result<u32, Failure> {
        self.id += 1;
        let request = message::bind(self.id, name, password);
        Ok(self.ask(&request)?.0)
    }

    /// A search for one entry: the code of the answer, and the entry.
    pub(super) fn search(
        &mut self,
        base: &str,
        scope: Scope,
        filter: &Filter<'_>,
        attributes: &[&str],
    ) -> Result<(u32, Option<Entry>), Failure> {
        self.id += 1;
        let request = message::search(self.id, base, scope, filter, attributes);
        self.ask(&request)
    }

    /// Asks to begin TLS; the code of the answer.
    pub(super) fn start_tls(&mut self) -> Result<u32, Failure> {
        self.id += 1;
        let request = message::start_tls(self.id);
        Ok(self.ask(&request)?.0)
    }

    /// Says good-bye.
    pub(super) fn end(mut self) {
        self.id += 1;
        let _ = self.channel.write_all(&message::unbind(self.id));
        let _ = self.channel.flush();
    }

    fn ask(&mut self, request: &[u8]) -> Result<(u32, Option<Entry>), Failure> {
        let sent = self.channel.write_all(request);
        sent.and_then(|()| self.channel.flush())
            .map_err(|error| reason(&error))?;
        let mut found = None;
        for _ in 0..MOST_MESSAGES {
            let content = self.read()?;
            match message::response(&content, self.id).ok_or(Failure::NotLdap)? {
                Response::Done(code) => return Ok((code, found)),
                Response::Entry(entry) => found = found.or(Some(entry)),
                Response::Other => {}
            }
        }
        Err(Failure::NotLdap)
    }

    /// The content of the next message. Not a byte more is read: TLS may begin behind it.
    fn read(&mut self) -> Result<Vec<u8>, Failure> {
        let mut read = |buffer: &mut [u8]| {
            let read = self.channel.read_exact(buffer);
            read.map_err(|error| reason(&error))
        };
        let mut head = [0; 2];
        read(&mut head)?;
        let [tag, first] = head;
        if tag != ber::SEQUENCE {
            return Err(Failure::NotLdap);
        }
        let width = if first < 0x80 {
            0
        } else {
            usize::from(first & 0x7f)
        };
        if width > 4 {
            return Err(Failure::NotLdap);
        }
        let mut rest = vec![0; width];
        read(&mut rest)?;
        rest.insert(0, first);
        let (length, _) = ber::length(&rest).ok_or(Failure::NotLdap)?;
        if length > LONGEST {
            return Err(Failure::NotLdap);
        }
        let mut content = vec![0; length];
        read(&mut content)?;
        Ok(content)
    }
}
