use proptest::prelude::*;

use super::*;

fn values(text: &str) -> Vec<Vec<String>> {
    let commands = parse(text).commands;
    let words =
        |command: Vec<Word<'_>>| command.iter().map(|word| word.value.to_string()).collect();
    commands.into_iter().map(words).collect()
}

#[test]
fn words_are_split_as_a_shell_does() {
    for (text, expected) in [
        ("", &[][..]),
        ("a  b\tc", &[&["a", "b", "c"][..]]),
        ("a '' \"\"", &[&["a", "", ""]]),
        (r#"a "b c"d 'e\f' \g"#, &[&["a", "b cd", r"e\f", "g"]]),
        (r#""a \"b\" \$c \d""#, &[&[r#"a "b" $c \d"#]]),
        (
            "a;b && c||d|e & f",
            &[&["a"], &["b"], &["c"], &["d"], &["e"], &["f"]],
        ),
        ("(a b) ; { c; }", &[&["a", "b"], &["c"]]),
        ("a # no 'word\nb#c", &[&["a"], &["b#c"]]),
        ("a \\\n  b \\\r\n c", &[&["a", "b", "c"]]),
        ("a > f 2>&1 >>g b &>h 3< i", &[&["a", "b"]]),
        ("a 2 b", &[&["a", "2", "b"]]),
        (r"$'a\tb\x41\u4e2d\'c'", &[&["a\tbA中'c"]]),
        (
            "a $(b c; d) `e f` ${G:-h i} $1",
            &[&["a", "$(b c; d)", "`e f`", "${G:-h i}", "$1"]],
        ),
        ("X=1 Y='2 3' cmd", &[&["X=1", "Y=2 3", "cmd"]]),
        ("cat <<EOF x\none 'two\nEOF\nb", &[&["cat", "x"], &["b"]]),
        ("cat <<-'E O'\n\tone\n\tE O\nb", &[&["cat"], &["b"]]),
        ("cat <<< here", &[&["cat", "here"]]),
        ("a 'open b", &[&["a", "open b"]]),
        ("a \"open $(b", &[&["a", "open $(b"]]),
        ("中文 '口 令'", &[&["中文", "口 令"]]),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
}

#[test]
fn what_stands_inside_is_named() {
    let inner = |text| -> Vec<&str> {
        let ranges = parse(text).inner.into_iter();
        ranges.filter_map(|range| str::get(text, range)).collect()
    };
    assert_eq!(inner("a $(b 'c)' $(d)) `e`"), ["b 'c)' $(d)", "e"]);
    assert_eq!(inner("\"$(b \"c d\")\""), ["b \"c d\""]);
    assert_eq!(inner("a <<X <<-Y b\n1\nX\n\t2\n\tY\nc"), ["1\n", "\t2\n"]);
    assert_eq!(inner("a <<X\nnever closed"), ["never closed"]);
    assert_eq!(inner("a $(中文"), ["中文"]);
    assert!(inner("a $((1 + 2)) ${B} '$(c)'").is_empty());
}

#[test]
fn expansions_are_known_from_quoted_text() {
    let expansions = |text| -> Vec<String> {
        let script = parse(text);
        let word = &script.commands[0][0];
        let of_value = |range: &Range<usize>| word.value.get(range.clone()).unwrap().to_owned();
        word.expansions.iter().map(of_value).collect()
    };
    assert_eq!(
        expansions("a$B\"${C:-x}\"'$D'\\$E`f`"),
        ["$B", "${C:-x}", "`f`"]
    );
    assert_eq!(expansions("$$A"), ["$$A"]);
    assert_eq!(expansions("$${A}b"), ["$${A}"]);
    assert_eq!(expansions("$"), [""; 0]);
    assert_eq!(expansions("a$%"), [""; 0]);
}

#[test]
fn values_lead_back_to_the_text() {
    let text = r#"x "a \"b" c'd'e $'\u4e2d文'"#;
    let script = parse(text);
    let words = &script.commands[0];
    let source = |at: usize, value: &str| {
        let word: &Word<'_> = &words[at];
        let start = word.value.find(value).unwrap();
        text.get(word.source(&(start..start + value.len())))
            .unwrap()
    };
    assert_eq!(source(1, "a "), "a ");
    assert_eq!(source(1, "\"b"), "\"b");
    assert_eq!(source(1, "a \"b"), "a \\\"b");
    assert_eq!(source(2, "cde"), "c'd'e");
    assert_eq!(source(2, "d"), "d");
    assert_eq!(source(3, "中"), r"\u4e2d");
    assert_eq!(source(3, "文"), "文");
}

proptest! {
    #[test]
    fn any_text_is_read(text in r#"([ab=\-中$\\'"`(){}<>|&;# \n]|\$\(|\$\{|<<|\$')*"#) {
        let script = parse(&text);
        for inner in script.inner {
            prop_assert!(text.get(inner).is_some());
        }
        let mut end = 0;
        for word in script.commands.iter().flatten() {
            prop_assert!(text.get(word.range.clone()).is_some());
            prop_assert!(word.range.start >= end);
            end = word.range.end;
            for expansion in &word.expansions {
                prop_assert!(word.value.get(expansion.clone()).is_some());
            }
            for (at, character) in word.value.char_indices() {
                let source = word.source(&(at..at + character.len_utf8()));
                let written = text.get(source.clone());
                prop_assert!(written.is_some_and(|it| !it.is_empty()), "{source:?}");
                prop_assert!(source.start >= word.range.start && source.end <= word.range.end);
            }
        }
    }
}
