use proptest::prelude::*;

use super::*;

pub(super) const SAMPLE: &str = "# syntax=docker/dockerfile:1\n# escape=\\\n\n\
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
    assert_eq!(body(&here.documents[0].body), Some("echo 'COPY . .'\n"));
    assert_eq!(
        values(&run.arguments),
        ["apt-get update  && apt-get install x"]
    );
    assert_eq!(body(&two.documents[0].body), Some("\tone\n"));
    assert_eq!(body(&two.documents[1].body), Some("two\n"));
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
    // What follows an open document may be instructions after all.
    assert!(file.instructions[2].documents.is_empty());
    assert_eq!(file.instructions[3].keyword, "NEVER");
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
                prop_assert!(text.get(document.body).is_some());
            }
        }
    }
}

/// Files that builders take.
pub(super) const TABLE: [&str; 23] = [
    "FROM alpine:3.20\nRUN apk add --no-cache curl\n",
    "# syntax=docker/dockerfile:1\nFROM a AS b\nFROM c\nCOPY --from=b /x /y\n",
    "FROM a\r\nRUN x \\\r\n  && y\r\nCMD [\"z\"]\r\n",
    "\u{feff}FROM a\nUSER 1000\n",
    "FROM a\nRUN x \\\n# a comment\n  && y\nUSER b\n",
    "FROM a\nRUN x \\\n\n  && y\nUSER b\n",
    "from a\nrun x\nuser b\n",
    "FROM a\nRUN <<EOF\nUSER x\nEOF\nUSER b\n",
    "FROM a\nRUN <<-EOF\n\tx\n\tEOF\nUSER b\n",
    "FROM a\nCOPY <<A <<B /x/\none\nA\ntwo\nB\nUSER b\n",
    "FROM a\nONBUILD COPY . /app\nONBUILD RUN make\n",
    "# escape=`\nFROM a\nRUN dir `\n  c:\\\nUSER b\n",
    "ARG V=1\nFROM a:${V}\nARG V\nENV A=$V B=\"c d\"\nLABEL x=y\n",
    "FROM a\nHEALTHCHECK --interval=5s CMD curl -f http://localhost/\nEXPOSE 80 443/tcp\n",
    "FROM a\nSHELL [\"/bin/bash\", \"-c\"]\nRUN x\nVOLUME /data\nWORKDIR /app\nSTOPSIGNAL 9\n",
    "FROM a\nENTRYPOINT [\"/a\"]\nCMD b c\n",
    "FROM a\nADD --checksum=sha256:00 https://example.com/a /b\n",
    "FROM a\nRUN --mount=type=secret,id=x --network=none cat /run/secrets/x\nUSER b\n",
    "FROM a\nCOPY x /y\nUSER b\n",
    "FROM a\nWORKDIR /a\nRUN make\nCMD [\"b\"]\n",
    "ARG A\nFROM b\nENV C=d\nEXPOSE 80\n",
    "FROM a AS b\nRUN x\nFROM c\nCOPY y /z\nENTRYPOINT [\"d\"]\n",
    "FROM a\nADD x /y\nVOLUME /z\nSTOPSIGNAL 9\n",
];

#[test]
fn what_is_not_understood_is_noted_and_the_rest_is_read() {
    for (text, whys, rest) in [
        (
            "FROM a\nRUNN x\nUSER b\n",
            &["unknown-instruction"][..],
            "USER",
        ),
        ("FROM a\nRUN <<EOF\nx\nUSER b\n", &["open-document"], "USER"),
        ("FROM a\nUSER\nCMD x\n", &["no-arguments"], "CMD"),
        ("RUN x\nFROM a\nUSER b", &["before-from"], "USER"),
        (
            "ARG A\nFROM a\nONBUILD ONBUILD RUN x\nUSER b",
            &["trigger"],
            "USER",
        ),
        ("# escape=x\nFROM a\nUSER b", &["escape-sign"], "USER"),
        (
            "# escape=`\n# escape=\\\nFROM a\nUSER b",
            &["directive-twice"],
            "USER",
        ),
        (
            "FROM a\nENTRYPOINT []\nHEALTHCHECK NONE\nUSER b",
            &[],
            "USER",
        ),
    ] {
        let file = parse(text);
        let found: Vec<&str> = file.unread.iter().map(|own| own.why).collect();
        let whys: Vec<String> = whys.iter().map(|why| format!("dockerfile.{why}")).collect();
        assert_eq!(found, whys, "{text}");
        let last = file.instructions.last().map(|own| own.keyword.as_str());
        assert_eq!(last, Some(rest), "{text}");
    }
    for text in TABLE {
        assert_eq!(parse(text).unread, [], "{text}");
    }
}

