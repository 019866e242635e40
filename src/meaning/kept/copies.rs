//! Which Dockerfiles copy a file into an image.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::input::{Kind, Tree, Walk, tidy};
use crate::model::{CopiedBy, KeptFile, Project, Span};
use crate::syntax::dockerfile::{self, Dockerfile, Instruction};
use crate::syntax::dockerignore::{Ignore, is_source};

/// So much of an instruction is enough to know it again.
const SHOWN: usize = 60;

/// An image that is to be made.
pub(super) struct Plan {
    recipe: Recipe,
    /// The folder that it is made from.
    context: PathBuf,
    is_context_known: bool,
}

/// Where an instruction stands.
type PlaceOf = Box<dyn Fn(&Instruction) -> Span>;

enum Recipe {
    File(PathBuf),
    /// In the compose file itself, at this place.
    Inline(String, Span),
}

/// The images that the projects make, and those of other Dockerfiles, each from its own folder.
pub(super) fn plans<'a>(
    projects: impl Iterator<Item = (&'a Project, PathBuf)>,
    walk: &Walk,
) -> Vec<Plan> {
    let mut plans = Vec::new();
    let mut known = BTreeSet::new();
    for (project, folder) in projects {
        for build in project
            .containers
            .iter()
            .filter_map(|own| own.build.as_ref())
        {
            let context = build.context.value().map_or(".", String::as_str);
            let elsewhere = ["git@", "github.com/", "service:"];
            if context.contains("://") || elsewhere.iter().any(|it| context.starts_with(it)) {
                continue;
            }
            let context = tidy(&folder.join(context));
            let inline = build.dockerfile_inline.traced();
            let recipe = if let Some(inline) = inline {
                let place = project.origins.place(inline.origin);
                Recipe::Inline(inline.value.clone(), place.unwrap_or(build.place))
            } else {
                let name = build.dockerfile.value();
                let file = tidy(&context.join(name.map_or("Dockerfile", String::as_str)));
                if !known.insert((file.clone(), context.clone())) {
                    continue;
                }
                Recipe::File(file)
            };
            plans.push(Plan {
                recipe,
                context,
                is_context_known: true,
            });
        }
    }
    let files = walk
        .others
        .iter()
        .filter(|file| file.kind == Kind::Dockerfile);
    for file in files.filter(|own| !known.iter().any(|(path, _)| *path == own.path)) {
        plans.push(Plan {
            recipe: Recipe::File(file.path.clone()),
            context: file.path.parent().unwrap_or(&file.path).to_path_buf(),
            is_context_known: false,
        });
    }
    plans
}

impl Plan {
    /// Notes what it copies of these files, by their absolute paths.
    pub(super) fn apply(&self, tree: &Tree<'_>, kept: &mut [(PathBuf, KeptFile)]) {
        // Most builds have none of them in their folder: nothing is read for those.
        if !kept.iter().any(|(path, _)| path.starts_with(&self.context)) {
            return;
        }
        let Some((file, place)) = self.read(tree) else {
            return;
        };
        let copies = copies(&file);
        if copies.is_empty() {
            return;
        }
        let ignore = self.ignore(tree);
        for (path, kept) in kept {
            let Ok(inside) = path.strip_prefix(&self.context) else {
                continue;
            };
            let inside = slashed(inside);
            if ignore.covers(&inside) {
                continue;
            }
            let takes = |copy: &&Copy<'_>| copy.takes(&inside);
            // One place to change is enough.
            if let Some(copy) = copies.iter().find(takes) {
                kept.copies.push(CopiedBy {
                    place: place(copy.instruction),
                    dockerfile: self.shown(tree),
                    instruction: shown(copy.instruction),
                    is_context_known: self.is_context_known,
                    is_other_stage: copy.is_other_stage,
                });
            }
        }
    }

    fn shown(&self, tree: &Tree<'_>) -> String {
        match &self.recipe {
            Recipe::File(path) => tree.shown(path),
            Recipe::Inline(_, place) => tree.texts().get(place.text).path().to_string(),
        }
    }

    /// The Dockerfile, and where its instructions stand.
    fn read(&self, tree: &Tree<'_>) -> Option<(Dockerfile, PlaceOf)> {
        match &self.recipe {
            Recipe::Inline(text, place) => {
                let place = *place;
                Some((dockerfile::parse(text), Box::new(move |_| place)))
            }
            Recipe::File(path) => {
                let known = tree.opened(path);
                let text = known.or_else(|| tree.open_path(path).ok())?;
                if known.is_none() {
                    // Nobody has looked yet for secrets in it.
                    tree.texts().seal(text);
                }
                let file = dockerfile::parse(tree.texts().get(text).content());
                let place = move |own: &Instruction| Span::new(text, own.range.clone());
                Some((file, Box::new(place)))
            }
        }
    }

    /// The patterns of the file that is named like the Dockerfile, or else of `.dockerignore`.
    fn ignore(&self, tree: &Tree<'_>) -> Ignore {
        let own = match &self.recipe {
            Recipe::File(path) => {
                let mut name = path.clone().into_os_string();
                name.push(".dockerignore");
                tree.open_path(Path::new(&name)).ok()
            }
            Recipe::Inline(..) => None,
        };
        let text = own.or_else(|| tree.open_path(&self.context.join(".dockerignore")).ok());
        text.map_or_else(Ignore::default, |text| {
            Ignore::parse(tree.texts().get(text).content())
        })
    }
}

