//! `hulan paths`: ways in, from where to what.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::args::{LangArgument, ScanArguments};
use super::clock;
use super::locale;
use super::nearest::hint;
use super::options::Options;
use super::output::print;
use super::progress::Progress;
use crate::graph::ways::{Assumptions, Found, Limits, NodeId, NodeKind, Way, Ways};
use crate::model::Deployment;
use crate::report::{self, Asked, Report, WaysIn, node_name};
use crate::scan::{Scan, scan};
use crate::verdict::Overview;

const EXAMPLES: &str = "\
Examples:
  hulan paths                                  every path to something worth having
  hulan paths dify --from lan --to host        from the network to root on this machine
  hulan paths --from web --to store:db         from a service to the data of another
  hulan paths --assume DEFAULT_ROOT_PSW=strong what remains when that secret is a good one
  hulan paths --format mermaid > paths.mmd

Places: lan, internet, local, prompt and account are starts; host, directory, store, key, model and
outside are goals, the last four also of one service (store:db). Any other name is a service; inside:NAME
is a command that runs in it, network:NAME a network.

Exit status:
  0  there is no such path
  1  there is at least one
  2  wrong usage, or something could not be read or followed
  3  nothing was judged";

/// So many paths are written in text; data and drawings have more.
const MOST_TOLD: usize = 10;

/// So many paths are written as data or drawn.
const MOST_SHOWN: usize = 500;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct PathsArguments {
    /// Files and folders
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where paths begin [default: anywhere an attacker may be]
    #[arg(long, value_name = "PLACE")]
    from: Option<String>,
    /// Where they lead [default: to anything worth having]
    #[arg(long, value_name = "PLACE")]
    to: Option<String>,
    /// How they are written
    #[arg(long, value_enum, default_value_t = PathsFormat::Text, value_name = "FORMAT")]
    format: PathsFormat,
    /// Take the secret of this variable for `strong` or `weak`, whatever is written; may be given many
    /// times
    #[arg(long, value_name = "NAME=strong|weak")]
    assume: Vec<String>,
    /// Language of the sentences
    #[arg(long, value_enum)]
    lang: Option<LangArgument>,
    /// Leave out paths of files that match, relative to the scanned folder; may be given many times
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Read this file in place of `.env`; may be given many times, a later one wins
    #[arg(long, value_name = "FILE")]
    env_file: Vec<PathBuf>,
    /// This compose file; may be given many times: the files are one project, in this order
    #[arg(short, long, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// The folder of the project that --file names [default: that of the first file]
    #[arg(long, value_name = "DIR", requires = "file")]
    project_directory: Option<PathBuf>,
    /// Services of this Compose profile start; may be given many times, `*` is every one
    #[arg(long, value_name = "NAME")]
    compose_profile: Vec<String>,
    /// This variable of the process counts; may be given many times
    #[arg(long, value_name = "NAME")]
    env: Vec<String>,
    /// Take the configuration from this file
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Take no configuration and no waivers from anywhere
    #[arg(long)]
    isolated: bool,
    /// The time of the search (RFC 3339) instead of the clock's
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// How paths are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PathsFormat {
    /// For people
    Text,
    /// As schema/paths-v1.json says
    Json,
    /// A flowchart of Mermaid
    Mermaid,
    /// A graph of Graphviz
    Dot,
}

impl PathsArguments {
    fn scan(&self) -> ScanArguments {
        ScanArguments {
            paths: self.paths.clone(),
            lang: self.lang,
            exclude: self.exclude.clone(),
            env_file: self.env_file.clone(),
            file: self.file.clone(),
            project_directory: self.project_directory.clone(),
            compose_profile: self.compose_profile.clone(),
            env: self.env.clone(),
            config: self.config.clone(),
            isolated: self.isolated,
            now: self.now.clone(),
            ..ScanArguments::default()
        }
    }
}