#[test]
fn documents_belong_to_triggers_as_well() {
    let text = "FROM a\nONBUILD RUN <<'X' <<-Y\n$a\nX\n\tb\n\tY\nUSER c\n";
    let file = parse(text);
    let trigger = &file.instructions[1];
    let inner = trigger.inner.as_ref().unwrap();
    assert_eq!(inner.keyword, "RUN");
    let documents: Vec<(&str, bool)> = inner
        .documents
        .iter()
        .map(|own| (text.get(own.body.clone()).unwrap(), own.is_verbatim))
        .collect();
    assert_eq!(documents, [("$a\n", true), ("\tb\n", false)]);
    assert_eq!(file.instructions[2].keyword, "USER");
    // A list reads none, and twice the escape joins nothing.
    let file = parse("FROM a\nRUN [\"a\", \"<<B\"]\nRUN a \\\\\nUSER c\n");
    assert_eq!(file.instructions.len(), 4);
}

#[test]
fn lines_of_commands_lead_back_to_the_file() {
    let text = "FROM a\nRUN one \\\n  # between\n\n  two \\\n three\n";
    let file = parse(text);
    let script = file.instructions[1].script.as_ref().unwrap();
    for word in ["one", "two", "three"] {
        let at = script.text.find(word).unwrap();
        assert_eq!(text.get(script.source(&(at..at + word.len()))), Some(word));
    }
}

#[test]
fn variables_are_replaced_as_the_builder_does() {
    use super::{Lookup, expand};
    let look = |name: &str| match name {
        "A" => Lookup::Value("one".to_owned()),
        "P" => Lookup::Value("a/b/c.tar.gz".to_owned()),
        "E" => Lookup::Value(String::new()),
        "U" => Lookup::Unknown,
        _ => Lookup::Unset,
    };
    for (raw, value) in [
        ("x$A-${A}", "xone-one"),
        ("'$A'\"$A\"\\$A", "$Aone$A"),
        ("${N:-two}${E:-three}${E-four}", "twothree"),
        ("${A:-$U}", "one"),
        ("${A:+yes}${N:+no}${E+set}", "yesset"),
        ("${N:-${M:-deep}}", "deep"),
        ("${A:?gone}", "one"),
        ("${P#*/}", "b/c.tar.gz"),
        ("${P##*/}", "c.tar.gz"),
        ("${P%.*}", "a/b/c.tar"),
        ("${P%%.*}", "a/b/c"),
        ("${P/\\//-}", "a-b/c.tar.gz"),
        ("${P//[/x}", "a/b/c.tar.gz"),
        ("$N", ""),
        ("$", "$"),
        ("100$", "100$"),
    ] {
        let found = expand(raw, '\\', &look);
        assert!(found.is_known, "{raw}");
        assert_eq!(found.value, value, "{raw}");
    }
    for raw in ["$U", "${U:-x}", "${N:-$U}", "${N:?gone}", "${A", "${A!}"] {
        assert!(!expand(raw, '\\', &look).is_known, "{raw}");
    }
    let deep = "${N:-".repeat(5000);
    assert!(!expand(&deep, '\\', &look).is_known);
}

proptest! {
    #[test]
    fn any_word_is_expanded(raw in r#"(\$\{?[AB]|[:\-+?#%/}*'"\\$]|x)*"#) {
        use super::{Lookup, expand};
        expand(&raw, '\\', &|name| match name {
            "A" => Lookup::Value("x/x".to_owned()),
            _ => Lookup::Unset,
        });
    }

    #[test]
    fn changed_files_are_read(at in 0usize..400, cut in 0usize..9, put in r#"[<"'\\\[\n#`-]{0,3}"#) {
        let mut letters: Vec<char> = SAMPLE.chars().collect();
        let start = at.min(letters.len());
        let end = (start + cut).min(letters.len());
        letters.splice(start..end, put.chars());
        let text: String = letters.into_iter().collect();
        for own in parse(&text).instructions {
            prop_assert!(text.get(own.range).is_some());
        }
    }
}

#[test]
fn no_file_is_slow() {
    let open: Vec<String> = (0..20_000).map(|n| format!("RUN <<A{n}")).collect();
    let start = std::time::Instant::now();
    for text in [
        "RUN <<A <<B <<C\n".repeat(20_000),
        open.join("\n"),
        "RUN a \\\n".repeat(50_000),
        format!("RUN {}", "--a=b ".repeat(20_000)),
        format!("ENV {}", "a=\"b ".repeat(20_000)),
    ] {
        parse(&text);
    }
    assert!(start.elapsed().as_secs() < 20);
}
