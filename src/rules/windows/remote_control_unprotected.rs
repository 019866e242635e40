use std::ops::Range;

use crate::meaning::host_scripts::{HostScript, Line};
use crate::model::Severity;
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines() {
        let Some((key, range)) = unprotected(&line) else {
            continue;
        };
        let most = if key == "default" {
            Severity::High
        } else {
            Severity::Medium
        };
        out.fail(
            at(key, script, &range)
                .role(key)
                .arg("command", line.program())
                .at_most(most),
        );
    }
}

fn unprotected(line: &Line<'_>) -> Option<(&'static str, Range<usize>)> {
    let range = line.command.range.clone();
    match line.program().as_str() {
        "set-item" => {
            let mut operands = line
                .operands(&["Force", "Confirm", "PassThru", "Concatenate"])
                .into_iter();
            let path = line.parameter(&["Path"]).or_else(|| operands.next())?;
            let value = line.parameter(&["Value"]).or_else(|| operands.next())?;
            let path = path.text.to_ascii_lowercase().replace('/', "\\");
            let name = path
                .strip_prefix("wsman:")
                .and_then(|own| own.rsplit('\\').next())?;
            match name {
                "trustedhosts" if value.text.trim() == "*" => Some(("any-host", value.range)),
                "allowunencrypted" if value.is_on() => Some(("default", value.range)),
                "basic" if value.is_on() && path.contains("\\service\\") => {
                    Some(("basic", value.range))
                }
                _ => None,
            }
        }
        "winrm" if line.begins(&["set"]) => {
            let text: String = line.text().to_ascii_lowercase();
            let text: String = text
                .chars()
                .filter(|own| !own.is_whitespace() && !"\"'\\".contains(*own))
                .collect();
            if text.contains("allowunencrypted=true") || text.contains("allowunencrypted=$true") {
                Some(("default", range))
            } else if text.contains("trustedhosts=*") {
                Some(("any-host", range))
            } else if text.contains("winrm/config/service/auth") && text.contains("basic=true") {
                Some(("basic", range))
            } else {
                None
            }
        }
        "enable-psremoting" | "set-wsmanquickconfig" => {
            let skip = line.parameter(&["SkipNetworkProfileCheck"])?;
            skip.is_on().then_some(("public", skip.range))
        }
        _ => None,
    }
}
