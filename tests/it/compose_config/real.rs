//! Projects that were not written for this test: of the corpus, of `fixtures`, and many small files.

use std::collections::BTreeMap;
use std::path::Path;

use super::case::Case;
use crate::compose_oracle::compose_files;
use crate::support::{files_below, project};

/// First parts of the names of the cases made here.
pub(super) const GROUPS: [&str; 3] = ["small", "fixtures", "corpus"];

/// More than any file that Docker Compose reads here.
const LARGEST: u64 = 1 << 20;

/// Small files, one project each.
pub(super) fn small() -> Vec<Case> {
    let texts = include_str!("../../compose/small.txt").split("\n===\n");
    let cases = texts.enumerate().map(|(number, text)| {
        let files = BTreeMap::from([("compose.yaml".into(), text.into())]);
        Case::new(format!("small/{number}"), files, Vec::new())
    });
    cases.collect()
}

/// The compose files of this repository's fixtures.
pub(super) fn fixtures() -> Vec<Case> {
    let folder = project().join("fixtures");
    let files = compose_files(&folder).into_iter();
    files
        .flat_map(|file| variants("fixtures", &folder, &file))
        .collect()
}

/// The compose files of real deployments.
pub(super) fn corpus(folder: &Path) -> Vec<Case> {
    let files = compose_files(folder).into_iter();
    files
        .flat_map(|file| variants("corpus", folder, &file))
        .collect()
}

/// A compose file as it is shipped, and with its examples of env files copied as its vendor says.
fn variants(group: &str, root: &Path, file: &Path) -> Vec<Case> {
    let folder = file.parent().expect("a folder");
    let name = file.strip_prefix(root).expect("below it").to_string_lossy();
    let own = file.file_name().unwrap_or_default().to_string_lossy();
    let args = vec!["-f".to_owned(), own.into_owned()];
    let shipped = contents(folder);
    let mut filled = shipped.clone();
    for (path, content) in &shipped {
        if path.ends_with(".env.example")
            && let Some(target) = path.strip_suffix(".example")
        {
            let target = filled.entry(target.to_owned());
            target.or_insert_with(|| content.clone());
        }
    }
    let mut cases = vec![Case::new(
        format!("{group}/{name}"),
        shipped.clone(),
        args.clone(),
    )];
    if filled.len() > shipped.len() {
        cases.push(Case::new(format!("{group}/{name} filled"), filled, args));
    }
    cases
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let small = |path: &Path| path.metadata().is_ok_and(|facts| facts.len() < LARGEST);
    let files = files_below(folder, &small).into_iter().map(|path| {
        let name = path.strip_prefix(folder).expect("below it");
        let content = std::fs::read(&path).expect("it is read");
        (name.to_string_lossy().into_owned(), content)
    });
    files.collect()
}
