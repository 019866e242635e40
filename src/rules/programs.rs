//! Asks the rules about Python programs.

use std::collections::HashMap;
use std::path::Path;

use super::occurrence::{CauseKey, Occurrence, Subject};
use super::out::{Out, Placing, Tally};
use super::policy::{Check, Rule};
use crate::meaning::programs::Runtime;
use crate::meaning::python::{Arg, Found, Interest, Literal, Program, PythonOptions};
use crate::model::{Exposure, Severity, TextId};
use crate::syntax::python::{Dialect, Tree, parse};

/// Code inside of code inside of code: deeper it is not looked for.
const MOST_NESTED: usize = 3;

/// Functions that run the text that they are given.
const RUNNING: [&str; 8] = [
    "exec",
    "eval",
    "compile",
    "runpy.run_path",
    "code.InteractiveInterpreter().runsource",
    "timeit.timeit",
    "timeit.Timer",
    "cProfile.run",
];

/// The rules about Python, and what they ask for.
pub struct AskedPrograms {
    about_programs: Vec<(usize, &'static Rule)>,
    about_calls: Vec<(usize, &'static Rule)>,
    /// Of those the ones that ask about lines of notebooks as well.
    about_lines: Vec<usize>,
    interest: Interest,
}

/// What the rules say of a program.
pub struct AboutProgram {
    /// What is not as it should be. The places are in the texts as they are numbered by the caller.
    pub occurrences: Vec<Occurrence>,
    /// How often each rule was asked, by its number among all.
    pub tallies: Vec<(usize, Tally)>,
}

impl AskedPrograms {
    /// Of `rules` those about Python.
    pub fn new(rules: &[&'static Rule], options: &PythonOptions) -> Self {
        let mut asked = Self {
            about_programs: Vec::new(),
            about_calls: Vec::new(),
            about_lines: Vec::new(),
            interest: Interest::default(),
        };
        for (number, rule) in rules.iter().enumerate() {
            match rule.check {
                Check::Python(_) => asked.about_programs.push((number, rule)),
                Check::Call(_) => {
                    let who = asked.about_calls.len();
                    asked.about_calls.push((number, rule));
                    asked.about_lines.extend(rule.calls.lines.then_some(who));
                    asked.interest_of(rule, who, options);
                }
                _ => {}
            }
        }
        if !asked.about_calls.is_empty() {
            for name in RUNNING {
                asked.interest.add_name(name, usize::MAX);
            }
        }
        asked
    }

    fn interest_of(&mut self, rule: &Rule, who: usize, options: &PythonOptions) {
        for name in rule.calls.names {
            match options.list(name) {
                Some(listed) => {
                    for name in listed {
                        self.interest.add_name(name, who);
                    }
                }
                None => self.interest.add_name(name, who),
            }
        }
        for method in rule.calls.methods {
            self.interest.add_method(method, who);
        }
        for keyword in rule.calls.keywords {
            self.interest.add_keyword(keyword, who);
        }
        if rule.calls.handed_on {
            self.interest.add_references(who);
        }
    }

    /// Asks about a program that stands in text `text`, from its first byte on. `name` is what it is
    /// called.
    pub fn ask(&self, program: &Program<'_>, text: TextId, name: &str) -> AboutProgram {
        let subject = Subject {
            kind: "program",
            name: name.to_owned(),
            project: None,
        };
        let mut asking = Asking {
            asked: self,
            subject,
            occurrences: Vec::new(),
            tallies: HashMap::new(),
        };
        asking.about(program, &Placing::From(text, 0), 0);
        let mut occurrences = asking.occurrences;
        name_roles(&mut occurrences);
        if program.runtime() == Runtime::Prompt {
            // Nothing runs it as it stands.
            for occurrence in &mut occurrences {
                occurrence.severity = Severity::Info;
            }
        }
        let mut tallies: Vec<(usize, Tally)> = asking.tallies.into_iter().collect();
        tallies.sort_by_key(|(number, _)| *number);
        AboutProgram {
            occurrences,
            tallies,
        }
    }
}

struct Asking<'a> {
    asked: &'a AskedPrograms,
    subject: Subject,
    occurrences: Vec<Occurrence>,
    tallies: HashMap<usize, Tally>,
}

impl Asking<'_> {
    fn about(&mut self, program: &Program<'_>, placing: &Placing, depth: usize) {
        if !self.asked.about_calls.is_empty() {
            for found in program.find(&self.asked.interest) {
                self.about_call(program, &found, placing, depth);
            }
        }
        // Only a notebook has such lines.
        let has_lines = match program.runtime() {
            Runtime::Notebook | Runtime::Prompt => true,
            Runtime::Host => Path::new(&self.subject.name)
                .extension()
                .is_some_and(|end| end.eq_ignore_ascii_case("ipy")),
            Runtime::DifySandbox | Runtime::FastgptSandbox | Runtime::Plugin => false,
        };
        if has_lines && !self.asked.about_lines.is_empty() {
            for found in program.lines(&self.asked.about_lines) {
                self.about_call(program, &found, placing, depth);
            }
        }
        for (number, rule) in &self.asked.about_programs {
            let Check::Python(check) = rule.check else {
                continue;
            };
            let mut out = self.out(*number, rule, placing, program.tree());
            check(program, &mut out);
        }
    }

    fn about_call(
        &mut self,
        program: &Program<'_>,
        found: &Found,
        placing: &Placing,
        depth: usize,
    ) {
        let before = self.occurrences.len();
        for (who, name) in &found.asked {
            let Some((number, rule)) = self.asked.about_calls.get(*who) else {
                continue;
            };
            let Check::Call(check) = rule.check else {
                continue;
            };
            let call = program.call(found, name);
            let mut out = self.out(*number, rule, placing, program.tree());
            check(&call, &mut out);
        }
        let role = || {
            let around = program.surroundings(found.id);
            let call = program.call(found, &"".into());
            format!("{around}/{}", call.method())
        };
        if self.occurrences.len() > before {
            let role = role();
            for occurrence in self.occurrences.iter_mut().skip(before) {
                if occurrence.role.is_empty() {
                    occurrence.role.clone_from(&role);
                }
            }
        }
        if depth < MOST_NESTED && !found.is_reference {
            self.about_texts(program, found, placing, depth);
        }
    }

    /// Programs that a call is given as a text that is known.
    fn about_texts(
        &mut self,
        program: &Program<'_>,
        found: &Found,
        placing: &Placing,
        depth: usize,
    ) {
        let call = program.call(found, &"".into());
        if !call.is_one_of(&RUNNING) {
            return;
        }
        let Some(given) = call.positional(0) else {
            return;
        };
        for text in texts(&given) {
            let Some(tree) = parse(&text, Dialect::Plain) else {
                continue;
            };
            let nested = Program::new(
                &text,
                tree,
                program.runtime(),
                program.is_generated(),
                program.options(),
            );
            let inner = inside(program, &given, &text, placing)
                .unwrap_or_else(|| Placing::At(placing.span(given.range())));
            self.about(&nested, &inner, depth + 1);
        }
    }

    fn out<'o>(
        &'o mut self,
        number: usize,
        rule: &'static Rule,
        placing: &Placing,
        tree: &'o Tree,
    ) -> Out<'o> {
        let tally = self.tallies.entry(number).or_default();
        let subject = self.subject.clone();
        let occurrences = &mut self.occurrences;
        Out::new(rule, subject, Exposure::Internal, occurrences, tally).placed(placing, tree)
    }
}

