//! Trying edits: the deployment is read with them in memory, and judged again. Nothing is written.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{Request, Scan, read, recipes};
use crate::graph::cuts::{
    Advice, Advised, Counsel, CutSet, Cutter, EnvFile, ProjectEdits, Target, edits, is_open,
    targets,
};
use crate::graph::ways::{Limits, Sources, Strength, Ways};
use crate::input::{Layers, Tree, Walk};
use crate::model::{Deployment, Severity, Texts};
use crate::rules::{self, Around, Check, Occurrence, Subject};

/// So many cuts are tried for a goal before none is proposed.
const MOST_TRIALS: usize = 4;

/// So many goals are worked on.
pub(super) const MOST_GOALS: usize = 3;

/// The ways to the worst kinds of goals, with what cuts them, as it was tried.
pub(super) fn advise(request: &Request, walk: &Walk, scan: &Scan, ways: &Ways) -> Counsel {
    let hardest = Strength::Reused;
    let limits = Limits {
        hardest,
        ..Limits::default()
    };
    let mut goals = targets(&ways.search(&limits), hardest);
    if goals.is_empty() {
        return Counsel::default();
    }
    let trials = Trials {
        request,
        walk,
        scan,
        ways,
        known: known(&scan.answers.occurrences),
    };
    goals.truncate(MOST_GOALS);
    if goals.len() > 1 {
        goals
            .par_iter_mut()
            .for_each(|advice| advice.cut = trials.cut(advice));
    } else {
        for advice in &mut goals {
            advice.cut = trials.cut(advice);
        }
    }
    let together = trials.together(&goals).unwrap_or_default();
    Counsel { goals, together }
}

/// What says that a finding is the same as before.
type Key = (&'static str, Subject, String);

fn known(occurrences: &[Occurrence]) -> HashSet<Key> {
    let key = |own: &Occurrence| (own.rule.id, own.subject.clone(), own.role.clone());
    occurrences.iter().map(key).collect()
}

struct Trials<'a> {
    request: &'a Request,
    walk: &'a Walk,
    scan: &'a Scan,
    ways: &'a Ways,
    known: HashSet<Key>,
}

