//! What a scan is to do: the flags over the configuration over the profile.

use std::path::PathBuf;
use std::str::FromStr as _;

use anyhow::Context as _;
use jiff::{Timestamp, tz::TimeZone};
use toml::Spanned;

use super::anchors::anchors;
use super::args::{Format, LangArgument, OutputArgument, SarifProfileArgument, ScanArguments};
use super::baseline::Earlier;
use super::config::{self, Attempt, Config, Settings};
use super::deployed::{Named, declared, supply};
use super::knowledge::knowledge;
use super::known;
use super::nearest::hint;
use super::parameters::parameters;
use super::process::Process;
use super::selection::{named, selected};
use super::stdin::stdin;
use super::waivers::{self, WaiverFile};
use crate::graph::ways::Assumptions;
use crate::input::{PathSet, Revision};
use crate::model::Severity;
use crate::report;
use crate::scan::{Configuration, Request, absolute, common_root};
use crate::verdict::{Baseline, Gate, Limits, PROFILES, Profile};

/// Everything that a scan needs to know.
pub(super) struct Options {
    pub(super) request: Request,
    pub(super) gate: Gate,
    pub(super) profile: &'static Profile,
    /// Severities of the user, by the ids of rules.
    pub(super) severities: Vec<(&'static str, Severity)>,
    /// The language that the configuration names.
    pub(super) lang: Option<LangArgument>,
    /// Who reads the SARIF.
    pub(super) sarif_profile: SarifProfileArgument,
    pub(super) outputs: Vec<OutputArgument>,
    pub(super) config: Option<report::Config>,
    /// The folder that is laid over the built-in knowledge.
    pub(super) overlay: Option<String>,
    /// The file of what is known: its path and how the user would write it.
    pub(super) known_file: Option<(PathBuf, String)>,
    /// What is known.
    pub(super) known: Option<Baseline>,
    /// What a policy asks of waivers and suppressions.
    pub(super) limits: Option<Limits>,
    /// What somebody accepts.
    pub(super) waivers: Option<WaiverFile>,
    /// Whether all that the waivers can be about is scanned.
    pub(super) is_whole: bool,
    /// The folder of the configuration, or where one would be found.
    pub(super) folder: PathBuf,
    /// What the configuration declares as supplied: files and variables, as written.
    pub(super) supplied: (Vec<String>, Vec<String>),
    /// The report that this one is held against.
    pub(super) earlier: Option<Earlier>,
    /// What the files are compared with, where only what changed counts.
    pub(super) diff: Option<(Revision, report::Diff)>,
}

impl Options {
    /// From the arguments, and from the files that they lead to.
    pub(super) fn new(arguments: &ScanArguments, clock: Timestamp) -> anyhow::Result<Self> {
        let mut options = Self::without_baseline(arguments, clock)?;
        if let Some((file, shown)) = &options.known_file {
            options.known = Some(known::read(file, shown)?);
        }
        Ok(options)
    }

    /// Has ways in searched for where an output tells of them. Whoever asks for some rules wants
    /// those alone.
    pub(super) fn ask_for_ways(&mut self, arguments: &ScanArguments) {
        let tells = |output: &OutputArgument| match output.format {
            Format::Text => !arguments.quiet,
            format => matches!(format, Format::Json | Format::Sarif),
        };
        let is_told = self.outputs.iter().any(tells);
        let is_told = is_told || (self.outputs.is_empty() && !arguments.quiet);
        if is_told && arguments.select.is_empty() {
            self.request.ways = Some(Assumptions::default());
        }
    }

