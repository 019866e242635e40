//! Containers that command lines start: `docker run` and its like in scripts, documents and the jobs
//! of build servers; and the compose files that their `docker compose -f` lines put together.

mod composed;
mod container;
mod devices;
mod environment;
mod flags;
mod given;
mod maker;
mod mounts;
mod networks;
mod parts;
mod ports;
#[cfg(test)]
mod tests;
mod value;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memmem;
use rayon::prelude::*;

use crate::input::{Raw, Tree, Walk, read_raw};
use crate::model::{
    Container, Network, NotAnalysed, Origins, Project, RunLines, Sensitive, Span, Text, TextId,
    Traced,
};
use crate::syntax::command_lines::CommandLine;
use crate::syntax::dotenv::EnvFile;
pub use composed::{Together, together};
use container::container;
use environment::{Files, folders};
use flags::What;
use given::{Asked, Options, asked};
use maker::Maker;
use parts::Form;

/// More containers than this are read of no file.
const MOST: usize = 500;

/// The containers of one file.
pub struct Lines {
    /// They are one project: those on networks of one name reach each other.
    pub project: Project,
    /// The env files that they name and that are there.
    pub env_files: Vec<Arc<EnvFile>>,
    /// What only the shell knows.
    pub unknown: Vec<NotAnalysed>,
    /// Values on the lines that can be secrets. They are never shown.
    pub secrets: Vec<(Span, Sensitive)>,
}

/// A file with command lines of engines in it.
pub struct Script {
    path: PathBuf,
    text: TextId,
    form: Form,
    lines: Vec<CommandLine>,
}

impl Script {
    fn of(path: &Path, text: &Text, form: Form) -> Self {
        Self {
            path: path.to_path_buf(),
            text: text.id(),
            form,
            lines: parts::lines(text, form),
        }
    }
}

/// Finds the files that hold command lines of engines, in their order.
pub fn scripts(tree: &Tree<'_>, walk: &Walk) -> Vec<Script> {
    let of_form = walk
        .all
        .iter()
        .filter_map(|path| Some((path, Form::of(&tree.shown(path))?)));
    let candidates: Vec<(&PathBuf, Form)> = of_form.collect();
    let has_lines: Vec<bool> = candidates
        .par_iter()
        .map_init(Vec::new, |buffer, (path, _)| may_have_lines(path, buffer))
        .collect();
    let mut found = Vec::new();
    for ((path, form), has_lines) in candidates.into_iter().zip(has_lines) {
        if !has_lines {
            continue;
        }
        // What cannot be read is said where all files are searched.
        let Ok(text) = tree.open_path(path) else {
            continue;
        };
        found.push(Script::of(path, &tree.texts().get(text), form));
    }
    found
}

/// The containers of all run lines, in the order of the files.
pub fn containers(scripts: &[Script], tree: &Tree<'_>, root: &Path) -> Vec<Lines> {
    let all = scripts.iter();
    all.filter_map(|script| read(script, tree, folders(&script.path, root)))
        .collect()
}

/// Whether a file names an engine and what starts a container.
fn may_have_lines(path: &Path, buffer: &mut Vec<u8>) -> bool {
    let Ok(Raw::Text(bytes)) = read_raw(path, buffer) else {
        return false;
    };
    // UTF-16 has zeros between.
    let is_wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    let engines = ["docker", "podman", "nerdctl", "DOCKER", "PODMAN"];
    let starts = || has("run") || has("create");
    let composes = || has("compose") && (has(" -f") || has(" --file"));
    is_wide || (starts() || composes()) && engines.iter().any(|word| has(word))
}

