//! Comments in Python programs, to hulan and to Bandit.

use super::{of, scan_files};

/// Rules and their lines.
type Lines = Vec<(String, u64)>;

/// What is reported of a file with these lines, and what is not.
fn judged(path: &str, text: &str) -> (Lines, Lines) {
    let arguments = [
        "--profile",
        "strict",
        "--select",
        "PY404,PY602,PY605,HUL121,HUL123",
    ];
    let (report, _) = scan_files(&[(path, text)], &arguments);
    let owned = |status| {
        let found = of(&report, status).into_iter();
        found.map(|(rule, line)| (rule.to_owned(), line)).collect()
    };
    (owned("active"), owned("suppressed"))
}

fn at(rule: &str, line: u64) -> (String, u64) {
    (rule.to_owned(), line)
}

#[test]
fn a_comment_for_bandit_is_about_its_statement() {
    let text = "import os\nos.system(\n    x,\n)  # nosec B605\nos.system(x)\n";
    assert_eq!(
        judged("main.py", text),
        (vec![at("PY605", 5)], vec![at("PY605", 2)])
    );
    // It does not look to the next line, as ours does.
    let text =
        "import os\n# nosec B605 why\nos.system(x)\n# hulan: ignore[PY605] why\nos.system(x)\n";
    assert_eq!(
        judged("main.py", text),
        (vec![at("HUL123", 2), at("PY605", 3)], vec![at("PY605", 5)])
    );
}

#[test]
fn a_comment_on_a_head_is_not_about_the_block() {
    let text = "import os\nif os.system(x):  # nosec B605 why\n    os.system(x)\n";
    assert_eq!(
        judged("main.py", text),
        (vec![at("PY605", 3)], vec![at("PY605", 2)])
    );
}

#[test]
fn a_comment_without_an_id_is_about_nothing() {
    let text = "import subprocess  # nosec\n";
    let wrong = vec![at("HUL121", 1), at("PY404", 1)];
    assert_eq!(judged("main.py", text), (wrong, vec![]));
}

#[test]
fn either_id_is_about_a_call_that_two_rules_judge() {
    let text = "import os\nos.system(x)  # nosec B605 why\nos.system(x)  # nosec PY901 why\n";
    let (report, _) = scan_files(
        &[("main.py", text)],
        &["--profile", "strict", "--select", "PY901,PY605,HUL123"],
    );
    assert_eq!(of(&report, "active"), []);
    let rules = of(&report, "suppressed");
    assert_eq!(rules, [("PY901", 2), ("PY901", 3)]);
}

#[test]
fn a_comment_in_a_cell_is_about_a_line_of_the_cell() {
    let cell = r#"{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null,
        "source": "import os\nos.system(x)  # nosec B605 why\nos.system(x)\n"}"#;
    let notebook = format!(
        "{{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {{}}, \"cells\": [{cell}]}}\n"
    );
    let (report, _) = scan_files(
        &[("a.ipynb", &notebook)],
        &["--profile", "strict", "--select", "PY605,HUL123"],
    );
    assert_eq!(of(&report, "active"), [("PY605", 2)]);
    assert_eq!(of(&report, "suppressed"), [("PY605", 2)]);
}
