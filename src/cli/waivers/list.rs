//! `hulan waivers`: what is waived, by whom, for how long, and whether it is still needed.

use jiff::tz::TimeZone;

use crate::cli::args::{ScanArguments, WaiversArguments};
use crate::cli::options::Options;
use crate::cli::output::print;
use crate::cli::progress::Progress;
use crate::cli::{clock, locale};
use crate::report::{self, ListedWaiver};
use crate::rules::RULES;
use crate::scan::{Scan, scan};
use crate::verdict::{Entry, Waivers, is_complete, judge};

/// Scans, and lists the entries by their last days.
pub(in crate::cli) fn run(arguments: &WaiversArguments) -> anyhow::Result<u8> {
    let clock = clock::clock(arguments.now.as_deref())?;
    let scanned = ScanArguments {
        paths: vec![arguments.path.clone()],
        waivers: arguments.waivers.clone(),
        config: arguments.config.clone(),
        ..ScanArguments::default()
    };
    let mut options = Options::new(&scanned, clock)?;
    let lang = locale::of_text(arguments.lang, options.lang)?;
    let Some(file) = options.waivers.take() else {
        print(&report::no_waivers(lang))?;
        return Ok(0);
    };
    // A waiver of a rule that the profile leaves out is listed as well.
    let is_named = |id: &str| file.entries.iter().any(|entry| entry.rule.id == id);
    let asked: Vec<&str> = options.request.rules.iter().map(|rule| rule.id).collect();
    let rules = RULES.iter().copied();
    options.request.rules = rules
        .filter(|rule| asked.contains(&rule.id) || is_named(rule.id))
        .collect();
    let progress = Progress::start();
    let scan = scan(&options.request);
    drop(progress);
    let Scan {
        texts,
        redactor,
        root,
        deployment,
        mut answers,
        ..
    } = scan;
    let findings = judge(
        &mut answers,
        &deployment,
        &options.severities,
        Waivers::default(),
        &texts,
        clock,
    );
    let is_whole = options.is_whole && is_complete(&deployment);
    let count = |entry: &Entry| {
        let all = findings.iter().flat_map(|finding| &finding.occurrences);
        all.filter(|placed| entry.is_about(placed, &texts, &root))
            .count()
    };
    let mut listed: Vec<ListedWaiver<'_>> = file
        .entries
        .iter()
        .map(|entry| ListedWaiver {
            entry,
            waives: count(entry),
        })
        .collect();
    listed.sort_by_key(|one| one.entry.expires);
    let today = clock.to_zoned(TimeZone::UTC).date();
    let text = report::waivers(lang, &redactor, &listed, &file.place.shown, today, is_whole);
    print(&text)?;
    Ok(0)
}
