//! `policies/knowledge/compose-schema.yaml` as static tables; its header explains the notation.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::{Outcome, read_yaml};

/// A shape as it is written: an expression, or a mapping.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Expression(String),
    Mapping(BTreeMap<String, Written>),
}

/// What is allowed of a value, type by type.
#[derive(Clone, Default)]
struct Shape {
    /// Names of the flags of the types.
    types: Vec<&'static str>,
    words: Vec<String>,
    pattern: Option<String>,
    range: Option<(i64, i64)>,
    /// The code of a list.
    list: Option<String>,
    /// The code of a mapping.
    map: Option<String>,
}

/// The tables: one static per shape, however often it is used.
pub(crate) fn table(root: &Path) -> Outcome<String> {
    let definitions: BTreeMap<String, Written> =
        read_yaml(&root.join("policies/knowledge/compose-schema.yaml"))?;
    let mut compiler = Compiler {
        definitions: &definitions,
        open: Vec::new(),
        numbers: BTreeMap::new(),
        code: String::new(),
    };
    let shape = compiler
        .named("root")
        .map_err(|reason| format!("compose-schema.yaml: {reason}"))?;
    let root = compiler.number(&shape);
    let _ = writeln!(
        compiler.code,
        "/// The shape of a whole file.\nstatic ROOT: &Shape = &S{root};"
    );
    Ok(compiler.code)
}

struct Compiler<'a> {
    definitions: &'a BTreeMap<String, Written>,
    /// The shapes that are being compiled.
    open: Vec<String>,
    /// The numbers of the shapes by their code.
    numbers: BTreeMap<String, usize>,
    code: String,
}

impl Compiler<'_> {
    fn named(&mut self, name: &str) -> Outcome<Shape> {
        let definitions = self.definitions;
        let written = definitions
            .get(name)
            .ok_or_else(|| format!("no shape {name}"))?;
        if self.open.iter().any(|open| open == name) {
            return Err(format!("{name} contains itself"));
        }
        self.open.push(name.to_owned());
        let shape = self.shape(written);
        self.open.pop();
        shape
    }

    fn shape(&mut self, written: &Written) -> Outcome<Shape> {
        match written {
            Written::Expression(text) => self.expression(text),
            Written::Mapping(fields) => {
                let map = self.mapping(fields)?;
                Ok(Shape {
                    types: vec!["MAP"],
                    map: Some(map),
                    ..Shape::default()
                })
            }
        }
    }

    fn expression(&mut self, text: &str) -> Outcome<Shape> {
        let mut all = Shape::default();
        for alternative in alternatives(text) {
            let one = self.alternative(alternative)?;
            if let Some(twice) = one.types.iter().find(|name| all.types.contains(name)) {
                return Err(format!("{text}: {twice} stands there twice"));
            }
            all.types.extend(one.types);
            all.words.extend(one.words);
            all.pattern = all.pattern.or(one.pattern);
            all.range = all.range.or(one.range);
            all.list = all.list.or(one.list);
            all.map = all.map.or(one.map);
        }
        all.types.sort_unstable();
        Ok(all)
    }

    fn alternative(&mut self, text: &str) -> Outcome<Shape> {
        let (name, inner) = match text.split_once('(') {
            Some((name, rest)) => {
                let inner = rest.strip_suffix(')');
                (name, Some(inner.ok_or_else(|| format!("{text}: no ')'"))?))
            }
            None => (text, None),
        };
        let mut shape = Shape::default();
        shape.types.push(match name {
            "null" => "NULL",
            "bool" => "BOOL",
            "string" => "STRING",
            "integer" => "INTEGER",
            "number" => "NUMBER",
            "any" => "ANY",
            "list" | "set" => "LIST",
            other => return self.named(other),
        });
        match (name, inner) {
            ("list" | "set", Some(inner)) => {
                let item = self.expression(inner)?;
                let item = self.number(&item);
                let unique = name == "set";
                shape.list = Some(format!("List {{ item: &S{item}, unique: {unique} }}"));
            }
            ("string", Some(inner)) => match inner.strip_prefix('~') {
                Some("container-name") => shape.pattern = Some("ContainerName".to_owned()),
                Some("pull-policy") => shape.pattern = Some("PullPolicy".to_owned()),
                Some(other) => return Err(format!("no pattern {other}")),
                None => {
                    let words = inner.split(',').map(|word| word.trim().to_owned());
                    shape.words = words.collect();
                }
            },
            ("integer", Some(inner)) => shape.range = Some(range(inner)?),
            (_, None) if !["list", "set"].contains(&name) => {}
            _ => return Err(format!("{text} makes no sense")),
        }
        Ok(shape)
    }

    fn mapping(&mut self, fields: &BTreeMap<String, Written>) -> Outcome<String> {
        let (mut known, mut required) = (String::new(), Vec::new());
        let (mut names, mut extensible, mut closed) = ("None".to_owned(), false, true);
        for (key, written) in fields {
            match key.as_str() {
                "x-*" => {
                    extensible = true;
                    continue;
                }
                "*" => {
                    closed = false;
                    continue;
                }
                _ => {}
            }
            let shape = self.shape(written)?;
            let number = self.number(&shape);
            let class = match key.as_str() {
                "<name>" => Some("Name"),
                "<text>" => Some("Text"),
                "<line>" => Some("Line"),
                "<letters>" => Some("Letters"),
                _ => None,
            };
            if let Some(class) = class {
                names = format!("Some((Keys::{class}, &S{number}))");
                continue;
            }
            let name = key.strip_suffix('!').unwrap_or(key);
            if name != key {
                required.push(name);
            }
            let _ = write!(known, "({name:?}, &S{number}), ");
        }
        Ok(format!(
            "Map {{ fields: &[{known}], required: &{required:?}, names: {names}, \
             extensible: {extensible}, closed: {closed} }}"
        ))
    }

    /// The number of a shape, whose static is written when it is met first.
    fn number(&mut self, shape: &Shape) -> usize {
        let reference = |code: &Option<String>| match code {
            Some(code) => format!("Some(&{code})"),
            None => "None".to_owned(),
        };
        let pattern = match &shape.pattern {
            Some(name) => format!("Some(Pattern::{name})"),
            None => "None".to_owned(),
        };
        let end = |number: i64| match number {
            i64::MIN => "i64::MIN".to_owned(),
            i64::MAX => "i64::MAX".to_owned(),
            number => number.to_string(),
        };
        let range = match shape.range {
            Some((low, high)) => format!("Some(({}, {}))", end(low), end(high)),
            None => "None".to_owned(),
        };
        let code = format!(
            "Shape {{ types: {}, words: &{:?}, pattern: {pattern}, range: {range}, list: {}, map: {} }}",
            shape.types.join(" | "),
            shape.words,
            reference(&shape.list),
            reference(&shape.map),
        );
        let next = self.numbers.len();
        let number = *self.numbers.entry(code.clone()).or_insert(next);
        if number == next {
            let _ = writeln!(self.code, "static S{number}: Shape = {code};");
        }
        number
    }
}

/// The parts between the bars that stand in no brackets.
fn alternatives(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                parts.push(text.get(from..at).unwrap_or_default().trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    parts
}

fn range(text: &str) -> Outcome<(i64, i64)> {
    let wrong = || format!("{text} is no range");
    let (low, high) = text.split_once("..").ok_or_else(wrong)?;
    let end = |part: &str, open: i64| match part {
        "" => Ok(open),
        part => part.parse().map_err(|_| wrong()),
    };
    Ok((end(low, i64::MIN)?, end(high, i64::MAX)?))
}
