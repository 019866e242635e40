//! Commands that fill in templates.

use crate::model::{Container, Origins, Span};

/// A command that fills in a template without saying which variables: `envsubst < FILE` empties
/// every `$name` that the environment has not, those of Nginx included.
#[derive(Clone, Debug)]
pub struct Unfiltered {
    /// The template, by its path in the container.
    pub template: String,
    /// Where the command stands.
    pub span: Span,
}

/// Such commands among what a container runs.
pub(super) fn unfiltered(container: &Container, origins: &Origins) -> Vec<Unfiltered> {
    let commands = [container.command.value(), container.entrypoint.value()];
    let words = commands.into_iter().flatten().flat_map(|command| {
        let line = command.line.as_ref().map(|line| (line, None));
        let words = command.words.iter();
        let words = words.map(|word| (&word.value, origins.place(word.origin)));
        let first = command.words.first();
        let place = first.and_then(|word| origins.place(word.origin));
        // Of the short form the whole line says it, and it stands where its words stand.
        match line {
            Some((line, None::<Span>)) => vec![(line, place)],
            _ => words.collect(),
        }
    });
    let mut found = Vec::new();
    for (word, place) in words {
        let Some(span) = place else {
            continue;
        };
        for piece in word.expose().split("envsubst").skip(1) {
            if let Some(file) = piece.trim_start().strip_prefix('<') {
                let file = file.trim_start();
                let end = file.find(|sign: char| sign.is_whitespace() || ";|&>'\"".contains(sign));
                let template = file.get(..end.unwrap_or(file.len())).unwrap_or_default();
                found.push(Unfiltered {
                    template: template.to_owned(),
                    span,
                });
            }
        }
    }
    found
}
