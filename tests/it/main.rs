//! What a user sees.

mod compose_oracle;
mod env_oracle;
mod examples;
mod mutations;
mod policies;
mod rooms;
mod secrets;
mod spans;
mod support;
mod yaml_oracle;
mod yaml_snippets;
