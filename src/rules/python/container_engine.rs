//! Programs that steer a container engine, which is as good as the whole machine.

use crate::meaning::python::{Arg, Call, Value};
use crate::model::Severity;
use crate::rules::trust::{self, Given};
use crate::rules::{Out, spoken};

/// Where engines listen, as far as it is told from the end of a path.
const SOCKETS: [&str; 8] = [
    "docker.sock",
    "docker%2esock",
    "podman.sock",
    "containerd.sock",
    "crio.sock",
    "pipe/docker_engine",
    "pipe\\docker_engine",
    "dockerdesktoplinuxengine",
];

/// Host folders that give the machine away.
const FOLDERS: [&str; 9] = [
    "/",
    "/etc",
    "/root",
    "/var/run",
    "/run",
    "/proc",
    "/sys",
    "/boot",
    "/var/lib/docker",
];

/// Capabilities that lead out of a container.
const CAPABILITIES: [&str; 9] = [
    "ALL",
    "SYS_ADMIN",
    "SYS_PTRACE",
    "SYS_MODULE",
    "SYS_RAWIO",
    "DAC_READ_SEARCH",
    "NET_ADMIN",
    "BPF",
    "SYS_BOOT",
];

const CLIENTS: [&str; 9] = [
    "docker.from_env",
    "docker.DockerClient",
    "docker.APIClient",
    "docker.Client",
    "docker.client.DockerClient",
    "podman.PodmanClient",
    "podman.from_env",
    "aiodocker.Docker",
    "python_on_whales.DockerClient",
];

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let is_generated = call.program().is_generated();
    if call.method() == "dict" {
        // The call that it is made for is judged.
        out.not_applicable();
        return;
    }
    let Some((key, said)) = danger(call) else {
        if CLIENTS.contains(&call.name()) && is_generated {
            out.fail(trust::about("default", call, &Given::constant(), out));
        } else {
            out.not_applicable();
        }
        return;
    };
    let most = match key {
        _ if is_generated => Severity::Critical,
        "privileged" | "mount" | "command" => Severity::High,
        _ => Severity::Medium,
    };
    let fail = trust::about(key, call, &decided_by(call), out);
    out.fail(fail.arg("what", said).at_most(most));
}

/// Who decides what the engine does: the image or the command, where strangers give one.
fn decided_by(call: &Call<'_, '_>) -> Given {
    let places = (0..call.positional_count()).filter_map(|place| call.positional(place));
    let named = call.keywords().map(|(_, arg)| arg);
    for arg in places.chain(named) {
        let given = Given::of(Some(&arg));
        if trust::is_foreign(&given.certainty) {
            return given;
        }
    }
    Given::constant()
}

fn danger(call: &Call<'_, '_>) -> Option<(&'static str, String)> {
    for (name, arg) in call.keywords() {
        if let Some(found) = of_keyword(call, name, &arg) {
            return Some(found);
        }
    }
    // An address of the engine, and its API in clear.
    let is_process = runs_commands(call.name());
    let places = (0..call.positional_count().min(3)).filter_map(|place| call.positional(place));
    for arg in places.filter(|_| !is_process) {
        if let Some(said) = socket(call, &arg) {
            return Some(("socket", said));
        }
    }
    if is_process {
        return spoken::commands(call)
            .iter()
            .find_map(|words| of_command(words));
    }
    None
}

fn runs_commands(name: &str) -> bool {
    let roots = [
        "subprocess.",
        "os.",
        "asyncio.create_subprocess",
        "get_ipython()",
    ];
    roots.iter().any(|root| name.starts_with(root))
}

