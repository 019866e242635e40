//! Packages that a program installs while it runs.

use crate::meaning::python::{Call, Certainty};
use crate::model::Severity;
use crate::rules::trust::{self, Given};
use crate::rules::{Fail, Out, spoken};

/// What is installed, as far as the words tell.
struct Install {
    /// The tool and what it is told.
    tool: String,
    /// From somewhere else than the usual index: a repository, an address, another index.
    from: Option<String>,
    /// Every package has its version, or a file names them.
    is_pinned: bool,
    /// A word is not known.
    has_gap: bool,
}

/// Functions that install what they are given.
const DIRECT: [&str; 4] = [
    "micropip.install",
    "piplite.install",
    "pyodide_js.loadPackage",
    "setuptools.command.easy_install.main",
];

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let name = call.name();
    if call.is_reference() {
        if name.starts_with("pip.") {
            let fail = Fail::new("handed-on", out.site(call.range()));
            out.fail(fail.arg("call", name).at_most(Severity::Low));
        }
        return;
    }
    let Some(install) = install(call) else {
        out.not_applicable();
        return;
    };
    let given = given(call);
    let is_own = !call.program().is_generated();
    let most = match &given.certainty {
        certainty if trust::is_foreign(certainty) => Severity::High,
        Certainty::Constant if install.from.is_some() => Severity::Medium,
        Certainty::Constant if is_own && install.is_pinned => Severity::Info,
        _ if is_own => Severity::Low,
        Certainty::Tainted(_) => Severity::Medium,
        _ => Severity::High,
    };
    let key = match (&given.certainty, &install.from) {
        (given @ Certainty::Tainted(_), _) => trust::key(given),
        (_, Some(_)) => "elsewhere",
        (Certainty::Unknown, _) => "default",
        (Certainty::Constant, _) if install.is_pinned && !install.has_gap => "pinned",
        (Certainty::Constant, _) => "constant",
    };
    let mut fail = trust::about(key, call, &given, out).at_most(most);
    fail = fail.arg("tool", install.tool);
    if let (Some(from), "elsewhere") = (install.from, key) {
        fail = fail.arg("from", from.replace(spoken::GAP, "…"));
    }
    out.fail(fail);
}

/// The worst of what the words come from.
fn given(call: &Call<'_, '_>) -> Given {
    let places = (0..call.positional_count()).filter_map(|place| call.positional(place));
    let named = ["args", "command", "cmd", "requirements"];
    let named = named.iter().filter_map(|name| call.keyword(name));
    let mut worst = Given::constant();
    for arg in places.chain(named) {
        let own = Given::of(Some(&arg));
        let is_worse = match (&worst.certainty, &own.certainty) {
            (Certainty::Constant, other) => *other != Certainty::Constant,
            (Certainty::Unknown, Certainty::Tainted(_)) => true,
            (old, new) => trust::is_of_process(old) && trust::is_foreign(new),
        };
        if is_worse {
            worst = own;
        }
    }
    worst
}

fn install(call: &Call<'_, '_>) -> Option<Install> {
    let name = call.name();
    if DIRECT.contains(&name) {
        let given = call.argument(0, "requirements")?;
        let words = match given.items() {
            Some(items) => items
                .iter()
                .flat_map(|item| spoken::texts(call, item))
                .collect(),
            None => spoken::texts(call, &given),
        };
        return Some(of_words("micropip install", &words));
    }
    if name.starts_with("pip.") {
        let given = call.argument(0, "args")?;
        let items = given.items().unwrap_or_default();
        let words = items.iter().map(|item| {
            let text = spoken::texts(call, item).into_iter().next();
            text.unwrap_or_else(|| spoken::GAP.to_owned())
        });
        let words: Vec<String> = words.collect();
        if words.is_empty() {
            return Some(of_words("pip", &[spoken::GAP.to_owned()]));
        }
        return installs("pip", &words);
    }
    if name.ends_with("run_line_magic") {
        let texts = |place: usize| {
            let given = call.positional(place);
            given.map_or_else(Vec::new, |given| spoken::texts(call, &given))
        };
        let tool = texts(0).into_iter().next()?;
        let line = texts(1)
            .into_iter()
            .next()
            .unwrap_or_else(|| spoken::GAP.to_owned());
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        return installs(&tool, &words);
    }
    let commands = spoken::commands(call);
    commands.iter().find_map(|words| {
        let (program, rest) = spoken::program(words)?;
        installs(program, rest)
    })
}

