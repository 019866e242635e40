//! Judging the programs in a file while it is at hand, so that no tree is kept.

use crate::meaning::programs::Runtime;
use crate::meaning::python::{Program, PythonOptions};
use crate::model::{Arg, OffsetMap, Problem, ProblemKind, Span, TextId, Texts};
use crate::rules::{AboutProgram, AskedPrograms, Occurrence, Tally};
use crate::syntax::python::{Dialect, Tree, parse};

/// What is asked about programs.
pub(super) struct Judge<'r> {
    /// The rules.
    pub(super) asked: AskedPrograms,
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
}

/// The file itself.
const FILE: TextId = TextId(0);

impl Judge<'_> {
    /// Whether there is anything to ask.
    pub(super) fn is_idle(&self) -> bool {
        self.asked.is_empty()
    }

    /// Judges a file that is a program as a whole.
    pub(super) fn file(&self, name: &str, content: &str) -> Judged {
        let mut judged = Judged::default();
        self.program(
            name,
            content,
            Dialect::Plain,
            Runtime::Host,
            false,
            FILE,
            &mut judged,
        );
        judged
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a program, its nature, and where it goes"
    )]
    fn program(
        &self,
        name: &str,
        content: &str,
        dialect: Dialect,
        runtime: Runtime,
        is_generated: bool,
        text: TextId,
        judged: &mut Judged,
    ) {
        let Some(tree) = parse(content, dialect) else {
            let span = Span::new(text, 0..0);
            let problem = Problem::new(ProblemKind::LimitExceeded, span);
            let problem = problem.with("detail", Arg::Text("limit.python-size"));
            judged.problems.push(problem);
            return;
        };
        judged.problems.extend(problems(&tree, text));
        let program = Program::new(content, tree, runtime, is_generated, self.options);
        judged.take(self.asked.ask(&program, text, name));
    }
}

/// What could not be read of a program: the first place of each kind.
fn problems(tree: &Tree, text: TextId) -> Vec<Problem> {
    let deep = tree.too_deep.first().map(|range| {
        let problem = Problem::new(ProblemKind::LimitExceeded, Span::new(text, range.clone()));
        problem.with("detail", Arg::Text("limit.python-depth"))
    });
    let broken = tree.errors.first().map(|error| {
        let problem = Problem::new(
            ProblemKind::InvalidPython,
            Span::new(text, error.range.clone()),
        );
        problem.with("count", Arg::Number(tree.errors.len() as u64))
    });
    deep.into_iter().chain(broken).collect()
}

impl Judged {
    fn take(&mut self, about: AboutProgram) {
        self.occurrences.extend(about.occurrences);
        self.tallies.extend(about.tallies);
    }

    /// Whether something of the file will be shown.
    pub(super) fn shows_something(&self) -> bool {
        !self.occurrences.is_empty() || !self.problems.is_empty()
    }

    /// The same with its texts among those of the scan, as parts of the file `file`.
    pub(super) fn placed(mut self, texts: &Texts, file: TextId) -> (AboutProgram, Vec<Problem>) {
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
        let about = AboutProgram {
            occurrences: self.occurrences,
            tallies: self.tallies,
        };
        (about, self.problems)
    }

    /// The counts alone, where there is nothing to show.
    pub(super) fn counts(self) -> AboutProgram {
        AboutProgram {
            occurrences: Vec::new(),
            tallies: self.tallies,
        }
    }
}

fn renumbered(text: TextId, numbers: &[TextId]) -> TextId {
    numbers.get(text.0 as usize).copied().unwrap_or(text)
}
