//! Places in a file system that programs have no business in, by the paths that lead there.

use crate::model::Severity;

use super::spoken::GAP;

/// A place, how it is told to the reader, and how much it is worth a look where people wrote the
/// program; less than that is nothing.
type Known = (&'static str, &'static str, Option<Severity>);

const MEDIUM: Option<Severity> = Some(Severity::Medium);
const LOW: Option<Severity> = Some(Severity::Low);

/// What is run later, or lets somebody in. Those with `/` in front begin there, the others may stand
/// behind any folder.
const WRITTEN: [Known; 44] = [
    (".ssh/authorized_keys", "~/.ssh/authorized_keys", MEDIUM),
    (".ssh/rc", "~/.ssh/rc", MEDIUM),
    (".ssh/config", "~/.ssh/config", LOW),
    (".bashrc", "~/.bashrc", MEDIUM),
    (".bash_profile", "~/.bash_profile", MEDIUM),
    (".bash_login", "~/.bash_login", MEDIUM),
    (".bash_logout", "~/.bash_logout", MEDIUM),
    (".profile", "~/.profile", MEDIUM),
    (".zshrc", "~/.zshrc", MEDIUM),
    (".zshenv", "~/.zshenv", MEDIUM),
    (".zprofile", "~/.zprofile", MEDIUM),
    (".config/fish/", "~/.config/fish", MEDIUM),
    (".config/autostart/", "~/.config/autostart", MEDIUM),
    (".config/systemd/user/", "~/.config/systemd/user", MEDIUM),
    ("library/launchagents/", "~/Library/LaunchAgents", MEDIUM),
    ("library/launchdaemons/", "/Library/LaunchDaemons", MEDIUM),
    (
        "start menu/programs/startup",
        "Start Menu/Programs/Startup",
        MEDIUM,
    ),
    ("sitecustomize.py", "sitecustomize.py", MEDIUM),
    ("usercustomize.py", "usercustomize.py", MEDIUM),
    (".git/hooks/", ".git/hooks", LOW),
    ("/etc/cron", "/etc/cron*", MEDIUM),
    ("/var/spool/cron", "/var/spool/cron", MEDIUM),
    ("/etc/systemd/system", "/etc/systemd/system", MEDIUM),
    ("/lib/systemd/system", "/lib/systemd/system", MEDIUM),
    ("/usr/lib/systemd/", "/usr/lib/systemd", MEDIUM),
    ("/etc/init.d/", "/etc/init.d", MEDIUM),
    ("/etc/rc.local", "/etc/rc.local", MEDIUM),
    ("/etc/profile", "/etc/profile", MEDIUM),
    ("/etc/ld.so.preload", "/etc/ld.so.preload", MEDIUM),
    ("/etc/sudoers", "/etc/sudoers", MEDIUM),
    ("/etc/passwd", "/etc/passwd", MEDIUM),
    ("/etc/shadow", "/etc/shadow", MEDIUM),
    ("/etc/pam.d/", "/etc/pam.d", MEDIUM),
    ("/etc/", "/etc", LOW),
    ("/root/", "/root", LOW),
    ("/boot/", "/boot", MEDIUM),
    ("/usr/bin/", "/usr/bin", LOW),
    ("/usr/sbin/", "/usr/sbin", LOW),
    ("/bin/", "/bin", LOW),
    ("/sbin/", "/sbin", LOW),
    ("/dev/sd", "/dev/sd*", MEDIUM),
    ("/dev/mem", "/dev/mem", MEDIUM),
    ("/proc/sysrq-trigger", "/proc/sysrq-trigger", MEDIUM),
    (
        "/proc/sys/kernel/core_pattern",
        "/proc/sys/kernel/core_pattern",
        MEDIUM,
    ),
];

/// What is secret.
const READ: [Known; 26] = [
    (".ssh/id_", "~/.ssh/id_*", LOW),
    (".ssh/identity", "~/.ssh/identity", LOW),
    ("/etc/shadow", "/etc/shadow", MEDIUM),
    ("/etc/gshadow", "/etc/gshadow", MEDIUM),
    ("/etc/sudoers", "/etc/sudoers", LOW),
    ("/etc/ssh/ssh_host_", "/etc/ssh/ssh_host_*", LOW),
    ("/proc/kcore", "/proc/kcore", MEDIUM),
    ("/dev/mem", "/dev/mem", MEDIUM),
    ("user data/default/login data", "Login Data", LOW),
    ("user data/default/cookies", "Cookies", LOW),
    ("user data/local state", "Local State", LOW),
    (".mozilla/firefox", "~/.mozilla/firefox", LOW),
    ("logins.json", "logins.json", LOW),
    (".aws/credentials", "~/.aws/credentials", None),
    (".kube/config", "~/.kube/config", None),
    (".docker/config.json", "~/.docker/config.json", None),
    (".netrc", "~/.netrc", None),
    (".git-credentials", "~/.git-credentials", None),
    (".pypirc", "~/.pypirc", None),
    (".gnupg/", "~/.gnupg", None),
    (".config/gcloud/", "~/.config/gcloud", None),
    (".azure/", "~/.azure", None),
    (".bash_history", "~/.bash_history", None),
    ("/run/secrets/", "/run/secrets", None),
    ("/var/run/secrets/", "/var/run/secrets", None),
    ("/proc/self/environ", "/proc/self/environ", None),
];