/// Searches, writes the paths and gives the exit status.
pub(super) fn run(arguments: &PathsArguments) -> anyhow::Result<u8> {
    let own = arguments.scan();
    let clock = clock::clock(own.now.as_deref())?;
    let mut options = Options::without_baseline(&own, clock)?;
    let assumptions = assumptions(&arguments.assume)?;
    options.request.ways = Some(assumptions.clone());
    let progress = Progress::start();
    let mut scan = scan(&options.request);
    drop(progress);
    let findings = super::scan::judged(&options, &mut scan, clock)?;
    let outcome = options.gate.decide(&findings, &scan.deployment, false);
    known_variables(&assumptions, &scan.deployment)?;
    let Scan {
        texts,
        redactor,
        root,
        deployment,
        ways,
        mut counsel,
        ..
    } = scan;
    let ways = ways.unwrap_or_default();
    let found = ways.search(&Limits::default());
    let (shown, count) = chosen(&ways, &found, arguments)?;
    let most = match arguments.format {
        PathsFormat::Text => MOST_TOLD,
        _ => MOST_SHOWN,
    };
    if arguments.from.is_some() || arguments.to.is_some() {
        // What cuts all ways to a goal is more than was asked for.
        let goals: BTreeSet<NodeKind> = shown.iter().filter_map(|way| goal(&ways, way)).collect();
        let is_asked = |goal| arguments.from.is_none() && goals.contains(&goal);
        let before = counsel.goals.len();
        counsel.goals.retain(|own| is_asked(own.target.goal));
        if counsel.goals.len() < before {
            counsel.together.clear();
        }
    }
    let lang = match arguments.format {
        PathsFormat::Json => locale::of_data(arguments.lang),
        _ => locale::of_text(arguments.lang, options.lang)?,
    };
    let report = Report {
        texts: &texts,
        redactor: &redactor,
        findings: &[],
        tallies: &[],
        outcome,
        read: (0, 0),
        files: &[],
        root: &root,
        path_root: None,
        shown_root: ".",
        config: None,
        has_baseline: false,
        diff: None,
        overlay: None,
        found: scan.read.found,
        searched: scan.read.searched,
        not_analysed: &[],
        profile: options.profile.name,
        undeclared: None,
        ways: Some(WaysIn {
            ways: &ways,
            counsel: &counsel,
            projects: &deployment.projects,
        }),
        overview: &Overview::of(&[], &deployment, &texts),
        lang,
        clock,
    };
    let asked = Asked {
        found: &found,
        shown: shown.get(..most).unwrap_or(&shown),
        count,
    };
    print(&match arguments.format {
        PathsFormat::Text => report::paths_text(&report::paths(&report, &asked)),
        PathsFormat::Json => report::paths_json(&report::paths(&report, &asked)),
        PathsFormat::Mermaid => report::mermaid(&report, &asked),
        PathsFormat::Dot => report::dot(&report, &asked),
    })?;
    Ok(match () {
        () if count > 0 => 1,
        () if outcome.empty => 3,
        () if outcome.incomplete => super::ERROR,
        () => 0,
    })
}

fn assumptions(all: &[String]) -> anyhow::Result<Assumptions> {
    let mut assumptions = Assumptions::default();
    for own in all {
        let Some((name, assumed)) = Assumptions::parse(own) else {
            // What stands behind the sign may be a secret that was pasted.
            let name = own.split('=').next().unwrap_or_default();
            let name = report::clean(name);
            bail!("--assume {name}: give NAME=strong or NAME=weak");
        };
        assumptions.add(name, assumed);
    }
    Ok(assumptions)
}