/// Whether a program with these words installs something.
fn installs(program: &str, words: &[String]) -> Option<Install> {
    let is_python = program.starts_with("python") || program.starts_with("pypy") || program == "py";
    if is_python {
        let module = words.iter().position(|word| word == "-m")?;
        let before = words.get(..module)?;
        if before.iter().any(|word| !word.starts_with('-')) {
            return None;
        }
        let tool = words.get(module + 1)?;
        return installs(tool, words.get(module + 2..).unwrap_or_default());
    }
    let mut plain = words.iter().filter(|word| !word.starts_with('-'));
    let first = plain.next().map_or("", String::as_str);
    let second = plain.next().map_or("", String::as_str);
    let told = match program {
        "uv" => match (first, second) {
            ("pip" | "tool", "install") | ("add", _) => true,
            ("run", _) => words.iter().any(|word| word == "--with"),
            _ => false,
        },
        "npm" | "pnpm" | "yarn" | "bun" => matches!(first, "install" | "i" | "add"),
        "apk" | "poetry" | "pdm" => first == "add",
        "easy_install" | "easy_install3" => !first.is_empty(),
        "conda" | "mamba" | "micromamba" | "apt" | "apt-get" | "yum" | "dnf" | "gem" | "cargo"
        | "go" | "brew" | "choco" | "winget" | "pipx" => first == "install",
        other => {
            other.starts_with("pip")
                && other
                    .chars()
                    .skip(3)
                    .all(|c| c.is_ascii_digit() || c == '.')
                && first == "install"
        }
    };
    if !told {
        return None;
    }
    let skipped = if matches!((program, first), ("uv", "pip" | "tool")) {
        2
    } else {
        1
    };
    let mut skipped = if program.starts_with("easy_install") {
        0
    } else {
        skipped
    };
    let rest: Vec<String> = words
        .iter()
        .filter(|word| {
            let is_command = skipped > 0 && !word.starts_with('-');
            skipped -= usize::from(is_command);
            !is_command
        })
        .cloned()
        .collect();
    let tool = if program.starts_with("easy_install") {
        program.to_owned()
    } else {
        format!("{program} {first}")
    };
    Some(of_words(&tool, &rest))
}

/// The packages among the words behind the command.
fn of_words(tool: &str, words: &[String]) -> Install {
    let mut from = None;
    let mut is_pinned = true;
    let mut has_gap = false;
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        has_gap |= word.contains(spoken::GAP);
        let (option, value) = match word.split_once('=') {
            Some((option, value)) if word.starts_with("--") => (option, value),
            _ => (word.as_str(), words.peek().map_or("", |next| next.as_str())),
        };
        match option {
            "--index-url" | "--extra-index-url" | "-i" | "--find-links" | "-f"
                if value.starts_with("http") =>
            {
                // Another index that is asked in clear, or beside the usual one.
                if value.starts_with("http://") || option == "--extra-index-url" {
                    from = Some(value.to_owned());
                }
                if !word.contains('=') {
                    words.next();
                }
            }
            "--trusted-host" => {
                from = Some(value.to_owned());
                words.next();
            }
            "-r" | "--requirement" | "-c" | "--constraint" | "-e" | "--editable" | "-t"
            | "--target" | "--prefix" | "-n" | "--name" | "-p" | "--root" | "-d" | "--python"
                if !word.contains('=') =>
            {
                words.next();
            }
            option if option.starts_with('-') => {}
            package if is_remote(package) => from = Some(package.to_owned()),
            package => {
                let is_file = package.starts_with(['.', '/'])
                    || [".whl", ".txt", ".gz", ".zip", ".deb"]
                        .iter()
                        .any(|end| package.ends_with(end));
                let has_version = package.contains("==")
                    || package.contains(" @ ")
                    || package.get(1..).is_some_and(|rest| rest.contains('@'))
                    || package.contains('=') && tool.starts_with(['c', 'm', 'a']);
                is_pinned &= is_file || has_version;
            }
        }
    }
    Install {
        tool: tool.to_owned(),
        from,
        is_pinned,
        has_gap,
    }
}

/// An address without a commit that it stays at, or in clear.
fn is_remote(package: &str) -> bool {
    let commit = package.rsplit('@').next().unwrap_or_default();
    let commit = commit.split('#').next().unwrap_or_default();
    let is_fixed = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
    package.starts_with("http://")
        || package.starts_with("https://")
        || package.contains("git+") && !is_fixed
}
