//! What the findings come to project by project, and what services that do not start add to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::group::Finding;
use crate::model::{Deployment, Severity, Texts};

/// A deployment in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// The projects in their order. Each is judged by itself.
    pub projects: Vec<ProjectOverview>,
    /// The Compose profiles that are not active, by their names.
    pub inactive: Vec<InactiveProfile>,
    /// Folders with more than one project: compose files side by side are alternatives more often
    /// than not.
    pub alternatives: Vec<String>,
    /// Compose files that are no part of a declared deployment.
    pub undeclared: usize,
}

/// A project in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectOverview {
    /// The path of its first compose file.
    pub path: Arc<str>,
    /// What the user calls it, or what it calls itself.
    pub name: Option<String>,
    /// Its services.
    pub services: usize,
    /// Those that do not start.
    pub inactive: usize,
    /// Its active findings by severity, the worst severity first. Those about the scan itself are
    /// not counted. A finding of several projects counts in each.
    pub findings: Vec<(Severity, usize)>,
}

/// A Compose profile that is not active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InactiveProfile {
    /// Its name.
    pub name: String,
    /// The findings of its services that no active service shares.
    pub findings: usize,
    /// The services with such findings.
    pub services: usize,
}

impl Overview {
    /// The figures of a deployment and its findings.
    pub fn of(findings: &[Finding], deployment: &Deployment, texts: &Texts) -> Self {
        let projects = deployment.projects.iter().enumerate();
        let projects: Vec<ProjectOverview> = projects
            .map(|(number, project)| {
                let idle = project.containers.iter().filter(|one| !one.starts);
                ProjectOverview {
                    path: texts.get(project.file).path().clone(),
                    name: project.label.clone().or_else(|| project.name.clone()),
                    services: project.containers.len(),
                    inactive: idle.count(),
                    findings: counts(findings, number),
                }
            })
            .collect();
        let is_declared = deployment.projects.iter().any(|one| one.is_declared);
        Self {
            alternatives: if is_declared {
                Vec::new()
            } else {
                let all = deployment.projects.iter().zip(&projects);
                let composed = all.filter(|(project, _)| project.run_lines.is_none());
                alternatives(composed.map(|(_, own)| own))
            },
            projects,
            inactive: inactive(findings),
            undeclared: deployment.undeclared,
        }
    }
}

fn counts(findings: &[Finding], project: usize) -> Vec<(Severity, usize)> {
    let own = findings.iter().filter(|one| !one.rule.is_about_the_scan());
    let own = own.filter_map(|finding| {
        let places = finding
            .occurrences
            .iter()
            .filter(|one| one.is_active() && one.occurrence.projects.contains(&project));
        places.map(|one| one.occurrence.severity).max()
    });
    let own: Vec<Severity> = own.collect();
    let count = |severity| own.iter().filter(|one| **one == severity).count();
    let all = Severity::ALL.iter();
    all.map(|severity| (*severity, count(*severity))).collect()
}

fn inactive(findings: &[Finding]) -> Vec<InactiveProfile> {
    let mut profiles: BTreeMap<&str, (BTreeSet<usize>, BTreeSet<_>)> = BTreeMap::new();
    for (number, finding) in findings.iter().enumerate() {
        if !finding.is_dormant() {
            continue;
        }
        for placed in finding.occurrences.iter().filter(|one| one.is_dormant()) {
            let occurrence = &placed.occurrence;
            for profile in &occurrence.inactive_in {
                let (own, services) = profiles.entry(profile).or_default();
                own.insert(number);
                services.insert((occurrence.projects.first(), &occurrence.subject.name));
            }
        }
    }
    let profiles = profiles.into_iter();
    profiles
        .map(|(name, (findings, services))| InactiveProfile {
            name: name.to_owned(),
            findings: findings.len(),
            services: services.len(),
        })
        .collect()
}

/// The folders of more than one project.
fn alternatives<'p>(projects: impl Iterator<Item = &'p ProjectOverview>) -> Vec<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for project in projects {
        let folder = project
            .path
            .rsplit_once('/')
            .map_or(".", |(folder, _)| folder);
        *folders.entry(folder).or_default() += 1;
    }
    let folders = folders.into_iter().filter(|(_, count)| *count > 1);
    folders.map(|(folder, _)| folder.to_owned()).collect()
}
