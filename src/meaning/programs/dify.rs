//! Exports of Dify apps: code nodes, templates, requests, variables.

use std::collections::HashSet;

use super::code::Code;
use super::documents::Value;
use super::found::{About, Found};
use super::jinja::{self, Reach};
use super::workflow::{Field, Node, NodeKind, Request, Variable, Workflow, reads};
use super::{Language, Runtime, javascript, markdown};
use crate::model::Sensitive;
use crate::syntax::json;

/// Reads an app, if the document is one.
pub(super) fn app(top: Value<'_>, found: &mut Found) -> bool {
    // An export, a row of the table of workflows, or the graph alone.
    let shapes: [&[&str]; 3] = [&["workflow", "graph"], &["graph"], &[]];
    let graph = shapes.iter().find_map(|keys| {
        let graph = top.at(keys)?;
        let nodes = graph.get("nodes")?.items();
        let is_dify = nodes
            .iter()
            .any(|node| node.at(&["data", "type"]).is_some());
        is_dify.then_some((graph, nodes))
    });
    let Some((graph, nodes)) = graph else {
        return false;
    };
    let ids: HashSet<String> = nodes.iter().map(|node| node.word("id")).collect();
    let nodes = nodes.into_iter().filter(|node| node.get("data").is_some());
    let nodes = nodes.map(|own| node(own, &ids, found)).collect();
    let edges: Vec<(String, String)> = graph
        .get("edges")
        .map(Value::items)
        .unwrap_or_default()
        .iter()
        .map(|edge| (edge.word("source"), edge.word("target")))
        .collect();
    let mut variables = variables(top.at(&["workflow", "environment_variables"]));
    if variables.is_empty() {
        variables.extend(self::variables(top.get("environment_variables")));
    }
    found.workflow(Workflow::new(nodes, &edges, variables));
    true
}

fn variables(list: Option<Value<'_>>) -> Vec<Variable> {
    let list = list.map(Value::items).unwrap_or_default();
    let variables = list.into_iter().filter_map(|variable| {
        let value = variable.get("value")?.code()?;
        Some(Variable {
            name: variable.word("name"),
            kind: variable.word("value_type"),
            place: value.place(),
            value: Sensitive::new(value.text),
        })
    });
    variables.collect()
}

fn node(node: Value<'_>, ids: &HashSet<String>, found: &mut Found) -> Node {
    let data = node.get("data").unwrap_or(node);
    let kind = data.word("type");
    let title = data.word("title");
    let about = About::of(Runtime::DifySandbox).titled(title.as_str());
    let mut own = Node {
        id: node.word("id"),
        kind: kind_of(&kind),
        place: data.get("title").unwrap_or(data).range(),
        reads: reads(data, ids),
        request: None,
        hits: Vec::new(),
        reaches: Vec::new(),
        title,
    };
    match kind.as_str() {
        "code" => {
            if let Some(code) = data.get("code").and_then(Value::code) {
                let language = data.word("code_language");
                own.hits = self::code(code, &language, &about, found);
            }
        }
        "template-transform" => own.reaches = template(data.get("template"), &about, found),
        "http-request" => own.request = request(data),
        "tool" => tool(data, &about, &mut own, found),
        _ => own.reaches = prompts(data, &about, found),
    }
    own
}

fn kind_of(kind: &str) -> NodeKind {
    match kind {
        "llm" | "agent" | "parameter-extractor" => NodeKind::Model,
        "code" => NodeKind::Code,
        "http-request" => NodeKind::Http,
        "template-transform"
        | "variable-aggregator"
        | "variable-assigner"
        | "assigner"
        | "iteration"
        | "iteration-start"
        | "loop"
        | "loop-start"
        | "list-operator" => NodeKind::Passing,
        _ => NodeKind::Other,
    }
}

