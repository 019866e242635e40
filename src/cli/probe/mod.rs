//! `hulan probe`: what is asked, of whom, and how the answers are told.

mod address;
mod args;
mod candidates;

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail};
use jiff::Timestamp;

pub(super) use args::ProbeCommand;

use self::address::{directory, endpoint};
use self::args::{
    AskingArguments, DeploymentArguments, LdapArguments, SnapshotArguments, TlsArguments,
};
use self::candidates::{Candidate, candidates};
use super::args::ScanArguments;
use super::clock;
use super::options::Options;
use super::progress::Progress;
use super::scan::tell;
use crate::live::{Limits, Login, Roots, StartTls, Target, probe_ldap, probe_tls};
use crate::meaning::{BadSnapshot, document_name};
use crate::model::{Sensitive, Snapshot, Span};
use crate::report;
use crate::rules::{Check, Rule};
use crate::scan::{Probed, Scan, Told, absolute, add_endpoints, scan};

/// So many endpoints are asked at the same time.
const AT_ONCE: usize = 4;
/// The largest document of answers that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// One endpoint and how it is asked.
pub(super) struct Question {
    target: Target,
    how: How,
    /// Where the deployment names it.
    named_at: Option<Span>,
    /// What the deployment tells it to offer.
    told: Option<Told>,
}

/// How an endpoint is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Tls(Option<StartTls>),
    /// Whether it is LDAPS.
    Ldap(bool),
}

/// Runs the command that the arguments name.
pub(super) fn run(command: &ProbeCommand) -> anyhow::Result<u8> {
    match command {
        ProbeCommand::Tls(arguments) => tls(arguments),
        ProbeCommand::Ldap(arguments) => ldap(arguments),
        ProbeCommand::Deployment(arguments) => deployment(arguments),
        ProbeCommand::Snapshot(arguments) => snapshots(arguments),
    }
}

fn tls(arguments: &TlsArguments) -> anyhow::Result<u8> {
    let starttls = arguments.starttls.map(StartTls::from);
    let mut questions = Vec::new();
    for word in &arguments.endpoints {
        let (host, port) = endpoint(word)?;
        let sni = arguments.sni.clone();
        questions.push(Question {
            target: Target { host, port, sni },
            how: How::Tls(starttls),
            named_at: None,
            told: None,
        });
    }
    let asking = &arguments.asking;
    let own = arguments.telling.scan(None, Some(asking));
    judged(&own, |options| ask(&questions, options, asking, None))
}

fn ldap(arguments: &LdapArguments) -> anyhow::Result<u8> {
    let mut questions = Vec::new();
    for url in &arguments.urls {
        let (is_secure, host, port) = directory(url)?;
        let sni = None;
        questions.push(Question {
            target: Target { host, port, sni },
            how: How::Ldap(is_secure),
            named_at: None,
            told: None,
        });
    }
    let asking = &arguments.asking;
    let login = login(arguments)?;
    if login.is_some() && asking.ca.is_empty() && !asking.system_roots {
        bail!("--bind-dn sends a password: say with --ca or --system-roots whom to trust with it");
    }
    let own = arguments.telling.scan(None, Some(asking));
    judged(&own, |options| {
        ask(&questions, options, asking, login.as_ref())
    })
}

fn login(arguments: &LdapArguments) -> anyhow::Result<Option<Login>> {
    let (Some(name), Some(variable)) = (&arguments.bind_dn, &arguments.password_env) else {
        return Ok(None);
    };
    let password = std::env::var(variable).unwrap_or_default();
    if password.is_empty() {
        let shown = report::clean(variable);
        bail!(
            "--password-env '{shown}' is not set, or no text: a bind without a password proves nothing"
        );
    }
    Ok(Some(Login {
        name: name.clone(),
        password: Sensitive::new(password),
    }))
}

fn snapshots(arguments: &SnapshotArguments) -> anyhow::Result<u8> {
    let mut probed = Vec::new();
    for file in &arguments.files {
        let shown = report::clean(&file.to_string_lossy());
        let content = String::from_utf8(bounded(file)?);
        let content = content.with_context(|| format!("'{shown}' is no text"))?;
        let name = file.to_string_lossy().replace('\\', "/");
        probed.push(Probed::Saved(name, content));
    }
    let own = arguments.telling.scan(None, None);
    judged(&own, |_| Ok(probed))
}

/// Judges endpoints alone.
fn judged(
    arguments: &ScanArguments,
    ask: impl FnOnce(&Options) -> anyhow::Result<Vec<Probed>>,
) -> anyhow::Result<u8> {
    let clock = clock::clock(arguments.now.as_deref())?;
    let mut options = Options::new(arguments, clock)?;
    options.request.paths.clear();
    options.request.root = Some(absolute(Path::new(".")));
    let certificates = only_about_endpoints(&mut options);
    let probed = ask(&options)?;
    let mut scan = scan(&options.request);
    let answered = add_endpoints(&options.request, &certificates, clock, &mut scan, probed);
    let answered = answered.map_err(bad_snapshot)?;
    tell(arguments, &options, clock, scan, answered > 0)
}

