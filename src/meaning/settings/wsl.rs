//! `.wslconfig` and `wsl.conf`: what they set, and the lines that WSL passes over.

use crate::model::{SettingsEntry, SettingsFault, SettingsKind, Span, TextId};
use crate::syntax::entry::Entry;
use crate::syntax::ini::{Dialect, entries};

/// Sections of `.wslconfig` and their keys, in lower case: WSL does not look at the case of letters.
const WSLCONFIG: [(&str, &[&str]); 3] = [
    (
        "wsl2",
        &[
            "autoproxy",
            "crashdumpfolder",
            "debugconsole",
            "debugconsolelogfile",
            "defaultvhdsize",
            "dhcp",
            "dhcptimeout",
            "distributionstarttimeout",
            "dnsproxy",
            "dnstunneling",
            "earlybootlogging",
            "firewall",
            "gpusupport",
            "guiapplications",
            "hostfilesystemaccess",
            "ipv6",
            "kernel",
            "kernelboottimeout",
            "kernelcommandline",
            "kerneldebugport",
            "kernelmodules",
            "loaddefaultkernelmodules",
            "localhostforwarding",
            "macaddress",
            "maxcrashdumpcount",
            "memory",
            "mountdevicetimeout",
            "nestedvirtualization",
            "networkingmode",
            "pagereporting",
            "processors",
            "safemode",
            "swap",
            "swapfile",
            "systemdistro",
            "telemetry",
            "virtio9p",
            "virtiofs",
            "vmidletimeout",
            "vmswitch",
        ],
    ),
    (
        "experimental",
        &[
            "automemoryreclaim",
            "autoproxy",
            "besteffortdnsparsing",
            "dnstunneling",
            "dnstunnelingipaddress",
            "firewall",
            "hostaddressloopback",
            "ignoredports",
            "initialautoproxytimeout",
            "networkingmode",
            "sparsevhd",
            "usewindowsdnscache",
        ],
    ),
    ("general", &["instanceidletimeout"]),
];

/// The same of `wsl.conf`.
const WSLCONF: [(&str, &[&str]); 9] = [
    (
        "automount",
        &[
            "cgroups",
            "enabled",
            "ldconfig",
            "mountfstab",
            "options",
            "root",
        ],
    ),
    (
        "boot",
        &["command", "inittimeout", "protectbinfmt", "systemd"],
    ),
    ("filesystem", &["umask"]),
    ("general", &["guiapplications", "hostname"]),
    ("gpu", &["appendlibpath", "enabled"]),
    ("interop", &["appendwindowspath", "enabled"]),
    (
        "network",
        &["generatehosts", "generateresolvconf", "hostname"],
    ),
    ("time", &["usewindowstimezone"]),
    ("user", &["default"]),
];

/// What a file sets, and what WSL does not understand of it.
pub(super) fn read(
    content: &str,
    kind: SettingsKind,
    text: TextId,
) -> (Vec<SettingsEntry>, Vec<SettingsFault>) {
    let mut faults = malformed(content, text);
    let known: &[(&str, &[&str])] = match kind {
        SettingsKind::WslConfig => &WSLCONFIG,
        _ => &WSLCONF,
    };
    let mut found = Vec::new();
    let read = entries(content, Dialect::Ini);
    for entry in read.iter().filter(|own| is_setting(content, own)) {
        let name = entry.name.to_ascii_lowercase();
        let section = entry.parent.to_ascii_lowercase();
        let place = Span::new(text, entry.value.clone());
        let keys = known.iter().find(|(own, _)| *own == section);
        let is_known = keys.is_some_and(|(_, keys)| keys.contains(&name.as_str()));
        let whole = if section.is_empty() {
            name
        } else {
            format!("{section}.{name}")
        };
        if !is_known {
            let written = if entry.parent.is_empty() {
                entry.name.clone()
            } else {
                format!("{}.{}", entry.parent, entry.name)
            };
            faults.push(fault("unknown", &written, name_place(content, entry, text)));
        }
        found.push(SettingsEntry {
            name: whole,
            value: entry.text(content).trim().to_owned(),
            place,
        });
    }
    faults.sort_by_key(|own| own.place.start);
    (found, faults)
}

fn fault(what: &'static str, name: &str, place: Span) -> SettingsFault {
    SettingsFault {
        what,
        name: name.to_owned(),
        place,
    }
}

/// Whether an entry has the sign of WSL, `=`, and no other.
fn is_setting(content: &str, entry: &Entry) -> bool {
    let before = content.get(..entry.value.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.find(['=', ':'])
        .is_some_and(|at| line.as_bytes().get(at) == Some(&b'='))
}

/// The name of an entry, where it is written.
fn name_place(content: &str, entry: &Entry, text: TextId) -> Span {
    let before = content.get(..entry.value.start).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let written = before.get(line..).unwrap_or_default();
    let blank = written.len() - written.trim_start().len();
    let length = written.find('=').unwrap_or(written.len());
    let name = written
        .get(blank..length.max(blank))
        .unwrap_or_default()
        .trim_end();
    let start = line + blank;
    Span::new(text, start..start + name.len())
}

/// The lines that are neither a section, nor a setting, nor a note.
fn malformed(content: &str, text: TextId) -> Vec<SettingsFault> {
    let mut faults = Vec::new();
    let mut at = 0;
    for line in content.split_inclusive('\n') {
        let body = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let is_broken = if body.is_empty() || body.starts_with(['#', ';', '\u{feff}']) {
            false
        } else if body.starts_with('[') {
            !body.contains(']')
        } else {
            match body.find(['=', ':']) {
                Some(0) | None => true,
                Some(at) => body.as_bytes().get(at) != Some(&b'='),
            }
        };
        if is_broken {
            // The line may hold anything: it is not named.
            faults.push(fault(
                "default",
                "",
                Span::new(text, start..start + body.len()),
            ));
        }
    }
    faults
}
