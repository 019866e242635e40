//! Parsers that keep spans. A broken file gives what could be read plus a problem; nothing
//! panics, nothing recurses without a bound.

pub mod command_lines;
pub mod der;
pub mod dockerfile;
pub mod dockerignore;
pub mod dotenv;
pub mod engine_values;
pub mod entry;
pub mod host_script;
pub mod ini;
pub mod json;
pub mod nginx;
pub mod pem;
pub mod pkcs12;
pub mod python;
pub mod remark;
pub mod shell_words;
pub mod template;
pub mod toml;
pub mod xml;
pub mod yaml;

#[cfg(test)]
mod testing;
