use std::ops::Range;

use crate::meaning::host_scripts::{HostScript, Line};
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines() {
        if let Some(range) = unchecked(&line) {
            let name = if line.command.is_expression {
                "ServerCertificateValidationCallback".to_owned()
            } else {
                line.program()
            };
            out.fail(
                at("default", script, &range)
                    .role(name.clone())
                    .arg("command", name),
            );
        }
    }
}

fn unchecked(line: &Line<'_>) -> Option<Range<usize>> {
    if let Some(target) = &line.command.target {
        let target = target.to_ascii_lowercase();
        let is_policy = target.ends_with("servicepointmanager]::certificatepolicy");
        if is_policy && line.program() == "new-object" {
            return Some(line.command.range.clone());
        }
        let is_callback = target.ends_with("servercertificatevalidationcallback")
            || target.ends_with("servercertificatecustomvalidationcallback");
        if is_callback {
            let accepts = line
                .within()
                .any(|own| own.text().eq_ignore_ascii_case("$true"));
            let text = line.text().to_ascii_lowercase();
            let value = line.command.words.first()?;
            return (accepts || text.contains("dangerousacceptany")).then(|| value.range.clone());
        }
    }
    // Nobody stands between the machine and itself.
    let text = line.text().to_ascii_lowercase();
    if ["://localhost", "://127.", "://[::1]"]
        .iter()
        .any(|own| text.contains(own))
    {
        return None;
    }
    let program = line.program();
    if program.contains('-') {
        let switch = line.parameter(&["SkipCertificateCheck"])?;
        return switch.is_on().then_some(switch.range);
    }
    let words = line.arguments();
    let found = words.iter().find(|word| {
        let text = line.said(word).text;
        match program.as_str() {
            "curl" => {
                let is_short = text.starts_with('-')
                    && !text.starts_with("--")
                    && text.len() > 1
                    && text.chars().skip(1).all(|own| "fsSLkOJvi".contains(own))
                    && text.contains('k');
                text == "--insecure" || text == "--proxy-insecure" || is_short
            }
            "wget" => text == "--no-check-certificate",
            "pip" | "pip3" => text == "--trusted-host" || text.starts_with("--trusted-host="),
            _ => false,
        }
    })?;
    Some(found.range.clone())
}
