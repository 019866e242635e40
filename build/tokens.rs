//! `token-formats.yaml` as tables: what each format says of itself, and its shapes in the three
//! ways in which the search meets them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::token_shape::{Part, Shape};
use crate::{Outcome, read_yaml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Formats {
    version: u32,
    formats: Vec<Format>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Format {
    id: String,
    provider: String,
    token: String,
    category: String,
    #[serde(default)]
    prefix: String,
    anchor: Option<String>,
    #[serde(default)]
    alphabet: String,
    length: Length,
    shape: String,
    #[serde(default)]
    also: Vec<String>,
    variable: String,
    #[serde(default)]
    context: Vec<String>,
    service: Option<String>,
    #[serde(default)]
    fallback: bool,
    checksum: Option<String>,
    verify: Option<String>,
    #[serde(default)]
    public: bool,
    #[serde(default)]
    retired: bool,
    note: Option<String>,
    sources: Vec<String>,
    confidence: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Length {
    Exact(usize),
    Range([usize; 2]),
}

/// The words of the closed fields, with the variants they become.
const CATEGORIES: [(&str, &str); 10] = [
    ("ai", "Ai"),
    ("ai-cn", "AiCn"),
    ("ai-platform", "AiPlatform"),
    ("cloud-cn", "CloudCn"),
    ("chat", "Chat"),
    ("cloud", "Cloud"),
    ("forge", "Forge"),
    ("registry", "Registry"),
    ("saas", "Saas"),
    ("generic", "Generic"),
];
const VERIFIED: [(&str, &str); 6] = [
    ("base62-crc32", "Base62"),
    ("base36-crc32", "Base36"),
    ("hex-crc32", "Hex"),
    ("hex-crc32-of-all", "HexOfAll"),
    ("base64-crc32", "Base64"),
    ("jwt", "Jwt"),
];
const SERVICES: [&str; 12] = [
    "teams-oldest",
    "teams-tenant",
    "teams-tenant-v2",
    "power-automate-logic",
    "power-automate-platform",
    "feishu",
    "dingtalk",
    "wecom",
    "slack",
    "discord",
    "url-password",
    "pem",
];

/// How many lengths of whole values are told apart.
const LENGTHS: usize = 96;

/// The tables of the formats.
pub(crate) fn tokens(root: &Path) -> Outcome<String> {
    let file: Formats = read_yaml(&root.join("policies/knowledge/token-formats.yaml"))?;
    if file.version != 1 {
        return Err("token-formats.yaml: version 1 is known".to_owned());
    }
    let mut formats = String::from("static FORMATS: &[Format] = &[\n");
    let mut shapes = Shapes::default();
    let mut ids = BTreeSet::new();
    for (number, format) in file.formats.iter().enumerate() {
        let place = |reason: String| format!("token-formats.yaml: {}: {reason}", format.id);
        if !ids.insert(&format.id) {
            return Err(place("the id is there twice".to_owned()));
        }
        formats.push_str(&format.literal().map_err(place)?);
        if format.service.is_none() {
            for (index, text) in std::iter::once(&format.shape)
                .chain(&format.also)
                .enumerate()
            {
                let shape = Shape::parse(text).map_err(place)?;
                let anchor = format
                    .anchor
                    .as_deref()
                    .filter(|_| index == 0 || format.prefix.is_empty());
                shapes
                    .add(number, &shape, anchor, &format.context)
                    .map_err(place)?;
            }
        }
    }
    formats.push_str("];\n");
    Ok(formats + &shapes.tables())
}

impl Format {
    fn literal(&self) -> Outcome<String> {
        self.check()?;
        let category = variant("Category", &self.category, &CATEGORIES)?;
        let verify = match &self.verify {
            Some(word) => format!("Some({})", variant("Algorithm", word, &VERIFIED)?),
            None => "None".to_owned(),
        };
        let first: String = self
            .provider
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        let words = if self.context.is_empty() {
            &vec![first]
        } else {
            &self.context
        };
        Ok(format!(
            "Format {{ id: {:?}, provider: {:?}, name: {:?}, category: {category}, variable: {:?}, words: &{words:?}, \
             needs_word: {}, service: {:?}, is_fallback: {}, verify: {verify}, is_public: {}, is_retired: {} }},\n",
            self.id,
            self.provider,
            self.token,
            self.variable,
            !self.context.is_empty(),
            self.service.as_deref().unwrap_or_default(),
            self.fallback,
            self.public,
            self.retired,
        ))
    }

    /// Whether the entry agrees with itself.
    fn check(&self) -> Outcome<()> {
        let is_slug = |word: &str, extra: &str| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || extra.contains(c))
        };
        let shape = Shape::parse(&self.shape)?;
        let length = match self.length {
            Length::Exact(exact) => (exact, exact),
            Length::Range([least, most]) => (least, most),
        };
        let said = |text: &Option<String>| text.as_ref().is_none_or(|text| !text.is_empty());
        let known = ["read", "partly memory", "memory"];
        let checks = [
            (is_slug(&self.id, "-"), "the id is no slug"),
            (
                self.context.iter().all(|word| is_slug(word, "")),
                "context words are small letters and digits",
            ),
            (
                shape.starts_with(&self.prefix),
                "the shape does not begin with the prefix",
            ),
            (shape.length() == length, "the shape has another length"),
            (!self.sources.is_empty(), "no source is named"),
            (
                known.contains(&self.confidence.as_str()),
                "confidence is read, partly memory or memory",
            ),
            (
                self.alphabet.is_ascii() && said(&self.note) && said(&self.checksum),
                "a word is empty",
            ),
            (
                self.service
                    .as_deref()
                    .is_none_or(|word| SERVICES.contains(&word)),
                "the service is not known",
            ),
        ];
        match checks.iter().find(|(holds, _)| !holds) {
            Some((_, reason)) => Err(format!("{reason} ({:?})", shape.length())),
            None => Ok(()),
        }
    }
}

fn variant(kind: &str, word: &str, known: &[(&str, &str)]) -> Outcome<String> {
    let found = known.iter().find(|(name, _)| *name == word);
    let (_, name) = found.ok_or_else(|| format!("{word:?} is not known"))?;
    Ok(format!("{kind}::{name}"))
}

/// All shapes, and where the search looks them up.
#[derive(Default)]
struct Shapes {
    code: String,
    count: usize,
    /// By the first byte of what they begin with.
    by_byte: Vec<(u8, usize)>,
    /// By what stands inside of them.
    loose: Vec<usize>,
    /// By the length of the whole.
    by_length: Vec<(usize, usize)>,
}

impl Shapes {
    fn add(
        &mut self,
        format: usize,
        shape: &Shape,
        anchor: Option<&str>,
        context: &[String],
    ) -> Outcome<()> {
        let (least, most) = shape.length();
        let (anchor, at) = match anchor {
            Some(word) => shape.find(word).map(|at| (word.as_bytes().to_vec(), at)),
            None => Some(shape.probe()),
        }
        .ok_or("the shape does not have the anchor")?;
        let starts = anchor.first().filter(|_| shape.may_start_at(at));
        if let Some(first) = starts {
            self.by_byte.push((*first, self.count));
        } else if !context.is_empty() && shape.is_one_word() && least == most && most < LENGTHS {
            self.by_length.push((most, self.count));
        } else if anchor.is_empty() {
            return Err("nothing of the shape can be searched for".to_owned());
        } else {
            self.loose.push(self.count);
        }
        let _ = writeln!(
            self.code,
            "Shape {{ format: {format}, parts: &[{}], anchor: &{anchor:?}, anchor_at: {at}, bits: {} }},",
            shape
                .parts
                .iter()
                .map(Part::literal)
                .collect::<Vec<_>>()
                .join(", "),
            shape.bits(),
        );
        self.count += 1;
        Ok(())
    }

    fn tables(&self) -> String {
        let mut code = format!("static SHAPES: &[Shape] = &[\n{}];\n", self.code);
        let of = |pairs: &[(usize, usize)], key: usize| -> Vec<usize> {
            let fitting = pairs.iter().filter(|(own, _)| *own == key);
            fitting.map(|(_, shape)| *shape).collect()
        };
        let by_byte: Vec<(usize, usize)> = self
            .by_byte
            .iter()
            .map(|(byte, shape)| (usize::from(*byte), *shape))
            .collect();
        for (name, pairs, size) in [
            ("BY_BYTE", &by_byte, 128),
            ("BY_LENGTH", &self.by_length, LENGTHS),
        ] {
            let _ = writeln!(code, "static {name}: [&[u16]; {size}] = [");
            for key in 0..size {
                let _ = writeln!(code, "&{:?},", of(pairs, key));
            }
            code.push_str("];\n");
        }
        let _ = writeln!(code, "static LOOSE: &[u16] = &{:?};", self.loose);
        code
    }
}
