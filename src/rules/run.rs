//! Asks every rule about every subject.

use rayon::prelude::*;

use crate::meaning::SearchedFile;
use crate::model::{Container, Deployment, Exposure, KeptFile, Problem, TextId, Texts};

use super::context::{Around, Context};
use super::directories;
use super::files;
use super::occurrence::{CauseKey, Occurrence, Subject};
use super::out::{Out, Tally};
use super::policy::{Check, Rule};
use super::programs::AboutProgram;

/// All answers about a deployment.
#[derive(Default)]
pub struct Answers {
    /// What is not as it should be.
    pub occurrences: Vec<Occurrence>,
    /// What was asked, in the order of the rules given.
    pub tallies: Vec<(&'static Rule, Tally)>,
}

impl Answers {
    fn none(rules: &[&'static Rule]) -> Self {
        Self {
            occurrences: Vec::new(),
            tallies: rules.iter().map(|rule| (*rule, Tally::default())).collect(),
        }
    }

    /// Asks the same rules about suppressions with which something is wrong. What they suppress
    /// is known only when all other answers are there.
    pub fn about_suppressions(&mut self, problems: &[Problem], texts: &Texts) {
        about_problems(problems, texts, None, self);
    }

    /// Takes what was said of programs.
    pub fn about_programs(&mut self, programs: impl IntoIterator<Item = AboutProgram>) {
        for program in programs {
            self.occurrences.extend(program.occurrences);
            for (number, more) in program.tallies {
                if let Some((_, tally)) = self.tallies.get_mut(number) {
                    tally.add(more);
                }
            }
        }
    }

    /// Values of templates are no deployment's: what is said of them is worth knowing, no more.
    fn of_templates(&mut self, templates: &[TextId]) {
        for occurrence in &mut self.occurrences {
            if let CauseKey::Place(place) = occurrence.cause
                && templates.contains(&place.text)
            {
                occurrence.is_of_template();
            }
        }
    }

    fn merge(mut self, other: Self) -> Self {
        self.occurrences.extend(other.occurrences);
        for ((_, own), (_, more)) in self.tallies.iter_mut().zip(other.tallies) {
            own.add(more);
        }
        self
    }
}

/// Asks `rules` about the whole deployment, projects in parallel, and then about the secrets in
/// files that no project has taken up.
pub fn run(
    rules: &[&'static Rule],
    deployment: &Deployment,
    files: &[SearchedFile],
    around: Around<'_>,
) -> Answers {
    let ask = |(number, cx): (usize, &Context<'_>)| {
        let mut answers = about_project(rules, cx, around.texts);
        for occurrence in &mut answers.occurrences {
            occurrence.projects = vec![number];
        }
        answers
    };
    let projects = deployment.projects.as_slice();
    let (contexts, mut answers) = match projects {
        [only] => {
            let cx = Context::new(only, around);
            let answers = ask((0, &cx));
            (vec![cx], answers)
        }
        all => {
            let contexts = all.par_iter().map(|project| Context::new(project, around));
            let contexts: Vec<Context<'_>> = contexts.collect();
            let answers = contexts.par_iter().enumerate().map(ask);
            let answers = answers.reduce(|| Answers::none(rules), Answers::merge);
            (contexts, answers)
        }
    };
    files::about_files(&contexts, files, around, &mut answers);
    let directories = &deployment.directories;
    directories::about_directories(&contexts, directories, around, &mut answers);
    about_kept(&deployment.kept, &mut answers);
    answers.about_engines(deployment, around);
    about_problems(&deployment.problems, around.texts, None, &mut answers);
    answers
}

fn about_kept(files: &[KeptFile], answers: &mut Answers) {
    for file in files {
        let subject = Subject {
            kind: "file",
            name: file.path.clone(),
            project: None,
        };
        for (rule, tally) in &mut answers.tallies {
            if let Check::File(check) = rule.check {
                let subject = subject.clone();
                let occurrences = &mut answers.occurrences;
                let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                check(file, &mut out);
            }
        }
    }
}

fn about_project(rules: &[&'static Rule], cx: &Context<'_>, texts: &Texts) -> Answers {
    let project = cx.project;
    let mut answers = Answers::none(rules);
    for (number, container) in project.containers.iter().enumerate() {
        let before = answers.occurrences.len();
        about_container(container, cx, &mut answers);
        answers.of_run_line(project, number, before);
        if !container.starts {
            let profiles = container.profiles.iter();
            let profiles: Vec<String> = profiles.map(|profile| profile.value.clone()).collect();
            for occurrence in answers.occurrences.iter_mut().skip(before) {
                occurrence.inactive_in.clone_from(&profiles);
            }
        }
    }
    answers.of_templates(&project.templates);
    let name = project.name.as_deref();
    about_problems(&project.problems, texts, name, &mut answers);
    answers
}

fn about_container(container: &Container, cx: &Context<'_>, answers: &mut Answers) {
    let subject = Subject {
        kind: "container",
        name: container.name.clone(),
        project: cx.project.name.clone(),
    };
    let exposure = cx.exposure(container);
    for (rule, tally) in &mut answers.tallies {
        let occurrences = &mut answers.occurrences;
        match rule.check {
            Check::Container(check) => {
                let mut out = Out::new(rule, subject.clone(), exposure, occurrences, tally);
                if container.only_fetched && !rule.is_about_image() {
                    out.not_applicable();
                } else {
                    check(container, cx, &mut out);
                }
            }
            Check::Secret(check) => {
                for secret in cx.secrets(container) {
                    let mut out = Out::new(rule, subject.clone(), exposure, occurrences, tally);
                    check(secret, cx, &mut out);
                }
            }
            Check::Directory(check) => {
                for directory in cx.directories(container) {
                    let mut out = Out::new(rule, subject.clone(), exposure, occurrences, tally);
                    check(directory, cx, &mut out);
                }
            }
            Check::Token(_)
            | Check::EnvFile(_)
            | Check::File(_)
            | Check::Problem(_)
            | Check::Suppression(_)
            | Check::Python(_)
            | Check::Call(_)
            | Check::Workflow(_)
            | Check::Switch(_)
            | Check::Nginx(_)
            | Check::Dockerfile(_)
            | Check::HostScript(_)
            | Check::Endpoint(_)
            | Check::Certificate(_)
            | Check::Engine(_)
            | Check::Image(_)
            | Check::Daemon(_)
            | Check::Settings(_)
            | Check::Host(_)
            | Check::Drift(_)
            | Check::Combination(_) => {}
        }
    }
}

pub(super) fn about_problems(
    problems: &[Problem],
    texts: &Texts,
    project: Option<&str>,
    answers: &mut Answers,
) {
    for problem in problems {
        let subject = Subject {
            kind: "file",
            name: texts.get(problem.span.text).path().to_string(),
            project: project.map(str::to_owned),
        };
        for (rule, tally) in &mut answers.tallies {
            let about_suppressions = problem.kind.is_about_suppressions();
            let check = match rule.check {
                Check::Problem(check) if !about_suppressions => check,
                Check::Suppression(check) if about_suppressions => check,
                _ => continue,
            };
            let occurrences = &mut answers.occurrences;
            let subject = subject.clone();
            let before = occurrences.len();
            let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
            check(problem, &mut out);
            for occurrence in occurrences.iter_mut().skip(before) {
                occurrence.is_gap = problem.kind.is_gap();
                occurrence.accepted.clone_from(&problem.accepted);
            }
        }
    }
}
