//! Every Dockerfile of a deployment: those that services build, each as they build it, and the
//! others, each from its own folder.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::stages::{self, Made};
use super::variables::Given;
use super::{BuildContext, Builder, Dockerfile, secrets};
use crate::input::{Kind, Tree, Walk, tidy};
use crate::meaning::remarks_in_dockerfile;
use crate::model::{
    Arg, Build, OffsetMap, Problem, ProblemKind, Project, Remark, Sensitive, Span, TextId, Variable,
};
use crate::syntax::dockerfile::{self as syntax, Lookup};
use crate::syntax::dockerignore::Ignore;
use crate::syntax::yaml::Yaml;

/// So many places of one file that no builder understands are said.
const MOST_UNREAD: usize = 20;

/// So many ways in which services build one file are judged.
const MOST_WAYS: usize = 64;

/// What of Dockerfiles was found.
#[derive(Default)]
pub struct Found {
    /// Each Dockerfile, once for each way in which it is built.
    pub all: Vec<Dockerfile>,
    /// What no builder understands.
    pub problems: Vec<Problem>,
    /// What is never shown.
    pub secrets: Vec<(Span, Sensitive)>,
    /// Comments that speak to hulan.
    pub remarks: Vec<Remark>,
    /// The files.
    pub texts: Vec<TextId>,
}

/// A way in which a service builds a file.
#[derive(Default)]
struct Way {
    target: Option<String>,
    given: Given,
    services: Vec<Builder>,
}

/// A file, or what stands in a compose file.
struct Source<'s> {
    text: TextId,
    name: String,
    content: &'s str,
    file: syntax::Dockerfile,
    map: Option<OffsetMap>,
    whole: Option<Span>,
}

/// Finds every Dockerfile. `root` is the folder that paths are relative to, `parsed` are the
/// compose files by their texts.
pub fn find(
    tree: &Tree<'_>,
    root: &Path,
    walk: &Walk,
    projects: &[Project],
    parsed: &HashMap<TextId, Arc<Yaml>, impl BuildHasher>,
) -> Found {
    let mut found = Found::default();
    let mut files: BTreeMap<(PathBuf, PathBuf), Vec<Way>> = BTreeMap::new();
    for (number, project) in projects.iter().enumerate() {
        let main = tree.texts().get(project.file);
        let folder = root.join(&**main.path());
        let folder = folder.parent().unwrap_or(root);
        for (own, container) in project.containers.iter().enumerate() {
            let Some(build) = &container.build else {
                continue;
            };
            let name = build.context.value().map_or(".", String::as_str);
            let elsewhere = ["git@", "github.com/", "service:"];
            let is_elsewhere =
                name.contains("://") || elsewhere.iter().any(|start| name.starts_with(start));
            let context = tidy(&folder.join(name));
            let way = Way {
                target: build.target.value().cloned(),
                given: Some(given(&build.args)),
                services: vec![Builder {
                    project: number,
                    container: own,
                    has_user: container.user.value().is_some_and(|user| !user.is_empty()),
                }],
            };
            if build.dockerfile_inline.traced().is_some() {
                let context = Arc::new(context_of(tree, walk, &context, None));
                inline(tree, project, build, parsed, &way, context, &mut found);
            } else if !is_elsewhere {
                let file = build.dockerfile.value();
                let file = tidy(&context.join(file.map_or("Dockerfile", String::as_str)));
                add(files.entry((file, context)).or_default(), way);
            }
        }
    }
    let built: HashSet<PathBuf> = files.keys().map(|(file, _)| file.clone()).collect();
    let loose = walk.others.iter();
    let loose = loose.filter(|own| own.kind == Kind::Dockerfile && !built.contains(&own.path));
    for own in loose {
        let folder = own.path.parent().unwrap_or(root).to_path_buf();
        files.insert((own.path.clone(), folder), vec![Way::default()]);
    }
    let mut said = HashSet::new();
    for ((file, folder), ways) in files {
        let text = tree.opened(&file).or_else(|| {
            let text = tree.open_path(&file).ok()?;
            // Nobody looks for secrets in what lies elsewhere.
            if walk.all.binary_search(&file).is_err() {
                tree.texts().seal(text);
            }
            Some(text)
        });
        let Some(id) = text else {
            continue;
        };
        let text = tree.texts().get(id);
        let is_built = built.contains(&file);
        if !is_built && !is_one(&file, text.content()) {
            continue;
        }
        let source = Source {
            text: id,
            name: tree.shown(&file),
            content: text.content(),
            file: syntax::parse(text.content()),
            map: None,
            whole: None,
        };
        if said.insert(id) {
            found.texts.push(id);
            let remarks = remarks_in_dockerfile(&text, &source.file);
            found.remarks.extend(remarks);
            found.note(&source);
        }
        let context = Arc::new(context_of(tree, walk, &folder, Some(&file)));
        for way in &ways {
            found.add(&source, way, Arc::clone(&context));
        }
    }
    found
}

