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

mod canonical_oracle;
mod compose_config;
mod compose_oracle;
mod config;
mod deployed;
mod dify;
mod discovery;
mod embedded;
mod env_differences;
mod env_oracle;
mod evidence;
mod examples;
mod expected;
mod exposure;
mod file_search;
mod findings;
mod fixtures;
mod git;
mod hardened;
// Links, pipes and limits as Unix has them.
#[cfg(unix)]
mod hostile;
mod knowledge;
mod model;
mod mutations;
mod policies;
mod python_evasions;
mod python_fuzz;
mod readme;
mod refresh;
mod reports;
mod rooms;
mod sane;
mod sarif;
mod schema;
mod secrets;
mod secrets_truth;
mod spans;
mod stdin;
mod support;
mod suppressions;
mod tokens;
mod yaml_oracle;
mod yaml_snippets;
