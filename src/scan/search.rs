//! Searching every file for secrets, whatever it is.
//!
//! Most files hold none, and are neither decoded nor kept. The search is parallel; what it found
//! gets its texts afterwards, in the order of the paths, so that a scan says the same each time.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use rayon::prelude::*;

use super::Stdin;
use super::certificates::in_binary;
use super::programs::{Judge, Judged};
use crate::compose::unopened;
use crate::input::{Raw, Searched, Tree, Unopened, Walk, decode, read_raw, tidy};
use crate::meaning::pki::{self, Bundle, FoundBundle};
use crate::meaning::programs::{self, Workflow};
use crate::meaning::{self, InText, SearchedFile, tokens};
use crate::model::{
    Arg, Decoded, Encoding, GrantKind, NotAnalysed, Problem, ProblemKind, Project, Remark, Span,
    TextId, Texts,
};
use crate::rules::AboutProgram;
use crate::syntax::pem;
use crate::syntax::yaml::Yaml;

/// A token in a long line of a large file is shown no further to the right than this, in bytes.
const FURTHEST: usize = 100_000;

/// What a search came upon.
#[derive(Default)]
pub(super) struct Search {
    /// The files with values that can be secrets, in the order of their paths.
    pub(super) files: Vec<SearchedFile>,
    /// What was looked at.
    pub(super) searched: Searched,
    /// Files that could not be looked at, and what of programs could not be read.
    pub(super) problems: Vec<Problem>,
    /// What was said of programs.
    pub(super) programs: Vec<AboutProgram>,
    /// The workflows that were found.
    pub(super) workflows: Vec<Workflow>,
    /// Code that nobody analyses.
    pub(super) not_analysed: Vec<NotAnalysed>,
    /// Comments in programs that speak to hulan.
    pub(super) remarks: Vec<Remark>,
    /// Certificates and keys, one of each file.
    pub(super) bundles: Vec<Bundle>,
}

/// What is asked about files.
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each thing to look for"
)]
pub(super) struct Asked<'r> {
    /// Whether they are searched for secrets.
    pub(super) for_secrets: bool,
    /// Whether what they tell clients of directories is looked for.
    pub(super) for_directories: bool,
    /// Whether lines that turn verification off are looked for.
    pub(super) for_switches: bool,
    /// Whether they are searched for certificates and keys.
    pub(super) for_certificates: bool,
    /// What is asked about programs.
    pub(super) judge: &'r Judge<'r>,
}

impl Asked<'_> {
    /// Whether there is anything to ask.
    pub(super) fn is_any(&self) -> bool {
        self.for_secrets
            || self.for_directories
            || self.for_switches
            || self.for_certificates
            || !self.judge.is_idle()
    }
}

