//! Reading YAML strictly into fields.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Arg, Decoded, Problem, Span, Text, Texts};
use crate::syntax::yaml::{Core, Kind, NodeId, Yaml};

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// What.
    pub wrong: Wrong,
}

/// What is wrong with a file. It holds no value of the file, only names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is no YAML, or YAML that people read differently; the key of a sentence says more.
    Yaml(Option<&'static str>),
    /// A key that nobody knows, and those that are known here.
    UnknownKey(String, &'static [&'static str]),
    /// A word that is none of these.
    UnknownWord(String, Vec<&'static str>),
    /// A key is missing.
    Missing(&'static str),
    /// Something else should stand here.
    Expected(&'static str),
}

/// A file with one YAML document.
pub struct Document {
    text: Arc<Text>,
    yaml: Yaml,
}

impl Document {
    /// Reads the file called `name`.
    pub fn parse(name: &str, file: Decoded) -> Result<Self, Fault> {
        let texts = Texts::default();
        let text = texts.get(texts.add(name, file));
        let yaml = Yaml::parse(&text);
        let document = Self { text, yaml };
        match document.yaml.problems.first() {
            Some(problem) => Err(document.fault_at(problem.span, Wrong::Yaml(detail(problem)))),
            None => Ok(document),
        }
    }

    /// The entries of the document, which is one mapping.
    pub fn top(&self, known: &'static [&'static str]) -> Result<Fields<'_>, Fault> {
        let start = self.text.whole().part(0..0);
        match self.yaml.documents.as_slice() {
            [top] => self.fields(*top, known),
            [] => Err(self.fault_at(start, Wrong::Expected("a mapping"))),
            [_, second, ..] => Err(self.fault(*second, Wrong::Expected("one document"))),
        }
    }

    /// The entries of a mapping whose keys are all known.
    pub fn fields(
        &self,
        node: NodeId,
        known: &'static [&'static str],
    ) -> Result<Fields<'_>, Fault> {
        if self.yaml.core(node) != Core::Mapping {
            return Err(self.fault(node, Wrong::Expected("a mapping")));
        }
        let mut entries = Vec::new();
        for entry in self.yaml.entries(node) {
            let key = self.yaml.scalar(entry.key);
            let key = key.map_or("", |key| key.value.as_ref());
            if !known.contains(&key) {
                let wrong = Wrong::UnknownKey(key.to_owned(), known);
                return Err(self.fault(entry.key, wrong));
            }
            entries.push((key, entry.value));
        }
        Ok(Fields {
            document: self,
            node,
            entries,
        })
    }

    /// The items of a list.
    pub fn items(&self, node: NodeId) -> Result<&[NodeId], Fault> {
        match &self.yaml.node(self.yaml.follow(node)).kind {
            Kind::Sequence(items) => Ok(items),
            _ => Err(self.fault(node, Wrong::Expected("a list"))),
        }
    }

    /// Whether nothing stands there.
    pub fn is_nothing(&self, node: NodeId) -> bool {
        self.yaml.core(node) == Core::Null
    }

    /// Where a value stands, in bytes.
    pub fn place(&self, node: NodeId) -> Range<usize> {
        self.yaml.node(node).span.range()
    }

    /// A string that is not empty. A day may stand without quotes, a number may not: as YAML
    /// `007` is another number.
    pub fn string(&self, node: NodeId) -> Result<&str, Fault> {
        let is_text = matches!(self.yaml.core(node), Core::Str | Core::Timestamp);
        let text = self.yaml.scalar(node).filter(|_| is_text);
        let text = text.map(|text| text.value.as_ref());
        text.filter(|text| !text.is_empty()).ok_or_else(|| {
            self.fault(
                node,
                Wrong::Expected("a string, in quotes if it is a number"),
            )
        })
    }

    /// A whole number.
    pub fn number<T: std::str::FromStr>(&self, node: NodeId) -> Result<T, Fault> {
        let number = self.yaml.scalar(node);
        let number = number.filter(|_| self.yaml.core(node) == Core::Int);
        number
            .and_then(|number| number.value.parse().ok())
            .ok_or_else(|| self.fault(node, Wrong::Expected("a number")))
    }

    /// Something is wrong with a value or key.
    pub fn fault(&self, node: NodeId, wrong: Wrong) -> Fault {
        self.fault_at(self.yaml.node(node).span, wrong)
    }

    fn fault_at(&self, span: Span, wrong: Wrong) -> Fault {
        let start = span.range().start;
        let place = self.text.position(start);
        Fault {
            line: place.line,
            column: place.utf16,
            wrong,
        }
    }
}

