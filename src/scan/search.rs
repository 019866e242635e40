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
use super::programs::{Judge, Judged};
use crate::compose::unopened;
use crate::input::{Raw, Searched, Tree, Unopened, Walk, decode, read_raw, tidy};
use crate::meaning::programs::{self, Workflow};
use crate::meaning::{self, InText, SearchedFile, tokens};
use crate::model::{
    Arg, Decoded, Encoding, GrantKind, NotAnalysed, Problem, ProblemKind, Project, Remark, Span,
    TextId, Texts,
};
use crate::rules::AboutProgram;
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
}

/// What is asked about files.
pub(super) struct Asked<'r> {
    /// Whether they are searched for secrets.
    pub(super) for_secrets: bool,
    /// What is asked about programs.
    pub(super) judge: &'r Judge<'r>,
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
    let looked: Vec<Looked> = if walk.all.len() >= super::MANY {
        walk.all.par_iter().map_init(Vec::new, look).collect()
    } else {
        let mut buffer = Vec::new();
        let all = walk.all.iter();
        all.map(|path| look(&mut buffer, path)).collect()
    };
    let mut search = Search::default();
    for (path, looked) in walk.all.iter().zip(looked) {
        search.take(tree, path, looked);
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
    fn take(&mut self, tree: &Tree<'_>, path: &Path, looked: Looked) {
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
                }
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
    }
}

impl Search {
    /// Judges what standard input gave.
    pub(super) fn stdin(&mut self, texts: &Texts, stdin: &Stdin, judge: &Judge<'_>) {
        const NAME: &str = "<stdin>";
        let content = &stdin.text.content;
        let judged = judge.text(NAME, content, stdin.form);
        let held = meaning::secrets_in_text(NAME, content, None);
        self.searched.add(content.len() as u64);
        let text = texts.add(NAME, stdin.text.clone());
        self.judged(texts, text, judged);
        self.files.push(file(Path::new(NAME), text, held));
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

fn file(path: &Path, text: TextId, held: InText) -> SearchedFile {
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
) -> Looked {
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
        return match file.held(content, yaml) {
            (Some(held), judged) => Looked::Held(bytes, None, held, judged),
            (None, judged) => Looked::Clean(bytes, judged),
        };
    }
    if programs::is_package(&file.shown) && !asked.judge.is_idle() {
        return file.package();
    }
    match read_raw(path, buffer) {
        Ok(Raw::Text(bytes)) => file.look_at(bytes),
        Ok(Raw::Large(reader, bytes)) => match parts(reader) {
            Ok(parts) => Looked::Parts(bytes, parts),
            Err(_) => Looked::Unreadable,
        },
        Ok(Raw::Binary) => Looked::Binary,
        Err(_) => Looked::Unreadable,
    }
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
        let judged = judge.file(self.path, &self.shown, content, yaml, self.in_plugin);
        if !self.asked.for_secrets && !judged.shows_something() {
            return (None, judged);
        }
        let held = match self.secret {
            Some(name) => meaning::whole_secret(name, content),
            None => meaning::secrets_in_text(&self.shown, content, yaml),
        };
        let is_kept = !held.values.is_empty() || judged.shows_something();
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
            let judged = self
                .asked
                .judge
                .file(path, &member.path, content, None, true);
            let held = meaning::secrets_in_text(&member.path, content, None);
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
