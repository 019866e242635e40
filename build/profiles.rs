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
    /// Only these rules: ids or families. Empty is every one.
    #[serde(default)]
    select: Vec<String>,
    /// Not these rules.
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    deny: Vec<String>,
    fail_on: String,
    /// The Compose profiles whose services are judged as if they started; `*` is every one.
    #[serde(default)]
    compose_profiles: Vec<String>,
    parameters: Parameters,
}

/// What rules ask that differs from house to house. A profile says all of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Parameters {
    front_door_ports: Vec<u16>,
    tolerated_capabilities: Vec<String>,
    trusted_images: Vec<String>,
    allowed_host_paths: Vec<String>,
    image_age_days: u16,
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
        let except = except(&profile, policies).map_err(place)?;
        for id in &profile.deny {
            if !policies.iter().any(|policy| policy.id == *id) {
                return Err(place(format!("no rule has the id {id}")));
            }
        }
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let level = word("Severity", &profile.fail_on, &LEVELS).map_err(place)?;
        let _ = writeln!(
            code,
            "Profile {{ name: {name:?}, title: {}, except: &{except:?}, deny: &{:?}, \
             fail_on: {level}, compose_profiles: &{:?}, parameters: {} }},",
            both(&profile.title),
            profile.deny,
            profile.compose_profiles,
            parameters(&profile.parameters),
        );
    }
    code.push_str("];\n");
    Ok(code)
}

/// The ids of the rules that a profile does not ask.
fn except<'p>(profile: &Profile, policies: &'p [Policy]) -> Result<Vec<&'p str>, String> {
    let family = |id: &str| id.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let names = |word: &String, id: &str| *word == id || *word == family(id);
    for word in profile.select.iter().chain(&profile.ignore) {
        if !policies.iter().any(|policy| names(word, &policy.id)) {
            return Err(format!("no rule or family is called {word}"));
        }
        if family(word) == "HUL" {
            return Err(format!("{word} is about the scan itself and always asked"));
        }
    }
    let is_left_out = |id: &str| {
        let selected = profile.select.iter().any(|word| names(word, id));
        let is_missing = !profile.select.is_empty() && !selected && family(id) != "HUL";
        is_missing || profile.ignore.iter().any(|word| names(word, id))
    };
    let ids = policies.iter().map(|policy| policy.id.as_str());
    Ok(ids.filter(|id| is_left_out(id)).collect())
}

fn parameters(parameters: &Parameters) -> String {
    format!(
        "Written {{ front_door_ports: &{:?}, tolerated_capabilities: &{:?}, \
         trusted_images: &{:?}, allowed_host_paths: &{:?}, image_age_days: {} }}",
        parameters.front_door_ports,
        parameters.tolerated_capabilities,
        parameters.trusted_images,
        parameters.allowed_host_paths,
        parameters.image_age_days,
    )
}
