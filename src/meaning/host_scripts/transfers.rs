//! What a script downloads, and whether it runs it.

use std::ops::Range;

use super::HostScript;
use super::line::Line;
use crate::syntax::host_script::{Shell, Word};

/// Methods that fetch what an address names.
const METHODS: [&str; 5] = [
    ".downloadstring",
    ".downloaddata",
    ".downloadfile",
    ".openread",
    ".getstringasync",
];

/// A download.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Its address, where it is known.
    pub address: Option<String>,
    /// Where it stands.
    pub range: Range<usize>,
    /// The file that it is saved to.
    pub file: Option<Word>,
}

impl Transfer {
    /// Whether anybody on the way can change it.
    pub fn is_plain(&self) -> bool {
        self.address
            .as_ref()
            .is_some_and(|own| is_at(own, "http://") && !is_here(own))
    }

    /// The host that it comes from; empty where that is not known.
    pub fn host(&self) -> &str {
        let rest = self
            .address
            .as_deref()
            .and_then(|own| own.split_once("://"));
        let host = rest.map_or("", |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or(host);
        host.rsplit('@').next().unwrap_or(host)
    }
}

fn is_at(address: &str, scheme: &str) -> bool {
    address
        .get(..scheme.len())
        .is_some_and(|own| own.eq_ignore_ascii_case(scheme))
}

fn is_here(address: &str) -> bool {
    ["http://localhost", "http://127.", "http://[::1]"]
        .iter()
        .any(|own| is_at(address, own))
}

/// What a command downloads.
pub fn download(line: &Line<'_>) -> Option<Transfer> {
    let program = line.program();
    let range = line.command.range.clone();
    let addresses = line.command.words.iter().map(|own| line.said(own));
    let mut addresses = addresses.filter_map(|own| address_in(&own.text));
    let transfer = |address: Option<String>, file: Option<&Word>| Transfer {
        address,
        range: range.clone(),
        file: file.cloned(),
    };
    let behind = |names: &[&str]| {
        let words = line.arguments();
        let at = words.iter().position(|own| {
            let text = line.said(own).text;
            names.iter().any(|name| name.eq_ignore_ascii_case(&text))
        });
        at.and_then(|at| words.get(at + 1))
    };
    match program.as_str() {
        "invoke-webrequest" | "invoke-restmethod" => {
            let sends = line.parameter(&["Method"]);
            if sends.is_some_and(|own| !own.is("get")) {
                return None;
            }
            Some(transfer(addresses.next(), behind(&["-OutFile", "-o"])))
        }
        "curl" => {
            let address = addresses.next()?;
            Some(transfer(
                Some(address),
                behind(&["-o", "--output", "-OutFile"]),
            ))
        }
        "start-bitstransfer" => Some(transfer(
            addresses.next(),
            behind(&["-Destination", "-dest"]),
        )),
        "bitsadmin" => Some(transfer(addresses.next(), line.arguments().last())),
        "certutil" if line.has(&["-urlcache", "/urlcache"]) => {
            Some(transfer(addresses.next(), line.arguments().last()))
        }
        _ => {
            let text = line.text().to_ascii_lowercase();
            let is_one = line.command.is_expression && METHODS.iter().any(|own| text.contains(own));
            is_one.then(|| {
                transfer(
                    addresses.next().or_else(|| {
                        let mut inner = line.within().flat_map(|own| own.command.words.iter());
                        inner.find_map(|own| address_in(&line.said(own).text))
                    }),
                    None,
                )
            })
        }
    }
}

/// The address in a word.
fn address_in(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = ["http://", "https://", "ftp://"]
        .iter()
        .filter_map(|own| lower.find(own))
        .min()?;
    let rest = text.get(at..)?;
    let end = rest.find(|own: char| own.is_whitespace() || "'\",)".contains(own));
    rest.get(..end.unwrap_or(rest.len())).map(str::to_owned)
}

/// What the commands in brackets of a command download, or it itself as an expression.
pub fn downloads_within(line: &Line<'_>) -> Option<Transfer> {
    let text = line.text().to_ascii_lowercase();
    if METHODS.iter().any(|own| text.contains(own)) {
        let inner = line.within().flat_map(|own| own.command.words.iter());
        let mut words = line.command.words.iter().chain(inner);
        return Some(Transfer {
            address: words.find_map(|own| address_in(&line.said(own).text)),
            range: line.command.range.clone(),
            file: None,
        });
    }
    line.within().find_map(|own| download(&own))
}

/// The command that runs a file which was downloaded, where nothing in the script checks it.
pub fn run_later<'s>(script: &'s HostScript, transfer: &Transfer) -> Option<Line<'s>> {
    let file = transfer.file.as_ref()?;
    let mut lines = script
        .lines()
        .filter(|own| own.command.range.start >= transfer.range.end);
    let (runs, checks): (Vec<Line<'s>>, Vec<Line<'s>>) = lines
        .by_ref()
        .filter(|own| runs(own, file) || verifies(own))
        .partition(|own| runs(own, file));
    let first = runs.into_iter().min_by_key(|own| own.command.range.start)?;
    checks.is_empty().then_some(first)
}

fn verifies(line: &Line<'_>) -> bool {
    let program = line.program();
    let checks = [
        "get-filehash",
        "get-authenticodesignature",
        "signtool",
        "gpg",
        "cosign",
    ];
    checks.contains(&program.as_str())
        || program == "certutil" && line.has(&["-hashfile", "/hashfile"])
        || line
            .within()
            .any(|own| checks.contains(&own.program().as_str()))
}

fn runs(line: &Line<'_>, file: &Word) -> bool {
    let is_file = |word: &&Word| {
        word.pieces == file.pieces || {
            let (own, other) = (line.said(word), line.said(file));
            own.is_known && other.is_known && is_same(&own.text, &other.text)
        }
    };
    if line.command.is_expression {
        return false;
    }
    let first = line.head().as_ref().is_some_and(is_file);
    let starts = [
        "start-process",
        "start",
        "msiexec",
        "powershell",
        "pwsh",
        "invoke-item",
        "invoke-expression",
        "wsl",
        "dism",
        "add-appxpackage",
        "rundll32",
        "regsvr32",
        "cmd",
    ];
    let is_start = starts.contains(&line.program().as_str())
        || line.shell == Shell::Cmd && line.program() == "call";
    first || is_start && line.arguments().iter().any(|own| is_file(&own))
}

fn is_same(a: &str, b: &str) -> bool {
    let tidy = |own: &str| {
        own.trim_start_matches(".\\")
            .trim_start_matches("./")
            .replace('/', "\\")
            .to_ascii_lowercase()
    };
    !a.is_empty() && tidy(a) == tidy(b)
}
