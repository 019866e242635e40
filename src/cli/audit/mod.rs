//! `hulan audit`: a running engine, or what one said before, with the files that it was to run.

mod args;
mod document;
mod private_file;

use std::path::Path;

use anyhow::Context as _;

pub(super) use args::AuditArguments;

use super::baseline::Earlier;
use super::clock;
use super::options::Options;
use super::probe;
use super::progress::Progress;
use super::scan::tell;
use crate::input::PathSet;
use crate::model::{Problem, ProblemKind};
use crate::scan::{absolute, scan};

/// Asks, judges, writes the outputs and gives the exit status.
pub(super) fn run(arguments: &AuditArguments) -> anyhow::Result<u8> {
    let own = arguments.scan();
    let clock = clock::clock(own.now.as_deref())?;
    let mut options = Options::new(&own, clock)?;
    let earlier = own.baseline.as_deref().map(Earlier::read);
    options.earlier = earlier.transpose()?.flatten();
    if arguments.has_files() {
        leave_out(arguments, &mut options)?;
    } else {
        only_the_engine(&mut options);
    }
    options.ask_for_ways(&own);
    let progress = Progress::start();
    let known = document::known(arguments)?;
    options.request.engines.push(known.answers);
    options.request.settings = known.settings;
    let mut scan = scan(&options.request);
    drop(progress);
    if arguments.probe {
        probe::add_deployment(&options, clock, &mut scan)?;
    }
    // An engine that was not reached is a gap; one whose silence is accepted leaves nothing to judge.
    let is_accepted =
        |problem: &Problem| problem.kind == ProblemKind::EngineNotReached && !problem.is_open_gap();
    let is_judged = !scan.deployment.problems.iter().any(is_accepted);
    tell(&own, &options, clock, scan, is_judged)
}

/// Leaves out the document, where it lies among the files: what it says is judged already.
fn leave_out(arguments: &AuditArguments, options: &mut Options) -> anyhow::Result<()> {
    let files = arguments.from.iter().chain(&arguments.snapshot);
    for file in files.map(|file| absolute(file)) {
        if let (Some(folder), Some(name)) = (file.parent(), file.file_name()) {
            let name = globset::escape(&name.to_string_lossy());
            let set = PathSet::new(folder, [name.as_str()], false);
            options
                .request
                .exclude
                .push(set.context("the name of the document")?);
        }
    }
    Ok(())
}

/// Leaves the files alone. What the configuration says of files does not count either.
fn only_the_engine(options: &mut Options) {
    let request = &mut options.request;
    request.paths.clear();
    request.declared.clear();
    request.root = Some(absolute(Path::new(".")));
    if let Some(configuration) = &mut request.configuration {
        configuration.acceptances.clear();
        configuration.waivers.clear();
    }
}
