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
// Names in prose are no code.
#![allow(clippy::doc_markdown)]

mod compose_oracle;
mod config;
mod env_oracle;
mod examples;
mod findings;
// Links, pipes and limits as Unix has them.
#[cfg(unix)]
mod hostile;
mod model;
mod mutations;
mod policies;
mod rooms;
mod secrets;
mod spans;
mod support;
mod yaml_oracle;
mod yaml_snippets;
