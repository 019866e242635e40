//! The places of a host that matter: sockets of engines, and what a container should not have.

/// A place of the host.
pub(super) struct Place {
    /// The components from the root on.
    path: &'static [&'static str],
    /// Whether everything below counts as well.
    below: bool,
    /// Whether reading it tells secrets.
    pub(super) tells: bool,
    /// The place, as the host writes it.
    pub(super) name: &'static str,
}

impl Place {
    /// Whether the path is this place, or one below it that counts.
    pub(super) fn covers(&self, parts: &[&str]) -> bool {
        if self.below {
            parts.starts_with(self.path)
        } else {
            parts == self.path
        }
    }
}

/// A place with everything below it.
const fn tree(path: &'static [&'static str], tells: bool, name: &'static str) -> Place {
    Place {
        path,
        below: true,
        tells,
        name,
    }
}

/// A place itself. What is below may be anybody's.
const fn only(path: &'static [&'static str], tells: bool, name: &'static str) -> Place {
    Place {
        path,
        below: false,
        tells,
        name,
    }
}

/// Places of a Linux host. Certificates, time zone and name service below `/etc` are not here, nor
/// are the folders that operators install software into.
pub(super) const UNIX: &[Place] = &[
    only(&[], true, "/"),
    only(&["etc"], true, "/etc"),
    tree(&["etc", "shadow"], true, "/etc/shadow"),
    tree(&["etc", "gshadow"], true, "/etc/gshadow"),
    tree(&["etc", "passwd"], false, "/etc/passwd"),
    tree(&["etc", "group"], false, "/etc/group"),
    tree(&["etc", "sudoers"], false, "/etc/sudoers"),
    tree(&["etc", "sudoers.d"], false, "/etc/sudoers.d"),
    tree(&["etc", "ssh"], true, "/etc/ssh"),
    tree(&["etc", "ssl", "private"], true, "/etc/ssl/private"),
    tree(
        &["etc", "pki", "tls", "private"],
        true,
        "/etc/pki/tls/private",
    ),
    tree(&["etc", "kubernetes"], true, "/etc/kubernetes"),
    tree(&["etc", "rancher"], true, "/etc/rancher"),
    tree(&["etc", "docker"], false, "/etc/docker"),
    tree(&["etc", "containerd"], false, "/etc/containerd"),
    tree(&["etc", "systemd"], false, "/etc/systemd"),
    tree(&["etc", "init.d"], false, "/etc/init.d"),
    tree(&["etc", "rc.local"], false, "/etc/rc.local"),
    tree(&["etc", "pam.d"], false, "/etc/pam.d"),
    tree(&["etc", "profile"], false, "/etc/profile"),
    tree(&["etc", "profile.d"], false, "/etc/profile.d"),
    tree(&["etc", "ld.so.preload"], false, "/etc/ld.so.preload"),
    tree(&["etc", "crontab"], false, "/etc/crontab"),
    tree(&["etc", "cron.d"], false, "/etc/cron.d"),
    tree(&["etc", "cron.daily"], false, "/etc/cron.daily"),
    tree(&["etc", "cron.hourly"], false, "/etc/cron.hourly"),
    tree(&["var", "spool", "cron"], false, "/var/spool/cron"),
    only(&["home"], true, "/home"),
    only(&["Users"], true, "/Users"),
    tree(&["boot"], false, "/boot"),
    only(&["dev"], true, "/dev"),
    tree(&["proc"], true, "/proc"),
    tree(&["sys"], false, "/sys"),
    only(&["usr"], false, "/usr"),
    tree(&["usr", "bin"], false, "/usr/bin"),
    tree(&["usr", "sbin"], false, "/usr/sbin"),
    tree(&["usr", "lib"], false, "/usr/lib"),
    tree(&["usr", "lib64"], false, "/usr/lib64"),
    only(&["usr", "local"], false, "/usr/local"),
    tree(&["usr", "local", "bin"], false, "/usr/local/bin"),
    tree(&["usr", "local", "sbin"], false, "/usr/local/sbin"),
    tree(&["bin"], false, "/bin"),
    tree(&["sbin"], false, "/sbin"),
    tree(&["lib"], false, "/lib"),
    tree(&["lib64"], false, "/lib64"),
    only(&["var"], true, "/var"),
    only(&["var", "lib"], true, "/var/lib"),
    tree(&["var", "lib", "docker"], true, "/var/lib/docker"),
    tree(&["var", "lib", "containerd"], true, "/var/lib/containerd"),
    tree(&["var", "lib", "containers"], true, "/var/lib/containers"),
    tree(&["var", "lib", "kubelet"], true, "/var/lib/kubelet"),
    only(
        &["run", "desktop", "mnt", "host"],
        true,
        "/run/desktop/mnt/host",
    ),
    only(&["mnt", "host"], true, "/mnt/host"),
    only(&["host_mnt"], true, "/host_mnt"),
];

