//! Mount sources in their many spellings.

use super::*;

fn sensitive(source: &str) -> Option<String> {
    HostPath::parse(source).sensitivity().map(|it| it.name)
}

fn engine(source: &str) -> Option<EnginePath> {
    HostPath::parse(source).engine()
}

#[test]
fn a_windows_path_has_one_form() {
    let expected = HostPath::parse(r"C:\Data\x");
    assert!(expected.is_of_windows());
    for source in [
        "c:/data/x",
        "/c/data/x",
        "/mnt/c/Data/x/",
        "/run/desktop/mnt/host/c/data/x",
        "/host_mnt/c/data/x",
        "/mnt/host/c/data//x",
        "//?/C:/data/x",
        r"C:\other\..\data\.\x",
        r"C:\DATA.\x ",
        "/cygdrive/c/data/x",
        r"\\?\C:\data\x",
        r"\\localhost\C$\data\x",
        r"\\?\UNC\localhost\c$\data\x",
    ] {
        assert_eq!(HostPath::parse(source), expected, "{source}");
    }
    assert_ne!(HostPath::parse("/mnt/cc/data/x"), expected);
    assert_eq!(
        HostPath::parse(r"\\wsl$\Ubuntu\etc\shadow"),
        HostPath::parse("/etc/shadow")
    );
    for inside in ["./data", "a/../etc", "data", "", ".ssh"] {
        assert!(HostPath::parse(inside).is_in_project(), "{inside}");
    }
    for above in ["../etc", "a/../../b", ".."] {
        assert!(HostPath::parse(above).climbs_out_of_project(), "{above}");
    }
}

#[test]
fn a_share_is_another_machine() {
    let share = HostPath::parse(r"\\nas\Models\llm");
    assert_eq!(share, HostPath::parse(r"\\NAS\models\llm"));
    assert_eq!(share, HostPath::parse(r"\\?\UNC\nas\models\llm"));
    assert!(share.is_of_windows());
    assert_eq!(share.sensitivity(), None);
    // On Linux two slashes are one.
    assert_eq!(
        HostPath::parse("//nas/models"),
        HostPath::parse("/nas/models")
    );
}

