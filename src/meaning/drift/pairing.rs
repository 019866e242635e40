//! Which containers of an engine are which declared project.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::pair::Pair;
use super::sources;
use crate::meaning::HostPath;
use crate::model::{
    Change, ComposeLabels, Container, Deployment, Drift, DriftKind, Engine, Instance, Project,
    Span, Startup,
};

/// The containers of an engine that were made from one folder under one project name.
pub(super) struct Group<'d> {
    /// The engine.
    pub(super) engine: &'d Engine,
    /// The name of the project, as the engine has it.
    pub(super) name: &'d str,
    /// The folder that it was started in, as the label spells it.
    pub(super) folder: Option<&'d str>,
    /// The containers.
    pub(super) instances: Vec<(&'d Instance, &'d ComposeLabels)>,
    /// The number of the declared project that they are of.
    pub(super) declared: Option<usize>,
    /// Whether that project was started from the very files that were read.
    pub(super) is_sure: bool,
}

/// A folder, and the number of the group of its containers.
type InFolder = (Option<HostPath>, usize);

/// The containers of all engines that Docker Compose made, by project and folder.
pub(super) fn groups(deployment: &Deployment) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut index: HashMap<(usize, &str), Vec<InFolder>> = HashMap::new();
    for (number, engine) in deployment.engines.iter().enumerate() {
        for instance in &engine.instances {
            let Some(labels) = &instance.compose else {
                continue;
            };
            let folder = labels.working_dir.as_deref().map(HostPath::parse);
            let own = index.entry((number, &labels.project)).or_default();
            // Without a folder they go with those that have one.
            let same = own
                .iter()
                .find(|(known, _)| known.is_none() || folder.is_none() || *known == folder);
            if let Some((_, at)) = same
                && let Some(group) = groups.get_mut(*at)
            {
                group.instances.push((instance, labels));
                group.folder = group.folder.or(labels.working_dir.as_deref());
                continue;
            }
            own.push((folder, groups.len()));
            groups.push(Group {
                engine,
                name: &labels.project,
                folder: labels.working_dir.as_deref(),
                instances: vec![(instance, labels)],
                declared: None,
                is_sure: true,
            });
        }
    }
    join(deployment, &mut groups);
    groups
}

/// How well a project fits a group: by its files, by its folder, by the names of its services.
type Fit = (bool, bool, usize);

/// Finds the declared project of each group.
fn join(deployment: &Deployment, groups: &mut [Group<'_>]) {
    let mut by_name: HashMap<&str, Vec<(usize, &Project, &Startup)>> = HashMap::new();
    for (number, project) in deployment.projects.iter().enumerate() {
        if let (None, Some(startup)) = (project.engine, &project.startup) {
            let own = by_name.entry(&startup.name).or_default();
            own.push((number, project, startup));
        }
    }
    let mut at_home: BTreeSet<(String, String)> = BTreeSet::new();
    let mut found: Vec<Option<(usize, Fit)>> = Vec::new();
    for group in groups.iter() {
        let candidates = by_name.get(group.name).map_or(&[][..], Vec::as_slice);
        let fits = candidates
            .iter()
            .map(|(number, project, startup)| (*number, group.fit(project, startup)));
        // Of equals the first one.
        let best = fits.rev().max_by_key(|(_, fit)| *fit);
        if let Some((_, (is_files, is_folder, _))) = best
            && (is_files || is_folder)
        {
            at_home.insert((group.engine.name.clone(), group.name.to_owned()));
        }
        found.push(best);
    }
    for (group, best) in groups.iter_mut().zip(found) {
        let Some((number, (is_files, is_folder, _))) = best else {
            continue;
        };
        // A name that another folder has here as well is that one's, if its files were given.
        let key = (group.engine.name.clone(), group.name.to_owned());
        if is_files || is_folder || !at_home.contains(&key) {
            group.declared = Some(number);
            group.is_sure = is_files || group.has_files_of_same_names(deployment, number);
        }
    }
}

impl<'d> Group<'d> {
    /// The files that a container was made from, absolute.
    fn files(&self, labels: &ComposeLabels) -> Vec<HostPath> {
        let folder = labels.working_dir.as_deref().or(self.folder);
        let files = labels.config_files.iter();
        files
            .map(|file| sources::absolute(file, folder.unwrap_or_default()))
            .collect()
    }

    fn fit(&self, project: &Project, startup: &Startup) -> Fit {
        let own: Vec<HostPath> = startup.files.iter().map(|path| place_of(path)).collect();
        let is_files = self
            .instances
            .iter()
            .any(|(_, labels)| !own.is_empty() && self.files(labels) == own);
        let folder = place_of(&startup.folder);
        let is_folder = self.folder.map(HostPath::parse) == Some(folder);
        let names: BTreeSet<&str> = project
            .containers
            .iter()
            .map(|own| own.name.as_str())
            .collect();
        let services = self.instances.iter();
        let services = services.filter(|(_, labels)| names.contains(labels.service.as_str()));
        (is_files, is_folder, services.count())
    }

    /// Whether the files are called the same, wherever they lie.
    fn has_files_of_same_names(&self, deployment: &Deployment, number: usize) -> bool {
        let project = deployment.projects.get(number);
        let Some(startup) = project.and_then(|own| own.startup.as_ref()) else {
            return false;
        };
        let own: Vec<String> = startup
            .files
            .iter()
            .map(|path| name_of(&place_of(path)))
            .collect();
        self.instances.iter().all(|(_, labels)| {
            let files: Vec<String> = self.files(labels).iter().map(name_of).collect();
            files.is_empty() || files == own
        })
    }

    /// The services of the declared project, each with one of its containers.
    pub(super) fn pairs(&'d self, deployment: &'d Deployment) -> impl Iterator<Item = Pair<'d>> {
        let declared = self.declared.and_then(|number| {
            let project = deployment.projects.get(number)?;
            Some((number, project))
        });
        let services: HashMap<&str, &Container> = declared.map_or_else(HashMap::new, |(_, own)| {
            let all = own.containers.iter();
            all.map(|own| (own.name.as_str(), own)).collect()
        });
        let images: HashMap<&str, usize> = self
            .engine
            .images
            .iter()
            .enumerate()
            .map(|(at, image)| (image.id.as_str(), at))
            .collect();
        self.instances.iter().filter_map(move |(instance, labels)| {
            let (number, project) = declared?;
            let service = services.get(labels.service.as_str())?;
            let live = deployment.projects.get(instance.project)?;
            // What `docker compose run` makes is told otherwise on purpose.
            let image = images.get(instance.image.as_str());
            (!labels.is_one_off).then_some(Pair {
                group: self,
                engine: self.engine,
                declared: project,
                number,
                service,
                live,
                instance,
                running: live.containers.get(instance.container)?,
                image: image.and_then(|at| self.engine.images.get(*at)),
            })
        })
    }

    /// Where the engine first names the project.
    pub(super) fn place(&self) -> Span {
        let first = self.instances.first();
        first.map_or(self.engine.place, |(_, labels)| labels.place)
    }
}

