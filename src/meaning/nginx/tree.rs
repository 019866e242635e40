//! The directives of an Nginx with everything included, and how they are asked for.

use std::collections::HashMap;

use super::envsubst::Unfiltered;
use super::mounts::Mounts;
use super::values::Value;
use crate::model::{Exposure, Span, TextId};

/// One Nginx and its configuration.
#[derive(Debug, Default)]
pub struct Nginx {
    /// Its main file as reports show it, or the first one where that is not at hand.
    pub name: String,
    /// The service that runs it.
    pub service: Option<Service>,
    /// Whether all of `http` is known: what is missing there is missing.
    pub knows_http: bool,
    /// Whether it is a piece without a server, of which nobody knows where it goes.
    pub is_fragment: bool,
    /// Variables of templates that nothing supplies.
    pub unset: Vec<Unset>,
    /// Commands that fill in templates and empty what is none of theirs.
    pub unfiltered: Vec<Unfiltered>,
    /// Blocks in which something stands that is not known; `None` is outside of all blocks.
    pub(super) open: Vec<Option<usize>>,
    /// Blocks into which a start script pastes something or nothing, and the lines that decide it.
    pub(super) decided: Vec<(Option<usize>, Vec<Span>)>,
    pub(super) entries: Vec<Entry>,
    pub(super) roots: Vec<usize>,
    pub(super) by_name: HashMap<String, Vec<usize>>,
    pub(super) peers: Vec<Peer>,
    pub(super) mounts: Mounts,
}

/// The service that runs an Nginx.
#[derive(Clone, Debug)]
pub struct Service {
    /// The number of its project.
    pub project: usize,
    /// The name that the project gives itself.
    pub project_name: Option<String>,
    /// Its name.
    pub name: String,
    /// The ports of the container that it publishes, and from where each can be reached.
    pub published: Vec<(u16, u16, Exposure)>,
}

/// A variable of a template that nothing supplies.
#[derive(Clone, Debug)]
pub struct Unset {
    /// Its name.
    pub name: String,
    /// Where the template has it.
    pub span: Span,
    /// Whether what it stands for is left out, as with a placeholder for statements.
    pub is_statement: bool,
}

/// A container beside an Nginx.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The name of its service.
    pub name: String,
    /// The repository of its image, in lower case.
    pub image: String,
    /// The data store, model server or console it is.
    pub store: Option<String>,
    /// The ports it publishes: first and last in the container, from where each can be reached,
    /// and where that is written.
    pub published: Vec<(u16, u16, Exposure, Span)>,
}

/// A directive as it is kept.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) name_span: Span,
    pub(super) args: Vec<Value>,
    pub(super) span: Span,
    pub(super) parent: Option<usize>,
    pub(super) inner: Option<Inner>,
}

/// What a block holds.
#[derive(Debug, Default)]
pub(super) struct Inner {
    pub(super) all: Vec<usize>,
    pub(super) by_name: HashMap<String, Vec<usize>>,
}

/// A directive.
#[derive(Clone, Copy)]
pub struct Directive<'n> {
    pub(super) of: &'n Nginx,
    pub(super) id: usize,
}

impl Nginx {
    fn entry(&self, id: usize) -> Option<&Entry> {
        self.entries.get(id)
    }

    fn handles<'n>(&'n self, ids: Option<&'n Vec<usize>>) -> impl Iterator<Item = Directive<'n>> {
        let ids = ids.map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| Directive { of: self, id: *id })
    }

    /// All directives, in their order.
    pub fn directives(&self) -> impl Iterator<Item = Directive<'_>> {
        (0..self.entries.len()).map(|id| Directive { of: self, id })
    }

    /// All directives of a name, wherever they stand.
    pub fn named<'n>(&'n self, name: &str) -> impl Iterator<Item = Directive<'n>> + use<'n> {
        self.handles(self.by_name.get(name))
    }

    /// All directives of some names.
    pub fn any_of<'n>(&'n self, names: &[&str]) -> Vec<Directive<'n>> {
        names.iter().flat_map(|name| self.named(name)).collect()
    }

    /// The containers beside it.
    pub fn peers(&self) -> &[Peer] {
        &self.peers
    }

    /// The container that a host name means.
    pub fn peer(&self, host: &str) -> Option<&Peer> {
        self.peers.iter().find(|peer| peer.name == host)
    }

    pub(super) fn add(&mut self, entry: Entry) -> usize {
        let id = self.entries.len();
        let name = entry.name.clone();
        self.by_name.entry(name.clone()).or_default().push(id);
        match entry.parent.and_then(|parent| self.entries.get_mut(parent)) {
            None => self.roots.push(id),
            Some(parent) => {
                let inner = parent.inner.get_or_insert_default();
                inner.all.push(id);
                inner.by_name.entry(name).or_default().push(id);
            }
        }
        self.entries.push(entry);
        id
    }
}

