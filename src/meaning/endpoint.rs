//! Endpoints as rules see them: what one answered, and where in its document each answer stands.

use std::ops::Range;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::forbidden::hexadecimal;
use crate::model::certificate::{Bundle, Certificate, Form, Source, Use, UseRole};
use crate::model::{
    Arg, Decoded, Encoding, Failure, Problem, ProblemKind, SNAPSHOT_VERSION, Snapshot, Span,
    TextId, Texts, Why,
};
use crate::syntax::json::{Json, Kind, NodeId};

/// An endpoint that was asked.
pub struct Endpoint {
    /// What it answered.
    pub snapshot: Snapshot,
    /// The document of its answers.
    pub text: TextId,
    /// Where the deployment names it, if it does: the published port, the address in a variable.
    pub named_at: Option<Span>,
    /// The words that tell it what to offer, where the deployment does.
    pub configured_at: Vec<Span>,
    content: String,
    json: Json,
}

/// Why a document is none of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadSnapshot {
    /// It is no JSON, or has fields that do not belong there.
    Broken,
    /// It is of another version.
    Version,
}

impl Endpoint {
    /// From a fresh snapshot, whose document is called `path`.
    pub fn new(texts: &Texts, path: &str, snapshot: Snapshot, named_at: Option<Span>) -> Self {
        let mut content = serde_json::to_string_pretty(&snapshot).unwrap_or_default();
        content.push('\n');
        let text = texts.add(path, utf8(content.clone()));
        Self {
            json: Json::parse(&content),
            snapshot,
            text,
            named_at,
            configured_at: Vec::new(),
            content,
        }
    }

    /// From a document that was saved.
    pub fn read(texts: &Texts, path: &str, content: &str) -> Result<Self, BadSnapshot> {
        let snapshot: Snapshot = serde_json::from_str(content).map_err(|_| BadSnapshot::Broken)?;
        if snapshot.version != SNAPSHOT_VERSION {
            return Err(BadSnapshot::Version);
        }
        Ok(Self {
            json: Json::parse(content),
            snapshot,
            text: texts.add(path, utf8(content.to_owned())),
            named_at: None,
            configured_at: Vec::new(),
            content: content.to_owned(),
        })
    }

    /// The same with the words that tell it what to offer.
    #[must_use]
    pub fn configured_at(self, configured_at: Vec<Span>) -> Self {
        Self {
            configured_at,
            ..self
        }
    }

    /// SHA-256 of the leaves that it presents, in lower-case hexadecimal digits, with the numbers of
    /// their chains.
    pub fn leaves(&self) -> Vec<(usize, String)> {
        let chains = self.snapshot.tls.iter().flat_map(|tls| &tls.chains);
        let leaves = chains.enumerate().filter_map(|(number, chain)| {
            let leaf = certificate(chain.certificates.first()?)?;
            Some((number, hexadecimal(&leaf.sha256)))
        });
        leaves.collect()
    }

    /// What reports call it: `ldaps://dc1.corp.example:636`.
    pub fn name(&self) -> String {
        endpoint_name(&self.snapshot)
    }

    /// The place of an answer: the keys and numbers that lead to it, as far as they lead.
    pub fn place(&self, way: &[&str]) -> Span {
        let mut found = None;
        let mut node = self.json.top();
        for step in way {
            let Some(own) = node else { break };
            node = self.child(own, step);
            found = node.or(found);
        }
        let range: Range<usize> = found.map_or(0..0, |node| self.json.range(node));
        Span::new(self.text, range)
    }

    /// The place of one of the strings of a list.
    pub fn item(&self, way: &[&str], value: &str) -> Span {
        let mut node = self.json.top();
        for step in way {
            node = node.and_then(|own| self.child(own, step));
        }
        if let Some(Kind::List(items)) = node.map(|own| self.json.kind(own)) {
            for item in items {
                let known = self.json.string(&self.content, *item);
                if known.is_some_and(|(text, _)| text == value) {
                    return Span::new(self.text, self.json.range(*item));
                }
            }
        }
        self.place(way)
    }

    fn child(&self, node: NodeId, step: &str) -> Option<NodeId> {
        match self.json.kind(node) {
            Kind::Object(pairs) => {
                let own = pairs.iter().find(|(key, _)| {
                    let key = self.json.string(&self.content, *key);
                    key.is_some_and(|(key, _)| key == step)
                });
                own.map(|(_, value)| *value)
            }
            Kind::List(items) => items.get(step.parse::<usize>().ok()?).copied(),
            _ => None,
        }
    }

