use super::*;
use crate::syntax::testing::{asked, detail};

/// The ids, the date and the reason; or what is wrong, and where.
type Answer = Result<[String; 3], [String; 2]>;

fn read(comment: &str) -> Option<Answer> {
    let (text, span, ask) = asked(parse, "键: 1 ", comment)?;
    assert!(text.slice(span).to_lowercase().starts_with("hulan:"));
    Some(match ask {
        Ok(ask) => {
            for (id, place) in &ask.rules {
                assert_eq!(text.slice(*place), id);
            }
            let ids: Vec<&str> = ask.rules.iter().map(|(id, _)| id.as_str()).collect();
            let until = ask.until.map_or(String::new(), |(day, place)| {
                assert_eq!(text.slice(place), format!("until={day}"));
                day.to_string()
            });
            Ok([ids.join(" "), until, text.slice(ask.reason).to_owned()])
        }
        Err(problem) => {
            let place = text.slice(problem.span);
            Err([detail(&problem).to_owned(), place.to_owned()])
        }
    })
}

fn good(ids: &str, until: &str, reason: &str) -> [String; 3] {
    [ids.into(), until.into(), reason.into()]
}

fn bad(detail: &str, place: &str) -> [String; 2] {
    [format!("suppression.{detail}"), place.into()]
}

#[test]
fn reads_what_is_asked() {
    assert_eq!(
        read("# hulan: ignore[CTR114] until=2027-01-31 reason words"),
        Some(Ok(good("CTR114", "2027-01-31", "reason words")))
    );
    assert_eq!(
        read("## Hulan:ignore[CTR114, SEC101]: 厂商尚未支持 \r"),
        Some(Ok(good("CTR114 SEC101", "", "厂商尚未支持")))
    );
    assert_eq!(
        read("# hulan: ignore[CTR114] until the vendor allows it"),
        Some(Ok(good("CTR114", "", "until the vendor allows it")))
    );
}

#[test]
fn says_what_is_wrong_and_where() {
    let whole = "hulan: ignore CTR114 why";
    assert_eq!(
        read("# hulan: ignore CTR114 why"),
        Some(Err(bad("bracket", whole)))
    );
    let whole = "hulan: ignore[CTR114 why";
    assert_eq!(
        read("# hulan: ignore[CTR114 why"),
        Some(Err(bad("bracket", whole)))
    );
    assert_eq!(
        read("# hulan: ignore[] why"),
        Some(Err(bad("no-rule", "[]")))
    );
    assert_eq!(
        read("# hulan: ignore[A1,] why"),
        Some(Err(bad("no-rule", ",]")))
    );
    let whole = "hulan: ignore[CTR114]";
    assert_eq!(
        read("# hulan: ignore[CTR114]"),
        Some(Err(bad("reason", whole)))
    );
    let whole = "hulan: ignore[CTR114] --";
    assert_eq!(
        read("# hulan: ignore[CTR114] --"),
        Some(Err(bad("reason", whole)))
    );
    assert_eq!(
        read("# hulan: ingore[A1] why"),
        Some(Err(bad("word", "ingore")))
    );
    for date in [
        "until=2027-02-30",
        "until=20270131",
        "until:2027-01-31",
        "until=",
        "until=x",
        "until：1",
    ] {
        let comment = format!("# hulan: ignore[A1] {date} why");
        assert_eq!(read(&comment), Some(Err(bad("date", date))));
    }
    assert_eq!(
        read("# hulan: ignore[A1] until 2027-01-31 why"),
        Some(Err(bad("date", "until")))
    );
    assert_eq!(
        read("# hulan: ignore[A1] why until=2027-01-31"),
        Some(Err(bad("until-late", "until=")))
    );
}

#[test]
fn leaves_comments_for_people_alone() {
    for comment in [
        "# see hulan: ignore[CTR114] why",
        "# hulan: the scanner",
        "# hulan",
        "#",
        "# 护栏",
    ] {
        assert_eq!(read(comment), None, "{comment}");
    }
}
