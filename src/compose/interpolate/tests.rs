use crate::model::Sensitive;
use std::time::{Duration, Instant};

use super::*;
use crate::compose::environment::Variables;
use crate::model::TextId;

struct Fixture {
    environment: Variables,
    origins: Origins,
    budget: Budget,
}

/// `SET=value`, `EMPTY=` and `MONEY=$SET` in a text of their own.
fn fixture() -> Fixture {
    let mut origins = Origins::default();
    let mut environment = Variables::default();
    for (at, (name, value)) in [("SET", "value"), ("EMPTY", ""), ("MONEY", "$SET")]
        .into_iter()
        .enumerate()
    {
        let origin = origins.add(Origin {
            place: Span::new(TextId(9), at..at),
            how: How::EnvLine {
                variable: name.into(),
            },
            parts: Vec::new(),
            replaced: None,
        });
        environment.set(name, Some(Sensitive::new(value)), origin);
    }
    Fixture {
        environment,
        origins,
        budget: Budget::default(),
    }
}

impl Fixture {
    /// The template stands at byte 100 of its text.
    fn run<'t>(&mut self, template: &'t str) -> Result<Interpolated<'t>, Problem> {
        Scope {
            environment: &self.environment,
            origins: &mut self.origins,
            budget: &mut self.budget,
        }
        .interpolate(template, &|range| {
            Span::new(TextId(1), range.start + 100..range.end + 100)
        })
    }

    fn value(&mut self, template: &str) -> String {
        self.run(template).expect("accepted").value.into_owned()
    }

    fn problem(&mut self, template: &str) -> Problem {
        self.run(template).err().expect("refused")
    }

    /// The parts as value bytes, text, place and what supplied them.
    fn parts(&self, id: OriginId) -> Vec<(Range<u32>, u32, Range<usize>, How)> {
        let parts = &self.origins.get(id).expect("known").parts;
        parts
            .iter()
            .map(|part| {
                let origin = self.origins.get(part.origin).expect("known");
                let Span { text, .. } = origin.place;
                let how = origin.how.clone();
                (part.range.clone(), text.0, origin.place.range(), how)
            })
            .collect()
    }
}

#[test]
fn values() {
    let mut fixture = fixture();
    for (template, expected) in [
        ("plain", "plain"),
        ("a$$b", "a$b"),
        ("$SET-${SET}", "value-value"),
        ("$MONEY", "$SET"),
        ("$NO|${NO}", "|"),
        ("${EMPTY:-d}|${EMPTY-d}", "d|"),
        ("${NO:-${NO:-x$SET}}", "xvalue"),
        ("${SET:+r}|${EMPTY:+r}|${EMPTY+r}|${NO+r}", "r||r|"),
        ("${SET:?m}|${EMPTY?m}", "value|"),
        ("pa$word", "pa"),
    ] {
        assert_eq!(fixture.value(template), expected, "{template}");
    }
}

#[test]
fn a_string_without_variables_is_literal_and_not_copied() {
    let mut fixture = fixture();
    let plain = fixture.run("plain").expect("accepted");
    assert!(matches!(plain.value, Cow::Borrowed(_)));
    let dollar = fixture.run("a$$b").expect("accepted");
    for (done, end) in [(plain.origin, 105), (dollar.origin, 104)] {
        let origin = fixture.origins.get(done).expect("known");
        assert_eq!(origin.how, How::Literal);
        assert_eq!(origin.place.range(), 100..end);
        assert!(origin.parts.is_empty());
    }
}

#[test]
fn every_byte_knows_where_it_came_from() {
    let mut fixture = fixture();
    let done = fixture
        .run("a$$b${SET}${NO:-d}$NO${SET:+r}c")
        .expect("accepted");
    assert_eq!(done.value, "a$bvaluedrc");
    let variable = |name: &str| std::sync::Arc::<str>::from(name);
    assert_eq!(
        fixture.parts(done.origin),
        [
            (0..3, 1, 100..104, How::Literal),
            (
                3..8,
                9,
                0..0,
                How::EnvLine {
                    variable: variable("SET")
                }
            ),
            (
                8..9,
                1,
                116..117,
                How::Default {
                    variable: variable("NO")
                }
            ),
            (
                9..9,
                1,
                118..121,
                How::Unset {
                    variable: variable("NO")
                }
            ),
            (
                9..10,
                1,
                128..129,
                How::Replacement {
                    variable: variable("SET")
                }
            ),
            (10..11, 1, 130..131, How::Literal),
        ]
    );
}

#[test]
fn a_default_of_variables_has_parts_of_its_own() {
    let mut fixture = fixture();
    let done = fixture.run("x${NO:-y${SET}}").expect("accepted");
    assert_eq!(done.value, "xyvalue");
    let outer = fixture.origins.get(done.origin).expect("known").clone();
    let inner = fixture.parts(outer.parts[1].origin);
    assert_eq!(inner[0], (0..1, 1, 107..108, How::Literal));
    assert_eq!((inner[1].0.clone(), inner[1].1), (1..6, 9));
    let cause = fixture.origins.cause_of(done.origin, 3..5).expect("known");
    assert_eq!(cause.place.text, TextId(9));
}

#[test]
fn refusals_name_the_place_and_no_text() {
    let mut fixture = fixture();
    let problem = fixture.problem("x ${NO:?hunter2}");
    assert_eq!(problem.kind, ProblemKind::RequiredVariableUnset);
    assert_eq!(problem.span.range(), 102..116);
    assert_eq!(problem.args, [("variable", "NO".into())]);
    let problem = fixture.problem("x ${a b} y");
    assert_eq!(problem.kind, ProblemKind::Refused);
    assert_eq!(problem.span.range(), 102..108);
    assert_eq!(problem.args, [("detail", Arg::Text("refused.template"))]);
    for unused in [
        "${SET:-${}",
        "${NO:+${NO:?m}}",
        "${SET:?${}",
        "${SET:-${NO:-${NO?}}}",
    ] {
        fixture.problem(unused);
    }
}

#[test]
fn expansion_is_bounded() {
    let mut fixture = fixture();
    let place = fixture.environment.lookup("SET").expect("set").origin;
    let long = Sensitive::new("x".repeat(MAX_VALUE));
    fixture.environment.set("LONG", Some(long), place);
    assert_eq!(fixture.value("$LONG").len(), MAX_VALUE);
    let problem = fixture.problem("$LONG$SET");
    assert_eq!(problem.kind, ProblemKind::LimitExceeded);
    assert_eq!(problem.span.range(), 105..109);
    fixture.budget = Budget::new(3 * MAX_VALUE);
    let done = (0..9).filter(|_| fixture.run("$LONG").is_ok()).count();
    assert_eq!(done, 3);
}

#[test]
fn hostile_inputs_end_soon() {
    let count = 150_000;
    for input in [
        "$".repeat(1 << 20),
        "$NO".repeat(count),
        "${NO:-".repeat(count) + &"}".repeat(count),
        "${NO:-}".repeat(count),
        "${SET:-x}".repeat(count),
    ] {
        let start = Instant::now();
        let _ = fixture().run(&input);
        let took = start.elapsed();
        let begin: String = input.chars().take(8).collect();
        assert!(took < Duration::from_secs(5), "{begin}: {took:?}");
    }
}
