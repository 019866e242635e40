use crate::meaning::host_scripts::{HostScript, Line, Value};
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

/// Groups that hold everybody who can log in, by their names and their numbers. The names are those
/// of Windows in English and Chinese.
const EVERYBODY: [&str; 10] = [
    "everyone",
    "users",
    "builtin\\users",
    "authenticated users",
    "nt authority\\authenticated users",
    "*s-1-1-0",
    "*s-1-5-11",
    "*s-1-5-32-545",
    "guest",
    "guests",
];

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines() {
        if let Some((who, place)) = granted(&line) {
            let fail = at("default", script, &place.range).role(line.program());
            out.fail(fail.arg("command", line.program()).arg("who", who));
        }
    }
}

fn granted(line: &Line<'_>) -> Option<(String, Value)> {
    match line.program().as_str() {
        "icacls" | "cacls" | "xcacls" => {
            let words = line.arguments().iter().map(|own| line.value(own));
            let mut is_grant = false;
            for word in words {
                let lower = word.text.to_ascii_lowercase();
                match lower.as_str() {
                    "/g" | "/p" => is_grant = true,
                    own if own == "/grant" || own.starts_with("/grant:") => is_grant = true,
                    own if own.starts_with('/') => is_grant = false,
                    _ if is_grant => {
                        if let Some(who) = writer(&lower) {
                            return Some((who, word));
                        }
                    }
                    _ => {}
                }
            }
            None
        }
        "new-smbshare" | "grant-smbshareaccess" => {
            let full = line
                .parameter(&["FullAccess", "ChangeAccess"])
                .or_else(|| {
                    let right = line.parameter(&["AccessRight"])?;
                    let who = line.parameter(&["AccountName"])?;
                    right.is_one(&["Full", "Change"]).then_some(who)
                })?;
            let who = full
                .items()
                .find(|own| is_everybody(&own.to_ascii_lowercase()))?;
            Some((who.to_owned(), full.clone()))
        }
        "new-object" => {
            let text = line.text().to_ascii_lowercase();
            let is_rule = text.contains("filesystemaccessrule");
            let writes = ["fullcontrol", "modify", "write"]
                .iter()
                .any(|own| text.contains(own));
            let allows = !text.contains("deny");
            let parts = line.arguments().iter().map(|own| line.value(own));
            let all: Vec<Value> = parts.collect();
            if !is_rule || !writes || !allows {
                return None;
            }
            all.into_iter().find_map(|own| {
                let inner = own.text.to_ascii_lowercase();
                let mut parts = inner.split(['(', ')', ',']).map(str::trim);
                let who = parts.find(|part| is_everybody(part))?.to_owned();
                Some((who, own))
            })
        }
        _ => None,
    }
}

fn is_everybody(name: &str) -> bool {
    EVERYBODY.contains(&name.trim())
}

/// Who may write by `name:(OI)(CI)F`.
fn writer(grant: &str) -> Option<String> {
    let (who, rights) = grant.split_once(':')?;
    let rights = rights.split(['(', ')', ',']).map(str::trim);
    let mut rights = rights.filter(|own| !matches!(*own, "oi" | "ci" | "io" | "np" | "i"));
    let writes = rights.any(|own| matches!(own, "f" | "m" | "w" | "c" | "wd" | "gw" | "ga"));
    (is_everybody(who) && writes).then(|| who.to_owned())
}
