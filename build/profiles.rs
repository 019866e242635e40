//! `policies/profiles` as static tables.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::emit::{both, word};
use crate::policy::{Both, Policy, check_both, sorted_entries};
use crate::{Outcome, read_yaml};

const LEVELS: [&str; 5] = ["info", "low", "medium", "high", "critical"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Profile {
    title: Both,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    deny: Vec<String>,
    fail_on: String,
}

/// The profiles in the order of their names; the rules that they name exist.
pub(crate) fn table(root: &Path, policies: &[Policy]) -> Outcome<String> {
    let mut code = String::from(
        "/// Every profile, in the order of the names.\npub static PROFILES: &[Profile] = &[\n",
    );
    for file in sorted_entries(&root.join("policies/profiles"))? {
        let place = |reason: String| format!("{}: {reason}", file.display());
        let profile: Profile = read_yaml(&file)?;
        check_both("title", &profile.title).map_err(place)?;
        for id in profile.except.iter().chain(&profile.deny) {
            if !policies.iter().any(|policy| policy.id == *id) {
                return Err(place(format!("no rule has the id {id}")));
            }
        }
        if let Some(id) = profile.except.iter().find(|id| id.starts_with("HUL")) {
            return Err(place(format!(
                "{id} is about the scan itself and always asked"
            )));
        }
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let level = word("Severity", &profile.fail_on, &LEVELS).map_err(place)?;
        let _ = writeln!(
            code,
            "Profile {{ name: {name:?}, title: {}, except: &{:?}, deny: &{:?}, fail_on: {level} }},",
            both(&profile.title),
            profile.except,
            profile.deny,
        );
    }
    code.push_str("];\n");
    Ok(code)
}
