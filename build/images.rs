//! What is known of images, as tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::{Outcome, read_yaml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Images {
    images: Vec<Image>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Image {
    name: String,
    images: Vec<String>,
    #[serde(default)]
    root: bool,
    #[serde(default)]
    steps_down: bool,
    health_check: Option<bool>,
    #[serde(default)]
    writes: Vec<String>,
}

/// How images behave.
pub(crate) fn images(root: &Path) -> Outcome<String> {
    let all: Images = read_yaml(&root.join("policies/knowledge/images.yaml"))?;
    let mut code = String::from("static IMAGES: &[ImageLine] = &[\n");
    for image in &all.images {
        let _ = writeln!(
            code,
            "ImageLine {{ name: {:?}, images: &{:?}, stays_root: {}, steps_down: {}, has_check: {:?}, writes: &{:?} }},",
            image.name,
            image.images,
            image.root,
            image.steps_down,
            image.health_check,
            image.writes,
        );
    }
    code.push_str("];\n");
    Ok(code)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Lifecycles {
    as_of: String,
    products: Vec<Product>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Product {
    name: String,
    images: Vec<String>,
    after: Option<String>,
    lines: BTreeMap<String, Option<String>>,
}

/// When release lines ended.
pub(crate) fn lifecycles(root: &Path) -> Outcome<String> {
    let all: Lifecycles = read_yaml(&root.join("policies/knowledge/lifecycles.yaml"))?;
    let mut code = format!("const AS_OF: Date = {};\n", day(&all.as_of)?);
    code.push_str("static LIFECYCLES: &[Lifecycle] = &[\n");
    for product in &all.products {
        let mut lines = String::new();
        for (version, last) in &product.lines {
            let numbers: Result<Vec<u16>, _> = version.split('.').map(str::parse).collect();
            let numbers =
                numbers.map_err(|_| format!("lifecycles.yaml: {}: {version}", product.name))?;
            let last = match last {
                Some(last) => format!("Some({})", day(last)?),
                None => "None".to_owned(),
            };
            let _ = write!(
                lines,
                "Line {{ name: {version:?}, version: &{numbers:?}, last: {last} }}, "
            );
        }
        let _ = writeln!(
            code,
            "Lifecycle {{ product: {:?}, images: &{:?}, after: {:?}, lines: &[{lines}] }},",
            product.name, product.images, product.after,
        );
    }
    code.push_str("];\n");
    Ok(code)
}

/// A day as a constant.
fn day(text: &str) -> Outcome<String> {
    let wrong = || format!("lifecycles.yaml: {text} is no day");
    let parts: Result<Vec<i16>, _> = text.split('-').map(str::parse).collect();
    match parts.map_err(|_| wrong())?.as_slice() {
        [year, month @ 1..=12, day @ 1..=31] => Ok(format!("date({year}, {month}, {day})")),
        _ => Err(wrong()),
    }
}
