//! `JUnit` XML: the test pages of Jenkins, GitLab, Azure and most others.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use jiff::{Timestamp, tz::TimeZone};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::severity_key;
use super::told::{One, Part, Told, rule};
use super::words::say;

/// What became of a case.
enum Fate {
    /// The rule was asked, and found nothing.
    Passed,
    /// A finding: how bad, in a word, the sentence, and all there is to say.
    Failed(String, String, String),
    /// Something was not read or not followed.
    Broken(String, String),
    /// A finding that is not to be acted on: why.
    Skipped(String),
}

struct Case {
    class: String,
    name: String,
    /// Where, from the top of the repository.
    place: Option<(String, usize)>,
    fate: Fate,
}

/// A suite for each family of rules, and for each machine where there are several. A case for each
/// finding: to act on, failed; suppressed or accepted, skipped; something that was not read or
/// followed, an error. A rule that was asked about something and found nothing is a case that passed:
/// a suite without any is taken for one that did not run.
pub fn junit(told: &Told) -> String {
    let suites: Vec<_> = told
        .parts
        .iter()
        .flat_map(|part| {
            let suites = suites(told, part).into_iter();
            suites.map(move |(family, cases)| (part, family, cases))
        })
        .collect();
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing into memory does not fail.
    let _ = write_all(&mut writer, &suites);
    let mut text = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    text.push('\n');
    text
}

fn suites(told: &Told, part: &Part) -> BTreeMap<String, Vec<Case>> {
    let mut suites: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in &part.saved.findings {
        let mut case = case(told, One { part, finding });
        // Pages tell cases apart by their names.
        let key = (case.class.clone(), case.name.clone());
        let nth = seen.entry(key).or_insert(0);
        *nth += 1;
        if *nth > 1 {
            let _ = write!(case.name, " {nth}");
        }
        suites.entry(family(&finding.rule)).or_default().push(case);
    }
    for tally in part.saved.rules.iter().filter(|one| one.subjects > 0) {
        let is_found = part.saved.findings.iter().any(|one| one.rule == tally.rule);
        if is_found {
            continue;
        }
        let title = rule(&tally.rule).map(|rule| rule.title.get(told.lang));
        suites.entry(family(&tally.rule)).or_default().push(Case {
            class: class(&tally.rule),
            name: title.unwrap_or(&tally.rule).to_owned(),
            place: None,
            fate: Fate::Passed,
        });
    }
    suites
}

/// `CTR` of `CTR114`.
fn family(rule: &str) -> String {
    rule.trim_end_matches(|c: char| c.is_ascii_digit())
        .to_owned()
}

fn class(rule: &str) -> String {
    format!("{}.{rule}", env!("CARGO_PKG_NAME"))
}

fn case(told: &Told, one: One<'_>) -> Case {
    let lang = told.lang;
    let finding = one.finding;
    let path = one.shown_path();
    let sentence = one.sentence(lang);
    // No line: the name stays while lines move.
    let subject = &*finding.subject.name;
    let name = if subject == path {
        format!("{}: {path}", one.title(lang))
    } else {
        format!("{}: {subject} ({path})", one.title(lang))
    };
    let line = finding.location.line;
    let mut all = format!("{path}:{line}: {sentence}");
    if let Some(rule) = one.rule() {
        let why = say(lang, "text.why", &[("text", rule.why.get(lang))]);
        let fix = say(lang, "text.fix", &[("text", rule.fix.get(lang))]);
        all = [all, why, fix].join("\n");
    }
    let fate = if !finding.is_active() {
        let status = &*finding.status;
        Fate::Skipped(match finding.reason() {
            Some(reason) => format!("{status}: {reason}"),
            None => status.to_owned(),
        })
    } else if one.is_about_the_scan() {
        Fate::Broken(sentence, all)
    } else {
        let severity = say(lang, severity_key(finding.severity), &[]);
        Fate::Failed(severity, sentence, all)
    };
    Case {
        class: class(&finding.rule),
        name,
        place: Some((path, line)),
        fate,
    }
}

/// How many cases there are, failed, broken and skipped.
fn figures<'c>(cases: impl Iterator<Item = &'c Case>) -> [(&'static str, String); 4] {
    let mut counts = [0_usize; 4];
    let [all, failed, broken, skipped] = &mut counts;
    for case in cases {
        *all += 1;
        match case.fate {
            Fate::Passed => {}
            Fate::Failed(..) => *failed += 1,
            Fate::Broken(..) => *broken += 1,
            Fate::Skipped(_) => *skipped += 1,
        }
    }
    let counts = counts.map(|count| count.to_string());
    let [all, failed, broken, skipped] = counts;
    [
        ("tests", all),
        ("failures", failed),
        ("errors", broken),
        ("skipped", skipped),
    ]
}

type Suite<'t> = (&'t Part, String, Vec<Case>);

fn write_all(writer: &mut Writer<Vec<u8>>, suites: &[Suite<'_>]) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = figures(suites.iter().flat_map(|(_, _, cases)| cases));
    let mut top = writer
        .create_element("testsuites")
        .with_attribute(("name", env!("CARGO_PKG_NAME")));
    for (key, count) in &all {
        top = top.with_attribute((*key, count.as_str()));
    }
    top.write_inner_content(|writer| {
        for suite in suites {
            write_suite(writer, suite)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_suite(writer: &mut Writer<Vec<u8>>, suite: &Suite<'_>) -> io::Result<()> {
    let (part, family, cases) = suite;
    let figures = figures(cases.iter());
    let time = time(part.saved.time);
    let mut element = writer
        .create_element("testsuite")
        .with_attribute(("name", family.as_str()))
        .with_attribute(("timestamp", time.as_str()));
    if let Some(machine) = &part.machine {
        element = element.with_attribute(("hostname", &**machine));
    }
    for (key, count) in &figures {
        element = element.with_attribute((*key, count.as_str()));
    }
    element.write_inner_content(|writer| {
        for case in cases {
            write_case(writer, case)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_case(writer: &mut Writer<Vec<u8>>, case: &Case) -> io::Result<()> {
    let mut element = writer
        .create_element("testcase")
        .with_attribute(("classname", case.class.as_str()))
        .with_attribute(("name", case.name.as_str()))
        .with_attribute(("time", "0"));
    let line;
    if let Some((path, number)) = &case.place {
        line = number.to_string();
        element = element
            .with_attribute(("file", path.as_str()))
            .with_attribute(("line", line.as_str()));
    }
    match &case.fate {
        Fate::Passed => element.write_empty()?,
        Fate::Failed(kind, message, all) => element.write_inner_content(|writer| {
            let inner = writer.create_element("failure");
            let inner = inner.with_attribute(("type", kind.as_str()));
            let inner = inner.with_attribute(("message", message.as_str()));
            inner.write_text_content(BytesText::new(all))?;
            Ok(())
        })?,
        Fate::Broken(message, all) => element.write_inner_content(|writer| {
            let inner = writer.create_element("error");
            let inner = inner.with_attribute(("message", message.as_str()));
            inner.write_text_content(BytesText::new(all))?;
            Ok(())
        })?,
        Fate::Skipped(why) => element.write_inner_content(|writer| {
            let inner = writer.create_element("skipped");
            inner
                .with_attribute(("message", why.as_str()))
                .write_empty()?;
            Ok(())
        })?,
    };
    Ok(())
}

/// The time in UTC, which the format leaves unsaid.
fn time(time: Timestamp) -> String {
    let time = time.to_zoned(TimeZone::UTC);
    time.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
