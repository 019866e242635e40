use crate::meaning::host_scripts::{HostScript, Line, entry};
use crate::rules::host_scripts::command;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines().filter(turns_on) {
        out.fail(command("default", script, &line).arg("command", line.program()));
    }
}

fn turns_on(line: &Line<'_>) -> bool {
    let names_it = || {
        line.arguments().iter().any(|own| {
            let text = line.said(own).text.to_ascii_lowercase();
            let name = text.rsplit(':').next().unwrap_or(&text);
            matches!(name, "smb1protocol" | "smb1protocol-server" | "fs-smb1")
        })
    };
    match line.program().as_str() {
        "enable-windowsoptionalfeature" | "install-windowsfeature" | "add-windowsfeature" => {
            names_it()
        }
        "dism" => names_it() && line.has(&["/enable-feature"]),
        "set-smbserverconfiguration" => line
            .parameter(&["EnableSMB1Protocol"])
            .is_some_and(|own| own.is_on()),
        _ => entry(line).is_some_and(|own| {
            own.name.eq_ignore_ascii_case("SMB1")
                && own.number() == Some(1)
                && own.key.contains("lanmanserver")
        }),
    }
}