/// An instruction that copies from the folder of the build.
struct Copy<'f> {
    instruction: &'f Instruction,
    /// It belongs to a stage of which the image takes only a part.
    is_other_stage: bool,
}

impl Copy<'_> {
    fn takes(&self, path: &str) -> bool {
        let flags = self.instruction.flags.iter();
        let excluded = flags.filter(|flag| flag.name == "exclude");
        if Ignore::of(excluded.map(|flag| flag.value.as_str())).covers(path) {
            return false;
        }
        let arguments = &self.instruction.arguments;
        let sources = arguments
            .split_last()
            .map_or(&[][..], |(_, sources)| sources);
        sources.iter().any(|source| {
            let source = source.value.as_str();
            let elsewhere = ["<<", "git@"].iter().any(|start| source.starts_with(start));
            !elsewhere
                && !source.contains("://")
                && !source.contains('$')
                && is_source(source, path)
        })
    }
}

/// The copies that the last stage, or a stage that it takes from, makes.
fn copies(file: &Dockerfile) -> Vec<Copy<'_>> {
    let mut stages: Vec<Vec<&Instruction>> = Vec::new();
    for instruction in &file.instructions {
        if instruction.keyword == "FROM" {
            stages.push(Vec::new());
        }
        if let Some(stage) = stages.last_mut() {
            stage.push(instruction);
        }
    }
    let named = |name: &str, before: usize| {
        let is_it = |stage: &Vec<&Instruction>| {
            let words = stage.first().map(|from| from.arguments.as_slice());
            matches!(words, Some([_, word, own]) if word.value.eq_ignore_ascii_case("as")
                && own.value.eq_ignore_ascii_case(name))
        };
        let earlier = stages.get(..before).unwrap_or_default();
        let number = || name.parse().ok().filter(|number| *number < before);
        earlier.iter().position(is_it).or_else(number)
    };
    // The last stage with those that it is built on, and then whatever those take from.
    let mut own = BTreeSet::new();
    let mut next = stages.len().checked_sub(1);
    while let Some(at) = next {
        own.insert(at);
        let from = stages.get(at).and_then(|stage| stage.first());
        let base = from.and_then(|from| from.arguments.first());
        next = base.and_then(|base| named(&base.value, at));
    }
    let mut found = Vec::new();
    let mut others = BTreeSet::new();
    for at in &own {
        for instruction in stages.get(*at).into_iter().flatten() {
            match instruction.flag("from") {
                Some(from) => others.extend(named(from, *at)),
                None if is_copy(instruction) => found.push(Copy {
                    instruction,
                    is_other_stage: false,
                }),
                None => {}
            }
        }
    }
    for at in others.difference(&own) {
        let stage = stages.get(*at).into_iter().flatten();
        let local = stage.filter(|it| is_copy(it) && it.flag("from").is_none());
        found.extend(local.map(|instruction| Copy {
            instruction,
            is_other_stage: true,
        }));
    }
    found
}

fn is_copy(instruction: &Instruction) -> bool {
    matches!(instruction.keyword.as_str(), "COPY" | "ADD")
}

fn shown(instruction: &Instruction) -> String {
    let words = instruction.arguments.iter().map(|word| word.value.as_str());
    let line: Vec<&str> = [instruction.keyword.as_str()]
        .into_iter()
        .chain(words)
        .collect();
    let line = line.join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn slashed(path: &Path) -> String {
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which instruction takes a file, and whether in another stage.
    fn taken(text: &str, path: &str) -> Option<(String, bool)> {
        let file = dockerfile::parse(text);
        let copies = copies(&file);
        let copy = copies.iter().find(|copy| copy.takes(path))?;
        Some((shown(copy.instruction), copy.is_other_stage))
    }

    #[test]
    fn what_ends_up_in_the_image_is_found() {
        for (text, instruction) in [
            ("FROM x\nCOPY . /app", "COPY . /app"),
            ("FROM x\nadd ./ .", "ADD ./ ."),
            ("FROM x\nCOPY [\".\", \"/app\"]", "COPY . /app"),
            ("FROM x\nCOPY a b .env* /app/", "COPY a b .env* /app/"),
            (
                "FROM x\nCOPY --chown=1:1 --exclude=*.md * /app",
                "COPY * /app",
            ),
            ("FROM x AS a\nCOPY . .\nFROM a\nRUN y", "COPY . ."),
        ] {
            let found = taken(text, ".env");
            assert_eq!(found, Some((instruction.to_owned(), false)), "{text}");
        }
        let build = "FROM x AS build\nCOPY . .\nFROM y\nCOPY --from=build /dist /";
        assert_eq!(taken(build, ".env"), Some(("COPY . .".to_owned(), true)));
        let numbered = "FROM x\nCOPY . .\nFROM y\nCOPY --from=0 /dist /";
        assert_eq!(taken(numbered, ".env"), Some(("COPY . .".to_owned(), true)));
    }

    #[test]
    fn what_does_not_is_not() {
        for text in [
            "FROM x\nCOPY src /app",
            "FROM x\nCOPY --from=y . .",
            "FROM x\nCOPY --exclude=.env . .",
            "FROM x\nCOPY $FILES /app",
            "FROM x\nADD https://example.com/.env /app/",
            "FROM x\nCOPY <<ENV /app\nCOPY . .\nENV\n",
            "FROM x\nRUN --mount=type=bind,target=. make",
            "FROM x AS tests\nCOPY . .\nFROM y\nCOPY a b",
            "COPY . .",
            "",
        ] {
            assert_eq!(taken(text, ".env"), None, "{text}");
        }
    }
}
