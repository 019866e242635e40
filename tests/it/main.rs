//! What a user sees.

// A test may stop at the first surprise, in its helpers as well.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]
// It says on standard error what it skipped.
#![allow(clippy::print_stderr)]
// Names in prose are no code, and a test need not be fast.
#![allow(
    clippy::doc_markdown,
    clippy::format_collect,
    clippy::format_push_string
)]

// Sockets and modes as Unix has them, and engines as Linux has them.
#[cfg(target_os = "linux")]
mod audit;
mod baseline;
mod canonical_oracle;
mod certificates;
mod combinations;
mod compliance;
mod compose_config;
mod compose_oracle;
mod config;
mod deployed;
mod diff;
mod dify;
mod directory;
mod discovery;
// Engines as Debian has them.
mod dockerfile;
#[cfg(unix)]
mod drift;
mod edits;
mod embedded;
mod engine_document;
// Engines as Linux has them.
#[cfg(target_os = "linux")]
mod engine_settings;
#[cfg(target_os = "linux")]
mod engine_table;
#[cfg(target_os = "linux")]
mod engines;
mod env_differences;
mod env_oracle;
mod evidence;
mod examples;
mod expected;
mod exposure;
mod file_search;
mod findings;
mod fixtures;
// Names of files that only Unix takes.
#[cfg(unix)]
mod formats;
mod git;
mod hardened;
// Links, pipes and limits as Unix has them.
#[cfg(unix)]
mod hostile;
mod init;
mod knowledge;
mod model;
mod mutations;
mod nginx;
mod nginx_oracles;
mod paths;
mod policies;
mod policy;
mod probe_fakes;
// Servers as Debian has them.
#[cfg(unix)]
mod probe_joined;
mod probe_ldap;
mod probe_tls;
mod python_evasions;
mod python_fuzz;
mod readme;
mod refresh;
mod register;
mod reports;
mod rooms;
#[cfg(target_os = "linux")]
mod run_lines;
mod sane;
mod sarif;
mod schema;
mod secrets;
mod secrets_truth;
mod servers;
mod spans;
mod stdin;
mod support;
mod suppressions;
mod tokens;
mod waivers;
mod ways;
#[cfg(target_os = "linux")]
mod ways_engine;
mod ways_search;
mod windows_scripts;
mod yaml_oracle;
mod yaml_snippets;
