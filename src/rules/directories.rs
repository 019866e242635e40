//! Asks about what files tell clients of directories, and what the rules about that share.

use super::context::{Around, Context};
use super::files::nearest;
use super::occurrence::Subject;
use super::out::{Out, Site};
use super::policy::Check;
use super::run::Answers;
use crate::meaning::is_template;
use crate::model::{Cause, Directory, Exposure, How, Project, Said};

/// Asks about each block of each file, with the project around the file, if there is one.
pub(super) fn about_directories(
    contexts: &[Context<'_>],
    directories: &[Directory],
    around: Around<'_>,
    answers: &mut Answers,
) {
    if directories.is_empty() {
        return;
    }
    for directory in directories {
        let text = around.texts.get(around.texts.resolve(directory.place).text);
        let subject = Subject {
            kind: "file",
            name: text.path().to_string(),
            project: None,
        };
        let file = text.path().rsplit('/').next().unwrap_or_default();
        let near = nearest(contexts, text.id(), around.texts);
        let before = answers.occurrences.len();
        if let Some((_, cx)) = near {
            about_directory(directory, &subject, cx, answers);
        } else {
            let nobody = Project::nobody();
            about_directory(directory, &subject, &Context::new(&nobody, around), answers);
        }
        for occurrence in answers.occurrences.iter_mut().skip(before) {
            occurrence.projects = near.map(|(number, _)| number).into_iter().collect();
            if is_template(file) {
                occurrence.is_of_template();
            }
        }
    }
}

fn about_directory(
    directory: &Directory,
    subject: &Subject,
    cx: &Context<'_>,
    answers: &mut Answers,
) {
    for (rule, tally) in &mut answers.tallies {
        if let Check::Directory(check) = rule.check {
            let occurrences = &mut answers.occurrences;
            let subject = subject.clone();
            let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
            check(directory, cx, &mut out);
        }
    }
}

/// Where a value of a block is to be changed.
pub(super) fn site<T>(said: &Said<T>) -> Site {
    Site::caused(said.place, said.cause.clone())
}

/// Whether a value is the block's own, and none that somebody else gives at deploy.
pub(super) fn is_known<T>(said: &Said<T>) -> bool {
    !matches!(
        said.cause,
        Some(Cause {
            how: How::Supplied { .. } | How::Unset { .. },
            ..
        })
    )
}

/// Whether a host is the machine itself.
pub(super) fn is_own(host: &str) -> bool {
    host == "localhost" || host.starts_with("127.") || host == "::1"
}

/// Signs that stand in filters for what a user types.
const PLACES: [&str; 10] = [
    "{{", "{0}", "%s", "%(", "%u", "%v", "{user", "{login", "{input", "${",
];

/// Whether a filter has a place for the name of a user.
pub(super) fn has_place_for_name(filter: &str) -> bool {
    let filter = filter.to_ascii_lowercase();
    filter.contains('=') && PLACES.iter().any(|place| filter.contains(place))
}
