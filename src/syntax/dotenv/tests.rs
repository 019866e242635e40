// A wrong range must stop the test.
#![allow(clippy::string_slice)]

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::model::{Decoded, Texts};

fn read(content: &str, format: Format) -> EnvFile {
    let texts = Texts::default();
    let id = texts.add(".env", Decoded::utf8(content));
    parse(&texts.get(id), format)
}

/// `name=value` of each statement; a bare key is its name.
fn shown(file: &EnvFile) -> Vec<String> {
    let show = |statement: &Statement| match &statement.value {
        Some(value) => format!("{}={}", statement.key.name, value.decoded().expose()),
        None => statement.key.name.to_string(),
    };
    file.statements.iter().map(show).collect()
}

#[test]
fn statements() {
    for (content, expected) in [
        ("A=1\r\nB = 2 # c\r\n", vec!["A=1", "B=2"]),
        ("export A=1\nexport=2\nC: 3", vec!["A=1", "export=2", "C=3"]),
        ("A= # kept\nB=x#y\n", vec!["A=# kept", "B=x#y"]),
        ("A='it\\'s $B\\n'\n", vec!["A=it's $B\\n"]),
        ("A=\"a\\\"b\\n\\$c\\0101\\q\"", vec!["A=a\"b\n$$cA\\q"]),
        ("A=\"1\n2\" B='3'\nC\n", vec!["A=1\n2", "B=3", "C"]),
        ("A=\"sec\"ret\n", vec!["A=sec", "ret"]),
        ("A", vec!["=A"]),
        ("A=1\nA=2\n", vec!["A=1", "A=2"]),
        ("密码=中文\u{3000}\n", vec!["密码=中文"]),
    ] {
        let file = read(content, Format::Compose);
        assert!(file.is_accepted(), "{content}");
        assert_eq!(shown(&file), expected, "{content}");
    }
}

#[test]
fn spans_lie_on_what_they_name() {
    let content = "# 注释\r\n  export 密码 = \"a\\tb\" # x\r\nB='' #\n";
    let file = read(content, Format::Compose);
    let slice = |span: Span| &content[span.range()];
    let statement = &file.statements[0];
    assert_eq!(slice(statement.span), "export 密码 = \"a\\tb\"");
    assert_eq!(statement.export.map(slice), Some("export"));
    assert_eq!(slice(statement.key.span), "密码");
    assert_eq!(statement.separator.map(slice), Some("="));
    let value = statement.value.as_ref().expect("a value");
    assert_eq!((slice(value.span), value.quote), ("a\\tb", Quote::Double));
    assert_eq!(slice(value.place(1..2)), "\\t");
    assert_eq!(slice(value.place(2..3)), "b");
    let comments: Vec<_> = file.comments.iter().map(|c| slice(c.span)).collect();
    assert_eq!(comments, ["# 注释", "# x", "#"]);
}

#[test]
fn commented_assignments_are_hints() {
    let content =
        "# KEY=value \r\n#export A_B = \"x y\"\n# not a key = x\n## C='\n# http://a?b=c\n";
    let file = read(content, Format::Compose);
    let slice = |span: Span| &content[span.range()];
    let hints: Vec<_> = file
        .comments
        .iter()
        .map(|comment| comment.assignment.as_ref())
        .map(|hint| hint.map(|hint| (slice(hint.key.span), slice(hint.value))))
        .collect();
    assert_eq!(
        hints,
        [
            Some(("KEY", "value")),
            Some(("A_B", "x y")),
            None,
            Some(("C", "'")),
            None
        ]
    );
}

#[test]
fn a_mistake_does_not_hide_the_next_line() {
    for (content, mistake, detail, rest) in [
        ("A B=1\nC=2\n", "A B", "env.key-space", vec!["C=2"]),
        ("A!=1\nC=2\n", "!", "env.key-character", vec!["C=2"]),
        ("A=\"x\nC=2\n", "\"x", "env.quote-open", vec!["C=2"]),
        ("A=1\nexport ", "export ", "env.key-missing", vec!["A=1"]),
    ] {
        let file = read(content, Format::Compose);
        assert!(!file.is_accepted());
        assert_eq!(file.problems.len(), 1);
        let problem = &file.problems[0];
        assert_eq!(problem.kind, ProblemKind::InvalidEnvFile);
        assert_eq!(problem.args, [("detail", Arg::Text(detail))]);
        assert_eq!(&content[problem.span.range()], mistake);
        assert_eq!(shown(&file), rest);
    }
}

