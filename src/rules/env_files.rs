//! Env files as rules judge them: each once, whatever uses it.

use std::collections::HashSet;

use super::occurrence::Subject;
use super::out::Out;
use super::policy::Check;
use super::run::Answers;
use crate::meaning;
use crate::model::{Exposure, Severity, Text, Texts};
use crate::syntax::dotenv::{Difference, EnvFile};

/// Who reads an env file; the order is by how much what is said of it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Usage {
    /// Docker Compose does.
    Compose,
    /// An application does, or nobody: no project that was read uses it.
    Unknown,
    /// It only shows what is to be set.
    Template,
}

impl Usage {
    /// What is known of a file at `path` that no project uses.
    pub fn of_unused(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        if meaning::is_template(name) {
            Self::Template
        } else {
            Self::Unknown
        }
    }
}

/// An env file and its readers.
pub struct UsedEnvFile<'a> {
    /// The file.
    pub file: &'a EnvFile,
    /// Who reads it.
    pub usage: Usage,
    /// The numbers of the projects that use it.
    pub projects: Vec<usize>,
}

/// An env file before a rule.
pub struct JudgedEnvFile<'a> {
    /// Who reads it.
    pub usage: Usage,
    /// The lines that do not mean what was written.
    pub differences: Vec<Difference>,
    text: &'a Text,
}

impl JudgedEnvFile<'_> {
    /// Whether the value that a difference is about is a secret: by its name, or as a URL with a
    /// password.
    pub fn holds_secret(&self, difference: &Difference) -> bool {
        let value = || self.text.slice(difference.span);
        let is_url = || value().contains("://") && value().contains('@');
        meaning::is_secret_name(&difference.name) || is_url()
    }
}

impl Answers {
    /// Asks the rules about env files. `known` are the variables that no file sets and that are set
    /// all the same; one file may use those of another.
    pub fn about_env_files<'a>(
        &mut self,
        files: &[UsedEnvFile<'a>],
        known: impl Iterator<Item = &'a str>,
        texts: &Texts,
    ) {
        let is_asked = |check: &Check| matches!(check, Check::EnvFile(_));
        if !self.tallies.iter().any(|(rule, _)| is_asked(&rule.check)) {
            return;
        }
        let statements = files.iter().flat_map(|used| &used.file.statements);
        let mut names: HashSet<&str> = statements.map(|one| &*one.key.name).collect();
        names.extend(known);
        for used in files {
            self.about_env_file(used, &|name| names.contains(name), texts);
        }
    }

    /// Asks the rules about one env file. `knows` tells whether a variable is set elsewhere.
    pub fn about_env_file(
        &mut self,
        used: &UsedEnvFile<'_>,
        knows: &dyn Fn(&str) -> bool,
        texts: &Texts,
    ) {
        let text = texts.get(used.file.text);
        let judged = JudgedEnvFile {
            usage: used.usage,
            differences: used.file.differences(text.content(), knows),
            text: &text,
        };
        let subject = Subject {
            kind: "file",
            name: text.path().to_string(),
            project: None,
        };
        let before = self.occurrences.len();
        for (rule, tally) in &mut self.tallies {
            if let Check::EnvFile(check) = rule.check {
                let occurrences = &mut self.occurrences;
                let subject = subject.clone();
                let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                check(&judged, &mut out);
            }
        }
        for occurrence in self.occurrences.iter_mut().skip(before) {
            occurrence.projects.clone_from(&used.projects);
            if used.usage == Usage::Template {
                occurrence.from_template = true;
                occurrence.severity = Severity::Info;
            }
        }
    }
}
