//! What profile and configuration demand beyond the choice of rules.

/// Parameters of rules. Without a value a rule that needs one concerns nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    /// The places of the host that containers may have, with everything below; `.` is the folder of
    /// the project.
    pub allowed_host_paths: Vec<String>,
}
