use crate::meaning::host_scripts::{HostScript, Line, Value, entry};
use crate::rules::host_scripts::{at, command};
use crate::rules::{Around, Out};

/// Switches of Defender that turn a part of it off.
const SWITCHES: [&str; 8] = [
    "DisableRealtimeMonitoring",
    "DisableBehaviorMonitoring",
    "DisableIOAVProtection",
    "DisableScriptScanning",
    "DisableBlockAtFirstSeen",
    "DisableIntrusionPreventionSystem",
    "DisableArchiveScanning",
    "DisableEmailScanning",
];

/// Values of the registry that do.
const VALUES: [&str; 3] = [
    "DisableAntiSpyware",
    "DisableAntiVirus",
    "DisableRealtimeMonitoring",
];

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines() {
        if let Some(path) = excluded(&line) {
            let fail = at("excluded", script, &path.range).role(path.text.to_ascii_lowercase());
            out.fail(fail.arg("path", path.text));
        } else if turns_off(&line) {
            out.fail(command("default", script, &line).arg("command", line.program()));
        }
    }
}

fn turns_off(line: &Line<'_>) -> bool {
    match line.program().as_str() {
        "set-mppreference" => SWITCHES
            .iter()
            .any(|own| line.parameter(&[own]).is_some_and(|own| own.is_on())),
        "uninstall-windowsfeature" | "remove-windowsfeature" => {
            line.arguments().iter().any(|own| {
                line.said(own)
                    .text
                    .to_ascii_lowercase()
                    .starts_with("windows-defender")
            })
        }
        _ => entry(line).is_some_and(|own| {
            VALUES
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&own.name))
                && own.number() == Some(1)
        }),
    }
}

/// A folder that is left out, where others than its owner write: a whole drive, temporary files, all
/// users.
fn excluded(line: &Line<'_>) -> Option<Value> {
    if !matches!(
        line.program().as_str(),
        "add-mppreference" | "set-mppreference"
    ) {
        return None;
    }
    let path = line.parameter(&["ExclusionPath"])?;
    let is_broad = path.items().any(|own| {
        let own = own.trim_end_matches(['\\', '*', '/']).to_ascii_lowercase();
        let own = own.strip_prefix("c:\\").unwrap_or(&own);
        let is_drive = own.len() == 2 && own.ends_with(':');
        is_drive
            || [
                "c:",
                "%systemdrive%",
                "users",
                "users\\public",
                "windows",
                "windows\\temp",
                "temp",
                "programdata",
                "program files",
                "%temp%",
                "%userprofile%",
            ]
            .contains(&own)
            || own.ends_with("\\downloads")
            || own.ends_with("appdata\\local\\temp")
    });
    let variables = [
        "env:temp",
        "env:tmp",
        "env:systemdrive",
        "env:userprofile",
        "env:public",
        "temp",
        "userprofile",
    ];
    let word = line.arguments().iter().find(|own| own.range == path.range);
    let is_variable = word.is_some_and(|word| match word.pieces.as_slice() {
        [_] => line.variables(word).any(|own| variables.contains(&own)),
        _ => false,
    });
    (is_broad && path.is_known || is_variable).then(|| Value {
        text: if path.text.is_empty() {
            "%TEMP%".to_owned()
        } else {
            path.text.clone()
        },
        ..path
    })
}
