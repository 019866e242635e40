//! What leads to the directory of the company.

use super::tools::shown;
use super::{Building, Member, Services};
use crate::graph::ways::model::{
    Change, Cut, Edge, EdgeKind, Evidence, NodeId, NodeKind, Strength,
};
use crate::meaning::nginx::directories as nginx_directories;
use crate::meaning::{administrator, directories_of};
use crate::model::{Arg, Directory, Said, Span};

/// Adds what a container is told of directories: who knows its account, and who logs in by it.
pub(super) fn bind(building: &mut Building<'_>, services: &Services<'_>, member: &Member<'_>) {
    let container = member.container;
    for directory in directories_of(container, &services.project.origins) {
        let inside = building.of(services, NodeKind::Inside, container);
        if has_password(&directory) {
            administrates(building, &directory, inside, Strength::Free);
        }
        // Whoever has an account there may log in.
        let account = building.sole(NodeKind::Account);
        let service = building.of(services, NodeKind::Service, container);
        building.ways.add(Edge {
            from: account,
            to: service,
            kind: EdgeKind::Credential,
            strength: Strength::Known,
            evidence: vec![shown(directory.place, "step.logs-in", &container.name)],
            cuts: Vec::new(),
        });
        in_clear(building, &directory);
    }
}

/// Adds what files and servers of Nginx say of directories.
pub(super) fn of_files(building: &mut Building<'_>) {
    let deployment = building.sources.deployment;
    for directory in &deployment.directories {
        in_clear(building, directory);
    }
    for nginx in building.sources.nginx {
        let Some(directory) = nginx_directories(nginx).into_iter().next() else {
            continue;
        };
        for server in nginx.servers() {
            let Some(listen) = server.plain().filter(|_| !server.turns_away()) else {
                continue;
            };
            let port = u64::from(listen.port.unwrap_or(80));
            let heard = Evidence {
                span: listen.directive.span(),
                key: "step.clear-login",
                args: vec![("port", Arg::Number(port))],
            };
            let asks = about(&directory, directory.place, "step.asks-directory");
            let cut = Cut {
                change: Change::Setting {
                    name: "listen".to_owned(),
                    how: "cut.login-over-tls",
                },
                place: listen.directive.span(),
                project: nginx.service.as_ref().map(|service| service.project),
            };
            let lan = building.sole(NodeKind::Lan);
            add(
                building,
                lan,
                EdgeKind::ClearLogin,
                Strength::Weak,
                (vec![heard, asks], vec![cut]),
            );
        }
    }
}

fn has_password(directory: &Directory) -> bool {
    let password = directory.bind_credentials.as_ref();
    password.is_some_and(|password| !password.value.is_empty())
}

/// An account of an administrator, whose password crosses the network as it is.
fn in_clear(building: &mut Building<'_>, directory: &Directory) {
    if let Some(server) = directory.in_clear().filter(|_| has_password(directory)) {
        let heard = about(directory, place_of(server), "step.directory-in-clear");
        let Some((account, cut)) = account(directory) else {
            return;
        };
        let encrypt = Cut {
            change: Change::Setting {
                name: directory.name.clone(),
                how: "cut.directory-over-tls",
            },
            place: place_of(server),
            project: None,
        };
        let lan = building.sole(NodeKind::Lan);
        let told = (vec![heard, account], vec![cut, encrypt]);
        add(
            building,
            lan,
            EdgeKind::BindsAsAdministrator,
            Strength::Weak,
            told,
        );
    }
}

fn administrates(
    building: &mut Building<'_>,
    directory: &Directory,
    from: NodeId,
    strength: Strength,
) {
    if let Some((evidence, cut)) = account(directory) {
        let told = (vec![evidence], vec![cut]);
        add(
            building,
            from,
            EdgeKind::BindsAsAdministrator,
            strength,
            told,
        );
    }
}

/// The account of an administrator with which it searches, and the edit that takes another one.
fn account(directory: &Directory) -> Option<(Evidence, Cut)> {
    let said = directory.bind_dn.as_ref()?;
    let name = administrator(&said.value)?;
    let evidence = about(directory, place_of(said), "step.binds-as-administrator");
    let cut = Cut {
        change: Change::Setting {
            name: directory.name.clone(),
            how: "cut.reader-account",
        },
        place: place_of(said),
        project: None,
    };
    Some((evidence.with("account", Arg::Name(name.to_owned())), cut))
}

fn about(directory: &Directory, place: Span, key: &'static str) -> Evidence {
    Evidence {
        span: place,
        key,
        args: vec![("directory", Arg::Name(directory.name.clone()))],
    }
}

fn place_of<T>(said: &Said<T>) -> Span {
    said.cause.as_ref().map_or(said.place, |cause| cause.place)
}

fn add(
    building: &mut Building<'_>,
    from: NodeId,
    kind: EdgeKind,
    strength: Strength,
    (evidence, cuts): (Vec<Evidence>, Vec<Cut>),
) {
    let to = building.sole(NodeKind::Directory);
    building.ways.add(Edge {
        from,
        to,
        kind,
        strength,
        evidence,
        cuts,
    });
}
