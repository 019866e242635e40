//! `hulan scan --stdin`: what it takes, and what it refuses.

use crate::support::hulan;

fn run(arguments: &[&str], input: &[u8]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("made");
    let output = hulan()
        .arg("scan")
        .args(arguments)
        .args(["--lang", "en"])
        .current_dir(folder.path())
        .write_stdin(input)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said)
}

#[test]
fn standard_input_needs_its_kind_and_stands_alone() {
    for arguments in [
        &["--stdin"][..],
        &["--as", "python"],
        &["--stdin", "--as", "cobol"],
        &["--stdin", "--as", "python", "deploy"],
        &["--stdin", "--as", "python", "--file", "compose.yaml"],
    ] {
        let (status, said) = run(arguments, b"x = 1\n");
        assert_eq!(status, Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("Usage") || said.contains("invalid value"),
            "{said}"
        );
    }
}

#[test]
fn standard_input_has_a_limit_and_is_text() {
    let large = vec![b'#'; (16 << 20) + 1];
    for (input, reason) in [
        (large.as_slice(), "larger than 16 MiB"),
        (b"a\0b".as_slice(), "no text in a known encoding"),
    ] {
        let (status, said) = run(&["--stdin", "--as", "python"], input);
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains(reason), "{said}");
    }
}
