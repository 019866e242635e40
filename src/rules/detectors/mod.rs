//! Detectors: checks that a policy parametrises, for rules that are only a table.

pub(super) mod capability;
pub(super) mod daemon_value;
pub(super) mod device;
pub(super) mod drift;
pub(super) mod engine_version;
pub(super) mod env_difference;
pub(super) mod excess_secrets;
pub(super) mod file_mode;
pub(super) mod host_file;
pub(super) mod listed_call;
pub(super) mod listed_import;
pub(super) mod namespace;
pub(super) mod problem;
pub(super) mod registry_value;
pub(super) mod secret_in;
pub(super) mod settings_fault;
pub(super) mod settings_mount;
pub(super) mod settings_value;
pub(super) mod written_secret;
