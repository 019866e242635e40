use super::*;
use crate::model::{Decoded, Texts};
use crate::syntax::dotenv::{Format, parse};

/// Kind, name, lengths and the text at the place of each difference.
fn found(content: &str, format: Format) -> Vec<(Kind, String, usize, usize, String)> {
    let texts = Texts::default();
    let decoded = Decoded::utf8(content);
    let text = texts.get(texts.add("x", decoded));
    let file = parse(&text, format);
    file.differences(content, &|name| name == "ELSEWHERE")
        .into_iter()
        .map(|one| {
            let place = text.slice(one.span).to_owned();
            (one.kind, one.name, one.written, one.effective, place)
        })
        .collect()
}

#[test]
fn counts_what_was_written_and_what_it_became() {
    use Kind::*;
    let node = ReaderDisagrees(Library::Node);
    let python = ReaderDisagrees(Library::Python);
    for (content, kind, written, effective, place) in [
        ("A=pa$word", Cut, 7, 2, "pa$word"),
        ("A=\"pa$word$$\"", Cut, 8, 3, "pa$word$$"),
        ("A=$2b$10$zhabc.def", Cut, 16, 10, "$2b$10$zhabc.def"),
        ("A=$ecret", Cut, 6, 0, "$ecret"),
        ("A=secret$HOME", Spliced, 11, 6, "secret$HOME"),
        ("A= # set me", CommentAsValue, 0, 8, "# set me"),
        ("A=# set me", CommentAsValue, 0, 8, "# set me"),
        ("A= #可选", CommentAsValue, 0, 3, "#可选"),
        ("A= #", CommentAsValue, 0, 1, "#"),
        ("A=secret\t#note", CommentAsValue, 6, 12, "secret\t#note"),
        ("A=\"sec\"ret # x", TextLost, 6, 3, "sec\"ret"),
        ("A='sec' ret", TextLost, 6, 3, "sec' ret"),
        ("A=`a b`", QuotesStay, 3, 5, "`a b`"),
        ("A=“a”", QuotesStay, 1, 3, "“a”"),
        ("A=one\nA=two2", Duplicate, 3, 4, "A"),
        ("A=secret#note", node, 11, 6, "secret#note"),
        ("A=\"a\\\"b\"", node, 3, 4, "a\\\"b"),
        ("A: 1", python, 1, 0, "1"),
    ] {
        let expected = vec![(kind, "A".to_owned(), written, effective, place.to_owned())];
        assert_eq!(found(content, Format::Compose), expected, "{content}");
    }
    for (content, kind, written, effective, place) in [
        ("A=\"x\"", QuotesStay, 1, 3, "\"x\""),
        ("A=x # y", CommentAsValue, 1, 5, "x # y"),
        ("A= # y", CommentAsValue, 0, 4, " # y"),
    ] {
        let expected = vec![(kind, "A".to_owned(), written, effective, place.to_owned())];
        assert_eq!(found(content, Format::Raw), expected, "{content}");
    }
}

#[test]
fn what_was_meant_is_no_difference() {
    for content in [
        "A=${N}\nB=$HOST:$PORT\nC='pa$word'\nD=pa$$word\nE=\"pa\\$word\"",
        "word=1\nA=pa$word\nB=pa$ELSEWHERE",
        "A=#fff\nB=#channel\nC=pa#ss\nD='# x'\nE=x # y",
        "A=\"x\" # y\nB='x'#y\nC=\"x\" D=1",
        "A=1\nA=1\nB=\nB=2\nC=1\nC",
        "A={\"a\": 1}\nB=it's\nC=\"a\nb\"",
        "A=\nB= \n",
        "A='it's'\n",
    ] {
        let mut found = found(content, Format::Compose);
        // Of these, libraries read some otherwise: that is another theme.
        found.retain(|one| !matches!(one.0, Kind::ReaderDisagrees(_)));
        assert_eq!(found, [], "{content}");
    }
    let raw = "A=pa$word\nB=x #y\nC=it's \"so\"\nD=#fff\n";
    assert_eq!(found(raw, Format::Raw), []);
}

#[test]
fn the_last_of_several_losers_stands_for_all() {
    let all = found("A=1\nA=22\nA=1\nA=333\n", Format::Compose);
    let lengths: Vec<_> = all.iter().map(|one| (one.0, one.2, one.3)).collect();
    assert_eq!(lengths, [(Kind::Duplicate, 1, 3)]);
}
