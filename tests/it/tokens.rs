//! Tokens of public services. The values are made while the tests run: none stands in the sources.

mod generator;
mod judgement;
mod reading;
mod recall;
mod silence;

use hulan::meaning::tokens::{Token, search};

/// The tokens of a text.
fn found(text: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    search(text, &mut tokens);
    tokens
}