/// A variable that is nowhere is a slip of the finger: an assumption about it would say nothing.
fn known_variables(assumptions: &Assumptions, deployment: &Deployment) -> anyhow::Result<()> {
    for name in assumptions.names() {
        let projects = deployment.projects.iter();
        let containers = projects.clone().flat_map(|own| &own.containers);
        let variables = containers.flat_map(|own| &own.environment);
        let mut known = variables.map(|own| own.name.as_str());
        let is_filled_in = projects.clone().any(|own| own.origins.uses(name));
        let is_flag = name.starts_with('-');
        if !is_flag && !is_filled_in && !known.clone().any(|own| own == name) {
            let near = hint(name, &mut known);
            bail!(
                "--assume: no service has a variable '{}'{near}",
                report::clean(name)
            );
        }
    }
    Ok(())
}

/// The ways that were asked for, the easiest first, and how many there are.
fn chosen(
    ways: &Ways,
    found: &Found,
    arguments: &PathsArguments,
) -> anyhow::Result<(Vec<Way>, usize)> {
    let from = arguments.from.as_deref();
    let from = from.map(|name| nodes(ways, "--from", name)).transpose()?;
    let to = arguments.to.as_deref();
    let to = to.map(|name| nodes(ways, "--to", name)).transpose()?;
    let (Some(from), Some(to)) = (&from, &to) else {
        if from.is_none() && to.is_none() {
            return Ok((found.ways.clone(), found.count));
        }
        let starts = from.clone();
        let starts = starts.unwrap_or_else(|| ways.all(|node| node.kind.is_start()));
        let goals = to
            .clone()
            .unwrap_or_else(|| ways.all(|node| node.kind.is_goal()));
        return Ok(between(ways, found, &starts, &goals));
    };
    Ok(between(ways, found, from, to))
}

/// The ways between some places: all that were found where these are starts and goals, else the
/// easiest one of each pair.
fn between(ways: &Ways, found: &Found, from: &[NodeId], to: &[NodeId]) -> (Vec<Way>, usize) {
    let starts = from.iter().all(|id| ways.node(*id).kind.is_start());
    let goals = to.iter().all(|id| ways.node(*id).kind.is_goal());
    if starts && goals {
        let ends = |way: &&Way| {
            let ends = way.edges.first().zip(way.edges.last());
            ends.is_some_and(|(first, last)| {
                from.contains(&ways.edge(*first).from) && to.contains(&ways.edge(*last).to)
            })
        };
        let own: Vec<Way> = found.ways.iter().filter(ends).cloned().collect();
        let count = own.len();
        return (own, count);
    }
    let limits = Limits::default();
    let pairs = from
        .iter()
        .flat_map(|from| to.iter().map(move |to| (*from, *to)));
    let pairs = pairs.filter(|(from, to)| from != to).take(MOST_SHOWN);
    let mut own: Vec<Way> = pairs
        .filter_map(|(from, to)| ways.easiest(from, to, &limits))
        .collect();
    own.sort();
    let count = own.len();
    (own, count)
}

fn goal(ways: &Ways, way: &Way) -> Option<NodeKind> {
    let last = way.edges.last()?;
    Some(ways.node(ways.edge(*last).to).kind)
}

/// The places that a name stands for.
fn nodes(ways: &Ways, flag: &str, name: &str) -> anyhow::Result<Vec<NodeId>> {
    let of_kind = ways.all(|node| {
        let own = node_name(node);
        own == name || own.split_once(':').is_some_and(|(kind, _)| kind == name)
    });
    if !of_kind.is_empty() {
        return Ok(of_kind);
    }
    // A place that nothing leads to or from is one all the same.
    let words = ["lan", "internet", "local", "prompt", "account"];
    let goals = [
        "host",
        "directory",
        "store",
        "key",
        "model",
        "outside",
        "engine",
    ];
    let mut words = words.iter().chain(&goals).copied();
    if words.clone().any(|word| word == name) {
        return Ok(Vec::new());
    }
    let known: BTreeSet<String> = ways.nodes().iter().map(node_name).collect();
    let near = hint(name, known.iter().map(String::as_str).chain(&mut words));
    bail!("{flag}: there is no '{}' here{near}", report::clean(name))
}
