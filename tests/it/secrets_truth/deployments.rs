//! The vendors' files as users deploy them, in folders of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hulan::compose::Supply;
use hulan::meaning::Knowledge;
use hulan::rules::RULES;
use hulan::scan::{Request, Scan, scan};
use hulan::verdict::{Waivers, judge};

use crate::support::files_below;

/// Files of the corpus, where they lie, and what they are called where they are deployed.
pub(super) struct Deployment {
    pub(super) files: Vec<(String, String)>,
    /// The env file that is named to Compose.
    env_file: Option<&'static str>,
}

/// The rules that judge a value and how it is written. What else is wrong about a secret (who gets it,
/// who uses it) is another matter on the same line.
const RULES_OF_VALUES: [&str; 7] = [
    "SEC101", "SEC102", "SEC103", "SEC104", "SEC107", "SEC108", "SEC109",
];

/// A line of the corpus: file and number.
pub(super) type Line = (String, usize);

/// What was found: the rule, and the lines that it names.
pub(super) struct Found {
    pub(super) rule: &'static str,
    pub(super) lines: BTreeSet<Line>,
}

/// Each release with and without its env files; what beside them is deployed alone.
pub(super) fn deployments(corpus: &Path) -> Vec<Deployment> {
    let is_file = |_: &Path| true;
    let all: Vec<String> = files_below(corpus, &is_file)
        .iter()
        .filter_map(|path| path.strip_prefix(corpus).ok()?.to_str())
        .map(str::to_owned)
        .collect();
    let mut found = Vec::new();
    let mut add = |files: Vec<(String, String)>, env_file| {
        let is_there = files.iter().all(|(from, _)| all.contains(from));
        if is_there {
            found.push(Deployment { files, env_file });
        }
    };
    for path in &all {
        let Some((folder, name)) = path.rsplit_once('/') else {
            continue;
        };
        let is_vendor = path.starts_with("dify/") || path.starts_with("fastgpt/");
        let end = Path::new(name).extension().and_then(|end| end.to_str());
        let is_yaml = matches!(end, Some("yml" | "yaml"));
        if !is_vendor || !is_yaml || !name.contains("docker-compose") {
            continue;
        }
        let compose = (path.clone(), "compose.yaml".to_owned());
        add(vec![compose.clone()], None);
        let below = |path: &str, to: &str| (format!("{folder}/{path}"), to.to_owned());
        if name == "docker-compose.yaml" {
            add(vec![compose.clone(), below(".env.example", ".env")], None);
            // The settings that services get mounted.
            let settings = all.iter().filter_map(|path| {
                let rest = path.strip_prefix(folder)?.strip_prefix('/')?;
                let is_one = rest.starts_with("volumes/");
                is_one.then(|| (path.clone(), rest.to_owned()))
            });
            let settings: Vec<_> = settings.collect();
            if !settings.is_empty() {
                add([vec![compose.clone()], settings].concat(), None);
            }
            // All optional env files, and not the last word of `.env`.
            let envs = all.iter().filter_map(|path| {
                let rest = path.strip_prefix(folder)?.strip_prefix('/')?;
                let name = rest.starts_with("envs/").then_some(rest)?;
                Some((path.clone(), name.strip_suffix(".example")?.to_owned()))
            });
            let envs: Vec<_> = envs.collect();
            if !envs.is_empty() {
                add([vec![compose.clone()], envs].concat(), None);
            }
        }
        if name.contains("middleware") {
            for env in ["middleware.env.example", "envs/middleware.env.example"] {
                let files = vec![compose.clone(), below(env, "middleware.env")];
                add(files, Some("middleware.env"));
            }
        }
    }
    found
}

impl Deployment {
    /// Scans it. `change` makes another text of each file.
    pub(super) fn scan(
        &self,
        corpus: &Path,
        knowledge: Knowledge,
        change: &mut dyn FnMut(&str, String) -> String,
    ) -> Vec<Found> {
        let folder = tempfile::tempdir().expect("made");
        let mut back: BTreeMap<&str, &str> = BTreeMap::new();
        for (from, to) in &self.files {
            let text = fs::read_to_string(corpus.join(from)).expect("UTF-8");
            let path = folder.path().join(to);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, change(from, text)).expect("written");
            back.insert(to, from);
        }
        let env_files: Vec<PathBuf> = self
            .env_file
            .iter()
            .map(|name| folder.path().join(name))
            .collect();
        let request = Request {
            paths: vec![folder.path().to_path_buf()],
            root: Some(folder.path().to_path_buf()),
            rules: RULES
                .iter()
                .copied()
                .filter(|rule| RULES_OF_VALUES.contains(&rule.id))
                .collect(),
            knowledge,
            supply: Supply {
                env_files,
                profiles: vec!["*".to_owned()],
                ..Supply::default()
            },
            today: jiff::civil::date(2026, 11, 23),
            ..Request::default()
        };
        let Scan {
            texts,
            deployment,
            mut answers,
            ..
        } = scan(&request);
        let now = jiff::Timestamp::UNIX_EPOCH;
        let findings = judge(
            &mut answers,
            &deployment,
            &[],
            Waivers::default(),
            &texts,
            now,
        );
        let line = |span| {
            let span = texts.resolve(span);
            let text = texts.get(span.text);
            let number = text.position(span.range().start).line;
            let from = back.get(text.path().as_ref());
            (
                from.map_or_else(|| text.path().to_string(), |from| (*from).to_owned()),
                number,
            )
        };
        let found = findings.iter().filter(|own| own.is_active()).map(|own| {
            let related = own.related.iter().map(|related| related.span);
            let occurrences = own.occurrences.iter().map(|placed| placed.span);
            let spans = related.chain(occurrences).chain([own.span]);
            Found {
                rule: own.rule.id,
                lines: spans.map(line).collect(),
            }
        });
        found.collect()
    }
}