/// What became of one file.
enum Looked {
    /// It is a text of so many bytes, without anything that is worth a word.
    Clean(u64, Judged),
    /// It holds values that can be secrets, or programs that something is said of. Its text, unless
    /// the scan has it already.
    Held(u64, Option<Decoded>, InText, Judged),
    /// It is too large to be kept: the lines that hold something.
    Parts(u64, Vec<Part>),
    /// It is a package of so many bytes: its members, and what of it could not be read.
    Package(u64, Vec<Member>, Vec<(ProblemKind, String, &'static str)>),
    Binary,
    Unreadable,
}

/// A program in a package.
struct Member {
    path: String,
    decoded: Decoded,
    held: InText,
    judged: Judged,
}

/// A line of a large file.
struct Part {
    /// Its number, from 1.
    line: usize,
    decoded: Decoded,
    held: InText,
}

/// What was parsed before.
pub(super) type Parsed = HashMap<TextId, Arc<Yaml>>;

/// What is known before the files are looked at.
struct Before<'w> {
    whole: &'w WholeSecrets,
    parsed: &'w Parsed,
    /// The folders that are plugins of Dify.
    plugins: &'w BTreeSet<&'w Path>,
}

/// The files that are a secret as a whole, as `secrets` of a compose file name them, by their paths.
type WholeSecrets = HashMap<PathBuf, String>;

/// Looks for values that can be secrets in all files that a walk came upon.
pub(super) fn search(
    tree: &Tree<'_>,
    root: &Path,
    walk: &Walk,
    projects: &[Project],
    parsed: &Parsed,
    asked: &Asked<'_>,
) -> Search {
    let whole = whole_secrets(tree, root, projects);
    let plugins = programs::plugin_folders(walk.all.iter().map(PathBuf::as_path));
    let before = Before {
        whole: &whole,
        parsed,
        plugins: &plugins,
    };
    let look = |buffer: &mut Vec<u8>, path: &PathBuf| look(tree, &before, asked, path, buffer);
    let looked: Vec<(Looked, Option<FoundBundle>)> = if walk.all.len() >= super::MANY {
        walk.all.par_iter().map_init(Vec::new, look).collect()
    } else {
        let mut buffer = Vec::new();
        let all = walk.all.iter();
        all.map(|path| look(&mut buffer, path)).collect()
    };
    let mut search = Search::default();
    for (path, (looked, found)) in walk.all.iter().zip(looked) {
        let text = search.take(tree, path, looked);
        if let Some(found) = found {
            search.bundle(tree, path, text, found);
        }
    }
    search
}

fn whole_secrets(tree: &Tree<'_>, root: &Path, projects: &[Project]) -> WholeSecrets {
    let mut whole = WholeSecrets::new();
    for project in projects {
        let main = tree.texts().get(project.file);
        let folder = root.join(&**main.path());
        let folder = folder.parent().unwrap_or(root);
        let secrets = project.grants.iter();
        for secret in secrets.filter(|own| own.kind == GrantKind::Secret) {
            if let Some(file) = &secret.file {
                whole.insert(tidy(&folder.join(&file.value)), secret.key.clone());
            }
        }
    }
    whole
}

impl Search {
    /// Takes what became of a file, and gives its text where the scan has it.
    fn take(&mut self, tree: &Tree<'_>, path: &Path, looked: Looked) -> Option<TextId> {
        let shown = tree.shown(path);
        let texts = tree.texts();
        match looked {
            Looked::Clean(bytes, judged) => {
                self.searched.add(bytes);
                self.programs.push(judged.counts());
            }
            Looked::Held(bytes, decoded, held, judged) => {
                self.searched.add(bytes);
                let text = match decoded {
                    Some(decoded) => Some(texts.add(&shown, decoded)),
                    None => tree.opened(path),
                };
                if let Some(text) = text {
                    self.judged(texts, text, judged);
                    self.files.push(file(path, text, held));
                    let text = texts.get(text);
                    if meaning::is_speaking_script(&shown, text.content()) {
                        self.remarks.extend(meaning::remarks_in_script(&text));
                    }
                }
                return text;
            }
            Looked::Package(bytes, members, problems) => {
                self.searched.add(bytes);
                for member in members {
                    let text = texts.add(&member.path, member.decoded);
                    self.judged(texts, text, member.judged);
                    self.files.push(file(path, text, member.held));
                }
                for (kind, of, detail) in problems {
                    let empty = utf8(String::new(), false);
                    let span = Span::start_of(texts.add(&of, empty));
                    let problem = Problem::new(kind, span);
                    self.problems
                        .push(problem.with("detail", Arg::Text(detail)));
                }
            }
            Looked::Parts(bytes, parts) => {
                self.searched.add(bytes);
                for part in parts {
                    let text = texts.add_part(&shown, part.decoded, part.line);
                    self.files.push(file(path, text, part.held));
                }
            }
            Looked::Binary => self.searched.binary += 1,
            Looked::Unreadable => {
                let problem = unopened(tree, path, Unopened::Unreadable);
                self.problems.push(problem);
            }
        }
        tree.opened(path)
    }
}

impl Search {
    /// Judges what standard input gave.
    pub(super) fn stdin(&mut self, texts: &Texts, stdin: &Stdin, judge: &Judge<'_>) {
        const NAME: &str = "<stdin>";
        let content = &stdin.text.content;
        let judged = judge.text(NAME, content, stdin.form);
        let held = meaning::secrets_in_text(NAME, content, meaning::Parsed::Not);
        self.searched.add(content.len() as u64);
        let text = texts.add(NAME, stdin.text.clone());
        self.judged(texts, text, judged);
        self.files.push(file(Path::new(NAME), text, held));
    }

