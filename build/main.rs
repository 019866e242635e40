//! Turns `policies/` into static tables: rules with their registry and module list, sentences,
//! and knowledge. Nothing of it is parsed when hulan starts. What is not in order stops the build
//! with the file and the reason.

mod controls;
mod emit;
mod empty_secrets;
mod images;
mod knowledge;
mod known_keys;
mod policy;
mod powers;
mod profiles;
mod schema;
mod services;
mod shared_secrets;
mod texts;
mod tls_profile;
mod token_shape;
mod tokens;
mod weak_words;

use std::path::{Path, PathBuf};
use std::{env, fs};

/// What stops the build: one sentence with the file in it.
type Outcome<T> = Result<T, String>;

#[expect(
    clippy::print_stdout,
    reason = "this is how a build script speaks to Cargo"
)]
fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=policies");
    println!("cargo::rerun-if-changed=src/rules");
    if let Err(reason) = generate() {
        println!("cargo::error={reason}");
        std::process::exit(1);
    }
}

fn generate() -> Outcome<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?);
    let cwe = knowledge::weaknesses(&root)?;
    let rules = policy::load_all(&root, &cwe)?;
    write(&out.join("rules.rs"), &emit::rules(&root, &rules)?)?;
    write(&out.join("profiles.rs"), &profiles::table(&root, &rules)?)?;
    write(&out.join("texts.rs"), &texts::table(&root)?)?;
    write(&out.join("published.rs"), &knowledge::published(&root)?)?;
    write(&out.join("newest_day.rs"), &knowledge::newest_day(&root)?)?;
    write(&out.join("compose_schema.rs"), &schema::table(&root)?)?;
    let (duties, auth) = services::tables(&root)?;
    write(&out.join("roles.rs"), &duties)?;
    write(&out.join("auth.rs"), &auth)?;
    write(&out.join("servers.rs"), &shared_secrets::servers(&root)?)?;
    write(&out.join("needs.rs"), &shared_secrets::needs(&root)?)?;
    write(&out.join("powers.rs"), &powers::table(&root)?)?;
    write(&out.join("weak_words.rs"), &weak_words::table(&root)?)?;
    write(&out.join("empty_secrets.rs"), &empty_secrets::table(&root)?)?;
    write(&out.join("stores.rs"), &knowledge::stores(&root)?)?;
    write(
        &out.join("socket_proxies.rs"),
        &knowledge::socket_proxies(&root)?,
    )?;
    write(&out.join("token_formats.rs"), &tokens::tokens(&root)?)?;
    write(&out.join("images.rs"), &images::images(&root)?)?;
    write(&out.join("lifecycles.rs"), &images::lifecycles(&root)?)?;
    write(&out.join("tls_profile.rs"), &tls_profile::constant(&root)?)?;
    write(&out.join("known_keys.rs"), &known_keys::known_keys(&root)?)?;
    write(&out.join("controls.rs"), &controls::table(&root, &rules)?)?;
    write(&out.join("weaknesses.rs"), &knowledge::weakness_table(&cwe))
}

/// Reads a YAML file into `T`.
fn read_yaml<T: serde::de::DeserializeOwned>(path: &Path) -> Outcome<T> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_yaml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn write(path: &Path, content: &str) -> Outcome<()> {
    fs::write(path, content).map_err(|e| format!("{}: {e}", path.display()))
}
