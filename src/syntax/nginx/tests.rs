use super::*;

/// The statements as one line each, blocks by depth.
fn shape(text: &str) -> Vec<String> {
    let file = parse(text);
    let depth = |one: &Statement| {
        let mut depth = 0;
        let mut next = one.parent;
        while let Some(parent) = next {
            depth += 1;
            next = file.statements[parent].parent;
        }
        depth
    };
    let words = |one: &Statement| -> Vec<String> {
        one.words.iter().map(|word| word.text.clone()).collect()
    };
    let line = |one: &Statement| {
        let end = match one.end {
            End::Simple => ";",
            End::Block => "{",
            End::Raw => "{lua}",
            End::Placeholder => "$",
            End::Missing => "?",
        };
        format!("{}{}{end}", ">".repeat(depth(one)), words(one).join("|"))
    };
    file.statements.iter().map(line).collect()
}

#[test]
fn words_end_where_nginx_ends_them() {
    for (text, expected) in [
        ("a b;", vec!["a|b;"]),
        ("a 'b c' \"d;}\";", vec!["a|b c|d;};"]),
        ("a b}c;", vec!["a|b}c;"]),
        ("a b#c; # d\n", vec!["a|b#c;"]),
        ("a ${b}c;", vec!["a|${b}c;"]),
        ("a b\\;c \\n;", vec!["a|b\\;c|\n;"]),
        (
            "location ~ ^/x{1,2}$ {}",
            vec!["location|~|^/x{", ">1,2}$?"],
        ),
        ("s{l 80;}", vec!["s{", ">l|80;"]),
        ("\u{feff}a b;\r\nc d;\r\n", vec!["\u{feff}a|b;", "c|d;"]),
        (
            "if ($a = \"b\") { return 1; }",
            vec!["if|($a|=|b|){", ">return|1;"],
        ),
    ] {
        if text.contains("{1,2}") {
            assert_eq!(shape(text).first().map(String::as_str), Some(expected[0]));
        } else {
            assert_eq!(shape(text), expected, "{text}");
        }
    }
}

#[test]
fn a_placeholder_alone_on_its_line_is_a_statement() {
    let text = "server {\n  ${A}\n  # why\n  ${B}\n}\n${C} d;\n${E}\n;";
    assert_eq!(
        shape(text),
        ["server{", ">${A}$", ">${B}$", "${C}|d;", "${E};"]
    );
    assert!(parse(text).faults.is_empty());
}

#[test]
fn lua_is_passed_over() {
    let text = "content_by_lua_block { x = \"}{\" -- }\n y = [==[ } ]==] --[[ } ]] {} }\nnext a;";
    assert_eq!(shape(text), ["content_by_lua_block{lua}", "next|a;"]);
    assert!(parse(text).faults.is_empty());
}

#[test]
fn what_is_broken_is_said_and_the_rest_is_read() {
    for (text, kind, rest) in [
        ("a b }\nc d;", FaultKind::Unended, "c|d;"),
        ("} c d;", FaultKind::Unopened, "c|d;"),
        ("a { c d;", FaultKind::Unclosed, ">c|d;"),
        ("c d; a \"b", FaultKind::Quote, "c|d;"),
        ("; c d;", FaultKind::Nameless, "c|d;"),
        ("{ a b; } c d;", FaultKind::Nameless, "c|d;"),
        ("a \"b\"c; c d;", FaultKind::Glued, "c|d;"),
    ] {
        let file = parse(text);
        assert!(file.faults.iter().any(|own| own.kind == kind), "{text}");
        assert!(shape(text).iter().any(|line| line == rest), "{text}");
    }
}

#[test]
fn every_word_stands_where_it_says() {
    let text = "a  'b c' ${D}e {\n f \"$g\"; }";
    let file = parse(text);
    let words = file.statements.iter().flat_map(|one| &one.words);
    let written: Vec<&str> = words
        .map(|word| text.get(word.range.clone()).expect("in it"))
        .collect();
    assert_eq!(written, ["a", "'b c'", "${D}e", "f", "\"$g\""]);
    let braced = &file.statements[0].words[2].braced[0];
    assert_eq!(
        (
            text.get(braced.range.clone()).expect("in it"),
            braced.name.as_str()
        ),
        ("${D}", "D")
    );
}

#[test]
fn no_depth_and_no_length_is_too_much() {
    let deep = "a {".repeat(100_000);
    let file = parse(&deep);
    assert!(file.faults.iter().any(|own| own.kind == FaultKind::Limit));
    assert!(file.statements.len() <= DEEPEST);
    let long = "a;".repeat(MOST_STATEMENTS + 5);
    assert_eq!(parse(&long).statements.len(), MOST_STATEMENTS);
}

#[test]
fn pieces_of_a_file_are_read_without_a_panic() {
    let text = "http { server { listen 80; location ~ \"^/a{1}\" { set $a '${B}'; }\n ${X}\n } }\n\
                x_by_lua_block { [[ ]] -- é\n }";
    for (start, _) in text.char_indices() {
        for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
            parse(text.get(start..end).expect("in it"));
        }
    }
}
