//! Judging the programs in a file while it is at hand, so that no tree is kept.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use memchr::memmem;

use super::Request;
use crate::meaning;
use crate::meaning::programs::{
    self, Form, Language, ProgramText, Programs, Runtime, Unanalysed, Workflow,
};
use crate::meaning::python::{Program, PythonOptions};
use crate::model::{
    Arg, NotAnalysed, OffsetMap, Problem, ProblemKind, Remark, Span, TextId, Texts,
};
use crate::rules::{AboutProgram, AskedPrograms, Check, Occurrence, Rule, Tally};
use crate::syntax::python::{Dialect, Tree, parse, statements};
use crate::syntax::yaml::Yaml;

/// What is asked about programs.
pub(super) struct Judge<'r> {
    /// The rules.
    pub(super) rules: &'r [&'static Rule],
    /// What they ask for, made for the first program.
    pub(super) asked: OnceLock<AskedPrograms>,
    /// Whether programs are asked about.
    pub(super) for_programs: bool,
    /// Whether workflows are asked about.
    pub(super) for_workflows: bool,
    /// What is right here.
    pub(super) options: &'r PythonOptions,
}

/// What was found in the programs of a file. Texts are numbered from 0: the file itself, and what
/// was derived from it.
#[derive(Default)]
pub(super) struct Judged {
    occurrences: Vec<Occurrence>,
    tallies: Vec<(usize, Tally)>,
    problems: Vec<Problem>,
    derived: Vec<(String, OffsetMap)>,
    workflows: Vec<Workflow>,
    not_analysed: Vec<Unanalysed>,
    commented: Vec<Commented>,
}

/// What a program says in comments.
struct Commented {
    text: TextId,
    is_generated: bool,
    comments: Vec<Range<u32>>,
    statements: Vec<Range<usize>>,
}

/// What was found in the programs of a file, in the texts of the scan.
pub(super) struct Placed {
    /// What the rules say.
    pub(super) about: AboutProgram,
    /// What could not be read.
    pub(super) problems: Vec<Problem>,
    /// The workflows.
    pub(super) workflows: Vec<Workflow>,
    /// What nobody analyses.
    pub(super) not_analysed: Vec<NotAnalysed>,
    /// Comments that speak to hulan.
    pub(super) remarks: Vec<Remark>,
}

/// The file itself.
const FILE: TextId = TextId(0);

/// A program on its way to the rules.
struct Piece<'p> {
    name: &'p str,
    content: &'p str,
    dialect: Dialect,
    runtime: Runtime,
    is_generated: bool,
    /// The user says that an `assert` is right in it.
    may_assert: bool,
    text: TextId,
}

impl<'r> Judge<'r> {
    /// What the rules of a request ask of programs.
    pub(super) fn new(request: &'r Request) -> Self {
        Self {
            rules: &request.rules,
            asked: OnceLock::new(),
            for_programs: request.asks(|check| matches!(check, Check::Python(_) | Check::Call(_))),
            for_workflows: request.asks(|check| matches!(check, Check::Workflow(_))),
            options: &request.parameters.python,
        }
    }

    /// Whether there is anything to ask.
    pub(super) fn is_idle(&self) -> bool {
        !self.for_programs && !self.for_workflows
    }

    /// Judges the programs of the file at `path`, which is shown as `name`. Where it is a program as a
    /// whole, its tree is for those who look at it next.
    pub(super) fn file(
        &self,
        path: &Path,
        name: &str,
        content: &str,
        yaml: Option<&Yaml>,
        in_plugin: bool,
    ) -> (Judged, Option<Tree>) {
        let mut judged = Judged::default();
        if self.is_idle() {
            return (judged, None);
        }
        let mut tree = None;
        if let Some(language) = programs::is_program(name, content.as_bytes()) {
            let is_named = self.options.generated.matches(path);
            let piece = Piece {
                name,
                content,
                dialect: match language {
                    Language::IPython => Dialect::Notebook,
                    _ => Dialect::Plain,
                },
                runtime: if in_plugin {
                    Runtime::Plugin
                } else {
                    Runtime::Host
                },
                is_generated: in_plugin || is_named,
                may_assert: self.options.assert_skips.matches(path),
                text: FILE,
            };
            let made = self.program(&piece, &mut judged);
            tree = made.filter(|_| piece.dialect == Dialect::Plain);
        } else {
            let found = programs::programs(name, content, yaml);
            let is_named = self.options.generated.matches(path);
            self.found(name, content, found, is_named, &mut judged);
        }
        (judged, tree)
    }

    /// Judges a text of a form that somebody names, which a machine wrote.
    pub(super) fn text(&self, name: &str, content: &str, form: Form) -> Judged {
        let mut judged = Judged::default();
        let found = programs::programs_of(form, content, None);
        self.found(name, content, found, true, &mut judged);
        judged
    }

    fn found(
        &self,
        name: &str,
        content: &str,
        found: Programs,
        is_generated: bool,
        judged: &mut Judged,
    ) {
        for program in found.programs {
            self.inner(name, content, program, is_generated, judged);
        }
        for fault in found.problems {
            let problem = Problem::new(fault.kind, Span::new(FILE, fault.range));
            judged
                .problems
                .push(problem.with("detail", Arg::Text(fault.detail)));
        }
        judged.workflows = found.workflows;
        judged.not_analysed = found.not_analysed;
    }

