use crate::meaning::host_scripts::{HostScript, Line, Value};
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    let actions: Vec<Value> = script.lines().filter_map(|line| action(&line)).collect();
    let has_system = script
        .lines()
        .any(|line| line.program() == "new-scheduledtaskprincipal" && names_system(&line));
    for line in script.lines() {
        let found = match line.program().as_str() {
            "schtasks" if line.has(&["/create"]) => {
                let runs_as = line.option(&["ru"]);
                let is_system = runs_as.is_some_and(|own| own.is_one(&SYSTEM));
                line.option(&["tr"]).filter(|_| is_system)
            }
            "register-scheduledtask" => {
                let is_system =
                    names_system(&line) || line.parameter(&["Principal"]).is_some() && has_system;
                // Which of several actions it is, only a run tells.
                match actions.as_slice() {
                    [only] if is_system => Some(only.clone()),
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(own) = found.filter(|own| is_open(&own.text)) {
            out.fail(
                at("default", script, &own.range)
                    .role("task")
                    .arg("command", line.program()),
            );
        }
    }
}

const SYSTEM: [&str; 4] = ["SYSTEM", "NT AUTHORITY\\SYSTEM", "LocalSystem", "S-1-5-18"];

fn names_system(line: &Line<'_>) -> bool {
    line.parameter(&["User", "UserId"])
        .is_some_and(|own| own.is_one(&SYSTEM))
}

/// What a task runs.
fn action(line: &Line<'_>) -> Option<Value> {
    if line.program() != "new-scheduledtaskaction" {
        return None;
    }
    let execute = line.parameter(&["Execute"]);
    let argument = line.parameter(&["Argument"]);
    let is_open_one = |own: &Value| is_open(&own.text);
    argument.filter(is_open_one).or(execute)
}

/// Whether everybody who can log in may change a file in a command line: it stands neither in a folder
/// of Windows nor in one of programs. In a folder that somebody makes below `C:\` all may write.
fn is_open(command: &str) -> bool {
    let command = command.to_ascii_lowercase().replace('/', "\\");
    let mut starts = command.match_indices(":\\").filter_map(|(at, _)| {
        let start = at.checked_sub(1)?;
        command.get(start..)
    });
    let closed = [
        "\\windows\\",
        "\\program files\\",
        "\\program files (x86)\\",
        "\\programdata\\microsoft\\",
    ];
    let is_closed = |path: &str| {
        let path = path.get(2..).unwrap_or_default();
        let is_temporary =
            path.starts_with("\\windows\\temp\\") || path.starts_with("\\windows\\tasks\\");
        closed.iter().any(|own| path.starts_with(own)) && !is_temporary
    };
    let has_file = |path: &str| {
        let endings = [
            ".ps1", ".bat", ".cmd", ".exe", ".vbs", ".js", ".py", ".jar", ".sh",
        ];
        endings.iter().any(|own| path.contains(own))
    };
    starts.any(|path| !is_closed(path) && has_file(path))
}