    /// Takes up texts that are shown though nobody asks for secrets: what is one is masked.
    pub(super) fn only_masked(&mut self, texts: &Texts, shown: &[TextId]) {
        for id in shown {
            if !self.files.iter().any(|file| file.text == *id) {
                let text = texts.get(*id);
                let held =
                    meaning::secrets_in_text(text.path(), text.content(), meaning::Parsed::Not);
                self.files.push(file(Path::new(&**text.path()), *id, held));
            }
        }
    }

    /// Takes what was found in the programs of a file.
    fn judged(&mut self, texts: &Texts, text: TextId, judged: Judged) {
        let placed = judged.placed(texts, text);
        self.programs.push(placed.about);
        self.problems.extend(placed.problems);
        self.workflows.extend(placed.workflows);
        self.not_analysed.extend(placed.not_analysed);
        self.remarks.extend(placed.remarks);
    }
}

fn file(path: &Path, text: TextId, mut held: InText) -> SearchedFile {
    for directory in &mut held.directories {
        directory.settle(text);
    }
    for switch in &mut held.switches {
        switch.place.text = text;
    }
    SearchedFile {
        text,
        is_template: meaning::is_template(&path.file_name().unwrap_or_default().to_string_lossy()),
        held,
    }
}

fn look(
    tree: &Tree<'_>,
    before: &Before<'_>,
    asked: &Asked<'_>,
    path: &Path,
    buffer: &mut Vec<u8>,
) -> (Looked, Option<FoundBundle>) {
    let file = File {
        asked,
        path,
        shown: tree.shown(path),
        secret: before.whole.get(path).map(String::as_str),
        in_plugin: !before.plugins.is_empty()
            && path
                .ancestors()
                .any(|folder| before.plugins.contains(folder)),
    };
    if let Some(text) = tree.opened(path) {
        let yaml = before.parsed.get(&text).map(Arc::as_ref);
        let text = tree.texts().get(text);
        let content = text.content();
        let bytes = content.len() as u64;
        let found = asked.for_certificates && pem::may_begin(content.as_bytes());
        let found = found.then(|| pki::in_text(&file.shown, content)).flatten();
        let looked = match file.held(content, yaml) {
            (Some(held), judged) => Looked::Held(bytes, None, held, judged),
            (None, judged) => Looked::Clean(bytes, judged),
        };
        return (looked, found);
    }
    if programs::is_package(&file.shown) && !asked.judge.is_idle() {
        return (file.package(), None);
    }
    let looked = match read_raw(path, buffer) {
        Ok(Raw::Text(bytes)) => {
            let found = asked
                .for_certificates
                .then(|| pki::in_file(&file.shown, bytes));
            return (file.look_at(bytes), found.flatten());
        }
        Ok(Raw::Large(reader, bytes)) => match parts(reader) {
            Ok(parts) => Looked::Parts(bytes, parts),
            Err(_) => Looked::Unreadable,
        },
        Ok(Raw::Binary) => {
            let found = asked.for_certificates.then(|| in_binary(path, &file.shown));
            return (Looked::Binary, found.flatten());
        }
        Err(_) => Looked::Unreadable,
    };
    (looked, None)
}

/// A file that is looked at.
struct File<'w> {
    asked: &'w Asked<'w>,
    path: &'w Path,
    /// It belongs to a plugin.
    in_plugin: bool,
    /// Its path from the root.
    shown: String,
    /// What it is called as a secret of Compose, which it is as a whole.
    secret: Option<&'w str>,
}

