//! The partial fingerprint of a finding.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sha2::{Digest, Sha256};

use super::line_hash::LineHashes;
use crate::model::{Text, TextId, Texts};
use crate::verdict::Finding;

/// Bytes of a digest that stand for a line hash: as many as one has.
const BYTES: usize = 8;

/// Line hashes, computed once per file.
pub(super) struct Hashes<'t> {
    texts: &'t Texts,
    files: Mutex<HashMap<TextId, Arc<OnceLock<LineHashes>>>>,
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
        let file = self.file(text.id());
        let lines = file.get_or_init(|| LineHashes::new(text.content(), text.bom()));
        match lines.of(line) {
            Some((hash, covers)) if text.masks_in(&covers).is_empty() => hash,
            _ => stand_in(&text, finding),
        }
    }

    /// Where the hashes of a file are kept: whoever comes first computes them, and those who ask
    /// about other files do not wait.
    fn file(&self, text: TextId) -> Arc<OnceLock<LineHashes>> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(files.entry(text).or_default())
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
