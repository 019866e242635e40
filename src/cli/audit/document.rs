//! The document of an engine's answers: asked for, or read from a file; and saved where it is to be.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use serde_json::Value;

use super::AuditArguments;
use super::private_file::private_file;
use crate::input::relative;
use crate::live::{
    EndpointError, EngineEndpoint, EngineLimits, collect_engine, engine_endpoint, host_facts,
    settings_candidates,
};
use crate::meaning::engine::read_engine;
use crate::meaning::{BadSnapshot, mask_answers};
use crate::model::Texts;
use crate::report;
use crate::scan::{EngineAnswers, absolute};

/// The largest document that is read, in bytes.
const LARGEST: u64 = 256 << 20;
/// What reports call a document that is not saved.
const NAME: &str = "docker.engine.json";

/// What is known of an engine.
pub(super) struct Known {
    /// What it says, or said.
    pub(super) answers: EngineAnswers,
    /// The files of this machine that set it up.
    pub(super) settings: Vec<PathBuf>,
}

/// Asks the engine, or reads what it said before.
pub(super) fn known(arguments: &AuditArguments) -> anyhow::Result<Known> {
    if let Some(file) = &arguments.from {
        return Ok(Known {
            answers: saved(file)?,
            settings: Vec::new(),
        });
    }
    let endpoint = endpoint(arguments)?;
    let limits = EngineLimits {
        call: Duration::from_secs(arguments.timeout),
        ..EngineLimits::default()
    };
    let mut document = collect_engine(&endpoint, &limits);
    let is_here = !endpoint.name().starts_with("tcp://");
    let top = Path::new("/");
    let mut settings = Vec::new();
    if is_here && document.get("failure").is_none() {
        settings = settings_candidates(top, |name| std::env::var(name).ok());
        if is_of_this_machine(&document) {
            let folder = document.pointer("/info/DockerRootDir");
            let facts = host_facts(top, folder.and_then(Value::as_str));
            if let (Some(facts), Some(fields)) = (facts, document.as_object_mut()) {
                fields.insert("host".to_owned(), facts);
            }
        }
    }
    let content = text(&document)?;
    let path = match &arguments.snapshot {
        Some(file) => {
            mask_answers(&mut document);
            save(file, &text(&document)?)?;
            // Lines of the document are those of the file, and people can look there.
            shown_path(file)
        }
        None => NAME.to_owned(),
    };
    let answers = EngineAnswers { path, content };
    Ok(Known { answers, settings })
}

/// Whether the files of this machine are those of the engine: Docker Desktop has its own in a machine
/// that nobody sees, and Podman has no files of Docker.
fn is_of_this_machine(document: &Value) -> bool {
    let system = document.pointer("/info/OperatingSystem");
    let is_desktop = system.and_then(Value::as_str) == Some("Docker Desktop");
    let components = document.pointer("/version/Components");
    let components = components.and_then(Value::as_array).into_iter().flatten();
    let mut names = components.filter_map(|own| own.get("Name")?.as_str());
    !is_desktop && !names.any(|name| name.starts_with("Podman"))
}

/// The engine that is meant; a context goes before what the process says.
fn endpoint(arguments: &AuditArguments) -> anyhow::Result<EngineEndpoint> {
    let context = arguments.context.as_deref();
    let environment = |name: &str| match (name, context) {
        ("DOCKER_CONTEXT", Some(context)) => Some(context.to_owned()),
        ("DOCKER_HOST", Some(_)) => None,
        _ => std::env::var(name).ok(),
    };
    let home = std::env::home_dir();
    let word = arguments.engine.as_deref();
    engine_endpoint(word, &environment, home.as_deref()).map_err(not_named)
}

fn not_named(error: EndpointError) -> anyhow::Error {
    let path = |path: &Path| report::clean(&path.to_string_lossy());
    match error {
        EndpointError::Ssh => anyhow!(
            "an engine behind ssh:// is not asked: run hulan on that machine, or forward its socket with 'ssh -L'"
        ),
        EndpointError::Fd => anyhow!("fd:// names a socket for the engine itself: say unix://PATH"),
        EndpointError::Scheme(scheme) => anyhow!(
            "'{}://' is no address of an engine (unix://, npipe://, tcp://)",
            report::clean(&scheme)
        ),
        EndpointError::OtherSystem => {
            anyhow!(
                "this system has no such socket or pipe: unix:// is for Linux and macOS, npipe:// for Windows"
            )
        }
        EndpointError::Malformed => {
            anyhow!("that is no address of an engine (unix://PATH, tcp://HOST:PORT)")
        }
        EndpointError::NoContext(name) => anyhow!(
            "there is no Docker context '{}': 'docker context ls' lists them",
            report::clean(&name)
        ),
        EndpointError::BrokenFile(file) => {
            anyhow!(
                "'{}' is no file of the docker command that can be read",
                path(&file)
            )
        }
        EndpointError::TlsFile(file) => {
            anyhow!("the certificate or key '{}' cannot be read", path(&file))
        }
    }
}

/// One value a line.
fn text(document: &Value) -> anyhow::Result<String> {
    let text = serde_json::to_string_pretty(document).context("cannot write the answers")?;
    Ok(text + "\n")
}

/// Only its owner may read it: names of hosts, paths and networks are worth keeping as well.
fn save(file: &Path, text: &str) -> anyhow::Result<()> {
    let shown = || format!("cannot write '{}'", report::clean(&file.to_string_lossy()));
    let mut opened = private_file(file).with_context(shown)?;
    opened.write_all(text.as_bytes()).with_context(shown)
}

fn shown_path(file: &Path) -> String {
    let here = absolute(Path::new("."));
    let path = relative(&here, &absolute(file));
    path.to_string_lossy().replace('\\', "/")
}

/// The answers of before; what is no such document is refused.
fn saved(file: &Path) -> anyhow::Result<EngineAnswers> {
    let shown = report::clean(&file.to_string_lossy());
    let mut bytes = Vec::new();
    let opened = File::open(file).with_context(|| format!("cannot read '{shown}'"))?;
    let read = opened.take(LARGEST + 1).read_to_end(&mut bytes);
    let length = read.with_context(|| format!("cannot read '{shown}'"))? as u64;
    if length > LARGEST {
        bail!("--from '{shown}' is larger than 256 MiB");
    }
    let content = String::from_utf8(bytes).ok();
    let content = content.with_context(|| format!("--from '{shown}' is no text"))?;
    let path = shown_path(file);
    match read_engine(&Texts::default(), &path, &content, (0, 0)) {
        Ok(_) => Ok(EngineAnswers { path, content }),
        Err(BadSnapshot::Broken) => {
            bail!("--from '{shown}' is no document of an engine (--snapshot FILE writes one)")
        }
        Err(BadSnapshot::Version) => {
            bail!("--from '{shown}' is a document of another version of hulan")
        }
    }
}