    /// The same, with nothing known.
    pub(super) fn without_baseline(
        arguments: &ScanArguments,
        clock: Timestamp,
    ) -> anyhow::Result<Self> {
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
        let (config, limits, attempts) = under_policy(arguments, config, &root)?;
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
        let allow_outside = allow_outside(config.as_ref())?;
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
        let today = clock.to_zoned(TimeZone::UTC).date();
        let waivers = waivers::find(arguments, config.as_ref(), &root, today)?;
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
            configuration: configuration(config.as_ref(), attempts)?,
            stdin: stdin(arguments)?,
            anchors: anchors(&arguments.ca, arguments.system_roots)?,
            now: clock,
            today,
            settings: Vec::new(),
            register: waivers.as_ref().map(WaiverFile::document),
            ways: None,
            engines: Vec::new(),
        };
        Ok(Self {
            is_whole: is_whole(&request, waivers.as_ref()),
            request,
            earlier: None,
            diff: diff(arguments, &root)?,
            gate: Gate {
                fail_on: fail_on.unwrap_or(profile.fail_on),
                deny,
                exit_zero: arguments.exit_zero || file.is_some_and(|file| file.exit_zero),
            },
            profile,
            severities: severities(config.as_ref())?,
            lang: file.and_then(|file| file.lang),
            sarif_profile: sarif_profile(arguments, file),
            overlay,
            known_file: known::named(arguments, config.as_ref())?,
            known: None,
            limits,
            waivers,
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

/// Who reads the SARIF, by the flag or by the configuration.
fn sarif_profile(arguments: &ScanArguments, file: Option<&Settings>) -> SarifProfileArgument {
    let own = file.and_then(|file| file.sarif_profile);
    arguments.sarif_profile.or(own).unwrap_or_default()
}

/// The revision that the files are compared with.
fn diff(
    arguments: &ScanArguments,
    root: &std::path::Path,
) -> anyhow::Result<Option<(Revision, report::Diff)>> {
    let Some(name) = &arguments.diff else {
        return Ok(None);
    };
    let against = report::clean(name);
    let revision = Revision::open(root, name);
    let revision = revision.with_context(|| format!("cannot compare with --diff '{against}'"))?;
    let tree = revision.tree();
    Ok(Some((revision, report::Diff { against, tree })))
}

/// Whether a configuration that may do so lets files be read outside of the scanned folder.
fn allow_outside(config: Option<&Config>) -> anyhow::Result<bool> {
    let allow = config.and_then(|config| Some((config, config.settings.allow_outside.as_ref()?)));
    let Some((config, allow)) = allow else {
        return Ok(false);
    };
    config.must_be_named("allow-outside", &allow.span())?;
    Ok(*allow.get_ref())
}

/// Whether all that the waivers can be about is scanned.
fn is_whole(request: &Request, waivers: Option<&WaiverFile>) -> bool {
    let folders = request.paths.iter().map(|path| absolute(path));
    let mut folders = folders.filter(|path| path.is_dir());
    waivers.is_some_and(|file| folders.any(|folder| file.place.base.starts_with(folder)))
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

/// The configuration as strict as the policy, what waivers are held to, and what would have loosened
/// the policy.
fn under_policy(
    arguments: &ScanArguments,
    config: Option<Config>,
    root: &std::path::Path,
) -> anyhow::Result<(Option<Config>, Option<Limits>, Vec<Attempt>)> {
    let own = config.as_ref().map_or(Ok(None), Config::limits)?;
    let Some(policy) = Config::policy(arguments)? else {
        return Ok((config, own, Vec::new()));
    };
    let limits = policy.limits_of_policy()?;
    let limits = match own {
        Some(own) => limits.and(own),
        None => limits,
    };
    let Some(mut config) = config else {
        return Ok((Some(policy.alone(root)), Some(limits), Vec::new()));
    };
    let attempts = config.restrain(&policy);
    Ok((Some(config), Some(limits), attempts))
}

fn configuration(
    config: Option<&Config>,
    attempts: Vec<Attempt>,
) -> anyhow::Result<Option<Configuration>> {
    let Some(config) = config else {
        return Ok(None);
    };
    Ok(Some(Configuration {
        path: config.path.clone(),
        text: config.text.clone(),
        acceptances: config.acceptances()?,
        waivers: config.waivers()?,
        attempts,
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

/// The words of a list in a configuration.
fn written<T: FromIterator<String>>(list: &[Spanned<String>]) -> T {
    list.iter().map(|one| one.get_ref().clone()).collect()
}
