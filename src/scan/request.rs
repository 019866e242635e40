//! What is to be scanned, and by what.

use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::compose::{Declared, Supply};
use crate::graph::ways::Assumptions;
use crate::input::{PathSet, Searched, Tree, relative};
use crate::meaning::Knowledge;
use crate::meaning::pki::Anchors;
use crate::meaning::programs::Form;
use crate::model::{Decoded, Deployment, Problem, ProblemKind, Span, TextId};
use crate::rules::{Check, Parameters, Rule};
use crate::verdict::{self, Acceptance, Waiver};

/// What to scan, and by which rules.
#[derive(Default)]
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Paths that are left out.
    pub exclude: Vec<PathSet>,
    /// Read what the scanned files name outside of the root.
    pub allow_outside: bool,
    /// Files that are read wherever they lie, absolute: the user named them.
    pub allowed: Vec<PathBuf>,
    /// The rules to ask.
    pub rules: Vec<&'static Rule>,
    /// The folder that paths are shown relative to, where it is not the deepest one that holds all
    /// paths; absolute.
    pub root: Option<PathBuf>,
    /// What is right here, where that differs from house to house.
    pub parameters: Parameters,
    /// What is known of products and their secrets.
    pub knowledge: Knowledge,
    /// What the user says beyond the files.
    pub supply: Supply,
    /// The deployments that the user declares; without any, what Compose would start.
    pub declared: Vec<Declared>,
    /// The configuration, if there is one.
    pub configuration: Option<Configuration>,
    /// The file of waivers, if there is one: its absolute path and its text.
    pub register: Option<(PathBuf, Decoded)>,
    /// The day of the scan.
    pub today: Date,
    /// What standard input gave, where that is scanned.
    pub stdin: Option<Stdin>,
    /// The moment of the scan: certificates are judged by the second.
    pub now: Timestamp,
    /// Whom certificates may come from.
    pub anchors: Anchors,
    /// What engines answered.
    pub engines: Vec<EngineAnswers>,
    /// The files of settings that belong to the engine, absolute: they are read wherever they lie.
    pub settings: Vec<PathBuf>,
    /// What is taken for granted of secrets, where ways in are asked for.
    pub ways: Option<Assumptions>,
}

/// What an engine answered.
pub struct EngineAnswers {
    /// What reports call the document.
    pub path: String,
    /// The document; one that is none is refused before the scan.
    pub content: String,
}

/// What standard input gave.
pub struct Stdin {
    /// What it is.
    pub form: Form,
    /// Its text.
    pub text: Decoded,
}

impl Request {
    /// Whether only secrets and programs were asked about, which stand in any file, and some were
    /// looked at; or standard input alone, which is no deployment.
    pub fn is_search(&self, searched: Searched) -> bool {
        let is_about_files = || {
            let mut rules = self.rules.iter();
            rules.all(|rule| matches!(rule.family(), "SEC" | "PY" | "CRT"))
        };
        searched.files > 0 && (self.stdin.is_some() || is_about_files())
    }

    /// The text of the configuration. What it accepts is marked, and what is wrong with it noted.
    pub(super) fn configured(
        &self,
        tree: &Tree<'_>,
        root: &Path,
        deployment: &mut Deployment,
    ) -> Option<TextId> {
        let own = self.configuration.as_ref()?;
        let texts = tree.texts();
        let path = relative(root, &own.path);
        let text = texts.add(&tree.shown(&path), own.text.clone());
        verdict::accept(&own.acceptances, text, self.today, deployment, texts, root);
        deployment.problems.extend(own.attempts(text));
        Some(text)
    }

    /// The text of the file of waivers.
    pub(super) fn register(&self, tree: &Tree<'_>, root: &Path) -> Option<TextId> {
        let (path, text) = self.register.as_ref()?;
        let path = relative(root, path);
        Some(tree.texts().add(&tree.shown(&path), text.clone()))
    }

    /// Whether a rule of this kind is asked.
    pub(super) fn needs_ways(&self) -> bool {
        self.ways.is_some() || self.asks(|check| matches!(check, Check::Combination(_)))
    }

    /// Whether a rule of a kind is asked.
    pub(super) fn asks(&self, kind: impl Fn(&Check) -> bool) -> bool {
        self.rules.iter().any(|rule| kind(&rule.check))
    }
}

/// A configuration as far as findings may be about it.
pub struct Configuration {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// Its text.
    pub text: Decoded,
    /// The gaps that it accepts.
    pub acceptances: Vec<Acceptance>,
    /// What it accepts in programs that a machine wrote.
    pub waivers: Vec<Waiver>,
    /// Keys that would have loosened the policy, with their places.
    pub attempts: Vec<(String, Range<usize>)>,
}

impl Configuration {
    /// What would have loosened the policy. The file is the text `text`.
    fn attempts(&self, text: TextId) -> impl Iterator<Item = Problem> {
        self.attempts.iter().map(move |(key, place)| {
            let place = Span::new(text, place.clone());
            let problem = Problem::new(ProblemKind::LooserThanPolicy, place);
            problem.with("key", key.as_str().into())
        })
    }
}