/// A program in a language that the sandbox knows.
pub(super) fn code(
    code: Code,
    language: &str,
    about: &About,
    found: &mut Found,
) -> Vec<javascript::Hit> {
    match language {
        "python3" | "python" | "py" | "" => found.program(code, Language::Python, about),
        "javascript" | "js" => return javascript::noted(code, about, found),
        _ => found.unanalysed(code.place(), &about.title, "not-analysed.language"),
    }
    Vec::new()
}

fn template(template: Option<Value<'_>>, about: &About, found: &mut Found) -> Vec<Reach> {
    let code = template.and_then(Value::code);
    code.map_or_else(Vec::new, |code| jinja::template(code, about, found))
}

/// The tool that runs code.
fn tool(data: Value<'_>, about: &About, node: &mut Node, found: &mut Found) {
    let parameters = data.get("tool_parameters");
    let of = |key: &str| {
        let value = parameters?.get(key)?;
        value.get("value").unwrap_or(value).code()
    };
    let language = of("language").map(|own| own.text).unwrap_or_default();
    let is_code = data.word("provider_id").contains("code") || !language.is_empty();
    if let Some(code) = of("code").filter(|_| is_code) {
        node.kind = NodeKind::Code;
        node.hits = self::code(code, &language, about, found);
    }
}

/// The prompts of a node: templates, and fences with code that a model is shown.
fn prompts(data: Value<'_>, about: &About, found: &mut Found) -> Vec<Reach> {
    let mut reaches = Vec::new();
    let Some(prompt) = data.get("prompt_template") else {
        return reaches;
    };
    let all = if prompt.is_list() {
        prompt.items()
    } else {
        vec![prompt]
    };
    for prompt in all {
        if prompt.word("edition_type") == "jinja2" {
            reaches.extend(template(prompt.get("jinja2_text"), about, found));
        } else if let Some(code) = prompt.get("text").and_then(Value::code) {
            let about = About::of(Runtime::Prompt).titled(about.title.as_str());
            markdown::fences_in(&code, &about, found);
        }
    }
    reaches
}

fn request(data: Value<'_>) -> Option<Request> {
    let url = Field::new("", &data.get("url")?.code()?);
    let mut fields = Vec::new();
    for key in ["headers", "params"] {
        if let Some(lines) = data.get(key).and_then(Value::code) {
            fields.extend(pairs(&lines));
        }
    }
    let config = data.at(&["authorization", "config"]);
    if let Some(key) = config.and_then(|config| config.get("api_key")?.code()) {
        let header = config.map(|config| config.word("header"));
        let header = header.filter(|header| !header.is_empty());
        let name = header.unwrap_or_else(|| "Authorization".to_owned());
        fields.push(Field::new(name, &key));
    }
    if let Some(body) = data.get("body").and_then(|body| body.get("data")) {
        let parts = body.items();
        if let Some(text) = body.code() {
            fields.extend(body_fields(&text));
        }
        for part in parts {
            let key = part.word("key");
            match part.get("value").and_then(Value::code) {
                Some(text) if key.is_empty() => fields.extend(body_fields(&text)),
                Some(text) => fields.push(Field::new(key, &text)),
                None => {}
            }
        }
    }
    Some(Request { url, fields })
}

/// `name:value` in lines.
fn pairs(lines: &Code) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut at = 0;
    for line in lines.text.split_inclusive('\n') {
        if let Some((name, value)) = line.split_once(':') {
            let start = at + name.len() + 1 + (value.len() - value.trim_start().len());
            let value = lines.part(start..start + value.trim().len());
            fields.push(Field::new(name.trim(), &value));
        }
        at += line.len();
    }
    fields
}

/// A body as a whole, and the values in it where it is JSON.
pub(super) fn body_fields(text: &Code) -> Vec<Field> {
    let mut fields = vec![Field::new("", text)];
    for entry in json::entries(&text.text) {
        if !entry.name.is_empty() {
            fields.push(Field::new(entry.name.clone(), &text.part(entry.value)));
        }
    }
    fields
}
