//! From instructions to stages and their steps.

use std::collections::BTreeSet;

use super::commands;
use super::variables::{Given, Variables};
use super::{Argument, Base, Stage, Step};
use crate::syntax::dockerfile::{Dockerfile, Instruction};

/// So many commands of one file are looked at.
const MOST_COMMANDS: usize = 50_000;

/// The stages of a file and what they do.
pub(super) struct Made {
    pub(super) stages: Vec<Stage>,
    pub(super) steps: Vec<Step>,
}

/// Puts the stages together. Without `given` nobody knows how the file is built: then every stage
/// may be what somebody wants.
pub(super) fn make(file: &Dockerfile, content: &str, target: Option<&str>, given: &Given) -> Made {
    let mut outer = Variables::default();
    let mut stages: Vec<Stage> = Vec::new();
    let mut steps = Vec::new();
    let mut ends: Vec<Variables> = Vec::new();
    let mut own = Variables::default();
    let mut left = MOST_COMMANDS;
    for instruction in &file.instructions {
        if instruction.keyword == "FROM" {
            if !stages.is_empty() {
                ends.push(std::mem::take(&mut own));
            }
            let stage = stage(instruction, &stages, &outer, file.escape);
            own = match stage.base {
                Base::Stage(number) => ends.get(number).map(Variables::of_image),
                _ => None,
            }
            .unwrap_or_else(|| Variables::inherited(stage.base != Base::Scratch));
            stages.push(stage);
            continue;
        }
        let is_trigger = instruction.keyword == "ONBUILD";
        let inner = match (&instruction.inner, is_trigger) {
            (Some(inner), true) => inner,
            _ => instruction,
        };
        if stages.is_empty() {
            if inner.keyword == "ARG" {
                declare(inner, &mut outer, given, None, file.escape);
            }
            continue;
        }
        let arguments = arguments(inner, &own, file.escape);
        if !is_trigger {
            assign(inner, &mut own, given, &outer, file.escape);
        }
        let commands = commands::of(inner, content, &own, &mut left);
        steps.push(Step {
            stage: stages.len() - 1,
            instruction: inner.clone(),
            is_trigger,
            is_in_image: false,
            arguments,
            commands,
        });
    }
    mark(&mut stages, &steps, target, given.is_some());
    for step in &mut steps {
        step.is_in_image = stages.get(step.stage).is_some_and(|own| own.is_in_image);
    }
    steps.retain(|step| stages.get(step.stage).is_some_and(|own| own.is_built));
    Made { stages, steps }
}

fn stage(from: &Instruction, before: &[Stage], outer: &Variables, escape: char) -> Stage {
    let image = from.arguments.first();
    let value = image.map(|image| outer.expand(image, escape));
    let name = match from.arguments.as_slice() {
        [_, word, name] if word.value.eq_ignore_ascii_case("as") => Some(name.value.clone()),
        _ => None,
    };
    let base = match value {
        Some(value) if value.is_known && !value.value.is_empty() => {
            match named(&value.value, before) {
                Some(number) => Base::Stage(number),
                None if value.value == "scratch" => Base::Scratch,
                None => Base::Image(value.value),
            }
        }
        _ => Base::Unknown,
    };
    Stage {
        name,
        base,
        base_range: image.map_or(from.keyword_range.clone(), |image| image.range.clone()),
        range: from.range.clone(),
        is_built: false,
        is_in_image: false,
        is_target: false,
    }
}

/// The stage of a name, or of a number.
fn named(name: &str, stages: &[Stage]) -> Option<usize> {
    let is_it = |stage: &Stage| {
        let own = stage.name.as_deref();
        own.is_some_and(|own| own.eq_ignore_ascii_case(name))
    };
    stages.iter().rposition(is_it)
}

fn declare(
    instruction: &Instruction,
    variables: &mut Variables,
    given: &Given,
    outer: Option<&Variables>,
    escape: char,
) {
    for pair in &instruction.pairs {
        let default = pair.value.as_ref();
        let default = default.map(|value| variables.expand(value, escape));
        variables.declare(&pair.name.value, default, given, outer);
    }
}

fn assign(
    instruction: &Instruction,
    own: &mut Variables,
    given: &Given,
    outer: &Variables,
    escape: char,
) {
    match instruction.keyword.as_str() {
        "ARG" => declare(instruction, own, given, Some(outer), escape),
        "ENV" => {
            // The values see what was set before the line.
            let values: Vec<_> = instruction
                .pairs
                .iter()
                .filter_map(|pair| Some((&pair.name.value, pair.value.as_ref()?)))
                .map(|(name, value)| (name.clone(), own.expand(value, escape)))
                .collect();
            for (name, value) in values {
                own.set(&name, value);
            }
        }
        _ => {}
    }
}

fn arguments(instruction: &Instruction, own: &Variables, escape: char) -> Vec<Argument> {
    let replaces = matches!(
        instruction.keyword.as_str(),
        "ADD" | "COPY" | "EXPOSE" | "USER" | "WORKDIR" | "VOLUME"
    );
    let arguments = instruction.arguments.iter().filter(|_| replaces);
    let arguments = arguments.map(|piece| Argument {
        value: own.expand(piece, escape),
        range: piece.range.clone(),
    });
    arguments.collect()
}

/// Which stages are built, and which of them the image is made of.
fn mark(stages: &mut [Stage], steps: &[Step], target: Option<&str>, is_known: bool) {
    let by_target = target
        .filter(|target| !target.is_empty())
        .and_then(|target| {
            let number = || target.parse().ok().filter(|own| *own < stages.len());
            named(target, stages).or_else(number)
        });
    let Some(last) = by_target.or(stages.len().checked_sub(1)) else {
        return;
    };
    let mut own = BTreeSet::new();
    let mut next = Some(last);
    while let Some(number) = next.filter(|number| own.insert(*number)) {
        next = stages.get(number).and_then(|stage| match stage.base {
            Base::Stage(base) => Some(base),
            _ => None,
        });
    }
    let mut built = BTreeSet::new();
    let mut open = vec![last];
    if !is_known {
        open.extend(0..stages.len());
    }
    while let Some(number) = open.pop() {
        if !built.insert(number) {
            continue;
        }
        if let Some(Base::Stage(base)) = stages.get(number).map(|stage| &stage.base) {
            open.push(*base);
        }
        let before = stages.get(..number).unwrap_or_default();
        for step in steps.iter().filter(|step| step.stage == number) {
            for from in sources(&step.instruction) {
                let by_number = || from.parse().ok().filter(|own| *own < number);
                open.extend(named(from, before).or_else(by_number));
            }
        }
    }
    for (number, stage) in stages.iter_mut().enumerate() {
        stage.is_built = built.contains(&number);
        stage.is_in_image = own.contains(&number);
        stage.is_target = number == last;
    }
}

/// The stages that an instruction takes files from.
fn sources(instruction: &Instruction) -> Vec<&str> {
    let of_flag = |flag| instruction.flag(flag).into_iter();
    let mounts = instruction.flags.iter().filter(|flag| flag.name == "mount");
    let of_mounts = mounts.flat_map(|flag| flag.value.split(','));
    let of_mounts = of_mounts.filter_map(|part| part.strip_prefix("from="));
    of_flag("from").chain(of_mounts).collect()
}
