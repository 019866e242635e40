//! Env files, parsed once and shared by the services that name them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{TextId, Texts};
use crate::syntax::dotenv::{self, EnvFile, Format};

/// Parsed env files by text and grammar.
#[derive(Default)]
pub(super) struct EnvFiles(HashMap<(TextId, bool), Arc<EnvFile>>);

impl EnvFiles {
    /// The file, parsed at its first use; whether this was it.
    pub(super) fn get(
        &mut self,
        texts: &Texts,
        text: TextId,
        format: Format,
    ) -> (Arc<EnvFile>, bool) {
        let key = (text, format == Format::Raw);
        if let Some(file) = self.0.get(&key) {
            return (Arc::clone(file), false);
        }
        let file = Arc::new(dotenv::parse(&texts.get(text), format));
        self.0.insert(key, Arc::clone(&file));
        (file, true)
    }

    /// All files that were parsed.
    pub(super) fn into_all(self) -> Vec<Arc<EnvFile>> {
        self.0.into_values().collect()
    }
}
