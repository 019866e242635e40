//! Values of a document as settings of the model.

use super::node::Node;
use crate::model::{How, Origin, OriginId, Origins, Pair, Setting, Span, TextId, Traced};

/// Makes settings out of the values of one document, with their places.
pub(super) struct Fields<'o> {
    /// The text of the document.
    pub(super) text: TextId,
    /// Where the origins of the values go.
    pub(super) origins: &'o mut Origins,
    /// Where the document has the name of what the values belong to.
    pub(super) owner: Span,
}

impl Fields<'_> {
    /// The origin of a value that stands in the document.
    pub(super) fn literal(&mut self, node: Node<'_>) -> OriginId {
        self.origins.literal(node.shown(self.text))
    }

    /// The origin of a value that the image brings.
    pub(super) fn of_image(&mut self, place: Span) -> OriginId {
        self.origins.add(Origin {
            place,
            how: How::OfImage,
            parts: Vec::new(),
            replaced: None,
        })
    }

    /// A value that stands there.
    pub(super) fn traced<T>(&mut self, node: Node<'_>, value: T) -> Traced<T> {
        Traced {
            value,
            origin: self.literal(node),
        }
    }

    /// A field that has a value.
    pub(super) fn set<T>(&mut self, node: Node<'_>, value: T) -> Setting<T> {
        Setting::Set(self.traced(node, value))
    }

    /// A field that has none, or the engine's default.
    pub(super) fn unset<T>(&self, node: Option<Node<'_>>) -> Setting<T> {
        Setting::Unset(node.map_or(self.owner, |node| node.shown(self.text)))
    }

    /// What `read` makes of a field; where it makes nothing, the field is not set.
    pub(super) fn read<T>(
        &mut self,
        node: Option<Node<'_>>,
        read: impl FnOnce(Node<'_>) -> Option<T>,
    ) -> Setting<T> {
        match node.and_then(|node| Some((node, read(node)?))) {
            Some((node, value)) => self.set(node, value),
            None => self.unset(node),
        }
    }

    /// A string that is not empty and none of `defaults`.
    pub(super) fn string(&mut self, node: Option<Node<'_>>, defaults: &[&str]) -> Setting<String> {
        self.read(node, |node| {
            let text = node.text()?;
            (!text.is_empty() && !defaults.contains(&text.as_str())).then_some(text)
        })
    }

    /// A switch, where it is on.
    pub(super) fn switch(&mut self, node: Option<Node<'_>>) -> Setting<bool> {
        self.read(node, |node| node.flag().filter(|on| *on))
    }

    /// A list of strings.
    pub(super) fn strings(&mut self, node: Option<Node<'_>>) -> Vec<Traced<String>> {
        let texts = node.map(Node::texts).unwrap_or_default();
        let texts = texts.into_iter();
        texts.map(|(text, node)| self.traced(node, text)).collect()
    }

    /// A map of strings.
    pub(super) fn pairs(&mut self, node: Option<Node<'_>>) -> Vec<Pair> {
        let fields = node.map(Node::fields).unwrap_or_default();
        let fields = fields.into_iter().map(|(name, _, value)| Pair {
            name,
            value: value.text().unwrap_or_default(),
            origin: self.literal(value),
        });
        fields.collect()
    }
}
