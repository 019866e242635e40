//! How a container is, and what Docker Compose says of it.

use jiff::Timestamp;

use super::facts::{PROJECT, SERVICE};
use super::node::Node;
use crate::model::{ComposeLabels, Span, State, TextId};

/// How a container is.
pub(super) fn state(own: Node<'_>, owner: Span, text: TextId) -> State {
    let at = |name: &str| own.at(&["State", name]);
    let status = at("Status");
    let said = |name: &str| at(name).and_then(Node::text);
    let health = own.at(&["State", "Health", "Status"]).and_then(Node::text);
    State {
        status: status
            .and_then(Node::text)
            .unwrap_or_default()
            .to_lowercase(),
        place: status.map_or(owner, |node| node.shown(text)),
        health: health.filter(|health| !health.is_empty() && health != "none"),
        restarts: own
            .get("RestartCount")
            .and_then(Node::number)
            .and_then(|number| u64::try_from(number).ok())
            .unwrap_or_default(),
        exit_code: at("ExitCode").and_then(Node::number).unwrap_or_default(),
        oom_killed: at("OOMKilled").and_then(Node::flag) == Some(true),
        created: moment(own.get("Created").and_then(Node::text)),
        started: moment(said("StartedAt")),
        finished: moment(said("FinishedAt")),
    }
}

/// A moment; the engine says "never" with one long before there were any.
pub(super) fn moment(text: Option<String>) -> Option<Timestamp> {
    let moment: Timestamp = text?.parse().ok()?;
    (moment.as_second() > 0).then_some(moment)
}

/// Whether its processes exist.
pub(super) fn is_up(own: Node<'_>) -> bool {
    let status = own.at(&["State", "Status"]);
    status.is_some_and(|status| {
        ["running", "restarting", "paused"]
            .iter()
            .any(|up| status.is_text(up))
    })
}

/// Whether its restart policy brings it up when the engine starts, if it is down.
pub(super) fn comes_up(own: Node<'_>) -> bool {
    let policy = own.at(&["HostConfig", "RestartPolicy", "Name"]);
    let policy = policy.and_then(Node::text).unwrap_or_default();
    let exit_code = own.at(&["State", "ExitCode"]).and_then(Node::number);
    match policy.as_str() {
        "always" | "unless-stopped" => true,
        "on-failure" => exit_code.is_some_and(|code| code != 0),
        _ => false,
    }
}

/// What Docker Compose says of a container that it made.
pub(super) fn compose_labels(own: Node<'_>, text: TextId) -> Option<ComposeLabels> {
    let at = |name: &str| own.at(&["Config", "Labels", name]);
    let say = |name: &str| at(name).and_then(Node::text).filter(|own| !own.is_empty());
    let project = at(PROJECT)?;
    let files = say("com.docker.compose.project.config_files").unwrap_or_default();
    let files = files
        .split(',')
        .map(str::trim)
        .filter(|own| !own.is_empty());
    Some(ComposeLabels {
        project: project.text().filter(|own| !own.is_empty())?,
        service: say(SERVICE).unwrap_or_default(),
        number: say("com.docker.compose.container-number")
            .and_then(|number| number.parse().ok())
            .unwrap_or(1),
        is_one_off: say("com.docker.compose.oneoff")
            .is_some_and(|own| own.eq_ignore_ascii_case("true")),
        working_dir: say("com.docker.compose.project.working_dir"),
        config_files: files.map(str::to_owned).collect(),
        config_hash: say("com.docker.compose.config-hash"),
        place: project.shown(text),
    })
}
