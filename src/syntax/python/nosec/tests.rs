use super::*;
use crate::syntax::testing::{asked, detail};

/// The rules and the reason of a comment, or the detail of what is wrong with it.
fn read(comment: &str) -> Option<Result<(String, String), String>> {
    let (text, span, ask) = asked(parse, "名 = 1  ", comment)?;
    assert!(text.slice(span).starts_with("nosec"));
    Some(match ask {
        Ok(ask) => {
            assert_eq!(ask.until, None);
            for (rule, place) in &ask.rules {
                let written = text.slice(*place);
                assert!(by_id(written).or_else(|| by_name(written)).as_ref() == Some(rule));
            }
            let rules: Vec<&str> = ask.rules.iter().map(|(rule, _)| rule.as_str()).collect();
            Ok((rules.join(" "), text.slice(ask.reason).to_owned()))
        }
        Err(problem) => {
            assert_eq!(problem.span, span);
            Err(detail(&problem).to_owned())
        }
    })
}

#[allow(clippy::unnecessary_wraps, reason = "as what it is compared with")]
fn good(rules: &str, reason: &str) -> Option<Result<(String, String), String>> {
    Some(Ok((rules.to_owned(), reason.to_owned())))
}

#[test]
fn ids_come_first_and_the_reason_behind_them() {
    assert_eq!(
        read("# nosec B602 the list is ours"),
        good("PY602", "the list is ours")
    );
    assert_eq!(
        read("#nosec: B602,B605"),
        good("PY602 PY605", "nosec: B602,B605")
    );
    assert_eq!(
        read("# nosec B602 , b605; PY607 # 已审核"),
        good("PY602 PY605 PY607", "已审核")
    );
    assert_eq!(
        read("# noqa: S602  # nosec[B602] - checked above "),
        good("PY602", "checked above")
    );
    assert_eq!(read("# nosec B602 ()"), good("PY602", "nosec B602"));
}

#[test]
fn names_of_tests_are_ids_where_no_reason_can_begin() {
    assert_eq!(
        read("# nosec subprocess_popen_with_shell_equals_true,eval"),
        good(
            "PY602 PY307",
            "nosec subprocess_popen_with_shell_equals_true,eval"
        )
    );
    assert_eq!(
        read("# nosec B602 random names are quoted"),
        good("PY602", "random names are quoted")
    );
    for (name, number) in TESTS {
        assert_eq!(by_name(name), by_id(&format!("B{number}")), "{name}");
    }
}

#[test]
fn a_comment_without_an_id_hides_nothing() {
    for comment in [
        "# nosec",
        "#nosec",
        "# nosec: reviewed",
        "# nosec(B60) why",
        "# nosec B6021",
        "# type: ignore # nosec # B602",
    ] {
        let wrong = Some(Err("suppression.nosec".to_owned()));
        assert_eq!(read(comment), wrong, "{comment}");
    }
}

#[test]
fn leaves_other_comments_alone() {
    for comment in [
        "# nosecure",
        "# nosec_x",
        "# see nosec B602",
        "# NOSEC B602",
        "#",
    ] {
        assert_eq!(read(comment), None, "{comment}");
    }
}
