//! What a scan is to do: the flags over the configuration over the profile.

use std::path::PathBuf;
use std::str::FromStr as _;

use anyhow::Context as _;
use jiff::{Timestamp, tz::TimeZone};
use toml::Spanned;

use super::args::{LangArgument, OutputArgument, ScanArguments};
use super::config::{self, Config};
use super::deployed::{Named, declared, supply};
use super::knowledge::knowledge;
use super::nearest::hint;
use super::parameters::parameters;
use super::process::Process;
use super::selection::{named, selected};
use super::stdin::stdin;
use crate::input::PathSet;
use crate::model::Severity;
use crate::report;
use crate::scan::{Configuration, Request, absolute, common_root};
use crate::verdict::{Gate, PROFILES, Profile};

/// Everything that a scan needs to know.
pub(super) struct Options {
    pub(super) request: Request,
    pub(super) gate: Gate,
    pub(super) profile: &'static Profile,
    /// Severities of the user, by the ids of rules.
    pub(super) severities: Vec<(&'static str, Severity)>,
    /// The language that the configuration names.
    pub(super) lang: Option<LangArgument>,
    pub(super) outputs: Vec<OutputArgument>,
    pub(super) config: Option<report::Config>,
    /// The folder that is laid over the built-in knowledge.
    pub(super) overlay: Option<String>,
    /// The folder of the configuration, or where one would be found.
    pub(super) folder: PathBuf,
    /// What the configuration declares as supplied: files and variables, as written.
    pub(super) supplied: (Vec<String>, Vec<String>),
}

impl Options {
    /// From the arguments, and from the configuration that they lead to.
    pub(super) fn new(arguments: &ScanArguments, clock: Timestamp) -> anyhow::Result<Self> {
        let existing = existing(arguments)?;
        let process = Process::new(arguments)?;
        let named_project = Named::new(arguments, &process)?;
        let (mut paths, mut shown_from) = named_project.paths(arguments);
        if arguments.stdin {
            // Standard input lies in no folder: its findings are shown as if it lay in this one.
            shown_from = Some(absolute(std::path::Path::new(".")));
            paths.clear();
        }
        let own = shown_from.clone();
        let root = own.unwrap_or_else(|| common_root(&existing));
        let config = config::find(arguments, &root)?;
        let file = config.as_ref().map(|config| &config.settings);
        let profile = profile(arguments, config.as_ref())?;
        let of = |list: fn(&config::Settings) -> &Vec<Spanned<String>>| {
            let config = config.as_ref();
            config.map(|config| (config, list(&config.settings).as_slice()))
        };
        let select = ids(of(|file| &file.select), &arguments.select)?;
        let ignore = ids(of(|file| &file.ignore), &arguments.ignore)?;
        let mut deny = ids(of(|file| &file.gate.deny), &[])?;
        deny.extend(profile.deny);
        let fail_on = match &arguments.fail_on {
            Some(name) => Some(severity(name)?),
            None => file.and_then(|file| file.fail_on),
        };
        let allow_outside = file.and_then(|file| file.allow_outside.as_ref());
        if let (Some(config), Some(allow)) = (&config, allow_outside) {
            config.must_be_named("allow-outside", &allow.span())?;
        }
        let allow_outside = allow_outside.is_some_and(|allow| *allow.get_ref());
        let is_named = !arguments.env_file.is_empty() || !process.env_files().is_empty();
        let supply = supply(arguments, config.as_ref(), profile, process)?;
        let declared = declared(arguments, &named_project, config.as_ref())?;
        // A scanned tree does not point out of itself.
        let is_trusted = config.as_ref().is_none_or(|config| config.is_named);
        let mut allowed = named_project.files;
        if is_trusted || is_named {
            allowed.extend(supply.env_files.iter().cloned());
        }
        if is_trusted {
            let files = declared.iter();
            allowed.extend(
                files
                    .flat_map(|own| own.files.iter().chain(&own.env_files))
                    .cloned(),
            );
        }
        let (knowledge, overlay) = knowledge(arguments, config.as_ref())?;
        let mirrors = config.as_ref().map_or(Ok(Vec::new()), Config::mirrors)?;
        let request = Request {
            declared,
            paths,
            root: shown_from,
            parameters: parameters(profile, config.as_ref())?,
            exclude: excluded(arguments, config.as_ref(), &root)?,
            allow_outside: arguments.allow_outside || allow_outside,
            rules: selected(profile, &select, &ignore),
            allowed,
            knowledge: knowledge.with_mirrors(mirrors),
            supply,
            configuration: configuration(config.as_ref())?,
            stdin: stdin(arguments)?,
            today: clock.to_zoned(TimeZone::UTC).date(),
        };
        let written = |list: &[Spanned<String>]| {
            let list = list.iter().map(|one| one.get_ref().clone());
            list.collect()
        };
        Ok(Self {
            request,
            gate: Gate {
                fail_on: fail_on.unwrap_or(profile.fail_on),
                deny,
                exit_zero: arguments.exit_zero || file.is_some_and(|file| file.exit_zero),
            },
            profile,
            severities: severities(config.as_ref())?,
            lang: file.and_then(|file| file.lang),
            overlay,
            outputs: outputs(arguments, config.as_ref())?,
            supplied: file.map_or_else(Default::default, |file| {
                let supplied = &file.supplied;
                (written(&supplied.files), supplied.variables.clone())
            }),
            folder: config.as_ref().map_or(root, |config| config.folder.clone()),
            config: config.map(|config| report::Config {
                path: config.shown,
                from_tree: config.from_tree,
            }),
        })
    }
}

/// The paths that are there, absolute. A scan of nothing that is there is an error of its own;
/// one that is not there among others is a finding.
fn existing(arguments: &ScanArguments) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    let mut failure = None;
    for path in &arguments.paths {
        match path.symlink_metadata() {
            Ok(_) => paths.push(absolute(path)),
            Err(error) => failure = failure.or(Some((path, error))),
        }
    }
    match failure {
        Some((path, error)) if paths.is_empty() => Err(error)
            .with_context(|| format!("cannot scan '{}'", report::clean(&path.to_string_lossy()))),
        _ => Ok(paths),
    }
}

