//! The partial fingerprint of a finding.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::line_hash::{LineHash, line_hashes};
use crate::model::{Text, TextId, Texts};
use crate::verdict::Finding;

/// Bytes of a digest that stand for a line hash: as many as one has.
const BYTES: usize = 8;

/// Line hashes, computed once per file.
pub(super) struct Hashes<'t> {
    texts: &'t Texts,
    files: Mutex<HashMap<TextId, Arc<[LineHash]>>>,
}

impl<'t> Hashes<'t> {
    /// Hashes of lines of `texts`.
    pub(super) fn new(texts: &'t Texts) -> Self {
        Self {
            texts,
            files: Mutex::default(),
        }
    }

    /// The hash of the line of a finding. It is known how it is computed, so that whoever reads it
    /// could try weak passwords against it: where it would cover a secret, a name of the finding
    /// stands in its place.
    pub(super) fn of(&self, finding: &Finding) -> String {
        let span = self.texts.resolve(finding.span);
        let text = self.texts.get(span.text);
        let line = text.position(span.range().start).line;
        let may_tell = !finding.rule.is_about_secrets() && !text.is_sealed();
        if !may_tell {
            return stand_in(&text, finding);
        }
        match self.lines(&text).get(line.saturating_sub(1)) {
            Some(hash) if text.masks_in(&hash.covers).is_empty() => hash.text(),
            _ => stand_in(&text, finding),
        }
    }

    fn lines(&self, text: &Text) -> Arc<[LineHash]> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let own = files.entry(text.id());
        let own = own.or_insert_with(|| line_hashes(text.content(), text.bom()).into());
        Arc::clone(own)
    }
}

/// Path, rule, subject and role, the latter three by way of the finding's own name: no value.
fn stand_in(text: &Text, finding: &Finding) -> String {
    let key = [text.path(), finding.rule.id, finding.fingerprint.as_str()].join("\0");
    let mut hash = String::new();
    for byte in Sha256::digest(key.as_bytes()).iter().take(BYTES) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash.push_str(":1");
    hash
}
