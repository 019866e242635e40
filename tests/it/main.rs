//! What a user sees.

mod compose_oracle;
mod env_oracle;
mod examples;
mod policies;
mod rooms;
mod secrets;
mod support;
