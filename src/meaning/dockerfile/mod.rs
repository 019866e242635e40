//! Dockerfiles as they are built: which stages make the image, what their variables are, which
//! commands they run, and which services build them with which arguments.

mod commands;
mod find;
mod secrets;
mod stages;
mod variables;

use std::ops::Range;
use std::sync::Arc;

pub use commands::{Command, Word};
pub use find::{Found, find, is_secret_file};
pub use secrets::{Held, HeldIn};

use crate::model::{OffsetMap, Span, TextId};
use crate::syntax::dockerfile::{self as syntax, Expanded, Instruction};
use crate::syntax::dockerignore::Ignore;

/// A Dockerfile as somebody builds it.
pub struct Dockerfile {
    /// Its path, or that of the compose file it stands in, as reports show it.
    pub name: String,
    /// What its first lines tell the builder.
    pub directives: Vec<syntax::Directive>,
    /// Its stages in order.
    pub stages: Vec<Stage>,
    /// What the stages that are built do, in the order of the file.
    pub steps: Vec<Step>,
    /// The services that build it this way; none where no service does.
    pub services: Vec<Builder>,
    /// The secrets in it.
    pub secrets: Vec<Held>,
    /// The folder that it is built from.
    pub context: Arc<BuildContext>,
    text: TextId,
    map: Option<OffsetMap>,
    /// Of a Dockerfile that somebody wove into another text: all of it.
    whole: Option<Span>,
}

/// The folder that an image is built from.
#[derive(Default)]
pub struct BuildContext {
    /// Which files of it the builder never gets.
    pub ignore: Ignore,
    /// Whether there is a `.dockerignore`.
    pub has_ignore: bool,
    /// Whether its files were seen: it lies below what is scanned.
    pub is_seen: bool,
    /// The files in it that hold secrets by their names, from the folder, with `/`.
    pub secret_files: Vec<String>,
}

/// A service that builds an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builder {
    /// The number of its project.
    pub project: usize,
    /// Its own number in the project.
    pub container: usize,
    /// It names a user of its own: that of the image does not count.
    pub has_user: bool,
}

/// A stage.
#[derive(Debug)]
pub struct Stage {
    /// Its name.
    pub name: Option<String>,
    /// What it begins with.
    pub base: Base,
    /// The bytes of the image that it names.
    pub base_range: Range<usize>,
    /// Its first line.
    pub range: Range<usize>,
    /// Whether it is built at all.
    pub is_built: bool,
    /// Whether the image is made of it, and not only takes files from it.
    pub is_in_image: bool,
    /// Whether it is the one that the image is named after.
    pub is_target: bool,
}

/// What a stage begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// Another stage.
    Stage(usize),
    /// Nothing.
    Scratch,
    /// An image.
    Image(String),
    /// An image whose name is not known here.
    Unknown,
}

/// An instruction of a stage that is built.
pub struct Step {
    /// The number of its stage.
    pub stage: usize,
    /// The instruction; of a trigger, what it holds.
    pub instruction: Instruction,
    /// Whether it is kept for the images that are built on this one (`ONBUILD`).
    pub is_trigger: bool,
    /// Whether what it leaves behind is in the image.
    pub is_in_image: bool,
    /// Its arguments with their variables replaced.
    pub arguments: Vec<Argument>,
    /// What it runs.
    pub commands: Vec<Command>,
}

/// An argument of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its value.
    pub value: Expanded,
    /// Its bytes.
    pub range: Range<usize>,
}

impl Dockerfile {
    /// Where bytes of it stand.
    pub fn span(&self, range: &Range<usize>) -> Span {
        match (&self.map, self.whole) {
            (_, Some(whole)) => whole,
            (Some(map), None) => {
                let place = map.outer(range.clone()).unwrap_or_default();
                Span::new(self.text, place)
            }
            (None, None) => Span::new(self.text, range.clone()),
        }
    }

    /// The stages that the image is made of, the last one first.
    pub fn image(&self) -> impl Iterator<Item = &Stage> {
        let mut next = self.stages.iter().find(|stage| stage.is_target);
        std::iter::from_fn(move || {
            let stage = next?;
            // A stage begins with an earlier one: this comes to an end.
            next = match stage.base {
                Base::Stage(number) => self.stages.get(number),
                _ => None,
            };
            Some(stage)
        })
    }

    /// The image that the image is built on.
    pub fn base(&self) -> Option<&Stage> {
        self.image().last()
    }

    /// The steps whose traces are in the image, in the order in which they are made.
    pub fn image_steps(&self) -> impl Iterator<Item = &Step> {
        self.steps
            .iter()
            .filter(|step| step.is_in_image && !step.is_trigger)
    }

    /// The steps of some keywords.
    pub fn named<'d>(&'d self, keywords: &'d [&str]) -> impl Iterator<Item = &'d Step> {
        let is_one = |step: &&Step| keywords.contains(&step.instruction.keyword.as_str());
        self.steps.iter().filter(is_one)
    }

    /// All commands with their steps.
    pub fn commands(&self) -> impl Iterator<Item = (&Step, &Command)> {
        let each = |step| -> Box<dyn Iterator<Item = (&Step, &Command)>> { run_by(step) };
        self.steps.iter().flat_map(each)
    }

    /// Whether the image says how it is asked for its health.
    pub fn has_check(&self) -> bool {
        // The last one counts, and it may be `NONE`.
        let checks = self.image_steps();
        let last = checks.filter(|step| step.instruction.keyword == "HEALTHCHECK");
        last.last()
            .is_some_and(|step| step.instruction.inner.is_some())
    }

    /// The last `USER` of the image.
    pub fn user(&self) -> Option<&Step> {
        let mut users = self.image_steps();
        users
            .by_ref()
            .filter(|step| step.instruction.keyword == "USER")
            .last()
    }
}

fn run_by(step: &Step) -> Box<dyn Iterator<Item = (&Step, &Command)> + '_> {
    Box::new(step.commands.iter().map(move |command| (step, command)))
}
