//! Every byte of every scalar has its place.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// A line of a scalar: no YAML indicator, some Chinese, spaces inside.
fn line() -> impl Strategy<Value = String> {
    "[a-z中文é😀][a-z中文é😀 ]{0,8}[a-z中文é😀]"
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop_oneof![5 => line(), 1 => Just(String::new())], 1..6).prop_map(
        |mut lines| {
            // A scalar begins and ends with a word.
            lines.insert(0, "a".to_owned());
            lines.push("z".to_owned());
            lines
        },
    )
}

fn escape() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\\n".to_owned()),
        Just("\\N".to_owned()),
        Just("\\L".to_owned()),
        Just("\\x41".to_owned()),
        Just("\\xe9".to_owned()),
        Just("\\u4e2d".to_owned()),
        Just("\\U0001F600".to_owned()),
        Just("\\\"".to_owned()),
        Just("\\'".to_owned()),
        Just("\\\n    ".to_owned()),
        Just("\\\n\n  \\ ".to_owned()),
    ]
}

fn written() -> impl Strategy<Value = String> {
    let flow = || lines().prop_map(|lines| lines.join("\n  "));
    let quoted = prop::collection::vec(prop_oneof![line(), escape()], 0..8);
    let block = (
        prop_oneof![Just('|'), Just('>')],
        prop_oneof![Just(""), Just("-"), Just("+")],
        any::<bool>(),
        0..3_usize,
        prop::collection::vec(
            (
                0..3_usize,
                prop_oneof![4 => line(), 1 => Just(String::new())],
            ),
            0..6,
        ),
        0..3_usize,
    );
    prop_oneof![
        flow(),
        flow().prop_map(|flow| format!("'{}'", flow.replace('b', "''"))),
        quoted.prop_map(|parts| format!("\"{}\"", parts.concat())),
        block.prop_map(|(kind, chomp, indicator, before, lines, after)| {
            let indicator = if indicator { "2" } else { "" };
            let mut block = format!("{kind}{indicator}{chomp}{}\n  first", "\n".repeat(before));
            for (more, line) in lines {
                let indent = if line.is_empty() { 0 } else { 2 + more };
                write!(block, "\n{}{line}", " ".repeat(indent)).unwrap();
            }
            block + &"\n".repeat(after)
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_character_has_its_place(written in written(), crlf: bool, end: bool) {
        let mut content = format!("前: {written}{}", if end { "\nlast: 1\n" } else { "" });
        if crlf {
            content = content.replace('\n', "\r\n");
        }
        let text = text(&content);
        let yaml = Yaml::parse(&text);
        let found = yaml.problems.iter().filter(|own| own.kind != ProblemKind::NotFollowed);
        prop_assert_eq!(found.count(), 0, "{:?}", content);
        let id = find(&yaml, &["前"]);
        let scalar = yaml.scalar(id).unwrap();
        let node = yaml.node(id).span.range();
        let map = scalar.offsets();
        let mut done = node.start;
        let mut verbatim = 0;
        for (at, character) in scalar.value.char_indices() {
            let range = at..at + character.len_utf8();
            let place = map.outer(range.clone()).unwrap();
            prop_assert_eq!(yaml.span_in(id, range).range(), place.clone());
            prop_assert!(node.start <= place.start && place.end <= node.end, "{content:?} {at} {place:?} {node:?}");
            prop_assert!(done <= place.end, "{content:?} {at}");
            done = place.end;
            let source = content.get(place).unwrap();
            let same = source.chars().eq([character]);
            verbatim += usize::from(same);
            let changed = source.starts_with('\\')
                || source == "''"
                || (matches!(character, ' ' | '\n') && source.chars().all(char::is_whitespace));
            prop_assert!(same || changed, "{content:?} {at} {character:?} {source:?}");
        }
        let words = |text: &str| text.chars().filter(|own| own.is_alphabetic()).count();
        if !written.starts_with('"') {
            prop_assert!(verbatim >= words(&scalar.value));
        }
    }

    #[test]
    fn no_text_panics(content in "[-a: \t\n\r\\[\\]{},#&*!|>'\"%@`\\\\<?.~中]{0,60}") {
        let text = text(&content);
        let yaml = Yaml::parse(&text);
        for node in &yaml.nodes {
            prop_assert!(content.get(node.span.range()).is_some());
        }
        for problem in &yaml.problems {
            prop_assert!(content.get(problem.span.range()).is_some());
        }
    }
}