fn profile(arguments: &ScanArguments, config: Option<&Config>) -> anyhow::Result<&'static Profile> {
    let configured = config.and_then(|config| Some((config, config.settings.profile.as_ref()?)));
    let name = match (&arguments.profile, configured) {
        (Some(flag), _) => flag,
        (None, Some((_, name))) => name.get_ref(),
        (None, None) => "baseline",
    };
    let found = Profile::find(name);
    let unknown = || {
        let known = PROFILES.iter().map(|profile| profile.name);
        let what = format!(
            "unknown profile '{}'{}",
            report::clean(name),
            hint(name, known)
        );
        match configured {
            Some((config, name)) => config.error(&name.span(), what),
            None => anyhow::Error::msg(what),
        }
    };
    found.ok_or_else(unknown)
}

/// The ids that the flags name, or those of the configuration where there are no flags.
fn ids(
    config: Option<(&Config, &[Spanned<String>])>,
    flags: &[String],
) -> anyhow::Result<Vec<&'static str>> {
    let mut ids = Vec::new();
    for word in flags {
        ids.extend(named(word)?);
    }
    if let Some((config, words)) = config {
        for word in words {
            let own = named(word.get_ref()).map_err(|error| config.error(&word.span(), error))?;
            if flags.is_empty() {
                ids.extend(own);
            }
        }
    }
    Ok(ids)
}

fn severities(config: Option<&Config>) -> anyhow::Result<Vec<(&'static str, Severity)>> {
    let mut severities = Vec::new();
    if let Some(config) = config {
        for (word, severity) in &config.settings.severity {
            let own = named(word.get_ref()).map_err(|error| config.error(&word.span(), error))?;
            severities.extend(
                own.into_iter()
                    .map(|id| (id, *severity, word.get_ref().len())),
            );
        }
    }
    // Of a family and of a rule in it the rule counts: the longer word.
    severities.sort_by_key(|(id, _, length)| (*id, std::cmp::Reverse(*length)));
    let severities = severities.into_iter();
    Ok(severities.map(|(id, severity, _)| (id, severity)).collect())
}

fn excluded(
    arguments: &ScanArguments,
    config: Option<&Config>,
    root: &std::path::Path,
) -> anyhow::Result<Vec<PathSet>> {
    let mut sets = Vec::new();
    for glob in &arguments.exclude {
        let set = PathSet::new(root, [glob.as_str()], false);
        sets.push(set.with_context(|| format!("--exclude '{}'", report::clean(glob)))?);
    }
    if let Some(config) = config.filter(|_| sets.is_empty()) {
        sets.push(config.paths(&config.settings.exclude, false)?);
    }
    Ok(sets)
}

fn configuration(config: Option<&Config>) -> anyhow::Result<Option<Configuration>> {
    let Some(config) = config else {
        return Ok(None);
    };
    Ok(Some(Configuration {
        path: config.path.clone(),
        text: config.text.clone(),
        acceptances: config.acceptances()?,
    }))
}

fn outputs(
    arguments: &ScanArguments,
    config: Option<&Config>,
) -> anyhow::Result<Vec<OutputArgument>> {
    let mut outputs = Vec::new();
    for word in config.map_or(&[][..], |config| &config.settings.output) {
        let Some(config) = config else { break };
        config.must_be_named("output", &word.span())?;
        let mut output = OutputArgument::from_str(word.get_ref())
            .map_err(|error| config.error(&word.span(), error))?;
        output.file = output.file.map(|file| config.folder.join(file));
        outputs.push(output);
    }
    if arguments.output.is_empty() {
        Ok(outputs)
    } else {
        Ok(arguments.output.clone())
    }
}

fn severity(name: &str) -> anyhow::Result<Severity> {
    Severity::ALL
        .into_iter()
        .find(|severity| severity.name() == name)
        .with_context(|| format!("unknown severity '{name}'"))
}