#[test]
fn raw_takes_everything_as_it_is() {
    let content = "# c\r\n A='$B' # d\r\nC\n=x\nD E=1\n";
    let file = read(content, Format::Raw);
    assert_eq!(shown(&file), ["A='$B' # d", "C"]);
    let value = file.statements[0].value.as_ref().expect("a value");
    assert_eq!(value.quote, Quote::Raw);
    assert_eq!(&content[value.span.range()], "'$B' # d");
    assert_eq!(file.problems.len(), 2);
    assert_eq!(file.comments.len(), 1);
}

/// Inputs that are long, and made so that a reader might begin anew at every sign.
fn hostile() -> Vec<String> {
    let count = 1 << 17;
    vec![
        "A=\"\n".repeat(count),
        "A='\n".repeat(count) + "B=\"",
        "A=\"\\\"\n".repeat(count),
        "\"".repeat(1 << 20),
        "A=\"".to_owned() + &"\\".repeat(1 << 20),
        "A=\"".to_owned() + &"\\n".repeat(1 << 19) + "\"",
        "#\n".repeat(count),
        "A ".repeat(1 << 19),
        "A=\"\"".repeat(count),
        "!\n".repeat(count),
        "export ".repeat(count),
        " ".repeat(1 << 20),
        "=".repeat(1 << 20),
        "A=x\n".to_owned() + &"A=${A}${A}\n".repeat(1 << 10),
        "A=".to_owned() + &"${".repeat(1 << 19),
        "A=".to_owned() + &"${".repeat(1 << 19) + ":x",
        "A=".to_owned() + &"${N:-".repeat(1 << 17),
        "A=\u{2028}".to_owned() + &"'x\u{2028}".repeat(1 << 17),
        "A=`\\`\n".repeat(count),
        "'".repeat(1 << 20),
        "A\n".repeat(count),
        "\n".repeat(1 << 20) + "!",
    ]
}

#[test]
fn hostile_inputs_end_soon() {
    for input in hostile() {
        for format in [Format::Compose, Format::Raw] {
            let start = Instant::now();
            read(&input, format);
            let took = start.elapsed();
            let begin: String = input.chars().take(8).collect();
            assert!(took < Duration::from_secs(5), "{begin:?}: {took:?}");
        }
    }
}

#[test]
fn libraries_end_soon() {
    for input in hostile() {
        for library in Library::ALL {
            let start = Instant::now();
            library.read(&input);
            let took = start.elapsed();
            let begin: String = input.chars().take(8).collect();
            let name = library.name();
            assert!(took < Duration::from_secs(5), "{name}: {begin:?}: {took:?}");
        }
    }
}

proptest! {
    #[test]
    fn spans_are_in_order_and_places_are_characters(
        content in "([A-C]=|[A-C]|\"|'|\\\\|[\\\\]n|[\\\\]0101|#| #|\r\n|\n|[ \t]|export |[$]|中|é|\u{3000}|:|!){0,30}",
        is_raw in any::<bool>(),
    ) {
        let file = read(&content, if is_raw { Format::Raw } else { Format::Compose });
        let slice = |span: Span| content.get(span.range()).expect("characters");
        let mut last = 0;
        for statement in &file.statements {
            let span = statement.span.range();
            prop_assert!(last <= span.start);
            last = span.end;
            prop_assert_eq!(slice(statement.key.span), &*statement.key.name);
            prop_assert!(span.start <= statement.key.span.range().start);
            if let Some(separator) = statement.separator {
                prop_assert!(["=", ":"].contains(&slice(separator)));
            }
            let Some(value) = &statement.value else { continue };
            prop_assert!(value.span.range().end <= span.end);
            let written = slice(value.span);
            let decoded = value.decoded().expose();
            prop_assert!(!written.is_empty() || decoded.is_empty());
            if !written.contains('\\') {
                prop_assert_eq!(written, decoded);
            }
            for (at, character) in decoded.char_indices() {
                let place = value.place(at..at + character.len_utf8());
                let inside = value.span.range();
                prop_assert!(inside.start <= place.range().start);
                prop_assert!(place.range().end <= inside.end);
                let source = slice(place);
                prop_assert!(source.starts_with(['\\', '$']) || source == character.to_string());
            }
        }
        for comment in &file.comments {
            prop_assert!(slice(comment.span).starts_with('#'));
            prop_assert!(!slice(comment.span).contains('\n'));
        }
        for problem in &file.problems {
            slice(problem.span);
        }
    }
}
