//! Parsers that keep spans. A broken file gives what could be read plus a problem; nothing
//! panics, nothing recurses without a bound.

pub mod dockerfile;
pub mod dockerignore;
pub mod dotenv;
pub mod remark;
pub mod shell_words;
pub mod template;
pub mod yaml;