/// The sentence that says more about a problem with YAML.
fn detail(problem: &Problem) -> Option<&'static str> {
    problem.args.iter().find_map(|(_, arg)| match arg {
        Arg::Text(key) => Some(*key),
        Arg::Name(_) | Arg::Number(_) => None,
    })
}

/// The entries of a mapping.
pub struct Fields<'d> {
    document: &'d Document,
    node: NodeId,
    entries: Vec<(&'d str, NodeId)>,
}

impl<'d> Fields<'d> {
    /// The node of a key's value.
    pub fn node(&self, key: &str) -> Option<NodeId> {
        let entry = self.entries.iter().find(|(own, _)| *own == key);
        entry.map(|(_, node)| *node)
    }

    /// The node of a key that must be there.
    pub fn required(&self, key: &'static str) -> Result<NodeId, Fault> {
        let missing = || self.document.fault(self.node, Wrong::Missing(key));
        self.node(key).ok_or_else(missing)
    }

    /// A string, if the key is there.
    pub fn string(&self, key: &str) -> Result<Option<&'d str>, Fault> {
        self.node(key)
            .map(|node| self.document.string(node))
            .transpose()
    }

    /// A string that must be there.
    pub fn required_string(&self, key: &'static str) -> Result<&'d str, Fault> {
        self.document.string(self.required(key)?)
    }

    /// One of some words, which must be there.
    pub fn word<T: Copy>(
        &self,
        key: &'static str,
        known: &[(&'static str, T)],
    ) -> Result<T, Fault> {
        let node = self.required(key)?;
        let word = self.document.string(node)?;
        let found = known.iter().find(|(name, _)| *name == word);
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let known = known.iter().map(|(name, _)| *name).collect();
            let wrong = Wrong::UnknownWord(word.to_owned(), known);
            self.document.fault(node, wrong)
        })
    }

    /// The strings of a list; none where the key is missing.
    pub fn strings(&self, key: &str) -> Result<Vec<String>, Fault> {
        let Some(node) = self.node(key) else {
            return Ok(Vec::new());
        };
        let items = self.document.items(node)?.iter();
        items
            .map(|item| self.document.string(*item).map(str::to_owned))
            .collect()
    }

    /// `version: 1`, which must be there.
    pub fn version_1(&self) -> Result<(), Fault> {
        let node = self.required("version")?;
        match self.document.number(node) {
            Ok(1_u32) => Ok(()),
            _ => Err(self.document.fault(node, Wrong::Expected("version 1"))),
        }
    }

    /// A scalar of the mapping under a key, where there are such.
    pub fn inner(&self, key: &str, name: &str) -> Option<&'d str> {
        let yaml = &self.document.yaml;
        let node = self.node(key)?;
        if yaml.core(node) != Core::Mapping {
            return None;
        }
        let scalar = |node| Some(yaml.scalar(node)?.value.as_ref());
        let mut entries = yaml.entries(node).into_iter();
        let entry = entries.find(|entry| scalar(entry.key) == Some(name))?;
        scalar(entry.value)
    }

    /// Something is wrong with the value of a key, or with the whole mapping.
    pub fn fault(&self, key: &str, wrong: Wrong) -> Fault {
        self.document
            .fault(self.node(key).unwrap_or(self.node), wrong)
    }

    /// Whether a switch is on; off where the key is missing.
    pub fn switch(&self, key: &str) -> Result<bool, Fault> {
        let Some(node) = self.node(key) else {
            return Ok(false);
        };
        match self.document.yaml.scalar(node).map(|scalar| &*scalar.value) {
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            _ => Err(self.fault(key, Wrong::Expected("true or false"))),
        }
    }
}
