//! A command of a script: which program it starts, and what it tells it.

use std::ops::Range;

use crate::syntax::host_script::{self, Command, Piece, Said, Script, Shell, Word};

/// Other names of commands of PowerShell.
const ALIASES: [(&str, &str); 20] = [
    ("iex", "invoke-expression"),
    ("iwr", "invoke-webrequest"),
    ("wget", "invoke-webrequest"),
    ("irm", "invoke-restmethod"),
    ("icm", "invoke-command"),
    ("saps", "start-process"),
    ("start", "start-process"),
    ("sp", "set-itemproperty"),
    ("set-itemproperty", "set-itemproperty"),
    ("si", "set-item"),
    ("ni", "new-item"),
    ("spsv", "stop-service"),
    ("%", "foreach-object"),
    ("foreach", "foreach-object"),
    ("?", "where-object"),
    ("where", "where-object"),
    ("echo", "write-output"),
    ("write", "write-output"),
    ("ii", "invoke-item"),
    ("sajb", "start-job"),
];

/// A command of a script.
#[derive(Clone, Copy)]
pub struct Line<'s> {
    /// The script that it stands in.
    pub script: &'s Script,
    /// Its words.
    pub command: &'s Command,
    /// Who runs it.
    pub shell: Shell,
}

/// A value that a command is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What is known of it.
    pub text: String,
    /// Whether that is all.
    pub is_known: bool,
    /// Its bytes; those of its word, where they cannot be told apart.
    pub range: Range<usize>,
}

impl Value {
    /// Whether it is this word, in any case of letters.
    pub fn is(&self, word: &str) -> bool {
        self.is_known && self.text.trim().eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words.
    pub fn is_one(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether it turns something on.
    pub fn is_on(&self) -> bool {
        self.is_one(&["$true", "true", "1", "yes", "enable", "enabled", "on"])
    }

    /// Whether it turns something off.
    pub fn is_off(&self) -> bool {
        self.is_one(&["$false", "false", "0", "no", "disable", "disabled", "off"])
    }

    /// Its parts between commas.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.text
            .split(',')
            .map(str::trim)
            .filter(|own| !own.is_empty())
    }
}

impl<'s> Line<'s> {
    /// A command as one of its shell.
    pub fn new(script: &'s Script, command: &'s Command, shell: Shell) -> Self {
        Self {
            script,
            command,
            shell,
        }
    }

    /// The program in lower case, without its folder and its ending, by its proper name; empty of an
    /// expression.
    pub fn program(&self) -> String {
        let first = self
            .command
            .words
            .first()
            .filter(|_| !self.command.is_expression);
        let Some(said) = first
            .map(|own| self.script.said(own))
            .filter(|own| own.is_known)
        else {
            return String::new();
        };
        let path = said.text.trim();
        let name = path
            .rsplit(['\\', '/'])
            .next()
            .unwrap_or(path)
            .to_ascii_lowercase();
        let endings = [".exe", ".cmd", ".bat", ".com"];
        let name = endings
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(&name);
        let alias = ALIASES
            .iter()
            .find(|(own, _)| self.shell == Shell::PowerShell && *own == name);
        alias.map_or(name, |(_, full)| full).to_owned()
    }

    /// What its program is, as it is written, and where.
    pub fn head(&self) -> Option<&'s Word> {
        self.command.words.first()
    }

