//! Nothing that may be a secret is shown.

use rayon::prelude::*;

use super::compose_syntax::{Syntax, parsed_texts};
use super::{MANY, Request};
use crate::meaning::dockerfile;
use crate::meaning::host_scripts;
use crate::meaning::nginx;
use crate::meaning::programs::Workflow;
use crate::meaning::{self, Redactor, SearchedFile};
use crate::model::{Directory, Engine, Problem, ProblemKind, Remark, Sensitive, Span, Texts};

/// What may hold secrets, besides what Compose reads.
pub(super) struct Held<'h> {
    pub(super) files: &'h [SearchedFile],
    pub(super) workflows: &'h [Workflow],
    pub(super) directories: &'h [Directory],
    pub(super) nginx: &'h nginx::Found,
    pub(super) engines: &'h [Engine],
    pub(super) dockerfiles: &'h dockerfile::Found,
    pub(super) on_lines: &'h [(Span, Sensitive)],
    pub(super) scripts: &'h host_scripts::Found,
}

/// Masks what can be a secret, and finds the suppressions in comments.
pub(super) fn mask(
    texts: &Texts,
    syntax: &[Syntax],
    held: &Held<'_>,
    request: &Request,
) -> (Redactor, Vec<Remark>) {
    let look = |own: &Syntax| {
        let mut known = Vec::new();
        let mut remarks = Vec::new();
        for yaml in &own.yamls {
            meaning::mask_yaml(texts, yaml, &mut known);
            remarks.extend(meaning::remarks_in_yaml(texts, yaml));
        }
        for file in &own.env_files {
            meaning::mask_env_file(texts, file, &mut known);
            remarks.extend(meaning::remarks_in_env_file(texts, file));
        }
        (known, remarks)
    };
    let found: Vec<(Vec<Sensitive>, Vec<Remark>)> = match syntax {
        [only] => vec![look(only)],
        all => all.par_iter().map(look).collect(),
    };
    let (known, remarks): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let mut known = known.concat();
    let parsed = parsed_texts(syntax);
    let files = each(held.files, |file| {
        meaning::mask_file(texts, file, parsed.contains(&file.text))
    });
    known.extend(files.into_iter().flatten());
    let of_nginx = held
        .nginx
        .secrets
        .iter()
        .chain(&held.dockerfiles.secrets)
        .chain(held.on_lines)
        .chain(&held.scripts.secrets)
        .map(|(place, value)| (*place, value));
    for (place, value) in held
        .workflows
        .iter()
        .flat_map(Workflow::secrets)
        .chain(of_nginx)
    {
        texts.mask(place);
        known.push(value.clone());
    }
    meaning::mask_directories(texts, held.directories, &mut known);
    for engine in held.engines {
        meaning::engine::mask_engine(texts, engine.text, &mut known);
    }
    let process = request.supply.process.iter();
    let process = process.filter(|(name, _)| meaning::is_secret_name(name));
    known.extend(process.map(|(_, value)| Sensitive::new(value.as_str())));
    let redactor = Redactor::new(&known, &request.knowledge);
    redactor.mask_all(texts);
    (redactor, remarks.concat())
}

/// What `make` makes of each, in parallel where that pays: threads are not free.
fn each<T: Sync, R: Send>(all: &[T], make: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    if all.len() >= MANY {
        all.par_iter().map(make).collect()
    } else {
        all.iter().map(make).collect()
    }
}

/// What could not be parsed is not quoted: nobody knows what in it is a secret.
pub(super) fn seal_broken(texts: &Texts, problems: &[Problem]) {
    for problem in problems {
        let broken = [
            ProblemKind::InvalidYaml,
            ProblemKind::InvalidEnvFile,
            ProblemKind::LimitExceeded,
        ];
        if broken.contains(&problem.kind) {
            texts.seal(problem.span.text);
        }
    }
}
