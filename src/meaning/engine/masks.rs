//! What of an engine's document must never be shown. The answers of an engine are full of values of
//! others, some of them in fields that nobody thinks of: what a health check printed, say.

use super::node::{Document, Node};
use crate::meaning::arguments::arguments;
use crate::meaning::masks::{FLAGS, Found, in_prose, in_value};
use crate::meaning::names::is_secret_name;
use crate::model::{OffsetMap, Sensitive, Span, TextId, Texts};

/// Fields that hold `NAME=value`.
const ENVIRONMENTS: [&str; 1] = ["Env"];
/// Fields that hold the words of a command.
const COMMANDS: [&str; 8] = [
    "Cmd",
    "Entrypoint",
    "Test",
    "Args",
    "Command",
    "Shell",
    "OnBuild",
    "CreateCommand",
];
/// The options of a log driver, by their two fields.
const LOG_OPTIONS: &str = "LogConfig.Config";
/// Fields with names that users choose, and their values.
const MAPS: [&str; 7] = [
    "Labels",
    "Annotations",
    "Options",
    "Opts",
    "DriverOpts",
    LOG_OPTIONS,
    "Sysctls",
];
/// Fields with running text.
const PROSE: [&str; 8] = [
    "CreatedBy",
    "Comment",
    "Author",
    "Error",
    "Path",
    "Message",
    "Err",
    "Warnings",
];
/// Fields of which nothing is shown: what programs printed, and what lets others in.
const HIDDEN: [&str; 9] = [
    "Output",
    "JoinTokens",
    "UnlockKey",
    "TrustRoot",
    "CertIssuerPublicKey",
    "CertIssuerSubject",
    "Data",
    "SigningCAKey",
    "IdentityToken",
];

/// Masks what can be a secret in the document of an engine. The secrets that were known by their
/// names or places are added to `known`. A document that cannot be read is not quoted at all.
pub fn mask_engine(texts: &Texts, text: TextId, known: &mut Vec<Sensitive>) {
    let content = texts.get(text);
    let Some(document) = Document::parse(content.content()) else {
        texts.seal(text);
        return;
    };
    let mut hide = Hide { texts, text, known };
    // Each value with the name of its field; lists pass theirs on to their items.
    let mut open: Vec<(String, Node<'_>)> = Vec::new();
    open.extend(document.top().map(|top| (String::new(), top)));
    while let Some((name, node)) = open.pop() {
        if HIDDEN.contains(&name.as_str()) && !node.is_null() {
            hide.whole(node);
            continue;
        }
        if node.is_object() {
            hide.named_pair(node);
            for (field, _, value) in node.fields() {
                if MAPS.contains(&name.as_str()) && value.text().is_some() {
                    hide.value(&field, value);
                } else if name == "LogConfig" && field == "Config" {
                    open.push((LOG_OPTIONS.to_owned(), value));
                } else {
                    open.push((field, value));
                }
            }
        } else if node.is_list() {
            if COMMANDS.contains(&name.as_str()) {
                hide.words(node);
            }
            let items = node.items().into_iter();
            open.extend(items.map(|item| (name.clone(), item)));
        } else {
            hide.scalar(&name, node);
        }
    }
}

struct Hide<'h> {
    texts: &'h Texts,
    text: TextId,
    known: &'h mut Vec<Sensitive>,
}

impl Hide<'_> {
    fn whole(&mut self, node: Node<'_>) {
        self.texts.mask(node.span(self.text));
        if let Some(value) = node.text().filter(|value| !value.is_empty()) {
            self.known.push(Sensitive::new(value));
        }
    }

    fn found(&mut self, found: Found, value: &str, map: &OffsetMap, before: usize) {
        found.note(value, self.known);
        for range in found.certain.into_iter().chain(found.likely) {
            let range = range.start + before..range.end + before;
            if let Some(outer) = map.outer(range) {
                self.texts.mask(Span::new(self.text, outer));
            }
        }
    }

    /// A value under a name that somebody chose.
    fn value(&mut self, name: &str, node: Node<'_>) {
        if let Some((text, map)) = node.mapped() {
            self.found(named(name, &text), &text, &map, 0);
        }
    }

    /// `{"Name": …, "Value": …}`
    fn named_pair(&mut self, node: Node<'_>) {
        let name = node.get("Name").and_then(Node::text);
        if let (Some(name), Some(value)) = (name, node.get("Value")) {
            self.value(&name, value);
        }
    }

    fn scalar(&mut self, name: &str, node: Node<'_>) {
        let Some((text, map)) = node.mapped() else {
            return;
        };
        if ENVIRONMENTS.contains(&name) {
            if let Some((variable, value)) = text.split_once('=') {
                self.found(named(variable, value), value, &map, variable.len() + 1);
            }
        } else if PROSE.contains(&name) {
            self.found(in_value("", &text), &text, &map, 0);
            let inside = arguments(&[&text]).into_iter().map(|own| own.range);
            self.found(Found::certain(inside.collect()), &text, &map, 0);
        } else if COMMANDS.contains(&name) {
            self.found(in_value("", &text), &text, &map, 0);
        } else {
            self.found(Found::certain(in_prose(&text)), &text, &map, 0);
        }
    }

    /// The words of a command: each may tell what the next one is.
    fn words(&mut self, list: Node<'_>) {
        let words = list.items().into_iter();
        let words: Vec<(String, OffsetMap)> = words.filter_map(Node::mapped).collect();
        let texts: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        for own in arguments(&texts) {
            if let Some((word, map)) = words.get(own.word) {
                self.found(Found::certain(vec![own.range]), word, map, 0);
            }
        }
        for pair in words.windows(2) {
            if let [(flag, _), (word, map)] = pair
                && FLAGS.contains(&flag.as_str())
            {
                let whole = std::iter::once(0..word.len());
                self.found(Found::certain(whole.collect()), word, map, 0);
            }
        }
    }
}

/// The secrets of a value with a name. What an engine holds is no template: all of it counts.
fn named(name: &str, value: &str) -> Found {
    if is_secret_name(name) {
        let whole = 0..value.len();
        return Found::certain(if value.is_empty() {
            Vec::new()
        } else {
            vec![whole]
        });
    }
    if name.starts_with("com.docker.compose.") {
        return Found::certain(in_prose(value));
    }
    in_value(name, value)
}