/// The texts that an argument may be, bytes included.
fn texts(given: &Arg<'_, '_>) -> Vec<std::rc::Rc<str>> {
    use crate::meaning::python::Value;
    let mut texts = given.strings();
    for value in given.value().values.iter() {
        if let Value::Bytes(bytes) = value
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            texts.push(text.into());
        }
    }
    texts
}

/// Where a text stands that is written in the program just as it is.
fn inside(
    program: &Program<'_>,
    given: &Arg<'_, '_>,
    text: &str,
    placing: &Placing,
) -> Option<Placing> {
    let Literal::Str(literal) = given.literal() else {
        return None;
    };
    let range = given.range();
    let written = program.code().get(range.clone())?;
    let start = written.find(text)?;
    match placing {
        Placing::From(of, base) if literal == text => {
            Some(Placing::From(*of, base + range.start + start))
        }
        _ => None,
    }
}

/// Of several with one name in one place each gets a number, so that one that is new is told from
/// those that were there.
fn name_roles(occurrences: &mut [Occurrence]) {
    let mut counts: HashMap<(&'static str, String), usize> = HashMap::new();
    occurrences.sort_by_key(|occurrence| match occurrence.cause {
        CauseKey::Place(place) => (place.start, place.end),
        CauseKey::Missing(_) => (0, 0),
    });
    for occurrence in occurrences {
        let key = (occurrence.rule.id, occurrence.role.clone());
        let count = counts.entry(key).or_default();
        *count += 1;
        if *count > 1 {
            occurrence.role = format!("{}#{count}", occurrence.role);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::*;
    use crate::rules::RULES;

    /// Programs of this project, and of the Python of this machine where there is one.
    fn programs() -> Vec<(PathBuf, String)> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
        let mut all = Vec::new();
        for folder in ["bandit", "evasions", "lookalikes"] {
            for path in files(&own.join(folder)) {
                let text = std::fs::read_to_string(&path).expect("text");
                let snippets = text.split("\n### ");
                let snippets = snippets.map(|own| match path.extension() {
                    Some(end) if end == "txt" => own.split_once('\n').map_or("", |(_, code)| code),
                    _ => own,
                });
                all.extend(snippets.map(|own| (path.clone(), own.to_owned())));
            }
        }
        assert!(all.len() > 700, "{}", all.len());
        let library = files(Path::new("/usr/lib/python3")).into_iter();
        let library = library.chain(files(Path::new("/usr/lib/python3.11")));
        for path in library.filter(|path| path.extension().is_some_and(|end| end == "py")) {
            match std::fs::read_to_string(&path) {
                Ok(text) if text.len() < 100_000 => all.push((path, text)),
                _ => {}
            }
        }
        all
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let deeper = paths.iter().filter(|path| path.is_dir());
        let deeper: Vec<PathBuf> = deeper.flat_map(|path| files(path)).collect();
        paths.retain(|path| path.is_file());
        paths.extend(deeper);
        paths
    }

    #[test]
    fn what_is_not_followed_leads_nowhere() {
        let options = PythonOptions::default();
        let rules: Vec<&'static Rule> = RULES.to_vec();
        let asked = AskedPrograms::new(&rules, &options);
        let mut count = 0;
        for (path, code) in programs() {
            let program = || {
                let tree = parse(&code, Dialect::Plain).expect("short");
                Program::new(&code, tree, Runtime::Host, false, &options)
            };
            let places = |found: Vec<Found>| -> BTreeSet<(u32, usize)> {
                let all = found.iter();
                all.flat_map(|own| own.asked.iter().map(|(who, _)| (own.id.0, *who)))
                    .collect()
            };
            let everywhere = places(program().find_everywhere(&asked.interest));
            let found = places(program().find(&asked.interest));
            let lost: Vec<_> = everywhere.difference(&found).collect();
            assert!(lost.is_empty(), "{}: {lost:?}\n{code}", path.display());
            count += found.len();
        }
        assert!(count > 1000, "{count}");
    }
}
