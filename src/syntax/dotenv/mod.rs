//! Env files as Compose reads them: `.env`, `--env-file` and `env_file`.
//!
//! The parser keeps every place. A broken line gives a problem and the reading goes on with the
//! next one, but Compose refuses the whole file for it: see [`EnvFile::is_accepted`].

mod comment;
mod compose;
mod differences;
mod library;
mod node;
mod python;
mod quoted;
mod raw;

use std::ops::Range;
use std::sync::Arc;

pub use comment::{Assignment, Comment};
pub use differences::{Difference, Kind as DifferenceKind};
pub use library::{Library, Reading};

use crate::model::{Arg, Encoding, OffsetMap, Problem, ProblemKind, Sensitive, Span, Text, TextId};

/// The two grammars of `env_file`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// The usual one, with quotes and variables.
    #[default]
    Compose,
    /// `format: raw`: what stands behind the first `=` is the value.
    Raw,
}

/// A parsed env file.
pub struct EnvFile {
    /// The text that the spans are places of.
    pub text: TextId,
    /// The grammar it was read by.
    pub format: Format,
    /// The statements in their order; a key may stand more than once.
    pub statements: Vec<Statement>,
    /// The comments in their order.
    pub comments: Vec<Comment>,
    /// What Compose refuses, each at its place.
    pub problems: Vec<Problem>,
}

impl EnvFile {
    /// Whether Compose reads the file. It refuses the whole of it for any error; errors in the
    /// variables of a value show when it is evaluated.
    pub fn is_accepted(&self) -> bool {
        self.problems.is_empty()
    }
}

/// A name in a file.
pub struct Key {
    /// Where it stands.
    pub span: Span,
    /// The name. Compose takes a last line that has neither `=` nor line end for the value of an
    /// empty name, and so does this parser.
    pub name: Arc<str>,
}

/// `KEY=value`, or `KEY` alone.
pub struct Statement {
    /// From the first character to the last one of the value, quotes included.
    pub span: Span,
    /// The word `export`.
    pub export: Option<Span>,
    /// The key.
    pub key: Key,
    /// The `=` or `:`.
    pub separator: Option<Span>,
    /// The value; `None` for a bare key, which takes its value from the environment outside.
    pub value: Option<Value>,
}

/// How a value is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Not at all.
    None,
    /// `'`: nothing but `\'` means something.
    Single,
    /// `"`: escapes, then variables.
    Double,
    /// The file is raw: quotes are characters like others.
    Raw,
}

impl Quote {
    /// Whether variables are filled in.
    pub fn interpolates(self) -> bool {
        matches!(self, Self::None | Self::Double)
    }
}

/// The value of a statement.
pub struct Value {
    /// The value as written, without quotes.
    pub span: Span,
    /// How it is quoted.
    pub quote: Quote,
    decoded: Sensitive,
    map: OffsetMap,
}

impl Value {
    fn verbatim(text: TextId, content: &str, range: Range<usize>, quote: Quote) -> Self {
        Self {
            span: Span::new(text, range.clone()),
            quote,
            decoded: Sensitive::new(content.get(range.clone()).unwrap_or_default()),
            map: OffsetMap::verbatim(range.start, range.len()),
        }
    }

    /// The value with its escapes resolved and before its variables are filled in. An escaped
    /// `\$` in double quotes reads `$$` here, as the templates write it.
    pub fn decoded(&self) -> &Sensitive {
        &self.decoded
    }

    /// The place of bytes of the decoded value.
    pub fn place(&self, range: Range<usize>) -> Span {
        match self.map.outer(range) {
            Some(range) => Span::new(self.span.text, range),
            None => self.span,
        }
    }
}

/// Reads an env file. This never fails; what is wrong stands in the problems.
pub fn parse(text: &Text, format: Format) -> EnvFile {
    let mut file = EnvFile {
        text: text.id(),
        format,
        statements: Vec::new(),
        comments: Vec::new(),
        problems: Vec::new(),
    };
    match format {
        Format::Compose => compose::read(text.content(), &mut file),
        Format::Raw => raw::read(text.content(), &mut file),
    }
    // Compose reads bytes: to it UTF-16 is a broken file, whatever stands in it.
    let is_wide = matches!(text.encoding(), Encoding::Utf16Le | Encoding::Utf16Be);
    if is_wide && file.problems.is_empty() {
        let problem = Problem::new(ProblemKind::Refused, Span::start_of(text.id()));
        let problem = problem.with("detail", Arg::Text("refused.encoding"));
        file.problems.push(problem);
    }
    file
}

/// A mistake at its place, with the key of the sentence about it.
struct Mistake {
    range: Range<usize>,
    detail: &'static str,
}

impl EnvFile {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.text, range)
    }

    fn key(&self, content: &str, range: Range<usize>) -> Key {
        Key {
            span: self.span(range.clone()),
            name: content.get(range).unwrap_or_default().into(),
        }
    }

    fn report(&mut self, mistake: Mistake) {
        let span = self.span(mistake.range);
        self.problems.push(
            Problem::new(ProblemKind::InvalidEnvFile, span)
                .with("detail", Arg::Text(mistake.detail)),
        );
    }
}

#[cfg(test)]
mod tests;