impl Trials<'_> {
    /// The cheapest cut that stands its trial; where none can be written as an override, the
    /// cheapest by what the files say.
    fn cut(&self, advice: &Advice) -> Advised {
        let (deployment, texts) = (&self.scan.deployment, &self.scan.texts);
        let written = |cuts: &[_]| edits(deployment, self.ways, texts, cuts);
        let can_be_written = |cut: &_| written(std::slice::from_ref(cut)).is_some();
        let mut cutter = Cutter::new(self.ways, advice.target.clone(), can_be_written);
        for _ in 0..MOST_TRIALS {
            let Some(set) = cutter.next_set() else { break };
            let edits = written(&set.cuts).filter(|edits| self.names_no_secret(edits));
            let targets = [&advice.target];
            if let Some(edits) = edits.filter(|edits| self.stands(&targets, edits)) {
                return Advised::Tried { set, edits };
            }
            cutter.refuse(&set);
        }
        let by_hand = Cutter::new(self.ways, advice.target.clone(), |_| true).next_set();
        let is_elsewhere = |set: &CutSet| !set.cuts.iter().all(can_be_written);
        match by_hand {
            Some(set) if is_elsewhere(&set) => Advised::Untried(set),
            _ => Advised::Nothing,
        }
    }

    /// All cuts that stood their trials as one.
    fn together(&self, goals: &[Advice]) -> Option<Vec<ProjectEdits>> {
        let mut cuts = Vec::new();
        let mut targets = Vec::new();
        for advice in goals {
            if let Advised::Tried { set, .. } = &advice.cut {
                cuts.extend(set.cuts.iter().cloned());
                targets.push(&advice.target);
            }
        }
        cuts.sort();
        cuts.dedup();
        if let ([_], Some(Advised::Tried { edits, .. })) =
            (targets.as_slice(), goals.first().map(|own| &own.cut))
        {
            return Some(edits.clone());
        }
        let edits = edits(&self.scan.deployment, self.ways, &self.scan.texts, &cuts)?;
        let is_shown = self.names_no_secret(&edits);
        (!targets.is_empty() && is_shown && self.stands(&targets, &edits)).then_some(edits)
    }

    /// What is written is shown to people: a secret that stands in a value beside the one that is
    /// replaced would be shown with it.
    fn names_no_secret(&self, edits: &[ProjectEdits]) -> bool {
        let redactor = &self.scan.redactor;
        edits
            .iter()
            .all(|own| redactor.clean(&own.over) == own.over)
    }

    /// Whether the deployment with the edits has no such way, and nothing new to say of it.
    fn stands(&self, targets: &[&Target], edits: &[ProjectEdits]) -> bool {
        let texts = Texts::default();
        let Some(layers) = self.layers(edits) else {
            return false;
        };
        let request = self.request;
        let root = &self.scan.root;
        let tree = Tree::new(&texts, root, request.allow_outside).allow(&request.allowed);
        let tree = tree.allow(&request.settings).lay(layers);
        let (mut deployment, syntax, _) = read(&tree, self.walk, request, &self.scan.started);
        let (nginx, _) = recipes(&tree, root, self.walk, &syntax, &mut deployment, request);
        let of_containers = |check: &Check| {
            matches!(
                check,
                Check::Container(_) | Check::Secret(_) | Check::Directory(_) | Check::Problem(_)
            )
        };
        let rules = request
            .rules
            .iter()
            .filter(|rule| of_containers(&rule.check));
        let rules: Vec<_> = rules.copied().collect();
        let around = Around {
            knowledge: &request.knowledge,
            parameters: &request.parameters,
            texts: &texts,
            today: request.today,
            engines: &deployment.engines,
        };
        let answers = rules::run(&rules, &deployment, &[], around);
        let is_bad = |own: &&Occurrence| own.severity >= Severity::Medium;
        let bad = answers.occurrences.iter().filter(is_bad);
        let bad: Vec<Occurrence> = bad.cloned().collect();
        if !known(&bad).is_subset(&self.known) || is_broken(&deployment, &self.scan.deployment) {
            return false;
        }
        let assumptions = request.ways.clone().unwrap_or_default();
        let ways = Ways::new(Sources {
            deployment: &deployment,
            knowledge: &request.knowledge,
            nginx: &nginx.all,
            assumptions: &assumptions,
        });
        !targets.iter().any(|target| is_open(&ways, target))
    }

    /// The edits as files that are laid over those on the disk. New secrets are such as nobody has.
    fn layers(&self, edits: &[ProjectEdits]) -> Option<Layers> {
        let mut layers = Layers::default();
        for own in edits {
            let startup = self
                .scan
                .deployment
                .projects
                .get(own.project)?
                .startup
                .as_ref()?;
            if !own.over.is_empty() {
                let path = startup
                    .folder
                    .join(format!(".hulan-override-{}.yaml", own.project));
                let first = startup.files.first()?.clone();
                layers.added.insert(path.clone(), own.over.clone());
                layers.over.insert(first, path);
            }
            let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
            for (file, name) in &own.secrets {
                let path = self.env_file(*file, own.project, &startup.folder);
                let lines = files.entry(path).or_default();
                lines.extend([name.as_str(), "=", &secret(name), "\n"]);
            }
            for (path, lines) in files {
                layers.added.entry(path).or_default().push_str(&lines);
            }
        }
        Some(layers)
    }

    /// The file of the disk that a line is added to.
    fn env_file(&self, file: EnvFile, project: usize, folder: &Path) -> PathBuf {
        let texts = &self.scan.texts;
        let path_of = |text| self.scan.root.join(&**texts.get(text).path());
        if let EnvFile::Text(text) = file {
            return path_of(text);
        }
        if let Some(named) = self.request.supply.env_files.last() {
            return named.clone();
        }
        let own = folder.join(".env");
        let project = self.scan.deployment.projects.get(project);
        let templates = project.map_or(&[][..], |own| &own.templates).iter();
        let template = folder.join(".env.example");
        let mut templates = templates.map(|text| path_of(*text));
        match templates.find(|path| *path == template) {
            Some(template) if !own.exists() => template,
            _ => own,
        }
    }
}

/// Whether something cannot be read that could be before.
fn is_broken(tried: &Deployment, before: &Deployment) -> bool {
    let gaps = |own: &Deployment| {
        let problems = own.projects.iter().flat_map(|project| &project.problems);
        problems.filter(|problem| problem.kind.is_gap()).count()
    };
    gaps(tried) > gaps(before)
}

/// A secret for the trial alone: it is never written anywhere, and nobody is told.
fn secret(name: &str) -> String {
    let digest = Sha256::digest(format!("a secret for a trial of {name}").as_bytes());
    let mut text = String::new();
    for byte in digest.iter().take(24) {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    text
}
