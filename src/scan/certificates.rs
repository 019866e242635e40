//! Certificates and keys of the files that a search comes upon.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use jiff::Timestamp;

use super::search::Search;
use crate::input::{LARGEST_FILE, Tree};
use crate::meaning::pki::{self, Anchors, FoundBundle};
use crate::model::{Project, TextId, Texts};
use crate::rules::Answers;

/// What a binary file holds, if its name is one of certificates or keys.
pub(super) fn in_binary(path: &Path, shown: &str) -> Option<FoundBundle> {
    if !pki::is_certificate_name(shown) {
        return None;
    }
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?.take(LARGEST_FILE);
    { file }.read_to_end(&mut bytes).ok()?;
    pki::in_file(shown, &bytes)
}

impl Search {
    /// Takes what a file holds; its text is one that the scan has, or comes with it.
    pub(super) fn bundle(
        &mut self,
        tree: &Tree<'_>,
        path: &Path,
        text: Option<TextId>,
        mut found: FoundBundle,
    ) {
        let decoded = found.decoded.take();
        let text = text.unwrap_or_else(|| match decoded {
            Some(decoded) => tree.texts().add(&tree.shown(path), decoded),
            None => tree.stand_in(path),
        });
        for range in std::mem::take(&mut found.secret) {
            tree.texts().mask(crate::model::Span::new(text, range));
        }
        self.bundles.push(found.in_text_of(text).bundle);
    }

    /// Asks the rules about the certificates and keys of all files.
    pub(super) fn judge_certificates(
        bundles: &mut [pki::Bundle],
        answers: &mut Answers,
        around: (&[Project], &Texts, &Path),
        (anchors, now): (&Anchors, Timestamp),
    ) {
        let (projects, texts, root) = around;
        pki::join(bundles, projects, texts, root);
        answers.about_certificates(bundles, anchors, now.as_second());
    }
}
