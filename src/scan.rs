//! The way of the data through the house.

mod certificates;
mod compose_syntax;
mod endpoints;
mod engines;
mod masking;
mod programs;
mod request;
mod run_lines;
mod search;
mod trial;

use std::path::{Path, PathBuf};

use crate::compose::{self, Declared, Effective, Purpose, Selection};
use crate::graph::cuts::Counsel;
use crate::graph::ways::{Sources, Ways};
use crate::input::{self, Counts, Searched, Tree, Unopened, Walk, tidy};
use crate::meaning::dockerfile;
use crate::meaning::host_scripts;
use crate::meaning::nginx;
use crate::meaning::pki;
use crate::meaning::programs::Workflow;
use crate::meaning::{self, Redactor, SearchedFile, WithEnvFiles};
use crate::model::{Deployment, Directory, KeptFile, Remark, Sensitive, Span, TextId, Texts};
use crate::rules::{self, AboutProgram, Answers, Around, Check};
use compose_syntax::{Syntax, env_files, parsed, parsed_texts, strays};
pub use endpoints::{Probed, Told, add_endpoints};
use masking::{Held, mask, seal_broken};
use programs::Judge;
pub use request::{Configuration, EngineAnswers, Request, Stdin};
use search::Search;

/// What a scan found out.
pub struct Scan {
    /// All texts, for quoting.
    pub texts: Texts,
    /// The secrets that were found, to keep them out of every output.
    pub redactor: Redactor,
    /// The folder that paths are relative to, absolute.
    pub root: PathBuf,
    /// What was read.
    pub deployment: Deployment,
    /// What the rules say.
    pub answers: Answers,
    /// What was read.
    pub read: Read,
    /// The text of the configuration, where there is one.
    pub configuration: Option<TextId>,
    /// The text of the file of waivers, where there is one.
    pub register: Option<TextId>,
    /// The compose files that command lines start together.
    pub started: Vec<Declared>,
    /// What servers are told to offer of TLS, where endpoints are asked about.
    pub told: Vec<Told>,
    /// The ways in, where they were asked for.
    pub ways: Option<Ways>,
    /// The worst of them, with what cuts them.
    pub counsel: Counsel,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The files, sorted.
    pub names: Vec<String>,
    /// How many files of each kind were found, read or not.
    pub found: Counts,
    /// What was searched for secrets.
    pub searched: Searched,
}

/// From so many bytes on a project is worth a second thread.
const LARGE: u64 = 1 << 20;

/// Of more projects than these no cut is tried: each trial reads all of them again.
const MOST_TRIED: usize = 4;

/// From so many files on a second thread is worth its start.
const MANY: usize = 8;

