//! What is right here, where that differs from house to house.

/// Word lists and limits of the rules about Python.
#[derive(Clone, Debug, Default)]
pub struct PythonOptions {}

impl PythonOptions {
    /// The word list that a policy means by `@subprocess`, `@shell` or `@no-shell`.
    pub fn list(&self, _name: &str) -> Option<&[String]> {
        None
    }
}