impl File<'_> {
    fn look_at(&self, bytes: &[u8]) -> Looked {
        let length = bytes.len() as u64;
        let (rest, bom) = match bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
            Some(rest) => (rest, true),
            None => (bytes, false),
        };
        // Most files are UTF-8 and hold nothing: only of the others a copy is made.
        if !bytes.contains(&0)
            && let Ok(content) = std::str::from_utf8(rest)
        {
            return match self.held(content, None) {
                (Some(held), judged) => {
                    let decoded = utf8(content.to_owned(), bom);
                    Looked::Held(length, Some(decoded), held, judged)
                }
                (None, judged) => Looked::Clean(length, judged),
            };
        }
        let decoded = decode(bytes);
        let decoded =
            decoded.unwrap_or_else(|| utf8(String::from_utf8_lossy(bytes).into_owned(), false));
        match self.held(&decoded.content, None) {
            (Some(held), judged) => Looked::Held(length, Some(decoded), held, judged),
            (None, judged) => Looked::Clean(length, judged),
        }
    }

    /// What a text holds, if anything. What is shown of it is searched for secrets in any case, as
    /// they are masked.
    fn held(&self, content: &str, yaml: Option<&Yaml>) -> (Option<InText>, Judged) {
        let judge = self.asked.judge;
        let (judged, tree) = judge.file(self.path, &self.shown, content, yaml, self.in_plugin);
        // Of a compose file, the containers are judged.
        let directories = if self.asked.for_directories && yaml.is_none() {
            meaning::directories(&self.shown, content, yaml)
        } else {
            Vec::new()
        };
        let switches = if self.asked.for_switches && yaml.is_none() {
            meaning::switches(&self.shown, content)
        } else {
            Vec::new()
        };
        let of_settings = !directories.is_empty() || !switches.is_empty();
        let shows_something = judged.shows_something() || of_settings;
        if !self.asked.for_secrets && !shows_something {
            return (None, judged);
        }
        let parsed = match (yaml, &tree) {
            (Some(yaml), _) => meaning::Parsed::Yaml(yaml),
            (None, Some(tree)) => meaning::Parsed::Python(tree),
            (None, None) => meaning::Parsed::Not,
        };
        let mut held = match self.secret {
            Some(name) => meaning::whole_secret(name, content),
            None => meaning::secrets_in_text(&self.shown, content, parsed),
        };
        held.directories = directories;
        held.switches = switches;
        // What a script suppresses is told even where there is nothing to suppress.
        let speaks = || yaml.is_none() && meaning::is_speaking_script(&self.shown, content);
        let is_kept = !held.values.is_empty() || shows_something || speaks();
        (is_kept.then_some(held), judged)
    }

    fn package(&self) -> Looked {
        let Ok(bytes) = fs::read(self.path) else {
            return Looked::Unreadable;
        };
        let package = programs::package(&self.shown, &bytes);
        let members = package.members.into_iter().map(|member| {
            let content = &member.text.content;
            let path = Path::new(&member.path);
            let judge = self.asked.judge;
            let (judged, tree) = judge.file(path, &member.path, content, None, true);
            let parsed = tree
                .as_ref()
                .map_or(meaning::Parsed::Not, meaning::Parsed::Python);
            let held = meaning::secrets_in_text(&member.path, content, parsed);
            Member {
                path: member.path,
                decoded: member.text,
                held,
                judged,
            }
        });
        Looked::Package(bytes.len() as u64, members.collect(), package.problems)
    }
}

/// The tokens of a file that is too large for everything else.
fn parts(reader: fs::File) -> io::Result<Vec<Part>> {
    let mut parts = Vec::new();
    tokens::search_reader(reader, |found| {
        let value = String::from_utf8_lossy(found.value).into_owned();
        let column = usize::try_from(found.column).unwrap_or(usize::MAX);
        // The line itself is not kept: blanks stand for what is before the token.
        let mut content = " ".repeat(column.min(FURTHEST));
        let start = content.len();
        content.push_str(&value);
        let mut token = found.token;
        token.range = start..content.len();
        parts.push(Part {
            line: usize::try_from(found.line).unwrap_or(usize::MAX),
            held: meaning::lone_token(token, &value),
            decoded: utf8(content, false),
        });
    })?;
    Ok(parts)
}

fn utf8(content: String, bom: bool) -> Decoded {
    Decoded {
        content,
        encoding: Encoding::Utf8,
        bom,
    }
}
