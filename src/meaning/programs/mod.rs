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
mod markdown;
mod notebooks;
mod packages;
mod python_words;
mod scripts;
mod workflow;

#[cfg(test)]
mod tests;

use crate::model::{Decoded, Encoding, OffsetMap, ProblemKind, Texts};
use crate::syntax::json::Json;
use crate::syntax::yaml::Yaml;

pub use form::{Form, is_program};
pub use javascript::{Danger, Hit};
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
            let top = top.filter(|_| form == Form::Json || json.broken_at.is_none());
            match (form, top) {
                (Form::Notebook, Some(top)) => notebooks::notebook(top, &mut found),
                (Form::Notebook, None) => notebooks::broken(content, json.broken_at, &mut found),
                (_, Some(top)) => documents(top, &mut found),
                (_, None) => {}
            }
        }
        Form::Yaml => match yaml {
            Some(yaml) => yaml_documents(yaml, &mut found),
            None => yaml_documents(&parsed(content), &mut found),
        },
    }
    found.finish()
}

fn yaml_documents(yaml: &Yaml, found: &mut Found) {
    for id in &yaml.documents {
        documents(Value::Yaml(yaml, *id), found);
    }
}

/// What a document is, by its shape.
fn documents(top: Value<'_>, found: &mut Found) {
    let is_known = dify::app(top, found) || fastgpt::exports(top, found);
    if !is_known {
        compose::services(top, found);
    }
}

/// YAML that nobody has parsed yet.
fn parsed(content: &str) -> Yaml {
    let texts = Texts::default();
    let text = Decoded {
        content: content.to_owned(),
        encoding: Encoding::Utf8,
        bom: false,
    };
    Yaml::parse(&texts.get(texts.add("", text)))
}
