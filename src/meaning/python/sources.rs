//! Where values come from that nobody should trust.

use super::program::Program;
use super::value::Source;
use crate::meaning::programs::Runtime;
use crate::syntax::python::{ExprId, ExprKind, Function, ScopeKind, StmtKind, Symbol, Tree};

/// Qualified names, with all below them.
const NAMES: [(&str, Source); 44] = [
    ("input()", Source::Process),
    ("raw_input()", Source::Process),
    ("sys.argv", Source::Process),
    ("sys.stdin", Source::Process),
    ("os.environ", Source::Process),
    ("os.environb", Source::Process),
    ("os.getenv()", Source::Process),
    ("fileinput.input()", Source::Process),
    ("flask.request", Source::Request),
    ("quart.request", Source::Request),
    ("bottle.request", Source::Request),
    ("cgi.FieldStorage()", Source::Request),
    ("django.http.request", Source::Request),
    ("requests.get()", Source::Fetched),
    ("requests.post()", Source::Fetched),
    ("requests.request()", Source::Fetched),
    ("requests.Session().get()", Source::Fetched),
    ("requests.Session().post()", Source::Fetched),
    ("httpx.get()", Source::Fetched),
    ("httpx.post()", Source::Fetched),
    ("httpx.Client().get()", Source::Fetched),
    ("httpx.AsyncClient().get()", Source::Fetched),
    ("urllib.request.urlopen()", Source::Fetched),
    ("urllib3.PoolManager().request()", Source::Fetched),
    ("openai.OpenAI().chat", Source::Model),
    ("openai.OpenAI().responses", Source::Model),
    ("openai.OpenAI().completions", Source::Model),
    ("openai.AsyncOpenAI().chat", Source::Model),
    ("openai.AzureOpenAI().chat", Source::Model),
    ("openai.ChatCompletion", Source::Model),
    ("openai.Completion", Source::Model),
    ("openai.chat", Source::Model),
    ("openai.responses", Source::Model),
    ("anthropic.Anthropic().messages", Source::Model),
    ("anthropic.AsyncAnthropic().messages", Source::Model),
    ("ollama.chat()", Source::Model),
    ("ollama.generate()", Source::Model),
    ("ollama.Client().chat()", Source::Model),
    ("ollama.Client().generate()", Source::Model),
    ("litellm.completion()", Source::Model),
    ("dashscope.Generation", Source::Model),
    ("zhipuai.ZhipuAI().chat", Source::Model),
    ("google.generativeai.GenerativeModel()", Source::Model),
    ("transformers.pipeline()()", Source::Model),
];

/// Methods that ask a model, of objects that are called like one.
const ASKING: [&str; 14] = [
    "invoke",
    "ainvoke",
    "predict",
    "apredict",
    "generate",
    "agenerate",
    "complete",
    "acomplete",
    "chat",
    "achat",
    "stream",
    "batch",
    "run",
    "call_as_llm",
];

/// Words in the names of models and of what asks them.
const MODELS: [&str; 8] = [
    "llm",
    "model",
    "chain",
    "agent",
    "chat",
    "gpt",
    "claude",
    "assistant",
];

/// Decorators of functions whose parameters others fill in: tools of agents, and pages of the web.
const TOOLS: [&str; 6] = [
    "tool",
    "function_tool",
    "kernel_function",
    "skill",
    "action",
    "register_function",
];
const ROUTES: [&str; 9] = [
    "route",
    "get",
    "post",
    "put",
    "delete",
    "patch",
    "websocket",
    "api_route",
    "command",
];

/// Who gives what a qualified name stands for.
pub(super) fn of_name(name: &str) -> Option<Source> {
    NAMES.iter().find_map(|(source, kind)| {
        let rest = name.strip_prefix(source)?;
        let is_below = rest.is_empty() || rest.starts_with(['.', '[', '(']);
        is_below.then_some(*kind)
    })
}

