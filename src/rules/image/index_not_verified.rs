//! An index of packages that anybody can pretend to be.

use crate::meaning::dockerfile::{Command, Dockerfile};
use crate::rules::{Around, Fail, Out, builds};

/// Variables that turn the check off, with the values that do.
const VARIABLES: [(&str, &[&str]); 5] = [
    ("PIP_TRUSTED_HOST", &[]),
    ("UV_INSECURE_HOST", &[]),
    ("NPM_CONFIG_STRICT_SSL", &["false"]),
    ("npm_config_strict_ssl", &["false"]),
    ("CONDA_SSL_VERIFY", &["false", "no"]),
];

/// Fails for each index that is asked without encryption or without a check of its certificate.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["ENV", "ARG"]) {
        for pair in &step.instruction.pairs {
            let name = pair.name.value.as_str();
            let Some(value) = &pair.value else {
                continue;
            };
            let is_off = VARIABLES.iter().any(|(own, off)| {
                *own == name && (off.is_empty() || off.contains(&value.value.as_str()))
            });
            let is_index = matches!(
                name,
                "PIP_INDEX_URL" | "PIP_EXTRA_INDEX_URL" | "UV_INDEX_URL" | "NPM_CONFIG_REGISTRY"
            );
            let is_open = is_index && builds::host(&value.value, "http://").is_some();
            if (is_off || is_open) && !value.value.is_empty() {
                let fail = builds::at(
                    if is_off { "default" } else { "plain" },
                    file,
                    &pair.name.range,
                );
                out.fail(fail.role(name).arg("program", name));
            }
        }
    }
    for (_, command) in file.commands() {
        if let Some(fail) = of_command(file, command) {
            out.fail(fail.arg("program", command.name()));
        }
    }
}

fn of_command(file: &Dockerfile, command: &Command) -> Option<Fail> {
    let name = command
        .name()
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_python = matches!(name, "pip" | "python" | "uv" | "pipx" | "poetry" | "pdm");
    let is_other = matches!(
        name,
        "npm" | "yarn" | "pnpm" | "gem" | "bundle" | "conda" | "mamba"
    );
    if is_python || name == "uv" {
        let off = command.flag(&["--trusted-host", "--allow-insecure-host"]);
        let off = off.or_else(|| {
            let mut words = command.arguments().iter();
            words.find(|word| {
                matches!(
                    word.text.as_str(),
                    "global.trusted-host" | "install.trusted-host"
                )
            })
        });
        if let Some(word) = off {
            return Some(builds::word("default", file, command, word));
        }
    }
    if !is_python && !is_other {
        return None;
    }
    let mut words = command.arguments().iter();
    let open = words.find(|word| {
        let address = word.text.rsplit('=').next().unwrap_or_default();
        builds::host(address, "http://").is_some()
    })?;
    Some(builds::word("plain", file, command, open))
}
