//! Asks the rules about the secrets that a search found in files.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::context::{Around, Context};
use super::occurrence::{Occurrence, Subject};
use super::out::{Out, Tally};
use super::policy::{Check, Rule};
use super::run::Answers;
use crate::input::tidy;
use crate::meaning::{SearchedFile, Slot, secrets_of_file};
use crate::model::{Container, Exposure, Project, Span, TextId, Texts};

/// From so many files on a second thread is worth its start.
const MANY: usize = 8;

/// The rules about secrets in files, by their numbers among those that are asked.
type Asked = Vec<(usize, &'static Rule)>;

/// Asks about each value of a file. What supplies a container is judged there, as what it does is
/// known there; the rest is judged with the project around the file, if there is one.
pub(super) fn about_files(
    contexts: &[Context<'_>],
    files: &[SearchedFile],
    around: Around<'_>,
    answers: &mut Answers,
) {
    let asked: Asked = answers
        .tallies
        .iter()
        .enumerate()
        .map(|(number, (rule, _))| (number, *rule))
        .filter(|(_, rule)| rule.is_about_secrets())
        .collect();
    if files.is_empty() || asked.is_empty() {
        return;
    }
    let supplied = Supplied::new(contexts, around.texts);
    let nobody = Project::nobody();
    let outside = Context::new(&nobody, around);
    let ask = |file: &SearchedFile| {
        let near = nearest(contexts, file.text, around.texts);
        let mut found = match near {
            Some((_, cx)) => about_file(&asked, file, cx, &supplied),
            None => about_file(&asked, file, &outside, &supplied),
        };
        let idle = near.map_or_else(Vec::new, |(_, cx)| profiles(cx, &file_path(file, cx)));
        for occurrence in &mut found.0 {
            occurrence.inactive_in.clone_from(&idle);
            occurrence.projects = near.map(|(number, _)| number).into_iter().collect();
        }
        found
    };
    // Threads are not free.
    let found: Vec<(Vec<Occurrence>, Vec<Tally>)> = if files.len() >= MANY {
        files.par_iter().map(ask).collect()
    } else {
        files.iter().map(ask).collect()
    };
    let mut templates = HashMap::new();
    for (mut occurrences, tallies) in found {
        // All lines of all templates are one finding of a rule: it is worth one look.
        for occurrence in occurrences.iter_mut().filter(|own| own.from_template) {
            let first = templates.entry(occurrence.rule.id);
            occurrence.cause = *first.or_insert(occurrence.cause);
        }
        answers.occurrences.extend(occurrences);
        for ((number, _), more) in asked.iter().zip(tallies) {
            if let Some((_, tally)) = answers.tallies.get_mut(*number) {
                tally.add(more);
            }
        }
    }
}

fn about_file(
    asked: &Asked,
    file: &SearchedFile,
    cx: &Context<'_>,
    supplied: &Supplied,
) -> (Vec<Occurrence>, Vec<Tally>) {
    let subject = Subject {
        kind: "file",
        name: cx.texts.get(file.text).path().to_string(),
        project: None,
    };
    let mut occurrences = Vec::new();
    let mut tallies = vec![Tally::default(); asked.len()];
    for mut secret in secrets_of_file(file) {
        let Some(place) = secret.shown(&cx.project.origins) else {
            continue;
        };
        let supply = supplied.what(cx.texts.resolve(place));
        // Compose reads the file, and nothing takes up this line of it.
        if let (Supply::Unused, Slot::Line { is_idle }) = (&supply, &mut secret.slot) {
            *is_idle = true;
        }
        for ((_, rule), tally) in asked.iter().zip(&mut tallies) {
            let before = occurrences.len();
            let is_asked = match rule.check {
                Check::Secret(_) => !matches!(supply, Supply::Containers),
                _ => secret.token.is_some(),
            };
            let (Check::Secret(check) | Check::Token(check)) = rule.check else {
                continue;
            };
            if !is_asked {
                continue;
            }
            let subject = subject.clone();
            let mut out = Out::new(rule, subject, Exposure::Internal, &mut occurrences, tally);
            check(&secret, cx, &mut out);
            // A token is one wherever it stands; passwords in a template are for nobody to use.
            if file.is_template && matches!(rule.check, Check::Secret(_)) {
                for occurrence in occurrences.iter_mut().skip(before) {
                    occurrence.is_of_template();
                }
            }
        }
    }
    (occurrences, tallies)
}

/// The project whose folder is the deepest one around a file.
pub(super) fn nearest<'c, 'a>(
    contexts: &'c [Context<'a>],
    file: TextId,
    texts: &Texts,
) -> Option<(usize, &'c Context<'a>)> {
    let own = texts.get(file);
    // What an engine runs has no folder.
    let all = contexts.iter().enumerate();
    let of_files = all.filter(|(_, cx)| cx.project.engine.is_none());
    let around = of_files.filter_map(|(number, cx)| {
        let main = texts.get(cx.project.file);
        let folder = main
            .path()
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let rest = own.path().strip_prefix(folder)?;
        let is_inside = folder.is_empty() || rest.starts_with('/');
        is_inside.then_some((folder.len(), (number, cx)))
    });
    // Of several in one folder the first.
    around
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, found)| found)
}