/// Scans. Nothing that lies below the paths stops it.
pub fn scan(request: &Request) -> Scan {
    let texts = Texts::default();
    let paths = request.paths.iter().map(|path| absolute(path));
    let (paths, missing): (Vec<PathBuf>, _) =
        paths.partition(|path| path.symlink_metadata().is_ok());
    let own = request.root.clone();
    let root = own.unwrap_or_else(|| common_root(&paths));
    let mut walk = input::walk(&paths, &request.exclude);
    walk.failed.extend(missing);
    let tree = Tree::new(&texts, &root, request.allow_outside).allow(&request.allowed);
    let tree = tree.allow(&request.settings);
    let lines = run_lines::scripts(&tree, &walk, request);
    let started = run_lines::started(&lines, &tree, &root);
    let (mut deployment, mut syntax, found) = read(&tree, &walk, request, &started);
    let of_lines = run_lines::add(
        &lines,
        (&tree, &root),
        request,
        &mut deployment,
        &mut syntax,
    );
    let (found_nginx, found_dockerfiles) =
        recipes(&tree, &root, &walk, &syntax, &mut deployment, request);
    let mut of_settings = settings(&tree, &walk, request, &mut deployment);
    let found_scripts = scripts(&tree, &walk, request, &mut deployment);
    of_settings.extend(&found_scripts.texts);
    let mut search = Search::default();
    let judge = Judge::new(request);
    let asked = asked(request, &judge);
    if asked.is_any() {
        let projects = &deployment.projects;
        search = search::search(&tree, &root, &walk, projects, &parsed(&syntax), &asked);
    }
    if let Some(stdin) = &request.stdin {
        search.stdin(&texts, stdin, &judge);
    }
    if !asked.for_secrets {
        let shown = [
            &found_nginx.texts,
            &found_dockerfiles.texts,
            &of_settings,
            &of_lines.texts,
        ];
        search.only_masked(&texts, &shown.map(Vec::as_slice).concat());
    }
    deployment.not_analysed = std::mem::take(&mut search.not_analysed);
    deployment.not_analysed.extend(of_lines.unknown);
    let programs = OfPrograms {
        said: std::mem::take(&mut search.programs),
        workflows: std::mem::take(&mut search.workflows),
        nginx: found_nginx,
        dockerfiles: found_dockerfiles,
        scripts: found_scripts,
        remarks: std::mem::take(&mut search.remarks),
        on_lines: of_lines.secrets,
    };
    deployment.problems.append(&mut search.problems);
    let strays = strays(&texts, &syntax, &search.files);
    let directories = directories(&mut search, &syntax, &programs.nginx);
    deployment.directories.extend(directories);
    deployment.nginx = programs.nginx.all.len();
    if request.asks(|check| matches!(check, Check::File(_))) {
        deployment.kept = kept((&tree, &root, &walk), &deployment, &syntax, &strays);
    }
    if !strays.env_files.is_empty() {
        syntax.push(strays);
    }
    let configuration = request.configured(&tree, &root, &mut deployment);
    let register = request.register(&tree, &root);
    let read = Read::of(&tree, found, search.searched);
    let shown = nginx::certificate_uses(&programs.nginx.all);
    let told = nginx::told_tls(&programs.nginx.all);
    let mut scan = finish(
        request,
        texts,
        root,
        deployment,
        &syntax,
        (&search.files, programs),
        read,
    );
    scan.started = started;
    let around = (
        scan.deployment.projects.as_slice(),
        &scan.texts,
        scan.root.as_path(),
    );
    let by = (&request.anchors, request.now);
    // Where only combinations are asked about, nobody is shown what cuts the ways.
    let is_tried = request.ways.is_some() && scan.deployment.projects.len() <= MOST_TRIED;
    if let Some(ways) = scan.ways.as_ref().filter(|_| is_tried) {
        scan.counsel = trial::advise(request, &walk, &scan, ways);
    }
    pki::join_servers(&mut search.bundles, &shown, &scan.root);
    Search::judge_certificates(&mut search.bundles, &mut scan.answers, around, by);
    Scan {
        told: endpoints::told(told, &search.bundles, &scan.root),
        configuration,
        register,
        ..scan
    }
}