    fn inner(
        &self,
        name: &str,
        content: &str,
        program: ProgramText,
        is_generated: bool,
        judged: &mut Judged,
    ) {
        let dialect = match program.language {
            Language::Python => Dialect::Plain,
            Language::IPython => Dialect::Notebook,
            _ => return,
        };
        let name = match program.title.as_str() {
            "" => name.to_owned(),
            title => format!("{name}#{title}"),
        };
        let mut piece = Piece {
            name: &name,
            content,
            dialect,
            runtime: program.runtime,
            is_generated: is_generated || program.is_generated,
            may_assert: false,
            text: FILE,
        };
        match program.map {
            None => {
                self.program(&piece, judged);
            }
            Some(map) => {
                let number = judged.derived.len() + 1;
                piece.content = &program.content;
                piece.text = TextId(u32::try_from(number).unwrap_or(u32::MAX));
                self.program(&piece, judged);
                judged.derived.push((program.content, map));
            }
        }
    }

    /// Judges a program, and gives back its tree.
    fn program(&self, piece: &Piece<'_>, judged: &mut Judged) -> Option<Tree> {
        let text = piece.text;
        let Some(tree) = parse(piece.content, piece.dialect) else {
            let problem = Problem::new(ProblemKind::LimitExceeded, Span::new(text, 0..0));
            let problem = problem.with("detail", Arg::Text("limit.python-size"));
            judged.problems.push(problem);
            return None;
        };
        // What only shows code may show pieces of it.
        if piece.runtime != Runtime::Prompt {
            judged.problems.extend(problems(&tree, text));
        }
        judged.commented.extend(commented(&tree, piece));
        let program = Program::new(
            piece.content,
            tree,
            piece.runtime,
            piece.is_generated,
            self.options,
        );
        let program = program.asserting(piece.may_assert);
        let asked = || AskedPrograms::new(self.rules, self.options);
        let about = self
            .asked
            .get_or_init(asked)
            .ask(&program, text, piece.name);
        let mut occurrences = about.occurrences;
        if piece.is_generated && !occurrences.is_empty() {
            let hash = programs::code_hash(piece.content);
            for occurrence in &mut occurrences {
                occurrence.code = Some(Arc::clone(&hash));
            }
        }
        judged.occurrences.extend(occurrences);
        judged.tallies.extend(about.tallies);
        Some(program.into_tree())
    }
}

/// What could not be read of a program: the first place of each kind.
fn problems(tree: &Tree, text: TextId) -> Vec<Problem> {
    let deep = tree.too_deep.first().map(|range| {
        let problem = Problem::new(
            ProblemKind::LimitExceeded,
            Span::new(text, range.start..range.start),
        );
        problem.with("detail", Arg::Text("limit.python-depth"))
    });
    let broken = tree.errors.first().map(|error| {
        let span = Span::new(text, error.range.clone());
        let problem = Problem::new(ProblemKind::InvalidPython, span);
        problem.with("count", Arg::Number(tree.errors.len() as u64))
    });
    deep.into_iter().chain(broken).collect()
}

/// The comments of a program, where one may speak to hulan.
fn commented(tree: &Tree, piece: &Piece<'_>) -> Option<Commented> {
    let has = |sign: &str| memmem::find(piece.content.as_bytes(), sign.as_bytes()).is_some();
    let has_any = || has("nosec") || has("hulan:") || has("Hulan:") || has("HULAN:");
    if tree.comments.is_empty() || !has_any() {
        return None;
    }
    Some(Commented {
        text: piece.text,
        is_generated: piece.is_generated,
        comments: tree.comments.clone(),
        statements: statements(tree, piece.content),
    })
}

impl Judged {
    /// Whether something of the file will be shown.
    pub(super) fn shows_something(&self) -> bool {
        !self.occurrences.is_empty()
            || !self.problems.is_empty()
            || !self.workflows.is_empty()
            || !self.not_analysed.is_empty()
            || !self.commented.is_empty()
    }

    /// The same with its texts among those of the scan, as parts of the file `file`.
    pub(super) fn placed(mut self, texts: &Texts, file: TextId) -> Placed {
        let mut numbers = vec![file];
        for (content, map) in self.derived {
            numbers.push(texts.derive(file, content, map));
        }
        for occurrence in &mut self.occurrences {
            occurrence.renumber(&numbers);
        }
        for problem in &mut self.problems {
            problem.span.text = renumbered(problem.span.text, &numbers);
        }
        for workflow in &mut self.workflows {
            workflow.text = file;
        }
        let not_analysed = self.not_analysed.into_iter();
        let not_analysed = not_analysed.map(|own| NotAnalysed {
            span: Span::new(file, own.range),
            what: own.what,
            why: own.why,
        });
        let remarks = self.commented.into_iter();
        let remarks = remarks.flat_map(|own| own.remarks(texts, &numbers));
        Placed {
            not_analysed: not_analysed.collect(),
            remarks: remarks.collect(),
            about: AboutProgram {
                occurrences: self.occurrences,
                tallies: self.tallies,
            },
            problems: self.problems,
            workflows: self.workflows,
        }
    }

    /// The counts alone, where there is nothing to show.
    pub(super) fn counts(self) -> AboutProgram {
        AboutProgram {
            occurrences: Vec::new(),
            tallies: self.tallies,
        }
    }
}

impl Commented {
    fn remarks(self, texts: &Texts, numbers: &[TextId]) -> Vec<Remark> {
        let text = texts.get(renumbered(self.text, numbers));
        let span = |range: &Range<u32>| Span {
            text: text.id(),
            start: range.start,
            end: range.end,
        };
        let comments: Vec<Span> = self.comments.iter().map(span).collect();
        let statements = || self.statements;
        meaning::remarks_in_program(&text, &comments, statements, self.is_generated)
    }
}

fn renumbered(text: TextId, numbers: &[TextId]) -> TextId {
    numbers.get(text.0 as usize).copied().unwrap_or(text)
}