/// Where a file lies, from the root.
fn file_path(file: &SearchedFile, cx: &Context<'_>) -> PathBuf {
    PathBuf::from(&**cx.texts.get(file.text).path())
}

/// The Compose profiles of the services that get a file mounted, where none of them starts.
fn profiles(cx: &Context<'_>, file: &Path) -> Vec<String> {
    let main = cx.texts.get(cx.project.file);
    let folder = Path::new(&**main.path()).parent();
    let folder = folder.unwrap_or(Path::new(""));
    let gets = |container: &&Container| {
        let sources = container
            .mounts
            .iter()
            .filter_map(|mount| mount.source.as_ref());
        let mut sources = sources.map(|source| tidy(&folder.join(source)));
        sources.any(|source| file.starts_with(source))
    };
    let getting: Vec<&Container> = cx.project.containers.iter().filter(gets).collect();
    if getting.iter().any(|container| container.starts) {
        return Vec::new();
    }
    let profiles = getting.iter().flat_map(|container| &container.profiles);
    let mut profiles: Vec<String> = profiles.map(|profile| profile.value.clone()).collect();
    profiles.sort();
    profiles.dedup();
    profiles
}

/// What Compose makes of a place.
enum Supply {
    /// It supplies a secret of a container.
    Containers,
    /// It is in a file that Compose reads, and supplies none.
    Unused,
    /// Compose does not read it.
    Unknown,
}

/// The places that supply secrets of containers.
struct Supplied {
    /// By text and in order: where each begins, and how far it and those before it reach.
    places: HashMap<TextId, Vec<(u32, u32)>>,
    sources: HashSet<TextId>,
}

impl Supplied {
    fn new(contexts: &[Context<'_>], texts: &Texts) -> Self {
        let mut places: HashMap<TextId, Vec<(u32, u32)>> = HashMap::new();
        let mut sources = HashSet::new();
        for cx in contexts {
            for container in &cx.project.containers {
                for secret in cx.secrets(container) {
                    let Some(cause) = secret.cause(&cx.project.origins) else {
                        continue;
                    };
                    let place = texts.resolve(cause.place);
                    let places = places.entry(place.text).or_default();
                    places.push((place.start, place.end));
                }
            }
            sources.extend(&cx.project.sources);
        }
        for places in places.values_mut() {
            places.sort_unstable();
            let mut furthest = 0;
            for (_, end) in places {
                furthest = furthest.max(*end);
                *end = furthest;
            }
        }
        Self { places, sources }
    }

    fn what(&self, place: Span) -> Supply {
        let before = self.places.get(&place.text).and_then(|places| {
            let begun = places.partition_point(|(start, _)| *start < place.end);
            places.get(begun.checked_sub(1)?)
        });
        if before.is_some_and(|(_, furthest)| *furthest > place.start) {
            Supply::Containers
        } else if self.sources.contains(&place.text) {
            Supply::Unused
        } else {
            Supply::Unknown
        }
    }
}