fn deployment(arguments: &DeploymentArguments) -> anyhow::Result<u8> {
    let own = arguments
        .telling
        .scan(Some(&arguments.path), Some(&arguments.asking));
    let clock = clock::clock(own.now.as_deref())?;
    let mut options = Options::new(&own, clock)?;
    let certificates = only_about_endpoints(&mut options);
    let mut scan = scan(&options.request);
    let found = candidates(&scan);
    if found.is_empty() {
        bail!("the deployment names no endpoint of TLS or LDAP that can be reached from here");
    }
    if !agreed(&found, arguments.yes)? {
        bail!("nothing was contacted: say --yes, or name endpoints with 'hulan probe tls'");
    }
    let questions: Vec<Question> = found.into_iter().map(|own| own.question).collect();
    let probed = ask(&questions, &options, &arguments.asking, None)?;
    let answered = add_endpoints(&options.request, &certificates, clock, &mut scan, probed);
    let answered = answered.map_err(bad_snapshot)?;
    tell(&own, &options, clock, scan, answered > 0)
}

/// Asks the endpoints that a deployment names, each once, and adds what they say to its scan, of
/// which the rules are those of the request. Whoever calls has the word of the user to connect.
pub(super) fn add_deployment(
    options: &Options,
    clock: Timestamp,
    scan: &mut Scan,
) -> anyhow::Result<()> {
    let mut questions: Vec<Question> = Vec::new();
    for own in candidates(scan) {
        // What runs names the same endpoints as the files: the files come first.
        let is_same =
            |known: &Question| known.target == own.question.target && known.how == own.question.how;
        if !questions.iter().any(is_same) {
            questions.push(own.question);
        }
    }
    let asking = AskingArguments::default();
    let probed = ask(&questions, options, &asking, None)?;
    add_endpoints(&options.request, &[], clock, scan, probed).map_err(bad_snapshot)?;
    Ok(())
}

/// Lists what would be contacted, and asks unless it was said before.
fn agreed(found: &[Candidate], yes: bool) -> anyhow::Result<bool> {
    let mut out = anstream::stderr();
    for own in found {
        writeln!(out, "{}", report::clean(&own.shown))?;
    }
    if yes {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    write!(out, "Connect to these {} endpoints? [y/N] ", found.len())?;
    out.flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Leaves the rules about endpoints, and those about the scan itself. Those about certificates are
/// for what is presented, and not for files.
fn only_about_endpoints(options: &mut Options) -> Vec<&'static Rule> {
    let rules = &mut options.request.rules;
    let of_certificates = |rule: &&&'static Rule| matches!(rule.check, Check::Certificate(_));
    let certificates = rules.iter().filter(of_certificates).copied().collect();
    let wanted = |check: &Check| matches!(check, Check::Endpoint(_) | Check::Problem(_));
    rules.retain(|rule| wanted(&rule.check));
    certificates
}

/// Asks all endpoints, a few at a time; the answers come in the order of the questions.
fn ask(
    questions: &[Question],
    options: &Options,
    asking: &AskingArguments,
    login: Option<&Login>,
) -> anyhow::Result<Vec<Probed>> {
    let given = options.request.anchors.given.iter();
    let roots = Roots::new(given.map(|own| &*own.der));
    let roots = roots.as_ref();
    let limits = Limits {
        connection: Duration::from_secs(asking.timeout),
        endpoint: Duration::from_secs(asking.timeout.saturating_mul(10)),
        ..Limits::default()
    };
    let progress = Progress::start();
    let one = |question: &Question| {
        let target = &question.target;
        match question.how {
            How::Tls(starttls) => probe_tls(target, starttls, roots, &limits),
            How::Ldap(is_secure) => probe_ldap(target, is_secure, roots, login, &limits),
        }
    };
    let mut answers: Vec<Option<Snapshot>> = Vec::new();
    for few in questions.chunks(AT_ONCE) {
        answers.extend(thread::scope(|scope| {
            let threads: Vec<_> = few
                .iter()
                .map(|question| scope.spawn(move || one(question)))
                .collect();
            let joined = threads.into_iter().map(|thread| thread.join().ok());
            joined.collect::<Vec<_>>()
        }));
    }
    drop(progress);
    let mut probed = Vec::new();
    for (question, answer) in questions.iter().zip(answers) {
        let mut answer = answer.context("an endpoint could not be asked")?;
        answer.configured = question.told.as_ref().map(|told| told.configured.clone());
        if let Some(folder) = &asking.snapshot {
            save(folder, &answer)?;
        }
        let places = question.told.as_ref().map(|told| told.places.clone());
        let places = places.unwrap_or_default();
        probed.push(Probed::Fresh(Box::new(answer), question.named_at, places));
    }
    Ok(probed)
}

fn save(folder: &Path, snapshot: &Snapshot) -> anyhow::Result<()> {
    let file = folder.join(document_name(snapshot));
    let mut text = serde_json::to_string_pretty(snapshot).context("cannot save the answers")?;
    text.push('\n');
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&file, text))
        .with_context(|| format!("cannot write '{}'", file.display()))
}

fn bounded(file: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = || format!("cannot read '{}'", report::clean(&file.to_string_lossy()));
    let length = fs::metadata(file).with_context(shown)?.len();
    if length > LARGEST {
        bail!("{}: it is larger than 16 MiB", shown());
    }
    fs::read(file).with_context(shown)
}

fn bad_snapshot((path, reason): (String, BadSnapshot)) -> anyhow::Error {
    let path = report::clean(&path);
    match reason {
        BadSnapshot::Broken => anyhow::anyhow!("'{path}' is no document of an endpoint"),
        BadSnapshot::Version => anyhow::anyhow!("'{path}' is of another version of hulan"),
    }
}
