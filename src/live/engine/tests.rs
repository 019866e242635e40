//! An engine that says what it should, and everything else.

mod document;
mod endpoints;
mod failures;
mod limits;
#[cfg(unix)]
mod sockets;
mod stub;