/// Places of a Windows drive.
pub(super) const DRIVE: &[Place] = &[
    only(&[], true, "C:\\"),
    tree(&["windows"], true, "C:\\Windows"),
    only(&["users"], true, "C:\\Users"),
    only(&["program files"], false, "C:\\Program Files"),
    tree(
        &["program files", "docker"],
        false,
        "C:\\Program Files\\Docker",
    ),
    only(&["programdata"], true, "C:\\ProgramData"),
    tree(&["programdata", "docker"], true, "C:\\ProgramData\\Docker"),
    tree(
        &["programdata", "dockerdesktop"],
        true,
        "C:\\ProgramData\\DockerDesktop",
    ),
    tree(&["programdata", "ssh"], true, "C:\\ProgramData\\ssh"),
];

/// Places of a home folder: all of it, and what logs in elsewhere.
pub(super) const HOME: &[Place] = &[
    only(&[], true, "~"),
    tree(&[".ssh"], true, "~/.ssh"),
    tree(&[".aws"], true, "~/.aws"),
    tree(&[".azure"], true, "~/.azure"),
    tree(&[".aliyun"], true, "~/.aliyun"),
    tree(&[".docker"], true, "~/.docker"),
    tree(&[".kube"], true, "~/.kube"),
    tree(&[".gnupg"], true, "~/.gnupg"),
    only(&[".config"], true, "~/.config"),
    tree(&[".config", "gcloud"], true, "~/.config/gcloud"),
    tree(&[".git-credentials"], true, "~/.git-credentials"),
    tree(&[".netrc"], true, "~/.netrc"),
    tree(&[".npmrc"], true, "~/.npmrc"),
    tree(&[".bashrc"], false, "~/.bashrc"),
    tree(&[".profile"], false, "~/.profile"),
    only(&["appdata"], true, "~/AppData"),
    only(&["appdata", "roaming"], true, "~/AppData/Roaming"),
];

/// The components inside the home folder that a Linux path lies in.
pub(super) fn inside_home<'p>(parts: &'p [&'p str]) -> Option<&'p [&'p str]> {
    match parts {
        ["root", inside @ ..] | ["home" | "Users", _, inside @ ..] => Some(inside),
        _ => None,
    }
}

/// Names of the sockets that command an engine.
const SOCKETS: [&str; 10] = [
    "docker.sock",
    "docker.raw.sock",
    "docker-cli.sock",
    "docker.proxy.sock",
    "containerd.sock",
    "containerd.sock.ttrpc",
    "crio.sock",
    "cri-dockerd.sock",
    "podman.sock",
    "buildkitd.sock",
];

/// The socket of an engine by its name, wherever it lies.
pub(super) fn engine_socket(name: &str) -> Option<&'static str> {
    SOCKETS.iter().find(|socket| **socket == name).copied()
}

/// Whether a named pipe of Windows commands an engine; in lower case.
pub(super) fn is_engine_pipe(name: &str) -> bool {
    ["docker_engine", "dockerdesktop", "podman-", "containerd-"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// The folder of a Linux host in which a socket lies. `/var` is none: its `run` is a link.
pub(super) fn engine_folder(parts: &[&str]) -> Option<&'static str> {
    match parts {
        [] => Some("/"),
        ["run"] => Some("/run"),
        ["run", "user"] => Some("/run/user"),
        ["run", "user", user] if user.parse::<u32>().is_ok() => Some("/run/user/UID"),
        ["run", "user", _, "podman"] | ["run", "podman"] => Some("/run/podman"),
        ["run", "docker"] => Some("/run/docker"),
        ["run", "containerd"] => Some("/run/containerd"),
        ["run", "crio"] => Some("/run/crio"),
        ["mnt", "wsl"] => Some("/mnt/wsl"),
        ["mnt", "wsl", "docker-desktop"] => Some("/mnt/wsl/docker-desktop"),
        ["mnt", "wsl", "docker-desktop", "shared-sockets", ..] => {
            Some("/mnt/wsl/docker-desktop/shared-sockets")
        }
        _ => None,
    }
}

/// The folder of a home in which a socket lies.
pub(super) fn engine_folder_of_home(parts: &[&str]) -> Option<&'static str> {
    match parts {
        [".docker", "run"] => Some("~/.docker/run"),
        [".docker", "desktop"] => Some("~/.docker/desktop"),
        _ => None,
    }
}
