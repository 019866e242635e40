//! What the entries of `security_opt` switch. Docker takes `=` and, from older days, `:`.

/// A protection of the kernel that an entry turns off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confinement {
    /// The filter of system calls.
    Seccomp,
    /// The `AppArmor` profile.
    AppArmor,
    /// The `SELinux` label.
    Label,
    /// The masks over `/proc` and `/sys`.
    SystemPaths,
}

/// The protection that an entry turns off.
pub fn disabled_confinement(option: &str) -> Option<Confinement> {
    let (name, value) = option.trim().split_once(['=', ':'])?;
    match (name, value.trim()) {
        ("seccomp", "unconfined") => Some(Confinement::Seccomp),
        ("apparmor", "unconfined") => Some(Confinement::AppArmor),
        ("label", "disable") => Some(Confinement::Label),
        ("systempaths", "unconfined") => Some(Confinement::SystemPaths),
        _ => None,
    }
}

/// What an entry says of new privileges: `true` forbids them. `None` for entries about other things
/// and for values that Docker refuses.
pub fn no_new_privileges(option: &str) -> Option<bool> {
    let option = option.trim();
    let value = match option.split_once(['=', ':']) {
        Some(("no-new-privileges", value)) => value,
        None if option == "no-new-privileges" => return Some(true),
        _ => return None,
    };
    // The spellings of Go's `strconv.ParseBool`, which Docker uses.
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_in_every_spelling() {
        for (option, expected) in [
            ("no-new-privileges", Some(true)),
            ("no-new-privileges:true", Some(true)),
            ("no-new-privileges=true", Some(true)),
            ("no-new-privileges=1", Some(true)),
            ("no-new-privileges:false", Some(false)),
            ("no-new-privileges=False", Some(false)),
            ("no-new-privileges:yes", None),
            ("No-New-Privileges", None),
            ("no-new-privileges-x", None),
            ("seccomp:unconfined", None),
        ] {
            assert_eq!(no_new_privileges(option), expected, "{option}");
        }
        for (option, expected) in [
            ("seccomp:unconfined", Some(Confinement::Seccomp)),
            ("seccomp=unconfined", Some(Confinement::Seccomp)),
            ("apparmor=unconfined", Some(Confinement::AppArmor)),
            ("apparmor:unconfined", Some(Confinement::AppArmor)),
            ("label:disable", Some(Confinement::Label)),
            ("label=disable", Some(Confinement::Label)),
            ("systempaths=unconfined", Some(Confinement::SystemPaths)),
            ("seccomp=./profile.json", None),
            ("apparmor:docker-default", None),
            ("label:type:svirt_apache_t", None),
            ("unconfined", None),
        ] {
            assert_eq!(disabled_confinement(option), expected, "{option}");
        }
    }
}
