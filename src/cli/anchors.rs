//! Whom the user says to trust: `--ca` and `--system-roots`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};

use crate::meaning::pki::{Anchors, in_file};
use crate::model::certificate::Certificate;
use crate::report;

/// The anchors of some files, and of the system where that is asked.
pub(super) fn anchors(files: &[PathBuf], with_system: bool) -> anyhow::Result<Anchors> {
    let mut anchors = Anchors::new();
    anchors.are_said = with_system || !files.is_empty();
    for file in files {
        let shown = report::clean(&file.to_string_lossy());
        let bytes = fs::read(file).with_context(|| format!("cannot read '{shown}'"))?;
        let found = in_file(&shown, &bytes).map(|found| found.bundle.certificates);
        let found = found.unwrap_or_default();
        ensure!(!found.is_empty(), "'{shown}' holds no certificate");
        anchors.given.extend(found);
    }
    if with_system {
        let found = rustls_native_certs::load_native_certs();
        let read = found.certs.iter();
        let read = read.filter_map(|der| Certificate::from_der(der, None).ok());
        let before = anchors.given.len();
        anchors.given.extend(read);
        let is_empty = anchors.given.len() == before;
        ensure!(!is_empty, "this machine has no store of trusted CAs");
    }
    Ok(anchors)
}
