//! Exports of `FastGPT`: code nodes and requests, in each of the shapes that its versions write.

use std::collections::HashSet;

use super::Runtime;
use super::dify::{body_fields, code};
use super::documents::Value;
use super::found::{About, Found};
use super::workflow::{Field, Node, NodeKind, Request, Workflow, reads};

/// Apps in one document, for a dump of many.
const MOST_APPS: usize = 10_000;

/// Reads what the document exports, if it is of `FastGPT`.
pub(super) fn exports(top: Value<'_>, found: &mut Found) -> bool {
    let mut apps = vec![top];
    if top.is_list() {
        apps = top.items();
    } else if let Some(list) = top.get("apps").or_else(|| top.get("data")) {
        apps.extend(list.items());
    }
    let mut is_one = false;
    for app in apps.into_iter().take(MOST_APPS) {
        is_one |= export(app, found);
    }
    is_one
}

fn export(app: Value<'_>, found: &mut Found) -> bool {
    let shapes: [&[&str]; 4] = [
        &["nodes"],
        &["workflow", "nodes"],
        &["modules"],
        &["workflow", "modules"],
    ];
    let nodes = shapes.iter().find_map(|keys| {
        let nodes = app.at(keys)?.items();
        let is_known =
            |node: &Value<'_>| !kind_of(*node).is_empty() && node.get("inputs").is_some();
        nodes.iter().any(is_known).then_some(nodes)
    });
    let Some(nodes) = nodes else {
        return false;
    };
    let ids: HashSet<String> = nodes.iter().map(|node| id_of(*node)).collect();
    let read: Vec<Node> = nodes.iter().map(|own| node(*own, &ids, found)).collect();
    let edges = app.get("edges").or_else(|| app.at(&["workflow", "edges"]));
    let edges: Vec<(String, String)> = edges
        .map(Value::items)
        .unwrap_or_default()
        .iter()
        .map(|edge| (edge.word("source"), edge.word("target")))
        .collect();
    found.workflow(Workflow::new(read, &edges, Vec::new()));
    true
}

fn kind_of(node: Value<'_>) -> String {
    let kind = node.word("flowNodeType");
    if kind.is_empty() {
        node.word("flowType")
    } else {
        kind
    }
}

fn id_of(node: Value<'_>) -> String {
    let id = node.word("nodeId");
    if id.is_empty() {
        node.word("moduleId")
    } else {
        id
    }
}

fn node(node: Value<'_>, ids: &HashSet<String>, found: &mut Found) -> Node {
    let kind = kind_of(node);
    let title = node.word("name");
    let inputs = node.get("inputs");
    let inputs = inputs.map(Value::items).unwrap_or_default();
    let input = |key: &str| {
        let input = inputs.iter().rfind(|input| input.word("key") == key)?;
        input.get("value")
    };
    let about = About::of(Runtime::FastgptSandbox).titled(title.as_str());
    let mut own = Node {
        id: id_of(node),
        kind: match kind.as_str() {
            "chatNode" | "contentExtract" | "cfr" | "agent" | "tools" => NodeKind::Model,
            "code" => NodeKind::Code,
            "httpRequest468" | "httpRequest" => NodeKind::Http,
            "textEditor" | "variableUpdate" | "loop" | "loopStart" | "loopEnd" => NodeKind::Passing,
            _ => NodeKind::Other,
        },
        place: node.get("name").unwrap_or(node).range(),
        reads: inputs.iter().flat_map(|input| reads(*input, ids)).collect(),
        request: None,
        hits: Vec::new(),
        reaches: Vec::new(),
        title,
    };
    if own.kind == NodeKind::Code {
        let language = input("codeType").and_then(Value::text).unwrap_or_default();
        let language = match language.as_str() {
            "" => "js",
            other => other,
        };
        if let Some(text) = input("code").and_then(Value::code) {
            own.hits = code(text, language, &about, found);
        }
    }
    if own.kind == NodeKind::Http {
        own.request = input("system_httpReqUrl")
            .or_else(|| input("url"))
            .and_then(|url| {
                let url = Field::new("", &url.code()?);
                let mut fields = Vec::new();
                for key in [
                    "system_httpHeader",
                    "system_httpParams",
                    "system_httpFormBody",
                ] {
                    let pairs = input(key).map(Value::items).unwrap_or_default();
                    for pair in pairs {
                        let value = pair.get("value").and_then(Value::code);
                        fields.extend(value.map(|value| Field::new(pair.word("key"), &value)));
                    }
                }
                if let Some(body) = input("system_httpJsonBody").and_then(Value::code) {
                    fields.extend(body_fields(&body));
                }
                Some(Request { url, fields })
            });
    }
    own
}
