use std::time::{Duration, Instant};

use super::*;
use crate::model::{Decoded, ProblemKind, Span, TextId, Texts};
use crate::syntax::dotenv::{Format, parse};

#[derive(Default)]
struct Fixture {
    texts: Texts,
    outer: Variables,
    variables: Variables,
    origins: Origins,
    budget: Budget,
}

impl Fixture {
    /// `SET=value` outside of all files.
    fn new() -> Self {
        let mut fixture = Self::default();
        let origin = fixture.origins.literal(Span::start_of(TextId(77)));
        fixture
            .outer
            .set("SET", Some(Sensitive::new("value")), origin);
        fixture
    }

    fn read(&mut self, content: &str, format: Format) -> Evaluated {
        let decoded = Decoded::utf8(content);
        let id = self.texts.add(".env", decoded);
        let file = parse(&self.texts.get(id), format);
        evaluate(
            &file,
            &self.outer,
            &mut self.variables,
            &mut self.origins,
            &mut self.budget,
        )
    }

    fn slice(&self, span: Span) -> String {
        self.texts.get(span.text).slice(span).to_owned()
    }

    fn origin(&self, entry: &Entry) -> Origin {
        self.origins.get(entry.origin).expect("known").clone()
    }
}

fn shown(evaluated: &Evaluated) -> Vec<String> {
    let show = |entry: &Entry| match &entry.value {
        Some(value) => format!("{}={}", entry.name, value.expose()),
        None => entry.name.to_string(),
    };
    evaluated.entries.iter().map(show).collect()
}

#[test]
fn outside_first_then_the_lines_before() {
    let mut fixture = Fixture::new();
    let first = fixture.read("A=1\nSET=x\nB=$A$SET\nSET\nNO\n", Format::Compose);
    assert_eq!(
        shown(&first),
        ["A=1", "SET=x", "B=1value", "SET=value", "NO"]
    );
    let second = fixture.read("C=$A\nA=2\nD=$A\n", Format::Compose);
    assert_eq!(shown(&second), ["C=1", "A=2", "D=2"]);
    let set: Vec<_> = fixture.variables.iter().map(|(name, _)| name).collect();
    assert_eq!(set, ["A", "B", "C", "D", "SET"]);
}

#[test]
fn origins_lead_to_the_line_and_its_parts() {
    let mut fixture = Fixture::new();
    let done = fixture.read("密码='a'\r\n密码=\"\\t中${SET}$A\"\r\n", Format::Compose);
    let origin = fixture.origin(&done.entries[1]);
    assert_eq!(fixture.slice(origin.place), "\\t中${SET}$A");
    assert_eq!(origin.replaced, Some(done.entries[0].origin));
    assert!(matches!(&origin.how, How::EnvLine { variable } if &**variable == "密码"));
    let places: Vec<_> = origin
        .parts
        .iter()
        .map(|part| fixture.origins.place(part.origin).expect("known"))
        .map(|place| fixture.slice(place))
        .collect();
    assert_eq!(places, ["\\t中", "", "$A"]);
    assert_eq!(origin.parts[1].range, 4..9);
    let plain = fixture.origin(&done.entries[0]);
    assert_eq!(fixture.slice(plain.place), "a");
    assert!(plain.parts.is_empty());
}

#[test]
fn a_bare_key_leads_outside() {
    let mut fixture = Fixture::new();
    let done = fixture.read("SET\nNO\n", Format::Raw);
    assert_eq!(shown(&done), ["SET=value", "NO"]);
    let cause = fixture
        .origins
        .cause(done.entries[0].origin)
        .expect("known");
    assert_eq!(cause.place.text, TextId(77));
    let unset = fixture.origin(&done.entries[1]);
    assert_eq!(fixture.slice(unset.place), "NO");
    assert!(matches!(unset.how, How::Unset { .. }));
}

#[test]
fn raw_and_single_quotes_are_not_filled_in() {
    let mut fixture = Fixture::new();
    let raw = fixture.read("A=\"$SET\"\n", Format::Raw);
    assert_eq!(shown(&raw), ["A=\"$SET\""]);
    let single = fixture.read("A='$SET${'\n", Format::Compose);
    assert_eq!(shown(&single), ["A=$SET${"]);
}

#[test]
fn a_refused_value_has_its_place_and_the_rest_is_read() {
    let mut fixture = Fixture::new();
    let done = fixture.read("A=x${NO:?m}\nB=${\nC=1\n", Format::Compose);
    assert_eq!(shown(&done), ["A", "B", "C=1"]);
    let kinds: Vec<_> = done.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(
        kinds,
        [ProblemKind::RequiredVariableUnset, ProblemKind::Refused]
    );
    assert_eq!(fixture.slice(done.problems[0].span), "${NO:?m}");
    assert_eq!(fixture.slice(done.problems[1].span), "${");
}

#[test]
fn doubling_lines_are_bounded() {
    let mut content = "A=x\n".to_owned();
    content.push_str(&"A=$A$A\n".repeat(30));
    content.push_str(&"B=$A\n".repeat(100_000));
    let start = Instant::now();
    let done = Fixture::new().read(&content, Format::Compose);
    assert!(start.elapsed() < Duration::from_secs(2));
    let kinds = done.problems.iter().map(|problem| problem.kind);
    assert!(
        kinds
            .into_iter()
            .all(|kind| kind == ProblemKind::LimitExceeded)
    );
    assert!(!done.problems.is_empty());
}