/// Whether a file of this name holds secrets as a rule: keys, credentials of tools, env files.
pub fn is_secret_file(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    let is_env = lower == ".env" || lower.starts_with(".env.") || ends(&[".env"]);
    let is_sample = ends(&["example", "sample", "template", "dist", "defaults"]);
    let is_public = ends(&[".pub"]) || lower.contains("public");
    let exact = [
        "id_rsa",
        "id_dsa",
        "id_ecdsa",
        "id_ed25519",
        ".npmrc",
        ".netrc",
        "_netrc",
        ".pypirc",
        ".pgpass",
        ".my.cnf",
        ".git-credentials",
        "kubeconfig",
        ".htpasswd",
        ".dockercfg",
        "credentials.json",
        "service-account.json",
        "secrets.yaml",
        "secrets.yml",
        "secrets.json",
    ];
    let is_key = ends(&[
        ".key",
        ".p12",
        ".pfx",
        ".jks",
        ".keystore",
        ".ppk",
        ".kdbx",
        "-key.pem",
        "_key.pem",
    ]);
    !is_sample && !is_public && (is_env || is_key || exact.contains(&lower.as_str()))
}

/// Adds a way in which a file is built, unless it is known.
fn add(ways: &mut Vec<Way>, way: Way) {
    let same = |own: &&mut Way| own.target == way.target && own.given == way.given;
    if let Some(known) = ways.iter_mut().find(same) {
        known.services.extend(way.services);
    } else if ways.len() < MOST_WAYS {
        ways.push(way);
    }
}

/// Whether a file that no service builds is a Dockerfile: it may only be called like one.
fn is_one(path: &Path, content: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let programs = [
        ".go", ".py", ".js", ".ts", ".md", ".rs", ".java", ".json", ".yaml", ".yml", ".rb",
        ".html", ".rst", ".txt", ".sh", ".vim", ".lua", ".toml",
    ];
    let has_from = || {
        let mut lines = content.lines().map(str::trim_start);
        lines.any(|line| {
            let word = line.get(..4).unwrap_or_default();
            let rest = line.get(4..).unwrap_or_default();
            word.eq_ignore_ascii_case("from") && rest.starts_with([' ', '\t'])
        })
    };
    !programs.iter().any(|end| name.ends_with(end)) && has_from()
}

fn given(args: &[Variable]) -> BTreeMap<String, Lookup> {
    let each = args.iter().map(|own| {
        let value = own.value.as_ref();
        let value = value.map(|value| Lookup::Value(value.expose().to_owned()));
        (own.name.clone(), value.unwrap_or(Lookup::Unknown))
    });
    each.collect()
}

fn context_of(tree: &Tree<'_>, walk: &Walk, folder: &Path, file: Option<&Path>) -> BuildContext {
    let own = file.and_then(|file| {
        let mut name = file.to_path_buf().into_os_string();
        name.push(".dockerignore");
        tree.open_path(Path::new(&name)).ok()
    });
    let text = own.or_else(|| tree.open_path(&folder.join(".dockerignore")).ok());
    // In their order, those of a folder stand together.
    let start = walk.all.partition_point(|path| path.as_path() < folder);
    let files = walk.all.iter().skip(start);
    let inside = files.map_while(|path| path.strip_prefix(folder).ok());
    let mut is_seen = false;
    let secret_files: Vec<String> = inside
        .inspect(|_| is_seen = true)
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            is_secret_file(&name)
        })
        .map(|path| {
            let parts = path.components();
            let parts = parts.map(|part| part.as_os_str().to_string_lossy());
            parts.collect::<Vec<_>>().join("/")
        })
        .collect();
    BuildContext {
        ignore: text.map_or_else(Ignore::default, |text| {
            Ignore::parse(tree.texts().get(text).content())
        }),
        has_ignore: text.is_some(),
        is_seen,
        secret_files,
    }
}

