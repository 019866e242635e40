use proptest::prelude::*;

use super::*;

fn lines(content: &str) -> Vec<Vec<String>> {
    let lines = command_lines(content, 0..content.len(), Shell::Posix);
    let words = |line: &CommandLine| line.words.iter().map(Word::flat).collect();
    lines.iter().map(words).collect()
}

#[test]
fn lines_begin_with_their_program() {
    for script in [
        "sudo -E docker run a",
        "sudo -u root docker run a",
        "A=b env C=d docker run a",
        "exec docker run a",
        "if true; then docker run a; fi",
        "f() {\n  docker run a\n}",
        "for x in 1 2; do docker run a; done",
        "nohup timeout -k 5 10 docker run \\\n  a &",
        "x=$(docker run a)",
        "ssh host 'docker run a'",
        "bash <<'E'\ndocker run a\nE\n",
        "cat x | docker run a > /dev/null 2>&1",
        "[ -f x ] && docker 'run' \"a\" # b",
    ] {
        let found = lines(script);
        let found: Vec<_> = found.iter().filter(|line| line[0] == "docker").collect();
        assert_eq!(found, [&["docker", "run", "a"]], "{script}");
    }
    assert!(
        lines("cat > f <<E\ndocker run a\nE\n")
            .iter()
            .all(|line| line[0] != "docker")
    );
}

#[test]
fn a_variable_is_known_where_the_script_sets_it_once() {
    let content =
        "A=one\nB=$X\nC=1; C=2\nread D\nE='a b'\nrun $A ${B} $C $D ${A:-x} ${F:-y} \"-$E\" ${A%x}";
    let all = command_lines(content, 0..content.len(), Shell::Posix);
    let words: Vec<String> = all.last().unwrap().words.iter().map(Word::flat).collect();
    let unknown = UNKNOWN.to_string();
    let unknown = unknown.as_str();
    let expected = [
        "run", "one", unknown, unknown, unknown, "one", unknown, "-a b", unknown,
    ];
    assert_eq!(words, expected);
    let Piece::Assigned { value, .. } = &all.last().unwrap().words[1].pieces[0] else {
        panic!("it is assigned");
    };
    assert_eq!(content.get(value.clone()), Some("one"));
}

#[test]
fn bytes_of_a_word_lead_to_their_places() {
    let content = "  run 'a'b\\ c\"$X\"d";
    let all = command_lines(content, 0..content.len(), Shell::Posix);
    let word = &all[0].words[1];
    let flat = word.flat();
    for (part, written) in [("a", "a"), ("b", "b"), (" ", " "), ("c", "c"), ("d", "d")] {
        let at = flat.find(part).unwrap();
        let own = word.source(&(at..at + part.len()));
        assert_eq!(content.get(own), Some(written));
    }
    let at = flat.find(UNKNOWN).unwrap();
    assert_eq!(content.get(word.source(&(at..at + 1))), Some("$X"));
    assert_eq!(content.get(word.range.clone()), Some("'a'b\\ c\"$X\"d"));
}

proptest! {
    #[test]
    fn ranges_are_those_of_the_text(content in "[ab$'\"\\\\ \n|;&(){}`<>#=-é]{0,60}") {
        for line in command_lines(&content, 0..content.len(), Shell::Posix) {
            prop_assert!(content.get(line.range.clone()).is_some());
            for word in &line.words {
                prop_assert!(content.get(word.range.clone()).is_some());
                for piece in &word.pieces {
                    prop_assert!(content.get(piece.range().clone()).is_some());
                }
                let flat = word.flat();
                for (at, c) in flat.char_indices() {
                    let own = word.source(&(at..at + c.len_utf8()));
                    prop_assert!(content.get(own).is_some());
                }
            }
        }
    }
}
