//! `policies/knowledge/empty-secrets.yaml` as a table.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::emit::word;
use crate::{Outcome, read_yaml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EmptySecrets {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    product: String,
    images: Vec<String>,
    variable: String,
    then: String,
    from: Option<String>,
    before: Option<String>,
    /// For people; a row without one is refused.
    #[serde(rename = "source")]
    _source: String,
}

/// The table.
pub(crate) fn table(root: &Path) -> Outcome<String> {
    let all: EmptySecrets = read_yaml(&root.join("policies/knowledge/empty-secrets.yaml"))?;
    let mut code = String::from("static ROWS: &[EmptySecret] = &[\n");
    for row in &all.rows {
        let place = |reason: String| format!("empty-secrets.yaml: {}: {reason}", row.variable);
        let then = row.then.replace('-', "_");
        let then = word("Then", &then, &["signs_empty", "open"]).map_err(place)?;
        let _ = writeln!(
            code,
            "EmptySecret {{ product: {:?}, images: &{:?}, variable: {:?}, then: {}, from: {}, before: {} }},",
            row.product,
            row.images,
            row.variable,
            then.replace("Signs_empty", "SignsEmpty"),
            version(row.from.as_deref()).map_err(place)?,
            version(row.before.as_deref()).map_err(place)?,
        );
    }
    code.push_str("];\n");
    Ok(code)
}

/// The numbers of a version, where there is one.
fn version(text: Option<&str>) -> Outcome<String> {
    let Some(text) = text else {
        return Ok("None".to_owned());
    };
    let numbers: Result<Vec<u16>, _> = text.split('.').map(str::parse).collect();
    let numbers = numbers.map_err(|_| format!("{text} is no version"))?;
    Ok(format!("Some(&{numbers:?})"))
}
