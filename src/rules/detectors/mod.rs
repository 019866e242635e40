//! Detectors: checks that a policy parametrises, for rules that are only a table.

pub(super) mod capability;
pub(super) mod device;
pub(super) mod env_difference;
pub(super) mod excess_secrets;
pub(super) mod file_mode;
pub(super) mod listed_call;
pub(super) mod listed_import;
pub(super) mod namespace;
pub(super) mod problem;
pub(super) mod secret_in;
pub(super) mod settings_mount;
pub(super) mod written_secret;