/// Reads the lines of a text; nothing where none starts a container.
fn read(script: &Script, tree: &Tree<'_>, folders: Vec<PathBuf>) -> Option<Lines> {
    let text = &*tree.texts().get(script.text);
    let form = script.form;
    let mut env_files = Vec::new();
    let mut files = Files {
        tree,
        folders,
        read: &mut env_files,
    };
    let mut own = Reading::new(text, form);
    for line in &script.lines {
        own.line(line, &mut files);
    }
    if own.containers.is_empty() && own.unknown.is_empty() {
        return None;
    }
    name_all(&mut own.containers);
    let origins = &own.origins;
    let place = |joined: &Traced<String>| origins.place(joined.origin);
    let networks = networks::all(own.made, &own.containers, place);
    let sources = env_files.iter().map(|file: &Arc<EnvFile>| file.text);
    let sources = std::iter::once(text.id()).chain(sources).collect();
    Some(Lines {
        project: Project {
            file: text.id(),
            containers: own.containers,
            files: vec![text.id()],
            networks,
            origins: own.origins,
            sources,
            run_lines: Some(RunLines {
                in_document: form == Form::Markdown,
                said_only: own.said_only,
            }),
            ..Project::nobody()
        },
        env_files,
        unknown: own.unknown,
        secrets: own.secrets,
    })
}

/// What was read of a file so far.
struct Reading<'t> {
    text: &'t Text,
    form: Form,
    origins: Origins,
    containers: Vec<Container>,
    said_only: Vec<usize>,
    made: BTreeMap<String, Network>,
    unknown: Vec<NotAnalysed>,
    secrets: Vec<(Span, Sensitive)>,
}

impl<'t> Reading<'t> {
    fn new(text: &'t Text, form: Form) -> Self {
        Self {
            text,
            form,
            origins: Origins::default(),
            containers: Vec::new(),
            said_only: Vec::new(),
            made: BTreeMap::new(),
            unknown: Vec::new(),
            secrets: Vec::new(),
        }
    }

    fn line(&mut self, line: &CommandLine, files: &mut Files<'_, '_>) {
        let text = self.text.id();
        match asked(line) {
            Some(Asked::Run {
                place,
                is_create,
                options,
            }) if self.containers.len() < MOST => {
                // Without a word behind the flags no container is meant.
                if options.rest.is_empty() && options.unknown.is_empty() {
                    return;
                }
                let mut maker = Maker {
                    text,
                    origins: &mut self.origins,
                    unknown: &mut self.unknown,
                    secrets: &mut self.secrets,
                    owner: Span::new(text, place),
                    is_open: !options.unknown.is_empty(),
                };
                for range in &options.unknown {
                    let span = maker.span(range.clone());
                    maker.unknown.push(NotAnalysed {
                        span,
                        what: String::new(),
                        why: "not-analysed.run-line-flags",
                    });
                }
                let own = container(&options, &mut maker, files);
                if !options.unknown.is_empty() || is_brief(&options, is_create, self.form) {
                    self.said_only.push(self.containers.len());
                }
                self.containers.push(own);
            }
            Some(Asked::Network(options)) => {
                let mut maker = Maker {
                    text,
                    origins: &mut self.origins,
                    unknown: &mut self.unknown,
                    secrets: &mut self.secrets,
                    owner: Span::new(text, line.range.clone()),
                    is_open: false,
                };
                self.made.extend(networks::made(&options, &mut maker));
            }
            _ => {}
        }
    }
}

/// Whether a container is gone when its command ends, or when the job or the terminal does that it
/// runs in: what it lacks matters to nobody.
fn is_brief(options: &Options<'_>, is_create: bool, form: Form) -> bool {
    let is_on = |what: What| {
        let mut given = options.given.iter().rev();
        let last = given.find(|own| own.flag.what == what);
        last.is_some_and(|own| own.is_on() == Some(true))
    };
    let is_watched = !is_create && (form == Form::Jobs || is_on(What::Interactive));
    !is_on(What::Detach) && (is_on(What::Remove) || is_watched)
}

/// Gives containers of one name others: the second is `web 2`.
fn name_all(containers: &mut [Container]) {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for container in containers {
        let count = taken.entry(container.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            container.name = format!("{} {count}", container.name);
        }
    }
}