#[test]
fn variables_stand_for_known_places() {
    for (variable, rest, expected) in [
        ("HOME", "/.ssh", "~/.ssh"),
        ("UserProfile", r"\.aws", "~/.aws"),
        ("APPDATA", "", "~/AppData/Roaming"),
        ("SystemDrive", "", r"C:\"),
        ("PROGRAMDATA", "/docker", r"C:\ProgramData\Docker"),
    ] {
        let path = HostPath::below_variable(variable, rest);
        let place = path.and_then(|path| path.sensitivity());
        let name = place.map(|place| place.name);
        assert_eq!(name.as_deref(), Some(expected), "{variable}");
    }
    let socket = HostPath::below_variable("XDG_RUNTIME_DIR", "/podman/podman.sock");
    let engine = socket.and_then(|path| path.engine());
    assert_eq!(engine, Some(EnginePath::Itself("podman.sock")));
    assert_eq!(HostPath::below_variable("DATA", "/x"), None);
}

#[test]
fn sensitive_places_in_every_spelling() {
    for (source, name) in [
        ("/", "/"),
        ("/.", "/"),
        ("/etc", "/etc"),
        ("/etc/", "/etc"),
        ("//etc", "/etc"),
        ("/opt/../etc", "/etc"),
        ("/etc/ssh/ssh_host_rsa_key", "/etc/ssh"),
        ("/etc/cron.d", "/etc/cron.d"),
        ("/root", "~"),
        ("/root/.ssh/id_rsa", "~/.ssh"),
        ("/home", "/home"),
        ("/home/ai", "~"),
        ("/home/ai/.docker/config.json", "~/.docker"),
        ("~", "~"),
        ("~/", "~"),
        ("~/.ssh", "~/.ssh"),
        ("/boot", "/boot"),
        ("/dev", "/dev"),
        ("/proc", "/proc"),
        ("/sys/fs/cgroup", "/sys"),
        ("/usr", "/usr"),
        ("/usr/local/bin", "/usr/local/bin"),
        ("/lib/modules", "/lib"),
        ("/var/lib/docker/volumes", "/var/lib/docker"),
        ("/var/lib/containerd", "/var/lib/containerd"),
        (r"C:\", r"C:\"),
        ("C:", r"C:\"),
        ("d:/", r"D:\"),
        ("/c", r"C:\"),
        ("/mnt/c", r"C:\"),
        ("/run/desktop/mnt/host/c", r"C:\"),
        (r"C:\Windows\System32", r"C:\Windows"),
        ("/mnt/c/windows", r"C:\Windows"),
        (r"C:\Users", r"C:\Users"),
        (r"C:\Users\Ada", "~"),
        (r"C:\Users\Ada\.ssh", "~/.ssh"),
        (r"C:\ProgramData\docker\config", r"C:\ProgramData\Docker"),
        ("/host_mnt", "/host_mnt"),
        ("/Users/ada/.ssh", "~/.ssh"),
        ("/host_mnt/Users/ada", "~"),
        (r"\\server\c$", r"C:\"),
        (r"C:\Users.\Ada\.SSH", "~/.ssh"),
    ] {
        assert_eq!(sensitive(source).as_deref(), Some(name), "{source}");
    }
    for source in [
        "/homepage",
        "/etcd-data",
        "/etc/localtime",
        "/etc/timezone",
        "/etc/hosts",
        "/etc/ssl/certs",
        "/etc/nginx/conf.d",
        "/etc/sshd-of-ours",
        "/usr/share/zoneinfo",
        "/usr/local/fastgpt/data",
        "/root/dify/volumes",
        "/home/ai/dify",
        "/data",
        "/opt/dify",
        "/var/log",
        "/var/lib/fastgpt",
        "/dev/shm",
        "/dev/null",
        "/library",
        "/mnt/data",
        "/mnt",
        r"C:\data",
        r"C:\Users\Ada\dify",
        r"C:\WindowsApps-of-ours",
        "./etc",
        "~/dify",
    ] {
        assert_eq!(sensitive(source), None, "{source}");
    }
}

#[test]
fn the_engine_is_reached_by_many_paths() {
    use EnginePath::{Itself, Parent};
    for (source, expected) in [
        ("/var/run/docker.sock", Itself("docker.sock")),
        ("/run/docker.sock", Itself("docker.sock")),
        ("//var/run/docker.sock", Itself("docker.sock")),
        (r"\var\run\docker.sock", Itself("docker.sock")),
        ("/run/user/1000/docker.sock", Itself("docker.sock")),
        ("~/.docker/run/docker.sock", Itself("docker.sock")),
        (
            "/mnt/wsl/docker-desktop/shared-sockets/guest-services/docker.sock",
            Itself("docker.sock"),
        ),
        ("/run/containerd/containerd.sock", Itself("containerd.sock")),
        ("/var/run/crio/crio.sock", Itself("crio.sock")),
        ("/run/user/1000/podman/podman.sock", Itself("podman.sock")),
        (r"\\.\pipe\docker_engine", Itself("docker_engine")),
        ("//./pipe/docker_engine", Itself("docker_engine")),
        (r"\\.\PIPE\Docker_Engine", Itself("docker_engine")),
        (r"\\localhost\pipe\docker_engine", Itself("docker_engine")),
        (
            r"\\wsl.localhost\Ubuntu\run\docker.sock",
            Itself("docker.sock"),
        ),
        ("//./pipe/dockerDesktopLinuxEngine", Itself("docker_engine")),
        ("/", Parent("/")),
        ("/run", Parent("/run")),
        ("/var/run/", Parent("/run")),
        ("/run/user/1000", Parent("/run/user/UID")),
        ("/var/run/docker", Parent("/run/docker")),
    ] {
        assert_eq!(engine(source), Some(expected), "{source}");
    }
    for source in [
        "/run/secrets",
        "/var/run/mysqld",
        "/var",
        "/opt/docker.sock.d",
        "./docker.sock",
        "//./pipe/other",
        "/running",
        r"C:\",
    ] {
        assert_eq!(engine(source), None, "{source}");
    }
}

#[test]
fn what_is_listed_is_allowed_with_everything_below() {
    let list = [r"C:\data", "/var/lib/fastgpt", ".", "../shared"].map(HostPath::parse);
    let allowed = |source: &str| is_allowed(&list, &HostPath::parse(source));
    for source in [
        r"C:\data",
        r"c:\DATA\pg",
        "/c/data/x",
        "/mnt/c/Data",
        "/run/desktop/mnt/host/c/data/x",
        r"C:\other\..\data",
        "/var/lib/fastgpt/",
        "./volumes/db",
        "a/../b",
        "../shared/models",
    ] {
        assert!(allowed(source), "{source}");
    }
    for source in [
        r"C:\",
        r"C:\database",
        r"D:\data",
        r"C:\data\..\other",
        "/var/lib",
        "/var/lib/fastgpt2",
        "/data",
        "..",
        "../other",
        "../../shared",
        "~",
        r"\\c\data",
    ] {
        assert!(!allowed(source), "{source}");
    }
    let above = [HostPath::parse("..")];
    assert!(is_allowed(&above, &HostPath::parse("./x")));
    assert!(is_allowed(&above, &HostPath::parse("../y")));
    assert!(!is_allowed(&[], &HostPath::parse("./x")));
}
