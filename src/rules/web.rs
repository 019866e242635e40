//! Asks about configurations of Nginx, and what their rules share.

use std::collections::HashMap;

use crate::graph::Graph;
use crate::meaning::nginx::{Directive, Nginx, Server, Value};
use crate::model::{Exposure, Project, Span, Texts};

use super::occurrence::Subject;
use super::out::{Fail, Out, Site};
use super::policy::Check;
use super::run::Answers;

/// What makes two occurrences the same: rule, place, sentence. A file that is included in several
/// places shows each thing once.
type Same = (&'static str, Span, &'static str);

impl Answers {
    /// Asks the same rules about configurations of Nginx. A finding belongs to the file in which it
    /// shows, and is said once however often that file is included.
    pub fn about_nginx(&mut self, all: &[Nginx], projects: &[Project], texts: &Texts) {
        let start = self.occurrences.len();
        for nginx in all {
            let before = self.occurrences.len();
            let exposure = exposure(nginx, projects);
            for (rule, tally) in &mut self.tallies {
                if let Check::Nginx(check) = rule.check {
                    let subject = Subject {
                        kind: "file",
                        name: nginx.name.clone(),
                        project: None,
                    };
                    let occurrences = &mut self.occurrences;
                    let mut out = Out::new(rule, subject, exposure, occurrences, tally);
                    check(nginx, &mut out);
                }
            }
            for occurrence in self.occurrences.iter_mut().skip(before) {
                occurrence.subject.name = texts.get(occurrence.span.text).path().to_string();
                occurrence.projects = nginx.service.iter().map(|own| own.project).collect();
            }
        }
        self.once(start);
    }

    /// Of occurrences from `start` on that say the same of one place the worst stays; several of
    /// one name in one file get numbers.
    pub(super) fn once(&mut self, start: usize) {
        let all = self.occurrences.split_off(start);
        let mut places: HashMap<Same, usize> = HashMap::new();
        let mut counts: HashMap<(&'static str, String, String), usize> = HashMap::new();
        for mut occurrence in all {
            let key = (occurrence.rule.id, occurrence.span, occurrence.message.key);
            if let Some(known) = places
                .get(&key)
                .and_then(|at| self.occurrences.get_mut(*at))
            {
                if known.severity < occurrence.severity {
                    known.severity = occurrence.severity;
                    known.because = occurrence.because;
                }
                for project in occurrence.projects {
                    if !known.projects.contains(&project) {
                        known.projects.push(project);
                    }
                }
                continue;
            }
            places.insert(key, self.occurrences.len());
            let name = occurrence.subject.name.clone();
            let count = counts
                .entry((occurrence.rule.id, name, occurrence.role.clone()))
                .or_default();
            *count += 1;
            if *count > 1 {
                occurrence.role = format!("{}#{count}", occurrence.role);
            }
            self.occurrences.push(occurrence);
        }
    }
}

/// From where the service of an Nginx can be reached. What no service runs is taken to be open to
/// the network of the house.
fn exposure(nginx: &Nginx, projects: &[Project]) -> Exposure {
    let of_service = || {
        let service = nginx.service.as_ref()?;
        let project = projects.get(service.project)?;
        let mut containers = project.containers.iter();
        let container = containers.find(|own| own.name == service.name)?;
        Some(Graph::new(project).exposure(container))
    };
    of_service().unwrap_or(Exposure::Internal)
}

/// A finding at a directive as a whole.
pub(super) fn at(key: &'static str, directive: Directive<'_>) -> Fail {
    let mut fail = Fail::new(key, Site::at(directive.span())).role(directive.role());
    for place in directive.args().iter().flat_map(|value| &value.supplied) {
        fail = fail.related(*place);
    }
    fail
}

/// A finding at the name of a block, which lacks something or is wrong as a whole.
pub(super) fn of(key: &'static str, block: Directive<'_>) -> Fail {
    Fail::new(key, Site::at(block.name_span())).role(block.role())
}

/// A finding at an argument of a directive: in a template, with the lines that supply it.
pub(super) fn value(key: &'static str, directive: Directive<'_>, value: &Value) -> Fail {
    let mut fail = Fail::new(key, Site::at(value.span)).role(directive.role());
    for place in &value.supplied {
        fail = fail.related(*place);
    }
    fail
}

/// Where something that `http` lacks is said: at `http`, or else at the first server.
pub(super) fn http(nginx: &Nginx) -> Option<Directive<'_>> {
    let block = nginx.named("http").next();
    block.or_else(|| nginx.servers().first().map(|server| server.block))
}

/// Whether people log in to what a server proxies: by its paths, or by the images behind it.
pub(super) fn login<'n>(server: &Server<'n>) -> Option<Directive<'n>> {
    use crate::meaning::nginx::{is_login_image, is_login_path};
    let locations = server.locations().into_iter();
    let by_path = locations
        .filter(|location| {
            location
                .args()
                .iter()
                .any(|value| is_login_path(&value.text))
        })
        .find(|location| location.has_own(&["proxy_pass", "fastcgi_pass", "uwsgi_pass"]));
    by_path.or_else(|| {
        let mut passes = server.within("proxy_pass").into_iter();
        passes.find(|pass| {
            pass.behind()
                .iter()
                .any(|(_, peer)| is_login_image(&peer.image))
        })
    })
}

/// The exposure of a port that a server listens on.
pub(super) fn exposed(fail: Fail, nginx: &Nginx, port: Option<u16>) -> Fail {
    match port.and_then(|port| nginx.exposure_of(port)) {
        Some(exposure) => fail.exposed(exposure),
        None => fail,
    }
}

/// The server with TLS that has a name of a server without.
pub(super) fn twin<'s, 'n>(server: &Server<'n>, all: &'s [Server<'n>]) -> Option<&'s Server<'n>> {
    all.iter().find(|other| {
        let mut names = other.names.iter();
        let is_same = other.names.is_empty() && server.names.is_empty()
            || names.any(|name| server.names.iter().any(|own| own.text == name.text));
        other.tls().is_some() && other.block != server.block && is_same
    })
}

/// The number of a directive.
pub(super) fn number(one: Directive<'_>) -> usize {
    one.number()
}

/// The directives of a name that stand in no block.
pub(super) fn outside<'n>(nginx: &'n Nginx, name: &str) -> Vec<Directive<'n>> {
    nginx
        .named(name)
        .filter(|one| one.parent().is_none())
        .collect()
}
