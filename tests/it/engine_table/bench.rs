//! What the container checks of docker-bench-security ask, by the numbers of CIS Docker 1.6.0: their
//! published logic in few words, over the same answers of the engine.

use serde_json::Value;

/// The capabilities that are taken out of the list before it is looked at.
const DEFAULTS: [&str; 14] = [
    "AUDIT_WRITE",
    "NET_BIND_SERVICE",
    "DAC_OVERRIDE",
    "SYS_CHROOT",
    "CHOWN",
    "FOWNER",
    "FSETID",
    "MKNOD",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "KILL",
];

/// The folders of the host that it looks for.
const FOLDERS: [&str; 8] = [
    "/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr",
];

/// The numbers of the checks that warn about a container.
pub(super) fn warnings(container: &Value) -> Vec<&'static str> {
    let host = &container["HostConfig"];
    let config = &container["Config"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let options: Vec<String> = list(&host["SecurityOpt"]);
    let mounts = container["Mounts"].as_array().cloned().unwrap_or_default();
    let mut added = list(&host["CapAdd"]).join("").to_uppercase();
    for name in DEFAULTS {
        added = added.replace(name, "");
    }
    let has = |word: &str| options.iter().any(|own| own.contains(word));
    let has_folder = mounts.iter().any(|own| {
        let source = text(&own["Source"]);
        let is_written = own["RW"] == true;
        is_written && FOLDERS.contains(&source.as_str())
    });
    let bindings = bindings(host);
    let profile = text(&container["AppArmorProfile"]);
    let no_health = config["Healthcheck"]["Test"]
        .as_array()
        .is_none_or(|test| test.first().is_none_or(|first| first == "NONE"));
    let all = [
        ("4.1", is_root(&text(&config["User"]))),
        ("5.2", profile.is_empty() || profile == "unconfined"),
        ("5.3", options.is_empty()),
        ("5.4", !added.is_empty()),
        ("5.5", host["Privileged"] == true),
        ("5.6", has_folder),
        (
            "5.8",
            bindings.iter().any(|(_, port)| *port > 0 && *port < 1024),
        ),
        ("5.10", host["NetworkMode"] == "host"),
        ("5.11", host["Memory"] == 0),
        ("5.12", host["CpuShares"] == 0),
        ("5.13", host["ReadonlyRootfs"] == false),
        (
            "5.14",
            bindings.iter().any(|(address, _)| address == "0.0.0.0"),
        ),
        ("5.15", host["RestartPolicy"]["Name"] == "always"),
        ("5.16", host["PidMode"] == "host"),
        ("5.17", host["IpcMode"] == "host"),
        (
            "5.20",
            mounts
                .iter()
                .any(|own| text(&own["Propagation"]).contains("shared")),
        ),
        ("5.21", host["UTSMode"] == "host"),
        (
            "5.22",
            has("seccomp:unconfined") || has("seccomp=unconfined"),
        ),
        ("5.25", !text(&host["CgroupParent"]).is_empty()),
        ("5.26", !has("no-new-privileges")),
        ("5.27", no_health),
        (
            "5.29",
            host["PidsLimit"].as_i64().is_none_or(|limit| limit < 1),
        ),
        ("5.31", host["UsernsMode"] == "host"),
        (
            "5.32",
            mounts
                .iter()
                .any(|own| text(&own["Source"]).contains("docker.sock")),
        ),
    ];
    let found = all.into_iter().filter(|(_, warns)| *warns);
    found.map(|(number, _)| number).collect()
}

fn is_root(user: &str) -> bool {
    matches!(user, "" | "0" | "root") || user.starts_with("0:") || user.starts_with("root:")
}

fn list(value: &Value) -> Vec<String> {
    let items = value.as_array().cloned().unwrap_or_default();
    let items = items.iter().filter_map(Value::as_str);
    items.map(str::to_owned).collect()
}

/// Address and number of each published port, as the command line shows them.
fn bindings(host: &Value) -> Vec<(String, u16)> {
    let mut bindings = Vec::new();
    for (_, all) in host["PortBindings"].as_object().into_iter().flatten() {
        for own in all.as_array().into_iter().flatten() {
            let address = own["HostIp"].as_str().filter(|own| !own.is_empty());
            let port = own["HostPort"].as_str().unwrap_or_default();
            let address = address.unwrap_or("0.0.0.0").to_owned();
            bindings.push((address, port.parse().unwrap_or_default()));
        }
    }
    bindings
}