    /// The chains that it presents, as rules about certificates see them.
    pub fn presented(&self) -> Vec<Bundle> {
        let place = self.named_at.unwrap_or_else(|| self.place(&["host"]));
        let chains = self.snapshot.tls.iter().flat_map(|tls| &tls.chains);
        let chains = chains.map(|chain| {
            let certificates = chain.certificates.iter();
            let certificates = certificates.filter_map(|own| certificate(own));
            Bundle {
                name: self.name(),
                source: Source::Endpoint,
                place,
                certificates: certificates.collect(),
                keys: Vec::new(),
                crls: Vec::new(),
                form: Form::Presented,
                flaws: Vec::new(),
                uses: vec![Use {
                    place,
                    who: self.name(),
                    role: UseRole::Server,
                    names: self.names(),
                    key: None,
                    staples: None,
                }],
            }
        });
        chains.collect()
    }

    /// The names that its certificate must cover. A published port says an address of this machine,
    /// which is not what others call it.
    fn names(&self) -> Vec<String> {
        let name = self.snapshot.sni.as_ref().unwrap_or(&self.snapshot.host);
        let is_address = name.parse::<std::net::IpAddr>().is_ok();
        if self.named_at.is_some() && is_address {
            return Vec::new();
        }
        vec![name.clone()]
    }

    /// What could not be found out: a gap each.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let named = |problem: Problem| problem.with("endpoint", Arg::Name(self.name()));
        if let Some(failure) = self.snapshot.failure {
            let place = self.named_at.unwrap_or_else(|| self.place(&["failure"]));
            let problem = Problem::new(ProblemKind::EndpointNotReached, place);
            problems.push(named(problem).with("why", Arg::Text(said(failure))));
        }
        for (at, open) in self.snapshot.unanswered.iter().enumerate() {
            let why = match open.why {
                Why::Failed(failure) => said(failure),
                Why::NotVerified => "endpoint.not-verified",
                Why::BindRefused => "endpoint.bind-refused",
                Why::EntryNotFound => "endpoint.entry-not-found",
            };
            let place = self.place(&["unanswered", &at.to_string(), "question"]);
            let problem = Problem::new(ProblemKind::EndpointNotAnswered, place);
            let problem = named(problem).with("question", Arg::Name(open.question.clone()));
            problems.push(problem.with("why", Arg::Text(why)));
        }
        let chains = self.snapshot.tls.iter().flat_map(|tls| &tls.chains);
        let all = chains.flat_map(|chain| &chain.certificates);
        if all.map(|own| certificate(own)).any(|own| own.is_none()) {
            let place = self.place(&["tls", "chains"]);
            let problem = named(Problem::new(ProblemKind::EndpointNotAnswered, place));
            let problem = problem.with("question", Arg::Name("certificate".to_owned()));
            let why = Arg::Text("endpoint.certificate-unreadable");
            problems.push(problem.with("why", why));
        }
        problems
    }
}

/// A certificate of a document.
fn certificate(base64: &str) -> Option<Certificate> {
    let der = BASE64_STANDARD.decode(base64).ok()?;
    Certificate::from_der(&der, None).ok()
}

/// What reports call an endpoint.
pub fn endpoint_name(snapshot: &Snapshot) -> String {
    let host = &snapshot.host;
    let scheme = match (snapshot.scheme.as_str(), &snapshot.starttls) {
        ("tls", Some(starttls)) => starttls,
        (scheme, _) => scheme,
    };
    let name = if host.contains(':') {
        format!("{scheme}://[{host}]:{}", snapshot.port)
    } else {
        format!("{scheme}://{host}:{}", snapshot.port)
    };
    match &snapshot.sni {
        Some(sni) if sni != host => format!("{name} ({sni})"),
        _ => name,
    }
}

/// What a document of answers is called: safe as a name of a file on every system.
pub fn document_name(snapshot: &Snapshot) -> String {
    let name = endpoint_name(snapshot);
    let safe = name.replace("://", "-");
    let safe = safe.trim_end_matches(')').chars().map(|c| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' => c,
        _ => '_',
    });
    format!("{}.endpoint.json", safe.collect::<String>())
}

fn said(failure: Failure) -> &'static str {
    match failure {
        Failure::Unresolved => "endpoint.unresolved",
        Failure::Refused => "endpoint.refused",
        Failure::Silent => "endpoint.silent",
        Failure::Closed => "endpoint.closed",
        Failure::PlainHttp => "endpoint.plain-http",
        Failure::NotTls => "endpoint.not-tls",
        Failure::NotLdap => "endpoint.not-ldap",
        Failure::StarttlsRefused => "endpoint.starttls-refused",
        Failure::NoHandshake => "endpoint.no-handshake",
        Failure::OutOfBudget => "endpoint.out-of-budget",
    }
}

fn utf8(content: String) -> Decoded {
    Decoded {
        content,
        encoding: Encoding::Utf8,
        bom: false,
    }
}
