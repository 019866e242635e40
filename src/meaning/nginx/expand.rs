//! The directives of all files that one Nginx reads, each where it takes effect.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::dify::{self, Paste};
use super::files::{Files, OF_STOCK_FILE, is_stock};
use super::glob;
use super::render::{Environment, Lookup, Rendered, is_of_environment, render};
use super::tree::{Entry, Nginx, Unset};
use super::values::Value;
use crate::input::Tree;
use crate::model::{Arg, Problem, ProblemKind, Span, TextId};
use crate::syntax::nginx::{End, Fault, FaultKind, File, Statement, Word, parse};

/// Files that include each other are followed so deep.
const DEEPEST: usize = 16;

/// So many directives of one Nginx are judged, those that are included several times counted each
/// time.
const MOST_ENTRIES: usize = 100_000;

/// Reads files, each once, and says what is wrong with them.
pub(super) struct Reader<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) parsed: HashMap<TextId, Arc<File>>,
    /// The files that were read, in the order in which that happened.
    pub(super) order: Vec<TextId>,
    pub(super) problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(tree: &'t Tree<'t>) -> Self {
        Self {
            tree,
            parsed: HashMap::new(),
            order: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Opens and reads a file.
    pub(super) fn open(&mut self, path: &Path) -> Option<(TextId, Arc<File>)> {
        let text = self.tree.open_path(path).ok()?;
        if let Some(file) = self.parsed.get(&text) {
            return Some((text, Arc::clone(file)));
        }
        let content = self.tree.texts().get(text);
        let file = Arc::new(parse(content.content()));
        self.parsed.insert(text, Arc::clone(&file));
        self.order.push(text);
        self.problems.extend(problem(text, &file.faults));
        if self
            .problems
            .last()
            .is_some_and(|last| last.span.text == text)
        {
            self.tree.texts().seal(text);
        }
        Some((text, file))
    }

    /// Takes note of what is not followed, once for each place.
    fn not_followed(&mut self, span: Span, what: &'static str) {
        let mut known = self.problems.iter();
        if !known.any(|own| own.span == span) {
            let problem = Problem::new(ProblemKind::NotFollowed, span);
            self.problems.push(problem.with("what", Arg::Text(what)));
        }
    }
}

/// What is wrong with a file, at the first place.
fn problem(text: TextId, faults: &[Fault]) -> Option<Problem> {
    let first = faults.first()?;
    let span = Span::new(text, first.range.clone());
    if first.kind == FaultKind::Limit {
        let problem = Problem::new(ProblemKind::LimitExceeded, span);
        return Some(problem.with("detail", Arg::Text("limit.nginx")));
    }
    let detail = match first.kind {
        FaultKind::Unended => "nginx.unended",
        FaultKind::Unopened => "nginx.unopened",
        FaultKind::Unclosed => "nginx.unclosed",
        FaultKind::Quote => "nginx.quote",
        FaultKind::Nameless | FaultKind::Limit => "nginx.nameless",
        FaultKind::Glued => "nginx.glued",
    };
    let problem = Problem::new(ProblemKind::InvalidNginx, span);
    Some(problem.with("detail", Arg::Text(detail)))
}

/// Puts one Nginx together.
pub(super) struct Expansion<'e, 't> {
    pub(super) reader: &'e mut Reader<'t>,
    pub(super) environment: &'e Environment,
    pub(super) files: &'e Files,
    /// The folder that relative paths begin at.
    pub(super) folder: &'e str,
    pub(super) nginx: Nginx,
    /// The files that are being read, one inside the other.
    stack: Vec<TextId>,
    /// The files that were read.
    pub(super) used: Vec<TextId>,
}

/// Where words stand.
#[derive(Clone)]
enum Source {
    /// In a text; whether that is a template.
    Text(TextId, bool),
    /// In something that is pasted in there.
    Pasted(Span, Vec<Span>),
}

impl<'e, 't> Expansion<'e, 't> {
    pub(super) fn new(
        reader: &'e mut Reader<'t>,
        environment: &'e Environment,
        files: &'e Files,
        folder: &'e str,
        nginx: Nginx,
    ) -> Self {
        Self {
            reader,
            environment,
            files,
            folder,
            nginx,
            stack: Vec::new(),
            used: Vec::new(),
        }
    }

    /// Reads a file of the host as if it stood in the block `parent`.
    pub(super) fn file(&mut self, path: &Path, parent: Option<usize>, at: Option<Span>) {
        let Some((text, file)) = self.reader.open(path) else {
            if let Some(span) = at {
                self.reader.not_followed(span, "nginx.include");
            }
            return;
        };
        if self.stack.contains(&text) || self.stack.len() >= DEEPEST {
            if let Some(span) = at {
                self.reader.not_followed(span, "nginx.include-circle");
            }
            return;
        }
        if !self.used.contains(&text) {
            self.used.push(text);
        }
        self.stack.push(text);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_template = crate::meaning::is_template(&name) || has_placeholders(&file);
        self.statements(&file, &Source::Text(text, is_template), parent);
        self.stack.pop();
    }

    /// What the main file of the image includes, where the service has no main file of its own.
    pub(super) fn stock_file(&mut self) {
        for pattern in OF_STOCK_FILE {
            self.pattern(&format!("{}/{pattern}", self.folder), None);
        }
    }

    fn pattern(&mut self, pattern: &str, parent: Option<usize>) {
        let names = self.files.iter();
        let fitting = names.filter(|(name, _)| glob::fits(pattern, name));
        for (_, path) in fitting.collect::<Vec<_>>() {
            self.file(path, parent, None);
        }
    }

    fn statements(&mut self, file: &File, source: &Source, parent: Option<usize>) {
        let mut numbers: Vec<Option<usize>> = Vec::with_capacity(file.statements.len());
        for statement in &file.statements {
            if self.nginx.entries.len() >= MOST_ENTRIES {
                if let Source::Text(text, _) = source {
                    let span = Span::new(*text, statement.range.clone());
                    let problem = Problem::new(ProblemKind::LimitExceeded, span);
                    if !self
                        .reader
                        .problems
                        .iter()
                        .any(|own| own.span.text == *text)
                    {
                        let problem = problem.with("detail", Arg::Text("limit.nginx"));
                        self.reader.problems.push(problem);
                    }
                }
                return;
            }
            let around = match statement.parent {
                Some(number) => numbers.get(number).copied().flatten(),
                None => parent,
            };
            if statement.end == End::Placeholder {
                numbers.push(None);
                self.placeholder(statement, source, around);
                continue;
            }
            let entry = self.entry(statement, source, around);
            let is_include = entry.name == "include";
            let id = self.nginx.add(entry);
            numbers.push(Some(id));
            if is_include {
                self.include(id, around);
            }
        }
    }

    fn entry(&mut self, statement: &Statement, source: &Source, parent: Option<usize>) -> Entry {
        let mut words = statement.words.iter();
        let name = words.next();
        let span_of = |word: &Word| match source {
            Source::Text(text, _) => Span::new(*text, word.range.clone()),
            Source::Pasted(span, _) => *span,
        };
        let name_span = name.map_or(Span::start_of(TextId::default()), span_of);
        let mut args = Vec::new();
        for word in words {
            args.extend(self.values(word, span_of(word), source));
        }
        let last = statement.words.last().map_or(name_span, span_of);
        let is_block = matches!(statement.end, End::Block | End::Raw);
        Entry {
            name: name.map(|word| word.text.clone()).unwrap_or_default(),
            name_span,
            span: name_span.until(last),
            args,
            parent,
            inner: is_block.then(Default::default),
        }
    }

    fn values(&mut self, word: &Word, span: Span, source: &Source) -> Vec<Value> {
        match source {
            Source::Text(text, true) => {
                let Rendered { values, unset } = render(word, span, self.environment);
                for name in unset {
                    let mut places = word.braced.iter();
                    let place = places.find(|own| own.name == name);
                    let place = place.map(|own| Span::new(*text, own.range.clone()));
                    self.unset(name, place.unwrap_or(span), false);
                }
                values
            }
            Source::Text(_, false) => vec![plain(word, span, Vec::new())],
            Source::Pasted(_, supplied) => vec![plain(word, span, supplied.clone())],
        }
    }

    fn unset(&mut self, name: String, span: Span, is_statement: bool) {
        let mut known = self.nginx.unset.iter();
        if !known.any(|own| own.span == span) {
            self.nginx.unset.push(Unset {
                name,
                span,
                is_statement,
            });
        }
    }

    /// What a placeholder stands for, read as if it stood there.
    fn placeholder(&mut self, statement: &Statement, source: &Source, parent: Option<usize>) {
        let Source::Text(text, _) = source else {
            return;
        };
        let span = Span::new(*text, statement.range.clone());
        let braced = statement.words.first().and_then(|word| word.braced.first());
        let Some(name) = braced.map(|braced| braced.name.as_str()) else {
            return;
        };
        let is_nested = self.stack.len() >= DEEPEST;
        match self.environment.get(name) {
            Lookup::Is(value, supplied) if !is_nested => {
                let file = parse(value);
                if file.faults.is_empty() {
                    let source = Source::Pasted(span, supplied.to_vec());
                    self.statements(&file, &source, parent);
                } else {
                    self.nginx.open.push(parent);
                    self.reader.not_followed(span, "nginx.placeholder");
                }
                return;
            }
            _ => {}
        }
        match dify::paste(name, self.environment, self.files) {
            Some((Paste::Nothing, places)) => self.nginx.decided.push((parent, places)),
            Some((Paste::File(path), _)) => {
                if let Some(path) = self.files.get(path) {
                    self.file(&path.clone(), parent, Some(span));
                }
            }
            Some((Paste::Text(content), supplied)) => {
                let source = Source::Pasted(span, supplied);
                self.statements(&parse(content), &source, parent);
            }
            None => {
                self.nginx.open.push(parent);
                match self.environment.get(name) {
                    Lookup::Unset => self.unset(name.to_owned(), span, true),
                    _ if self.environment.is_known => {
                        self.reader.not_followed(span, "nginx.placeholder");
                    }
                    // A template of which nobody knows who fills it in: that is no finding.
                    _ => {}
                }
            }
        }
    }

    fn include(&mut self, id: usize, parent: Option<usize>) {
        let Some(entry) = self.nginx.entries.get(id) else {
            return;
        };
        let Some(value) = entry.args.first() else {
            return;
        };
        let span = value.span;
        if !value.is_known {
            self.reader.not_followed(span, "nginx.include");
            return;
        }
        let path = if value.text.starts_with('/') {
            value.text.clone()
        } else {
            format!("{}/{}", self.folder, value.text)
        };
        if glob::is_pattern(&path) {
            self.pattern(&path, parent);
        } else if let Some(path) = self.files.get(&path) {
            self.file(&path.clone(), parent, Some(span));
        } else if let Some(path) = self.nginx.mounts.host(&path) {
            self.file(&path, parent, Some(span));
        } else if !is_stock(&path) {
            self.reader.not_followed(span, "nginx.include");
        }
    }
}

fn plain(word: &Word, span: Span, supplied: Vec<Span>) -> Value {
    Value {
        text: word.text.clone(),
        span,
        supplied,
        is_known: true,
        is_quoted: word.quote.is_some(),
        written: None,
    }
}

/// Whether a file is a template whatever it is called.
fn has_placeholders(file: &File) -> bool {
    let words = file.statements.iter().flat_map(|one| &one.words);
    let mut braced = words.flat_map(|word| &word.braced);
    braced.any(|own| is_of_environment(&own.name))
}