impl PartialEq for Directive<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<'n> Directive<'n> {
    fn entry(self) -> Option<&'n Entry> {
        self.of.entry(self.id)
    }

    /// Its number: of two that come one after the other the later one's is larger.
    pub fn number(self) -> usize {
        self.id
    }

    /// The configuration it belongs to.
    pub fn nginx(self) -> &'n Nginx {
        self.of
    }

    /// Its name.
    pub fn name(self) -> &'n str {
        self.entry().map_or("", |entry| entry.name.as_str())
    }

    /// Where its name stands.
    pub fn name_span(self) -> Span {
        self.entry()
            .map_or(Span::start_of(TextId::default()), |entry| entry.name_span)
    }

    /// Where it stands, from its name to the last argument.
    pub fn span(self) -> Span {
        self.entry()
            .map_or(Span::start_of(TextId::default()), |entry| entry.span)
    }

    /// Its arguments.
    pub fn args(self) -> &'n [Value] {
        self.entry().map_or(&[], |entry| entry.args.as_slice())
    }

    /// An argument by its number.
    pub fn arg(self, number: usize) -> Option<&'n Value> {
        self.args().get(number)
    }

    /// Its first argument, or nothing.
    pub fn text(self) -> &'n str {
        self.arg(0).map_or("", |value| value.text.as_str())
    }

    /// Whether its first argument is just this word.
    pub fn is(self, word: &str) -> bool {
        self.arg(0).is_some_and(|value| value.is(word))
    }

    /// Its arguments as the file has them.
    pub fn shown(self) -> String {
        let words: Vec<&str> = self.args().iter().map(Value::shown).collect();
        words.join(" ")
    }

    /// Its first argument as the file has it.
    pub fn shown_first(self) -> &'n str {
        self.arg(0).map_or("", Value::shown)
    }

    /// The block around it.
    pub fn parent(self) -> Option<Directive<'n>> {
        let id = self.entry()?.parent?;
        Some(Directive { of: self.of, id })
    }

    /// The blocks around it, from the nearest one on.
    pub fn around(self) -> impl Iterator<Item = Directive<'n>> {
        std::iter::successors(self.parent(), |one| one.parent())
    }

    /// The nearest block of a name around it.
    pub fn inside(self, name: &str) -> Option<Directive<'n>> {
        self.around().find(|one| one.name() == name)
    }

    /// What stands in its block.
    pub fn inner(self) -> impl Iterator<Item = Directive<'n>> {
        let inner = self.entry().and_then(|entry| entry.inner.as_ref());
        self.of.handles(inner.map(|inner| &inner.all))
    }

    /// What of a name stands in its block itself.
    pub fn own(self, name: &str) -> impl Iterator<Item = Directive<'n>> + use<'n> {
        let inner = self.entry().and_then(|entry| entry.inner.as_ref());
        self.of
            .handles(inner.and_then(|inner| inner.by_name.get(name)))
    }

    /// Whether one of some names stands in its block itself.
    pub fn has_own(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.own(name).next().is_some())
    }

    /// The directives of a name that hold in this block: its own, or else those of the nearest
    /// block around that has any.
    pub fn effective(self, name: &str) -> Vec<Directive<'n>> {
        let own: Vec<_> = self.own(name).collect();
        if !own.is_empty() {
            return own;
        }
        for block in self.around() {
            let own: Vec<_> = block.own(name).collect();
            if !own.is_empty() {
                return own;
            }
        }
        let roots = self.of.named(name);
        roots.filter(|one| one.parent().is_none()).collect()
    }

    /// The one of a name that holds in this block.
    pub fn setting(self, name: &str) -> Option<Directive<'n>> {
        self.effective(name).pop()
    }

    /// What it is called in fingerprints: the blocks around it and its name.
    pub fn role(self) -> String {
        let mut parts = vec![self.name().to_owned()];
        for block in self.around() {
            let of = block.args().iter().map(Value::shown);
            let words: Vec<&str> = std::iter::once(block.name()).chain(of).collect();
            parts.push(words.join(" "));
        }
        parts.reverse();
        let mut role = parts.join("/");
        if role.len() > 200 {
            let end = (0..=200).rev().find(|end| role.is_char_boundary(*end));
            role.truncate(end.unwrap_or_default());
        }
        role
    }
}
