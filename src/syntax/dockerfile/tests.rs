use proptest::prelude::*;

use super::*;

const SAMPLE: &str = "# syntax=docker/dockerfile:1\n# escape=\\\n\n\
    from --platform=linux/amd64 python:3 AS base\n\
    ARG VERSION=1.0 TOKEN\n\
    ENV A=1 B=\"two words\" \\\n  # a comment inside\n  C=it\\ is\n\
    ENV OLD one \"two\"\n\
    COPY --from=other --chown=1:1 a b /dst/\n\
    ADD [\"x y\", \"/dst\"]\n\
    RUN <<EOF\necho 'COPY . .'\nEOF\n\
    RUN apt-get update \\\r\n\r\n && apt-get install x\r\n\
    COPY <<-\"A\" <<B /x/\n\tone\n\tA\ntwo\nB\n\
    CMD echo hi\n";

fn values(pieces: &[Piece]) -> Vec<&str> {
    pieces.iter().map(|piece| piece.value.as_str()).collect()
}

#[test]
fn instructions_are_read_with_all_their_forms() {
    let file = parse(SAMPLE);
    let keywords: Vec<&str> = file
        .instructions
        .iter()
        .map(|it| it.keyword.as_str())
        .collect();
    let expected = [
        "FROM", "ARG", "ENV", "ENV", "COPY", "ADD", "RUN", "RUN", "COPY", "CMD",
    ];
    assert_eq!(keywords, expected);
    let [from, arg, env, old, copy, add, here, run, two, command] = file.instructions.as_slice()
    else {
        panic!("ten instructions");
    };
    assert_eq!(from.flag("platform"), Some("linux/amd64"));
    assert_eq!(values(&from.arguments), ["python:3", "AS", "base"]);
    let pairs = |it: &Instruction| -> Vec<(String, Option<String>)> {
        let pairs = it.pairs.iter();
        pairs
            .map(|pair| {
                (
                    pair.name.value.clone(),
                    pair.value.clone().map(|value| value.value),
                )
            })
            .collect()
    };
    let pair = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
    assert_eq!(
        pairs(arg),
        [pair("VERSION", "1.0"), ("TOKEN".to_owned(), None)]
    );
    assert_eq!(
        pairs(env),
        [pair("A", "1"), pair("B", "two words"), pair("C", "it is")]
    );
    assert_eq!(pairs(old), [pair("OLD", "one two")]);
    assert_eq!(copy.flag("from"), Some("other"));
    assert_eq!(values(&copy.arguments), ["a", "b", "/dst/"]);
    assert!(add.is_list && !copy.is_list);
    assert_eq!(values(&add.arguments), ["x y", "/dst"]);
    let body = |range: &Range<usize>| SAMPLE.get(range.clone());
    assert_eq!(body(&here.documents[0]), Some("echo 'COPY . .'\n"));
    assert_eq!(
        values(&run.arguments),
        ["apt-get update  && apt-get install x"]
    );
    assert_eq!(body(&two.documents[0]), Some("\tone\n"));
    assert_eq!(body(&two.documents[1]), Some("two\n"));
    assert_eq!(values(&command.arguments), ["echo hi"]);
}

#[test]
fn places_lead_back_to_the_file() {
    let file = parse(SAMPLE);
    let slice = |range: &Range<usize>| SAMPLE.get(range.clone()).unwrap();
    let env = &file.instructions[2];
    assert_eq!(slice(&env.keyword_range), "ENV");
    assert!(slice(&env.range).starts_with("ENV A=1") && slice(&env.range).ends_with("C=it\\ is"));
    let value = |at: usize| slice(&env.pairs[at].value.as_ref().unwrap().range);
    assert_eq!(value(1), "\"two words\"");
    assert_eq!(value(2), "it\\ is");
    assert_eq!(slice(&file.instructions[5].arguments[0].range), "\"x y\"");
    assert_eq!(slice(&file.instructions[4].flags[0].range), "--from=other");
}

#[test]
fn the_escape_can_be_another() {
    let file = parse("# escape=`\nCOPY a `\n  b c:\\\nRUN x");
    assert_eq!(values(&file.instructions[0].arguments), ["a", "b", "c:\\"]);
    assert_eq!(file.instructions.len(), 2);
    // Behind another comment it is one itself.
    let file = parse("# a comment\n# escape=`\nCOPY a \\\n b\n");
    assert_eq!(values(&file.instructions[0].arguments), ["a", "b"]);
}

#[test]
fn what_is_broken_is_read_as_far_as_it_goes() {
    assert!(parse("").instructions.is_empty());
    assert!(parse("# only a comment\n\\\n").instructions.is_empty());
    let file = parse("COPY [\"a\", b]\nENV\nRUN <<EOF\nnever closed");
    assert_eq!(values(&file.instructions[0].arguments), ["[\"a\",", "b]"]);
    assert!(file.instructions[1].pairs.is_empty());
    assert_eq!(file.instructions[2].documents.len(), 1);
    let file = parse("\u{feff}FROM x \\");
    assert_eq!(values(&file.instructions[0].arguments), ["x"]);
}

proptest! {
    #[test]
    fn any_text_is_read(text in r#"(FROM |COPY |ENV |RUN |# escape=`|<<A|[aA="'\\`中 \[\],\-\n\r])*"#) {
        let mut end = 0;
        for instruction in parse(&text).instructions {
            prop_assert!(text.get(instruction.range.clone()).is_some());
            prop_assert!(instruction.range.start >= end);
            end = instruction.range.end;
            let values = instruction.pairs.iter().filter_map(|pair| pair.value.as_ref());
            for piece in instruction.arguments.iter().chain(values) {
                prop_assert!(text.get(piece.range.clone()).is_some(), "{:?}", piece);
            }
            for document in instruction.documents {
                prop_assert!(text.get(document).is_some());
            }
        }
    }
}
