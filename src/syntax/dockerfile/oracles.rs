//! Against two other readers of Dockerfiles: where they read a file at all, they see the same
//! instructions.

use super::parse;
use super::tests::{SAMPLE, TABLE};

/// The keywords in order.
fn own(text: &str) -> Vec<String> {
    let all = parse(text).instructions.into_iter();
    all.map(|own| own.keyword).collect()
}

#[test]
fn a_strict_reader_sees_the_same_instructions() {
    use parse_dockerfile::Instruction;
    let mut read = 0;
    for text in TABLE.iter().copied().chain([SAMPLE]) {
        let Ok(file) = parse_dockerfile::parse(text) else {
            continue;
        };
        read += 1;
        let keyword = |instruction: &Instruction<'_>| {
            let word = format!("{instruction:?}");
            let word = word.split(['(', ' ']).next().unwrap_or_default();
            word.to_ascii_uppercase()
        };
        let theirs: Vec<String> = file.instructions.iter().map(keyword).collect();
        assert_eq!(own(text), theirs, "{text}");
    }
    assert!(read >= 12, "the other reader read {read} files only");
}

#[test]
fn a_line_reader_sees_the_same_instructions() {
    let mut read = 0;
    for text in TABLE.iter().copied().chain([SAMPLE]) {
        // It knows neither here-documents, nor another escape, nor blank lines between.
        if text.contains("<<") || text.contains("escape") || text.contains('\u{feff}') {
            continue;
        }
        let text = grown(text);
        let file = text.parse::<dockerfile_parser_rs::Dockerfile>();
        let Ok(file) = file else {
            continue;
        };
        read += 1;
        let theirs = file.instructions.iter().map(ToString::to_string);
        let theirs = theirs.filter_map(|one| one.split_whitespace().next().map(str::to_uppercase));
        let theirs: Vec<String> = theirs.filter(|one| !one.starts_with('#')).collect();
        assert_eq!(own(&text), theirs, "{text}");
    }
    assert!(read >= 10, "the other reader read {read} files only");
}

/// The same with names of three letters in place of one: the other reader takes none of one.
fn grown(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace);
    let grown = words.map(|word| {
        let name = word.trim_end();
        let is_letter = name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_letter {
            word.replacen(name, &name.repeat(3), 1)
        } else {
            word.to_owned()
        }
    });
    grown.collect()
}
