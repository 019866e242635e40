//! What the front ends give to, within bounds.

use std::ops::Range;

use super::code::Code;
use super::workflow::Workflow;
use super::{Fault, Language, ProgramText, Programs, Runtime, Unanalysed};
use crate::model::ProblemKind;

/// Most programs of one text. Aliases of YAML can name one of them many times.
const MOST_PROGRAMS: usize = 20_000;

/// Most bytes of all programs of one text.
const MOST_BYTES: usize = 64 << 20;

/// What a program is about, beside its code.
#[derive(Clone)]
pub(super) struct About {
    pub(super) runtime: Runtime,
    pub(super) is_generated: bool,
    pub(super) title: String,
}

impl About {
    /// Code that people write for a machine of theirs.
    pub(super) fn host() -> Self {
        Self::of(Runtime::Host)
    }

    pub(super) fn of(runtime: Runtime) -> Self {
        let is_generated = match runtime {
            Runtime::DifySandbox | Runtime::FastgptSandbox | Runtime::Plugin => true,
            Runtime::Host | Runtime::Notebook | Runtime::Prompt => false,
        };
        Self {
            runtime,
            is_generated,
            title: String::new(),
        }
    }

    pub(super) fn titled(&self, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..self.clone()
        }
    }
}

/// Collects what is found.
#[derive(Default)]
pub(super) struct Found {
    programs: Programs,
    bytes: usize,
    is_full: bool,
}

impl Found {
    /// The text itself is a program.
    pub(super) fn whole(&mut self, content: &str, language: Language) {
        let about = About::host();
        self.push(content.to_owned(), None, language, &about, 0..0);
    }

    /// A program inside of the text.
    pub(super) fn program(&mut self, code: Code, language: Language, about: &About) {
        if code.text.trim().is_empty() {
            return;
        }
        let place = code.place();
        self.push(code.text, Some(code.map), language, about, place);
    }

    fn push(
        &mut self,
        content: String,
        map: Option<crate::model::OffsetMap>,
        language: Language,
        about: &About,
        place: Range<usize>,
    ) {
        let bytes = self.bytes.saturating_add(content.len());
        if bytes > MOST_BYTES || self.programs.programs.len() >= MOST_PROGRAMS {
            if !self.is_full {
                self.is_full = true;
                self.fault(place, ProblemKind::LimitExceeded, "programs.too-many");
            }
            return;
        }
        self.bytes = bytes;
        self.programs.programs.push(ProgramText {
            content,
            map,
            language,
            runtime: about.runtime,
            is_generated: about.is_generated,
            title: about.title.clone(),
        });
    }

    /// Code that nobody analyses.
    pub(super) fn unanalysed(&mut self, place: Range<usize>, what: &str, why: &'static str) {
        if self.programs.not_analysed.len() < MOST_PROGRAMS {
            self.programs.not_analysed.push(Unanalysed {
                range: place,
                what: what.to_owned(),
                why,
            });
        }
    }

    pub(super) fn fault(&mut self, range: Range<usize>, kind: ProblemKind, detail: &'static str) {
        self.programs.problems.push(Fault {
            range,
            kind,
            detail,
        });
    }

    pub(super) fn workflow(&mut self, workflow: Workflow) {
        self.programs.workflows.push(workflow);
    }

    pub(super) fn finish(self) -> Programs {
        self.programs
    }
}