/// Who gives an attribute, by its name and what it is one of, whatever that is.
pub(super) fn of_attribute(tree: &Tree, of: ExprId, name: Symbol) -> Option<Source> {
    let last = |id: ExprId| match tree.kind(id) {
        ExprKind::Attribute(_, name) | ExprKind::Name(name) => tree.name(name),
        _ => "",
    };
    match (tree.name(name), last(of)) {
        ("output_text", _) => Some(Source::Model),
        ("content", "message" | "delta") | ("arguments", "function") => Some(Source::Model),
        ("content" | "text", "response" | "answer" | "reply" | "completion")
            if asks_model(tree, of) =>
        {
            Some(Source::Model)
        }
        ("page_content", _) => Some(Source::Fetched),
        _ => None,
    }
}

/// Whether a name is given what a model is asked somewhere: the names of things tell it.
fn asks_model(tree: &Tree, of: ExprId) -> bool {
    matches!(tree.kind(of), ExprKind::Name(name) if tree.name(name) == "completion")
}

/// Who answers a call `of.name(…)`, whatever `of` is.
pub(super) fn of_method(tree: &Tree, of: ExprId, name: &str) -> Option<Source> {
    if !ASKING.contains(&name) {
        return None;
    }
    let of = match tree.kind(of) {
        ExprKind::Attribute(_, name) | ExprKind::Name(name) => tree.name(name),
        ExprKind::Call(func, ..) => match tree.kind(func) {
            ExprKind::Attribute(_, name) | ExprKind::Name(name) => tree.name(name),
            _ => return None,
        },
        _ => return None,
    };
    let lower = of.to_ascii_lowercase();
    let mut words = lower.split('_').flat_map(|word| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        MODELS.iter().map(move |model| (word, *model))
    });
    let is_model = words
        .any(|(word, model)| word == model || (model.len() > 3 && word.ends_with(model)))
        || lower.ends_with("llm");
    // `subprocess.run`, `app.run` and `model.predict` of an estimator are not meant.
    let is_common = name == "run" && !matches!(lower.as_str(), "llm" | "chain" | "agent");
    (is_model && !is_common).then_some(Source::Model)
}

/// Who fills in a parameter of a function.
pub(super) fn of_param(program: &Program<'_>, function: &Function, place: usize) -> Option<Source> {
    let tree = program.tree();
    let name = function.name.map_or("", |name| tree.name(name));
    let in_class = match tree.scope(function.outer).kind {
        ScopeKind::Class(class) => Some(class),
        _ => None,
    };
    let runs_in_workflow = matches!(
        program.runtime(),
        Runtime::DifySandbox | Runtime::FastgptSandbox
    );
    if runs_in_workflow && name == "main" && in_class.is_none() {
        return Some(Source::Input);
    }
    let is_self = in_class.is_some() && place == 0;
    if is_self {
        return None;
    }
    for decorator in tree.list(function.decorators) {
        let (called, is_called) = match tree.kind(*decorator) {
            ExprKind::Call(func, ..) => (func, true),
            _ => (*decorator, false),
        };
        let (word, has_owner) = match tree.kind(called) {
            ExprKind::Name(name) => (tree.name(name), false),
            ExprKind::Attribute(_, name) => (tree.name(name), true),
            _ => continue,
        };
        if TOOLS.contains(&word) {
            return Some(Source::Input);
        }
        if has_owner && is_called && ROUTES.contains(&word) {
            return Some(Source::Request);
        }
    }
    let class = in_class?;
    let StmtKind::Class { bases, .. } = tree.stmt(class).kind else {
        return None;
    };
    let is_tool = tree.list(bases).iter().any(|base| match tree.kind(*base) {
        ExprKind::Name(name) | ExprKind::Attribute(_, name) => tree.name(name).ends_with("Tool"),
        _ => false,
    });
    let runs = [
        "_run", "_arun", "_invoke", "invoke", "run", "forward", "__call__",
    ];
    (is_tool && runs.contains(&name)).then_some(Source::Input)
}