fn place_of(path: &std::path::Path) -> HostPath {
    HostPath::parse(&path.to_string_lossy())
}

fn name_of(path: &HostPath) -> String {
    path.name().to_owned()
}

/// Says of projects what is not about one of their services.
pub(super) fn about_projects(deployment: &Deployment, groups: &[Group<'_>], all: &mut Vec<Drift>) {
    let declared = deployment.projects.iter().enumerate();
    let declared = declared.filter(|(_, own)| is_deployable(own));
    let paired: BTreeSet<usize> = groups.iter().filter_map(|group| group.declared).collect();
    let mut is_any_given = false;
    for (number, project) in declared {
        is_any_given = true;
        let Some(startup) = &project.startup else {
            continue;
        };
        if !paired.contains(&number) && !deployment.engines.is_empty() {
            let place = Span::start_of(project.file);
            let found = deployment.engines.iter().map(|engine| engine.place);
            all.push(Drift {
                number: Some(number),
                found: found.collect(),
                ..about(DriftKind::NotDeployed, &startup.name, project, place)
            });
        }
    }
    let mut shared: BTreeMap<(&str, &str), Vec<&Group<'_>>> = BTreeMap::new();
    for group in groups {
        let own = shared.entry((&group.engine.name, group.name)).or_default();
        own.push(group);
        match group
            .declared
            .and_then(|number| deployment.projects.get(number))
        {
            Some(project) => other_files(group, project, all),
            None if is_any_given && group.instances.iter().any(|(own, _)| own.state.is_up()) => {
                all.push(Drift {
                    running: Some(group.instances.len().to_string()),
                    ..nobody(DriftKind::NotGiven, group.name, group.place())
                });
            }
            None => {}
        }
    }
    for ((_, name), groups) in shared {
        let [first, second, ..] = groups.as_slice() else {
            continue;
        };
        let folders: Vec<&str> = groups.iter().filter_map(|group| group.folder).collect();
        all.push(Drift {
            running: Some(folders.join(", ")),
            found: vec![second.place()],
            ..nobody(DriftKind::SharedName, name, first.place())
        });
    }
}

/// Whether a project of files is one that can run: it has a service that starts.
pub(super) fn is_deployable(project: &Project) -> bool {
    project.engine.is_none()
        && project.startup.is_some()
        && project.containers.iter().any(|own| own.starts)
}

/// Says where a project was started from other files than those that were read.
fn other_files(group: &Group<'_>, project: &Project, all: &mut Vec<Drift>) {
    let Some(startup) = &project.startup else {
        return;
    };
    let own: Vec<HostPath> = startup.files.iter().map(|path| place_of(path)).collect();
    let other = group.instances.iter().find(|(_, labels)| {
        let files = group.files(labels);
        !files.is_empty() && files != own
    });
    let Some((_, labels)) = other else {
        return;
    };
    let names = |paths: &mut dyn Iterator<Item = String>| paths.collect::<Vec<_>>().join(", ");
    let mut read = startup.files.iter().map(|path| name_of(&place_of(path)));
    let change = if group.is_sure {
        Change::Stronger
    } else {
        Change::Other
    };
    all.push(Drift {
        change,
        number: group.declared,
        declared: Some(names(&mut read)),
        running: Some(names(&mut labels.config_files.iter().cloned())),
        found: vec![labels.place],
        ..about(
            DriftKind::OtherFiles,
            group.name,
            project,
            Span::start_of(project.file),
        )
    });
}

/// A difference about something that a declared project has to do with.
fn about(kind: DriftKind, subject: &str, project: &Project, place: Span) -> Drift {
    Drift {
        project: project.name.clone(),
        ..nobody(kind, subject, place)
    }
}

/// A difference about something of which only the engine knows.
pub(super) fn nobody(kind: DriftKind, subject: &str, place: Span) -> Drift {
    Drift {
        kind,
        change: Change::Other,
        what: String::new(),
        subject: subject.to_owned(),
        project: None,
        number: None,
        declared: None,
        running: None,
        place,
        cause: None,
        found: Vec::new(),
        is_sure: true,
    }
}