    /// Its arguments.
    pub fn arguments(&self) -> &'s [Word] {
        self.command.words.get(1..).unwrap_or_default()
    }

    /// What a word says.
    pub fn said(&self, word: &Word) -> Said {
        self.script.said(word)
    }

    /// A word as a value.
    pub fn value(&self, word: &Word) -> Value {
        let said = self.said(word);
        Value {
            text: said.text,
            is_known: said.is_known,
            range: word.range.clone(),
        }
    }

    /// All its words, as far as they are known, with blanks between them.
    pub fn text(&self) -> String {
        let words = self.command.words.iter().map(|own| self.said(own).text);
        words.collect::<Vec<_>>().join(" ")
    }

    /// The value of a parameter of PowerShell, which may be shortened: `-LocalPort 80`,
    /// `-LocalPort:80`. A switch without a value is on.
    pub fn parameter(&self, wanted: &[&str]) -> Option<Value> {
        let words = self.arguments();
        words.iter().enumerate().find_map(|(number, word)| {
            let (name, behind) = self.name_of(word)?;
            let names = |own: &&str| {
                let is_short = name.len() >= 3
                    && own
                        .get(..name.len())
                        .is_some_and(|start| start.eq_ignore_ascii_case(&name));
                own.eq_ignore_ascii_case(&name) || is_short
            };
            if !wanted.iter().any(names) {
                return None;
            }
            if let Some(value) = behind {
                return Some(value);
            }
            let next = words
                .get(number + 1)
                .filter(|next| self.name_of(next).is_none());
            Some(next.map_or_else(
                || Value {
                    text: "$true".to_owned(),
                    is_known: true,
                    range: word.range.clone(),
                },
                |next| self.value(next),
            ))
        })
    }

    /// The name of a parameter, without its dash, and the value behind its colon.
    fn name_of(&self, word: &Word) -> Option<(String, Option<Value>)> {
        let said = word.is_bare.then(|| self.said(word))?;
        let name = said.text.strip_prefix('-')?;
        if !name.starts_with(|own: char| own.is_ascii_alphabetic()) {
            return None;
        }
        let Some((name, value)) = name.split_once(':') else {
            return Some((name.to_owned(), None));
        };
        let value = (!value.is_empty() || !said.is_known).then(|| Value {
            text: value.to_owned(),
            is_known: said.is_known,
            range: word.range.clone(),
        });
        Some((name.to_owned(), value))
    }

    /// The arguments that are no parameters of PowerShell and no values of them, unless those are
    /// `switches`, which have none.
    pub fn operands(&self, switches: &[&str]) -> Vec<Value> {
        let mut operands = Vec::new();
        let mut is_value = false;
        for word in self.arguments() {
            if let Some((name, behind)) = self.name_of(word) {
                let is_switch = switches.iter().any(|own| own.eq_ignore_ascii_case(&name));
                is_value = behind.is_none() && !is_switch;
            } else if std::mem::take(&mut is_value) {
            } else {
                operands.push(self.value(word));
            }
        }
        operands
    }

    /// The value of an option of a program of Windows: `/ru SYSTEM`, `/pass:word`, `-ru SYSTEM`.
    pub fn option(&self, wanted: &[&str]) -> Option<Value> {
        let words = self.arguments();
        words.iter().enumerate().find_map(|(number, word)| {
            let said = self.said(word);
            let text = said.text.strip_prefix(['/', '-'])?;
            let (name, behind) = match text.split_once([':', '=']) {
                Some((name, value)) => (name, Some(value)),
                None => (text, None),
            };
            if !wanted.iter().any(|own| own.eq_ignore_ascii_case(name)) {
                return None;
            }
            match behind.filter(|own| !own.is_empty() || !said.is_known) {
                Some(value) => Some(Value {
                    text: value.to_owned(),
                    is_known: said.is_known,
                    range: word.range.clone(),
                }),
                None => words.get(number + 1).map(|next| self.value(next)),
            }
        })
    }

    /// Whether it has such a word.
    pub fn has(&self, wanted: &[&str]) -> bool {
        self.word(wanted).is_some()
    }

    /// The first argument that is one of these, in any case of letters.
    pub fn word(&self, wanted: &[&str]) -> Option<&'s Word> {
        self.arguments().iter().find(|word| {
            let said = self.said(word);
            said.is_known
                && wanted
                    .iter()
                    .any(|own| own.eq_ignore_ascii_case(&said.text))
        })
    }

    /// The value of `name=value`.
    pub fn pair(&self, wanted: &str) -> Option<Value> {
        self.arguments().iter().find_map(|word| {
            let said = self.said(word);
            let (name, value) = said.text.split_once('=')?;
            name.eq_ignore_ascii_case(wanted).then(|| Value {
                text: value.to_owned(),
                is_known: said.is_known,
                range: word.range.clone(),
            })
        })
    }

    /// Whether its words begin with these.
    pub fn begins(&self, words: &[&str]) -> bool {
        let mut own = self.arguments().iter();
        words.iter().all(|word| {
            let next = own.next().map(|own| self.said(own));
            next.is_some_and(|own| own.is_known && own.text.eq_ignore_ascii_case(word))
        })
    }

    /// The command whose output it reads.
    pub fn before(&self) -> Option<Line<'s>> {
        let command = self.script.commands.get(self.command.follows?)?;
        Some(Self { command, ..*self })
    }

    /// The commands in brackets of it.
    pub fn within(&self) -> impl Iterator<Item = Line<'s>> {
        let own = *self;
        let groups = || {
            self.command
                .words
                .iter()
                .flat_map(|word| word.groups.iter().copied())
        };
        let groups: Vec<usize> = groups().collect();
        let commands = self.script.commands.iter().filter(move |other| {
            groups
                .iter()
                .any(|group| own.script.is_within(other.group, *group))
        });
        commands.map(move |command| Self { command, ..own })
    }

    /// The variables of a word.
    pub fn variables<'w>(&self, word: &'w Word) -> impl Iterator<Item = &'w str> {
        word.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(name) | Piece::Member(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The script that it hands to another shell: `powershell -Command "…"`, `cmd /c …`.
    pub(super) fn inner(&self, content: &str) -> Option<(Shell, Script)> {
        let words = self.arguments();
        let find = |is_one: &dyn Fn(&str) -> bool| {
            words
                .iter()
                .position(|own| is_one(&self.said(own).text.to_ascii_lowercase()))
        };
        let (shell, at) = match self.program().as_str() {
            "powershell" | "pwsh" => {
                let is_command = |own: &str| {
                    own.len() > 1
                        && ["-command", "/command"]
                            .iter()
                            .any(|full| full.starts_with(own))
                };
                (Shell::PowerShell, find(&is_command)?)
            }
            "cmd" => (Shell::Cmd, find(&|own| own == "/c" || own == "/k")?),
            _ => return None,
        };
        let rest = words.get(at + 1..)?;
        let (first, last) = (rest.first()?, rest.last()?);
        let is_block = |own: &Word| !own.groups.is_empty();
        if rest.iter().any(is_block) {
            return None;
        }
        let written = content.get(first.range.start..last.range.end)?;
        let (inner, start) = match written.strip_prefix(['"', '\'']) {
            Some(inner) if rest.len() == 1 => (
                inner.strip_suffix(['"', '\'']).unwrap_or(inner),
                first.range.start + 1,
            ),
            _ => (written, first.range.start),
        };
        let said = self.said(first);
        let is_same = rest.len() > 1 || said.is_known && said.text == inner;
        if is_same {
            return Some((shell, host_script::parse(inner, shell).moved(start)));
        }
        let script = host_script::parse(&said.text, shell);
        Some((shell, script.at(&first.range)))
    }
}