/// A Dockerfile in a compose file.
fn inline(
    tree: &Tree<'_>,
    project: &Project,
    build: &Build,
    parsed: &HashMap<TextId, Arc<Yaml>, impl BuildHasher>,
    way: &Way,
    context: Arc<BuildContext>,
    found: &mut Found,
) {
    let Some(inline) = build.dockerfile_inline.traced() else {
        return;
    };
    let place = project.origins.place(inline.origin).unwrap_or(build.place);
    let yaml = parsed.get(&place.text);
    let map = yaml.and_then(|yaml| {
        let mut ids = yaml.ids();
        let id = ids.find(|id| yaml.node(*id).span == place && yaml.scalar(*id).is_some())?;
        let scalar = yaml.scalar(id)?;
        let inner = unescaped(&scalar.value, &inline.value)?;
        Some(inner.through(&scalar.offsets()))
    });
    let text = tree.texts().get(place.text);
    let source = Source {
        text: place.text,
        name: text.path().to_string(),
        content: &inline.value,
        file: syntax::parse(&inline.value),
        whole: map.is_none().then_some(place),
        map,
    };
    found.note(&source);
    found.add(&source, way, context);
}

/// The way from a value to how it was written before `$$` became `$`; `None` where more was
/// replaced.
fn unescaped(written: &str, value: &str) -> Option<OffsetMap> {
    let mut map = OffsetMap::default();
    let mut outer = 0;
    let mut inner = 0;
    for part in written.split_inclusive("$$") {
        let taken = part
            .strip_suffix("$$")
            .map_or(part.len(), |own| own.len() + 1);
        let own = part.get(..taken)?;
        if value.get(inner..inner + taken)? != own {
            return None;
        }
        map.push(inner, taken, outer, taken);
        inner += taken;
        outer += part.len();
    }
    (inner == value.len()).then_some(map)
}

impl Found {
    /// Tells the services what their images bring.
    pub fn tell(&self, projects: &mut [Project]) {
        for file in self.all.iter().filter(|file| file.has_check()) {
            for service in &file.services {
                let project = projects.get_mut(service.project);
                let container = project.and_then(|own| own.containers.get_mut(service.container));
                if let Some(build) = container.and_then(|own| own.build.as_mut()) {
                    build.has_check = true;
                }
            }
        }
    }

    /// Notes what no builder understands.
    fn note(&mut self, source: &Source<'_>) {
        let place = dockerfile(source);
        for unread in source.file.unread.iter().take(MOST_UNREAD) {
            let span = place.span(&unread.range);
            let problem = Problem::new(ProblemKind::InvalidDockerfile, span);
            self.problems
                .push(problem.with("detail", Arg::Text(unread.why)));
        }
    }

    fn add(&mut self, source: &Source<'_>, way: &Way, context: Arc<BuildContext>) {
        let file = &source.file;
        let target = way.target.as_deref();
        let Made { stages, steps } = stages::make(file, source.content, target, &way.given);
        let before = file.instructions.iter();
        let before = before.take_while(|own| own.keyword != "FROM");
        let mut held = secrets::outside(before);
        held.extend(steps.iter().flat_map(secrets::of));
        let made = Dockerfile {
            directives: file.directives.clone(),
            stages,
            steps,
            services: way.services.clone(),
            secrets: held,
            context,
            ..dockerfile(source)
        };
        let secrets = made.secrets.iter();
        let secrets = secrets.map(|own| (made.span(&own.range), own.value.clone()));
        self.secrets.extend(secrets);
        self.all.push(made);
    }
}

/// A Dockerfile of which only the place is known.
fn dockerfile(source: &Source<'_>) -> Dockerfile {
    Dockerfile {
        name: source.name.clone(),
        directives: Vec::new(),
        stages: Vec::new(),
        steps: Vec::new(),
        services: Vec::new(),
        secrets: Vec::new(),
        context: Arc::default(),
        text: source.text,
        map: source.map.clone(),
        whole: source.whole,
    }
}
