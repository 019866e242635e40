//! Tests with values that are made while they run: no token stands in the sources.

mod generator;
mod judgement;
mod reading;
mod recall;
mod silence;

use super::{Token, search};

/// The tokens of a text.
fn found(text: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    search(text, &mut tokens);
    tokens
}
