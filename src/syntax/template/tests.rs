// A wrong range must stop the test.
#![allow(clippy::string_slice)]

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// The pieces in short: literals as they are, `<$>`, `<name>`, `<name:-[argument]>`, `!`.
fn short(input: &str, pieces: &[Piece<'_>]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal { range } => input[range.clone()].to_owned(),
            Piece::Dollar { .. } => "<$>".to_owned(),
            Piece::Invalid { range, fault } => match fault {
                Fault::Malformed => format!("!{}!", &input[range.clone()]),
                Fault::TooDeep => "!deep!".to_owned(),
            },
            Piece::Variable(variable) => {
                let operator = variable.operator.as_ref().map(|operator| {
                    let sign = match operator.kind {
                        OperatorKind::Default => "-",
                        OperatorKind::Require => "?",
                        OperatorKind::Replace => "+",
                    };
                    let colon = if operator.colon { ":" } else { "" };
                    format!("{colon}{sign}[{}]", short(input, &operator.argument))
                });
                format!("<{}{}>", variable.name, operator.unwrap_or_default())
            }
        })
        .collect()
}

#[test]
fn pieces() {
    for (input, expected) in [
        ("", ""),
        ("plain", "plain"),
        ("a${B}c$D.e", "a<B>c<D>.e"),
        ("$$A$$", "<$>A<$>"),
        ("$1 $- a$", "$1 $- a$"),
        ("${A:-b}${A-b}", "<A:-[b]><A-[b]>"),
        ("${A:?b}${A?b}", "<A:?[b]><A?[b]>"),
        ("${A:+b}${A+b}", "<A:+[b]><A+[b]>"),
        ("${A:-${B:-$C}d}e", "<A:-[<B:-[<C>]>d]>e"),
        ("${A:-{x}}y", "<A:-[{x}]>y"),
        ("${A:-x}}", "<A:-[x]>}"),
        ("${A:-{}}", "<A:-[{}]>"),
        ("${A:-{}} ${B:-x}", "<A:-[{}} !${B:-x!]>"),
        ("${A:-${B}", "<A:-[!${B!]>"),
        ("${A:-a\nb}", "!${A:-a!"),
        ("${A:-a}\n}", "<A:-[a]>\n}"),
        ("x${}y$A", "x!${}!"),
        ("${a b}", "!${a b}!"),
        ("${A:x}", "!${A:x}!"),
        ("${A", "!${A!"),
        ("中${A:-文}$中", "中<A:-[文]>$中"),
        ("$\u{212a}", "<\u{212a}>"),
    ] {
        assert_eq!(short(input, &parse(input)), expected, "{input}");
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth| "${A:-".repeat(depth) + &"}".repeat(depth);
    let fine = nested(MAX_DEPTH + 1);
    assert!(!short(&fine, &parse(&fine)).contains("!deep!"));
    let deep = nested(MAX_DEPTH + 2);
    assert!(short(&deep, &parse(&deep)).contains("!deep!"));
}

#[test]
fn hostile_inputs_end_soon() {
    let count = 200_000;
    for input in [
        "$".repeat(1 << 20),
        "${A:-".repeat(count),
        "${A:-".repeat(count) + "}",
        "${A:-".repeat(count) + &"}".repeat(count),
        "${A:-}".repeat(count),
        "${A:-{".repeat(count) + "}",
        "${A:-{}".repeat(count),
        "${A:-}\n".repeat(count),
        "${A}".repeat(count),
        "{".repeat(1 << 20) + "${A:-}",
        "}".repeat(1 << 20) + "${A:-}",
    ] {
        let start = Instant::now();
        parse(&input);
        let took = start.elapsed();
        let begin: String = input.chars().take(8).collect();
        assert!(took < Duration::from_secs(5), "{begin}: {took:?}");
    }
}

/// The ranges of pieces follow each other without a gap and lie where their text is.
fn check(input: &str, pieces: &[Piece<'_>], within: Range<usize>) {
    let mut at = within.start;
    for piece in pieces {
        let range = match piece {
            Piece::Literal { range } => {
                assert!(!range.is_empty());
                range
            }
            Piece::Dollar { range } => {
                assert_eq!(&input[range.clone()], "$$");
                range
            }
            Piece::Invalid { range, fault } => {
                assert!(*fault == Fault::TooDeep || input[range.clone()].starts_with("${"));
                assert_eq!(range.start, at);
                assert!(range.end <= within.end);
                return;
            }
            Piece::Variable(variable) => {
                assert_eq!(&input[variable.name_range.clone()], variable.name);
                if let Some(operator) = &variable.operator {
                    let argument = operator.argument_range.clone();
                    assert_eq!(argument.end + 1, variable.range.end);
                    check(input, &operator.argument, argument);
                }
                &variable.range
            }
        };
        assert_eq!(range.start, at);
        at = range.end;
    }
    assert_eq!(at, within.end);
}

proptest! {
    #[test]
    fn ranges_cover_the_input(input in "([$]|[$][{]|[{}:?+-]|A|[$]{2}|中|\n|[$][{]B:-){0,24}") {
        check(&input, &parse(&input), 0..input.len());
    }
}
