//! What a profile leaves to the team: thresholds and exceptions that rules ask for.

/// The parameters of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Capabilities that may be added without a finding, upper case and without `CAP_`.
    pub tolerated_capabilities: Vec<String>,
}

/// Those that servers which start as root need to hand their work to another user, and that reach
/// no further than the container.
const TOLERATED: [&str; 9] = [
    "AUDIT_WRITE",
    "CHOWN",
    "FOWNER",
    "FSETID",
    "KILL",
    "NET_BIND_SERVICE",
    "SETGID",
    "SETUID",
    "SYS_CHROOT",
];

impl Default for Parameters {
    fn default() -> Self {
        Self {
            tolerated_capabilities: TOLERATED.map(str::to_owned).to_vec(),
        }
    }
}
