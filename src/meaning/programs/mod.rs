//! Where programs stand that are no files of their own: code nodes of workflows, cells of notebooks,
//! words of commands, fences of Markdown, members of packages.
//!
//! Each front end is a pure function of a text. It gives the code with the way back to its bytes;
//! one analyser judges all of it.

mod code;
mod commands;
mod compose;
mod dify;
mod dockerfiles;
mod documents;
mod fastgpt;
mod form;
mod found;
mod javascript;
mod jinja;
mod markdown;
mod notebooks;
mod packages;
mod python_words;
mod scripts;
mod workflow;

#[cfg(test)]
mod tests;

use crate::model::{Decoded, OffsetMap, ProblemKind, Texts};
use crate::syntax::json::Json;
use crate::syntax::yaml::Yaml;

pub use code::code_hash;
pub use form::{Form, is_program};
pub use javascript::{Danger, Hit};
pub use jinja::Reach;
pub use packages::{Member, Package, is_package, package, plugin_folders};
pub use workflow::{Field, Marker, Node, NodeKind, Request, Variable, Workflow};

use documents::Value;
use found::Found;

/// Where a program will run, which decides what it can do there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Runtime {
    /// The sandbox of Dify: no new processes, but sockets.
    DifySandbox,
    /// The sandbox of `FastGPT`: neither processes nor sockets.
    FastgptSandbox,
    /// The plugin daemon of Dify: an ordinary process beside its keys.
    Plugin,
    /// A machine or container, without a sandbox.
    Host,
    /// A notebook: the account of whoever opens it.
    Notebook,
    /// A text that people or models read, and may run.
    Prompt,
}

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Python.
    Python,
    /// Python with `!`, `%` and `?` of `IPython`.
    IPython,
    /// A Jinja2 template.
    Jinja2,
    /// JavaScript.
    JavaScript,
    /// A script of a shell.
    Shell,
}

/// A program inside of a text. It has no `Debug`: it may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct ProgramText {
    /// The code.
    pub content: String,
    /// The way from its bytes to those of the text; `None` where it is the whole text.
    pub map: Option<OffsetMap>,
    /// What it is written in.
    pub language: Language,
    /// Where it will run.
    pub runtime: Runtime,
    /// Whether a machine wrote it, or may have: what it says about itself does not count.
    pub is_generated: bool,
    /// What it is called in its text: the title of a node, `cell 3`; empty for a whole file.
    pub title: String,
}

/// Code that is found and not analysed. Nothing of it is safe only because nothing is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanalysed {
    /// Its bytes in the text.
    pub range: std::ops::Range<usize>,
    /// What it is called.
    pub what: String,
    /// Why not: a key of `policies/texts.yaml`.
    pub why: &'static str,
}

/// What could not be read as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in the text.
    pub range: std::ops::Range<usize>,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// The sentence: a key of `policies/texts.yaml`.
    pub detail: &'static str,
}

/// What a text holds.
#[derive(Default)]
pub struct Programs {
    /// The programs, in the order in which they were found.
    pub programs: Vec<ProgramText>,
    /// The workflows that some of them belong to.
    pub workflows: Vec<Workflow>,
    /// Code that nobody analyses.
    pub not_analysed: Vec<Unanalysed>,
    /// What could not be read.
    pub problems: Vec<Fault>,
}

/// The programs in the text of the file at `path`. `yaml` is what it was parsed to, where it was.
/// A file that is a program itself is not among them, see [`is_program`].
pub fn programs(path: &str, content: &str, yaml: Option<&Yaml>) -> Programs {
    match Form::of(path, content) {
        Some(form) => programs_of(form, content, yaml),
        None => Programs::default(),
    }
}

/// The programs in a text of this form, whatever it is called.
pub fn programs_of(form: Form, content: &str, yaml: Option<&Yaml>) -> Programs {
    let mut found = Found::default();
    match form {
        Form::Python => found.whole(content, Language::Python),
        Form::Shell => scripts::whole(content, &mut found),
        Form::Markdown => markdown::fences(content, &mut found),
        Form::Dockerfile => dockerfiles::dockerfile(content, &mut found),
        Form::Notebook | Form::Json => {
            let json = Json::parse(content);
            let top = json.top().map(|id| Value::Json(&json, content, id));
            // What breaks off is judged as far as it goes.
            let is_known = match (form, top) {
                (Form::Notebook, Some(top)) => {
                    notebooks::notebook(top, &mut found);
                    true
                }
                (Form::Notebook, None) => !content.trim().is_empty(),
                (_, top) => top.is_some_and(|top| documents(top, &mut found)),
            };
            let is_broken = json.broken_at.is_some() || json.top().is_none();
            if is_known && is_broken {
                let at = json.broken_at.unwrap_or_default().min(content.len());
                let detail = match form {
                    Form::Notebook => "programs.broken-notebook",
                    _ => "programs.broken-json",
                };
                found.fault(at..at, ProblemKind::NotFollowed, detail);
            }
        }
        Form::Yaml => {
            if let Some(yaml) = yaml {
                // What is wrong with it was said by whoever parsed it.
                yaml_documents(yaml, &mut found);
            } else {
                let yaml = parsed(content);
                let is_known = yaml_documents(&yaml, &mut found);
                let broken = yaml.problems.iter().find(|own| own.kind.is_gap());
                if let Some(broken) = broken.filter(|_| is_known || form::is_app(content)) {
                    let place = broken.span.range();
                    found.fault(place, ProblemKind::NotFollowed, "programs.broken-yaml");
                }
            }
        }
    }
    found.finish()
}

/// Whether one of them is a workflow.
fn yaml_documents(yaml: &Yaml, found: &mut Found) -> bool {
    let mut is_known = false;
    for id in &yaml.documents {
        is_known |= documents(Value::Yaml(yaml, *id), found);
    }
    is_known
}

/// What a document is, by its shape. Whether it is a workflow.
fn documents(top: Value<'_>, found: &mut Found) -> bool {
    let is_known = dify::app(top, found) || fastgpt::exports(top, found);
    if !is_known {
        compose::services(top, found);
    }
    is_known
}

/// YAML that nobody has parsed yet.
fn parsed(content: &str) -> Yaml {
    let texts = Texts::default();
    let text = Decoded::utf8(content);
    Yaml::parse(&texts.get(texts.add("", text)))
}
