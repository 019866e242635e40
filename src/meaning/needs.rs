//! Which secrets products read from their environment, and which of them from files.

use super::images::ImageRef;
use super::knowledge::Knowledge;
use crate::model::Container;

/// What a product reads: an entry of the table.
struct Reader {
    images: &'static [&'static str],
    runs_code: bool,
    reads: &'static [&'static str],
}

/// Variables that an image reads from files as well: an entry of the table.
struct Files {
    images: &'static [&'static str],
    variables: &'static [&'static str],
    end: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/needs.rs"));

/// What is known of the secrets that a container reads.
#[derive(Clone, Copy)]
pub struct Needs {
    /// It runs code that others bring, beside its own environment.
    pub runs_code: bool,
    reads: &'static [&'static str],
}

impl Needs {
    /// Whether it reads a variable.
    pub fn has(self, variable: &str) -> bool {
        self.reads.contains(&variable)
    }
}

impl Knowledge {
    /// What a container reads; `None` for a product that is not known.
    pub fn needs(&self, container: &Container) -> Option<Needs> {
        let image = self.image_of(container)?;
        let reader = READERS.iter().find(|reader| has(reader.images, &image))?;
        Some(Needs {
            runs_code: reader.runs_code,
            reads: reader.reads,
        })
    }

    /// The name under which the image of a container reads a variable from a file.
    pub fn file_variable(&self, container: &Container, variable: &str) -> Option<String> {
        let image = self.image_of(container)?;
        let files = FILES.iter().find(|files| has(files.images, &image))?;
        let reads = files.variables.contains(&variable) && container.build.is_none();
        reads.then(|| format!("{variable}{}", files.end))
    }
}

fn has(images: &[&str], image: &ImageRef<'_>) -> bool {
    images.iter().any(|known| image.is(known))
}
