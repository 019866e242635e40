//! What the README shows is what hulan says.

use std::fs;

use crate::support::{copy_of_fixture, hulan, project};

/// The lines of the sample stand in the output in their order; `…` stands for what was left out.
#[test]
fn the_sample_is_real_output() {
    let readme = project().join("README.md");
    let readme = fs::read_to_string(readme).expect("the README is there");
    let (_, sample) = readme.split_once("```text\n").expect("a sample");
    let (sample, _) = sample.split_once("```").expect("its end");
    let copy = copy_of_fixture("bad");
    let output = hulan()
        .arg("scan")
        .arg(copy.path().join("fixtures/bad"))
        .output()
        .expect("it runs");
    let output = String::from_utf8(output.stdout).expect("UTF-8");
    let mut rest = output.as_str();
    for part in sample.split("…\n") {
        let at = rest.find(part);
        let (_, after) = rest.split_at(at.unwrap_or_else(|| panic!("not in the output:\n{part}")));
        rest = after.strip_prefix(part).unwrap_or_default();
    }
}

/// The headings, by their depth, and the first line of each block of code.
fn outline(name: &str) -> (Vec<usize>, Vec<String>) {
    let text = fs::read_to_string(project().join(name)).expect("the README is there");
    let (mut headings, mut blocks) = (Vec::new(), Vec::new());
    let mut in_block = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
            if in_block {
                blocks.push(line.to_owned());
            }
        } else if line.starts_with('#') && !in_block {
            headings.push(line.chars().take_while(|c| *c == '#').count());
        }
    }
    assert!(!in_block, "{name}: a block without an end");
    (headings, blocks)
}

/// What one README gains the other one gains as well.
#[test]
fn both_languages_have_the_same_sections_and_blocks() {
    assert_eq!(outline("README.md"), outline("README.zh-CN.md"));
}