fn of_keyword(
    call: &Call<'_, '_>,
    name: &str,
    arg: &Arg<'_, '_>,
) -> Option<(&'static str, String)> {
    let is_one_of = |known: &[&str]| {
        let strings = arg.strings();
        strings.into_iter().find(|text| known.contains(&&**text))
    };
    match name {
        "privileged" => (arg.truth() == Some(true)).then(|| ("privileged", name.to_owned())),
        "pid_mode" | "network_mode" | "ipc_mode" | "userns_mode" => {
            is_one_of(&["host"]).map(|_| ("namespace", name.to_owned()))
        }
        "cap_add" => {
            let items = arg.items()?;
            let mut names = items.iter().flat_map(Arg::strings);
            let found = names.find(|own| {
                let own = own.to_ascii_uppercase();
                CAPABILITIES.contains(&own.trim_start_matches("CAP_"))
            })?;
            Some(("capability", found.to_string()))
        }
        "security_opt" => {
            let items = arg.items()?;
            let mut texts = items.iter().flat_map(Arg::strings);
            let found = texts.find(|text| text.ends_with("unconfined"))?;
            Some(("capability", found.to_string()))
        }
        "volumes" | "binds" | "mounts" => mounted(arg).map(|said| ("mount", said)),
        "base_url" | "uds" | "path" | "url" | "address" => {
            socket(call, arg).map(|said| ("socket", said))
        }
        _ => None,
    }
}

/// A folder of the host in a list or a dictionary of mounts.
fn mounted(arg: &Arg<'_, '_>) -> Option<String> {
    for one in arg.value().values.iter() {
        match one {
            Value::Dict(items) => {
                let mut sources = items.iter().flat_map(|(key, _)| key.strings());
                if let Some(source) = sources.find(|source| gives_away(source)) {
                    return Some(source.to_string());
                }
            }
            Value::Items(items) => {
                let mut sources = items
                    .iter()
                    .flat_map(|item| item.strings().collect::<Vec<_>>());
                let fits = |text: &str| {
                    text.split_once(':')
                        .is_some_and(|(from, _)| gives_away(from))
                };
                if let Some(source) = sources.find(|text| fits(text)) {
                    return Some(source.split(':').next().unwrap_or_default().to_owned());
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a path of the host gives the machine away.
fn gives_away(path: &str) -> bool {
    let trimmed = path.trim_end_matches('/');
    FOLDERS.contains(&if trimmed.is_empty() { "/" } else { trimmed }) && path.starts_with('/')
        || is_socket(path)
}

fn is_socket(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    SOCKETS.iter().any(|socket| lower.contains(socket))
}

/// The address of an engine in an argument.
fn socket(call: &Call<'_, '_>, arg: &Arg<'_, '_>) -> Option<String> {
    let texts = spoken::texts(call, arg);
    let found = texts.iter().find(|text| {
        let is_tcp = text.starts_with("tcp://") && text.trim_end_matches('/').ends_with(":2375");
        is_tcp || is_socket(text)
    })?;
    Some(found.replace(spoken::GAP, "…"))
}

/// `docker run --privileged …`
fn of_command(words: &[String]) -> Option<(&'static str, String)> {
    let (program, rest) = spoken::program(words)?;
    if program == "curl" {
        let found = rest.iter().find(|word| is_socket(word))?;
        return Some(("socket", found.clone()));
    }
    if !matches!(program, "docker" | "podman" | "nerdctl") {
        return None;
    }
    let runs = rest
        .iter()
        .any(|word| matches!(word.as_str(), "run" | "create" | "exec"));
    if !runs {
        return None;
    }
    for (place, word) in rest.iter().enumerate() {
        let (option, value) = match word.split_once('=') {
            Some((option, value)) => (option, value),
            None => (
                word.as_str(),
                rest.get(place + 1).map_or("", String::as_str),
            ),
        };
        let is_bad = match option {
            "--privileged" => value != "false",
            "-v" | "--volume" => gives_away(value.split(':').next().unwrap_or_default()),
            "--mount" => value.split(',').any(|part| {
                let source = part.strip_prefix("source=").or(part.strip_prefix("src="));
                source.is_some_and(gives_away)
            }),
            "--pid" | "--ipc" | "--userns" => value == "host",
            "--cap-add" => {
                let value = value.to_ascii_uppercase();
                CAPABILITIES.contains(&value.trim_start_matches("CAP_"))
            }
            _ => false,
        };
        if is_bad {
            return Some(("command", format!("{program} {option}")));
        }
    }
    None
}