/// Folders that nobody deletes as a whole on purpose.
const WHOLE: [&str; 12] = [
    "/", "/*", "~", "~/*", "/home", "/root", "/etc", "/usr", "/var", "/bin", "c:", "c:/*",
];

/// Keys of the Windows registry whose values are started with the user or the system.
const STARTING: [&str; 4] = [
    "currentversion/run",
    "currentversion/winlogon",
    "image file execution options",
    "currentcontrolset/services",
];

/// Where something is written that a program should leave alone.
pub(super) fn written(path: &str) -> Option<(&'static str, Option<Severity>)> {
    let path = normal(path);
    if path.contains("site-packages/") && path.rsplit('.').next() == Some("pth") {
        return Some(("site-packages/*.pth", LOW));
    }
    find(&path, &WRITTEN)
}

/// What is read that is secret.
pub(super) fn read(path: &str) -> Option<(&'static str, Option<Severity>)> {
    let path = normal(path);
    if path.starts_with("/proc/") && path.ends_with("/environ") {
        let is_own = path == "/proc/self/environ";
        return Some(("/proc/*/environ", if is_own { None } else { LOW }));
    }
    if path.rsplit('.').next() == Some("pub") {
        return None;
    }
    find(&path, &READ)
}

/// Whether a path is a whole system, home or drive.
pub(super) fn is_whole(path: &str) -> bool {
    let path = normal(path);
    let trimmed = path.trim_end_matches('/');
    WHOLE.contains(&path.as_str()) || WHOLE.contains(&trimmed) && !trimmed.is_empty()
}

/// Whether a path leaves the folder that it begins in.
pub(super) fn leaves(path: &str) -> bool {
    let path = normal(path);
    path == ".." || path.starts_with("../")
}

/// Whether a key of the registry starts programs.
pub(super) fn starts_programs(key: &str) -> bool {
    let key = normal(key);
    STARTING.iter().any(|known| key.contains(known))
}

fn find(path: &str, known: &[Known]) -> Option<(&'static str, Option<Severity>)> {
    let inside = format!("/{path}");
    let fits = |(own, ..): &&Known| match own.strip_prefix('/') {
        Some(_) => path.starts_with(own),
        None => inside
            .match_indices(own)
            .any(|(at, _)| inside.get(..at).is_some_and(|before| before.ends_with('/'))),
    };
    known
        .iter()
        .find(fits)
        .map(|(_, said, severity)| (*said, *severity))
}

/// A path in lower case, with `/` between its parts, and without the parts that mean nothing.
fn normal(path: &str) -> String {
    let path = path.to_ascii_lowercase().replace('\\', "/");
    let path = path.strip_prefix("file://").unwrap_or(&path);
    let is_absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." && last != GAP => {
                    parts.pop();
                }
                None if is_absolute => {}
                _ => parts.push(part),
            },
            part => parts.push(part),
        }
    }
    let ends = path.ends_with('/') && !parts.is_empty();
    let root = if is_absolute { "/" } else { "" };
    format!("{root}{}{}", parts.join("/"), if ends { "/" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_however_they_are_written() {
        let said = |found: Option<(&'static str, Option<Severity>)>| found.map(|(said, _)| said);
        assert_eq!(
            said(written("/home/x/.ssh//authorized_keys")),
            Some("~/.ssh/authorized_keys")
        );
        assert_eq!(said(written("\u{fffc}/.bashrc")), Some("~/.bashrc"));
        assert_eq!(said(written("/var/../etc/cron.d/job")), Some("/etc/cron*"));
        assert_eq!(
            said(written(
                "C:\\Users\\x\\Start Menu\\Programs\\Startup\\a.bat"
            )),
            Some("Start Menu/Programs/Startup")
        );
        assert_eq!(said(written("/tmp/etc/x")), None);
        assert_eq!(said(written("my.bashrc")), None);
        assert_eq!(said(read("~/.ssh/id_rsa")), Some("~/.ssh/id_*"));
        assert_eq!(said(read("~/.ssh/id_rsa.pub")), None);
        assert_eq!(said(read("/proc/1/environ")), Some("/proc/*/environ"));
        assert!(is_whole("/") && is_whole("~/") && is_whole("/etc") && !is_whole("/etc/x"));
        assert!(leaves("../x") && leaves("a/../../x") && !leaves("a/../x"));
        assert!(starts_programs(
            r"Software\Microsoft\Windows\CurrentVersion\RunOnce"
        ));
    }
}