/// What Git tracks and images copy of files that hold secrets.
fn kept(
    (tree, root, walk): (&Tree<'_>, &Path, &Walk),
    deployment: &Deployment,
    syntax: &[Syntax],
    strays: &Syntax,
) -> Vec<KeptFile> {
    let env_files = syntax.iter().map(|own| own.env_files.as_slice());
    let projects: Vec<WithEnvFiles<'_>> = deployment.projects.iter().zip(env_files).collect();
    meaning::kept_files(tree, root, walk, &projects, &strays.env_files)
}

/// What is asked about every file.
fn asked<'r>(request: &Request, judge: &'r Judge<'r>) -> search::Asked<'r> {
    search::Asked {
        for_secrets: request.asks(|check| {
            let is_about_files = matches!(check, Check::EnvFile(_) | Check::File(_));
            is_about_files || matches!(check, Check::Secret(_) | Check::Token(_))
        }),
        for_switches: request.asks(|check| matches!(check, Check::Switch(_))),
        for_directories: request.asks(|check| matches!(check, Check::Directory(_))),
        for_certificates: request
            .asks(|check| matches!(check, Check::Certificate(_) | Check::Endpoint(_))),
        judge,
    }
}

/// Reads the files of settings, where a rule asks about them, and completes engines by their own. The
/// texts that are shown of them.
fn settings(
    tree: &Tree<'_>,
    walk: &Walk,
    request: &Request,
    deployment: &mut Deployment,
) -> Vec<TextId> {
    let is_asked = request.asks(|check| matches!(check, Check::Settings(_) | Check::Daemon(_)));
    if !is_asked && !request.needs_ways() {
        return Vec::new();
    }
    let mut found = meaning::find_settings(tree, walk.all.iter(), &request.settings);
    deployment.problems.append(&mut found.problems);
    deployment.settings = found.files;
    meaning::complete_engines(deployment);
    found.texts
}

/// Reads the scripts that set a Windows host up, where a rule asks about them.
fn scripts(
    tree: &Tree<'_>,
    walk: &Walk,
    request: &Request,
    deployment: &mut Deployment,
) -> host_scripts::Found {
    if !request.asks(|check| matches!(check, Check::HostScript(_))) {
        return host_scripts::Found::default();
    }
    let mut found = host_scripts::find(tree, walk);
    deployment.problems.append(&mut found.problems);
    deployment.host_scripts = found.all.len();
    found
}

/// What files and servers of Nginx say of directories. What Compose reads is judged in its
/// containers.
fn directories(search: &mut Search, syntax: &[Syntax], found: &nginx::Found) -> Vec<Directory> {
    let read_by_compose = parsed_texts(syntax);
    let files = search.files.iter_mut();
    let files = files.filter(|file| !read_by_compose.contains(&file.text));
    let of_files = files.flat_map(|file| std::mem::take(&mut file.held.directories));
    let of_nginx = found.all.iter().flat_map(nginx::directories);
    of_files.chain(of_nginx).collect()
}

/// Finds every Nginx and every Dockerfile, and tells the services what their images bring.
fn recipes(
    tree: &Tree<'_>,
    root: &Path,
    walk: &Walk,
    syntax: &[Syntax],
    deployment: &mut Deployment,
    request: &Request,
) -> (nginx::Found, dockerfile::Found) {
    let mut servers = nginx::Found::default();
    if request.asks(asks_about_servers) || request.needs_ways() {
        let projects = &deployment.projects;
        servers = nginx::find(tree, root, walk, projects, &request.knowledge);
        deployment.problems.append(&mut servers.problems);
    }
    let mut images = dockerfile::Found::default();
    if request.asks(|check| matches!(check, Check::Dockerfile(_) | Check::Container(_))) {
        images = dockerfile::find(tree, root, walk, &deployment.projects, &parsed(syntax));
        deployment.problems.append(&mut images.problems);
        images.tell(&mut deployment.projects);
    }
    if request.asks(|check| matches!(check, Check::Dockerfile(_))) {
        deployment.dockerfiles = images.texts.len();
    }
    (servers, images)
}

/// Whether a check needs to know the servers of Nginx.
fn asks_about_servers(check: &Check) -> bool {
    matches!(
        check,
        Check::Nginx(_) | Check::Directory(_) | Check::Certificate(_) | Check::Endpoint(_)
    )
}

/// Loads one project as Compose does, and asks the rules about it. `None` where it cannot be loaded.
pub fn inspect(
    request: &Request,
    selection: &Selection,
    root: PathBuf,
) -> (Scan, Option<Effective>) {
    let texts = Texts::default();
    let tree = Tree::new(&texts, &root, true);
    let loaded = compose::load(&tree, selection, &request.supply, Purpose::Print);
    seal_broken(&texts, &loaded.project.problems);
    let syntax = Syntax {
        yamls: loaded.yamls,
        env_files: loaded.env_files,
    };
    let read = Read::of(&tree, Counts::default(), Searched::default());
    let deployment = Deployment {
        projects: vec![loaded.project],
        ..Deployment::default()
    };
    let scan = finish(
        request,
        texts,
        root,
        deployment,
        &[syntax],
        (&[], OfPrograms::default()),
        read,
    );
    (scan, loaded.effective)
}

/// What was found in programs.
#[derive(Default)]
struct OfPrograms {
    said: Vec<AboutProgram>,
    workflows: Vec<Workflow>,
    nginx: nginx::Found,
    dockerfiles: dockerfile::Found,
    scripts: host_scripts::Found,
    remarks: Vec<Remark>,
    on_lines: Vec<(Span, Sensitive)>,
}

fn finish(
    request: &Request,
    texts: Texts,
    root: PathBuf,
    mut deployment: Deployment,
    syntax: &[Syntax],
    (files, programs): (&[SearchedFile], OfPrograms),
    read: Read,
) -> Scan {
    let OfPrograms {
        said,
        workflows,
        nginx,
        dockerfiles,
        scripts,
        remarks: of_programs,
        on_lines,
    } = programs;
    let assumptions = request.ways.clone().unwrap_or_default();
    let ways = request.needs_ways().then(|| {
        Ways::new(Sources {
            deployment: &deployment,
            knowledge: &request.knowledge,
            nginx: &nginx.all,
            assumptions: &assumptions,
        })
    });
    let ask = || {
        let around = Around {
            knowledge: &request.knowledge,
            parameters: &request.parameters,
            texts: &texts,
            today: request.today,
            engines: &deployment.engines,
        };
        let mut answers = rules::run(&request.rules, &deployment, files, around);
        // Of what Compose reads, the containers are judged.
        let of_projects = syntax.get(..deployment.projects.len());
        let read_by_compose = parsed_texts(of_projects.unwrap_or_default());
        let others = files
            .iter()
            .filter(|file| !read_by_compose.contains(&file.text));
        answers.about_switches(others, &texts);
        let files = env_files(syntax, &deployment, &texts);
        let given = &request.supply;
        let known = given.variables.iter();
        let known = known.chain(given.process.iter().map(|(name, _)| name));
        answers.about_env_files(&files, known.map(String::as_str), &texts);
        answers.about_programs(said);
        answers.about_workflows(&workflows, &texts);
        answers.about_nginx(&nginx.all, &deployment.projects, &texts);
        answers.about_dockerfiles(&dockerfiles.all, around);
        answers.about_host_scripts(&scripts.all, around);
        if let Some(ways) = &ways {
            answers.about_combinations(ways, &deployment, &nginx.all, around);
        }
        answers
    };
    let hide = || {
        let held = Held {
            files,
            workflows: &workflows,
            directories: &deployment.directories,
            nginx: &nginx,
            engines: &deployment.engines,
            dockerfiles: &dockerfiles,
            on_lines: &on_lines,
            scripts: &scripts,
        };
        mask(&texts, syntax, &held, request)
    };
    // Rules judge values, and masking only keeps them from being shown: neither waits for the other.
    // For one small project a second thread costs more than it brings.
    let (answers, (redactor, remarks)) = if deployment.projects.len() > 1 || read.bytes > LARGE {
        rayon::join(ask, hide)
    } else {
        (ask(), hide())
    };
    deployment.remarks = remarks;
    deployment.remarks.extend(of_programs);
    deployment.remarks.extend(nginx.remarks);
    deployment.remarks.extend(dockerfiles.remarks);
    deployment.remarks.extend(scripts.remarks);
    Scan {
        texts,
        redactor,
        root,
        deployment,
        answers,
        read,
        configuration: None,
        register: None,
        started: Vec::new(),
        told: Vec::new(),
        ways,
        counsel: Counsel::default(),
    }
}

impl Read {
    fn of(tree: &Tree<'_>, found: Counts, searched: Searched) -> Self {
        let (files, bytes) = tree.counts();
        Self {
            files,
            bytes,
            names: tree.read_files(),
            found,
            searched,
        }
    }
}

/// The absolute path of an argument.
pub fn absolute(path: &Path) -> PathBuf {
    tidy(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// The deepest folder that holds all of some absolute paths.
pub fn common_root(paths: &[PathBuf]) -> PathBuf {
    let folders = paths.iter().map(|path| {
        let folder = if path.is_dir() {
            Some(path.as_path())
        } else {
            path.parent()
        };
        folder.unwrap_or(path).to_path_buf()
    });
    folders
        .reduce(|a, b| {
            let same = a.components().zip(b.components());
            same.take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
        })
        .unwrap_or_default()
}

fn read(
    tree: &Tree<'_>,
    walk: &Walk,
    request: &Request,
    started: &[Declared],
) -> (Deployment, Vec<Syntax>, Counts) {
    let found = compose::discover(tree, walk, &request.supply, &request.declared, started);
    let mut deployment = Deployment {
        problems: found.problems,
        undeclared: found.undeclared,
        ..Deployment::default()
    };
    let counts = walk.counts(found.shaped);
    let mut syntax = Vec::new();
    for loaded in found.projects {
        seal_broken(tree.texts(), &loaded.project.problems);
        deployment.projects.push(loaded.project);
        syntax.push(Syntax {
            yamls: loaded.yamls,
            env_files: loaded.env_files,
        });
    }
    for path in &walk.failed {
        let problem = compose::unopened(tree, path, Unopened::Unreadable);
        deployment.problems.push(problem);
    }
    engines::add(request, tree.texts(), &mut deployment, &mut syntax);
    if !deployment.engines.is_empty() {
        deployment.drift = meaning::drift(&deployment, request.now);
    }
    (deployment, syntax, counts)
}
