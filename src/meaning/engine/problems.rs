//! What could not be found out of an engine.

use super::node::Node;
use crate::model::{Arg, Problem, ProblemKind, Span, TextId};

/// The problems that a document names: that nothing came of asking, or of some questions.
pub(super) fn problems(top: Node<'_>, text: TextId, engine: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let named = |kind, place| Problem::new(kind, place).with("engine", Arg::from(engine));
    if let Some(failure) = top.get("failure") {
        let place = failure.get("why").unwrap_or(failure).span(text);
        let problem = named(ProblemKind::EngineNotReached, place);
        problems.push(problem.with("why", Arg::Text(said(failure))));
    }
    let gaps = top.get("gaps").map(Node::items).unwrap_or_default();
    let is_about_containers = |gap: &Node<'_>| {
        let call = gap.get("call").and_then(Node::text);
        call.is_some_and(|call| call.starts_with(CONTAINERS))
    };
    // Each engine is asked for its containers: without them nothing is known of what it runs.
    let is_left_out = top.get("failure").is_none() && top.get("containers").is_none();
    if is_left_out && !gaps.iter().any(is_about_containers) {
        let problem = named(ProblemKind::EngineNotAnswered, Span::start_of(text));
        let problem = problem.with("question", Arg::from(CONTAINERS));
        problems.push(problem.with("why", Arg::Text("engine-gap.unknown")));
    }
    for gap in gaps {
        let place = place_of(gap, text);
        let why = said(gap);
        // What went away while it was being asked about is no longer part of the picture.
        let kind = if why == VANISHED {
            ProblemKind::EngineVanished
        } else {
            ProblemKind::EngineNotAnswered
        };
        let problem = named(kind, place).with("question", Arg::Name(question(gap)));
        problems.push(problem.with("why", Arg::Text(why)));
    }
    problems
}

/// The question for all containers.
const CONTAINERS: &str = "/containers/json";

const VANISHED: &str = "engine-gap.vanished";

fn place_of(gap: Node<'_>, text: TextId) -> Span {
    let own = gap.get("object").or_else(|| gap.get("call"));
    own.unwrap_or(gap).span(text)
}

/// The path that was asked, with the name of what it was asked about in place of its id.
fn question(gap: Node<'_>) -> String {
    let call = gap.get("call").and_then(Node::text).unwrap_or_default();
    let Some(object) = gap.get("object").and_then(Node::text) else {
        return call;
    };
    let parts = call.split('/').enumerate();
    let parts = parts.map(|(number, part)| if number == 2 { object.as_str() } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The sentence about what went wrong.
fn said(of: Node<'_>) -> &'static str {
    let word = |name| of.get(name).and_then(Node::text);
    if word("hint").as_deref() == Some("docker-desktop") {
        return "engine-gap.docker-desktop";
    }
    match word("why").as_deref() {
        Some("refused") => "engine-gap.refused",
        Some("denied") => "engine-gap.denied",
        Some("absent") => "engine-gap.absent",
        Some("silent") => "engine-gap.silent",
        Some("cut") => "engine-gap.cut",
        Some("status") => "engine-gap.status",
        Some("broken") => "engine-gap.broken",
        Some("tls") => "engine-gap.tls",
        Some("too-large") => "engine-gap.too-large",
        Some("not-an-engine") => "engine-gap.not-an-engine",
        Some("vanished") => VANISHED,
        _ => "engine-gap.unknown",
    }
}
