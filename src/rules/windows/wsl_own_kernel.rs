//! Kernels of WSL that nobody mends, or that are told to drop their guard.

use crate::model::{SettingsFile, SettingsKind, Severity};
use crate::rules::{Fail, Out, Site};

/// What takes protection from a kernel.
const UNGUARDED: [&str; 6] = [
    "mitigations=off",
    "nokaslr",
    "nosmep",
    "nosmap",
    "selinux=0",
    "apparmor=0",
];

/// Fails for an own kernel, and for a command line that takes protection away.
pub(super) fn check(file: &SettingsFile, out: &mut Out<'_>) {
    if file.kind != SettingsKind::WslConfig {
        return out.not_applicable();
    }
    if let Some(kernel) = file.get("wsl2.kernel").filter(|own| !own.value.is_empty()) {
        let fail = Fail::new("default", Site::at(kernel.place)).role("kernel");
        out.fail(fail.at_most(Severity::Low));
    }
    if let Some(line) = file.get("wsl2.kernelCommandLine") {
        let mut words = line.value.split_whitespace();
        if let Some(word) = words.find(|word| UNGUARDED.contains(word)) {
            let fail = Fail::new("unguarded", Site::at(line.place)).role("kernelCommandLine");
            out.fail(fail.arg("word", word));
        }
    }
}
