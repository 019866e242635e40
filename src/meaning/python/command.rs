//! What a call runs: a text that a shell takes apart, a program with arguments, or code.

use std::rc::Rc;

use super::call::{Arg, Call, Certainty};
use super::value::{Abs, Step, Value};

/// Something that a call runs.
pub struct Command {
    /// How.
    pub how: How,
    /// Where what decides comes from: the text of a shell or of code, or the name of the program.
    pub certainty: Certainty,
    /// Only arguments of a program that is named are not known.
    pub only_arguments: bool,
    /// Its way.
    pub ways: Vec<Rc<Step>>,
    /// How a text begins, as far as that is known.
    pub start: Option<Rc<str>>,
    /// The text, where it is known; for a program its words that are known.
    pub words: Vec<Rc<str>>,
}

/// How something is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A shell takes a text apart.
    Shell,
    /// A program is given arguments.
    Program,
    /// An interpreter is given a text.
    Code,
}

/// How functions take what they run.
#[derive(Clone, Copy)]
enum Takes {
    /// A text for a shell, at a place or under a name.
    Text(usize, &'static str),
    /// A text that is split into words, without a shell.
    Split(usize, &'static str),
    /// As `subprocess` does: words or a text, with `shell=`.
    Process,
    /// As `anyio` does: a text for a shell or a list of words.
    Either(usize, &'static str),
    /// The words are the arguments from a place on.
    Rest(usize),
    /// The path, and all words as a list.
    PathAndList(usize),
    /// The path, and all words as arguments.
    PathAndRest(usize),
    /// The words as a list.
    List(usize, &'static str),
}

/// Functions and how they take it; of two that fit, the longer name counts.
const FUNCTIONS: [(&str, Takes); 47] = [
    ("test.support.script_helper.", Takes::Rest(0)),
    ("get_ipython().run_cell_magic", Takes::Text(2, "cell")),
    ("get_ipython().run_line_magic", Takes::Text(1, "line")),
    ("win32com.client.Dispatch()", Takes::Text(0, "cmd")),
    ("webbrowser.GenericBrowser", Takes::List(0, "name")),
    ("webbrowser.BackgroundBrowser", Takes::List(0, "name")),
    ("pydoc.", Takes::Text(1, "cmd")),
    ("os.system", Takes::Text(0, "command")),
    ("os.popen", Takes::Text(0, "cmd")),
    ("popen2.", Takes::Text(0, "cmd")),
    ("commands.", Takes::Text(0, "cmd")),
    ("subprocess.getoutput", Takes::Text(0, "cmd")),
    ("subprocess.getstatusoutput", Takes::Text(0, "cmd")),
    ("subprocess.", Takes::Process),
    ("asyncio.create_subprocess_shell", Takes::Text(0, "cmd")),
    ("asyncio.create_subprocess_exec", Takes::Rest(0)),
    (
        "asyncio.get_event_loop().subprocess_shell",
        Takes::Text(1, "cmd"),
    ),
    (
        "asyncio.get_running_loop().subprocess_shell",
        Takes::Text(1, "cmd"),
    ),
    ("asyncio.get_event_loop().subprocess_exec", Takes::Rest(1)),
    ("asyncio.get_running_loop().subprocess_exec", Takes::Rest(1)),
    ("anyio.", Takes::Either(0, "command")),
    ("trio.", Takes::Process),
    ("get_ipython()", Takes::Text(0, "cmd")),
    ("IPython.", Takes::Text(0, "cmd")),
    ("invoke.", Takes::Text(0, "command")),
    ("fabric.", Takes::Text(0, "command")),
    ("paramiko.", Takes::Text(0, "command")),
    ("delegator.", Takes::Text(0, "command")),
    ("envoy.", Takes::Text(0, "command")),
    ("sarge.", Takes::Text(0, "cmd")),
    ("sh.sh", Takes::Rest(0)),
    ("sh.bash", Takes::Rest(0)),
    ("sh.", Takes::Rest(0)),
    ("plumbum.", Takes::Rest(0)),
    ("pexpect.", Takes::Split(0, "command")),
    ("os.execl", Takes::PathAndRest(0)),
    ("os.execv", Takes::PathAndList(0)),
    ("os.spawnl", Takes::PathAndRest(1)),
    ("os.spawnv", Takes::PathAndList(1)),
    ("os.posix_spawn", Takes::PathAndList(0)),
    ("os.startfile", Takes::Rest(0)),
    ("pty.spawn", Takes::List(0, "argv")),
    ("_posixsubprocess.fork_exec", Takes::List(0, "args")),
    ("distutils.spawn.spawn", Takes::List(0, "cmd")),
    ("setuptools._distutils.spawn.spawn", Takes::List(0, "cmd")),
    ("twisted.internet.", Takes::PathAndList(0)),
    ("click.launch", Takes::Rest(0)),
];

const SHELLS: [&str; 14] = [
    "sh",
    "bash",
    "zsh",
    "dash",
    "ksh",
    "ash",
    "csh",
    "tcsh",
    "fish",
    "cmd",
    "powershell",
    "pwsh",
    "busybox",
    "wsl",
];

/// Interpreters, and the options that are followed by code.
const INTERPRETERS: [&str; 12] = [
    "python",
    "python2",
    "python3",
    "pypy",
    "pypy3",
    "perl",
    "ruby",
    "node",
    "php",
    "lua",
    "deno",
    "osascript",
];

/// Programs that run the rest of the words.
const WRAPPERS: [&str; 11] = [
    "env", "sudo", "nohup", "nice", "timeout", "time", "setsid", "stdbuf", "xargs", "doas", "exec",
];

impl Command {
    /// Whether it is a text that is known, of a program that is named with its full path, does no
    /// harm by itself, and nothing else.
    pub fn is_harmless(&self) -> bool {
        const HARMFUL: [&str; 24] = [
            "rm", "dd", "mkfs", "curl", "wget", "nc", "ncat", "socat", "chmod", "chown", "kill",
            "shutdown", "reboot", "crontab", "iptables", "useradd", "passwd", "mount", "docker",
            "ssh", "scp", "sudo", "tee", "xargs",
        ];
        let Some(start) = self.start.as_deref() else {
            return false;
        };
        let program = start.split_whitespace().next().unwrap_or_default();
        let name = base_name(program);
        let is_known =
            !HARMFUL.contains(&&*name) && !SHELLS.contains(&&*name) && !is_interpreter(&name);
        let is_one = !self
            .words
            .iter()
            .map(|word| &**word)
            .chain([start])
            .any(|text| text.contains(['|', ';', '&', '$', '`', '>', '<', '\n']));
        self.certainty == Certainty::Constant && program.starts_with('/') && is_known && is_one
    }
}

/// What a call runs; nothing for a call that runs nothing that is known here.
pub fn command(call: &Call<'_, '_>) -> Option<Command> {
    let takes = takes(call.name())?;
    if call.is_reference() {
        return None;
    }
    let command = match takes {
        Takes::Text(place, name) => match call.argument(place, name) {
            Some(text) => text_of(&text, How::Shell),
            None if call.has_unknown_arguments() => open(call, How::Shell),
            None => return None,
        },
        Takes::Split(place, name) => {
            let text = call.argument(place, name)?;
            match (text.strings().first(), call.argument(place + 1, "args")) {
                (Some(program), Some(args)) => {
                    let mut words = vec![Word::of_text(program)];
                    words.extend(words_of(&args));
                    of_words(&words, &text)
                }
                (Some(line), None) if text.certainty() == Certainty::Constant => {
                    let words = line.split_whitespace().map(Word::of_text);
                    of_words(&words.collect::<Vec<_>>(), &text)
                }
                _ => text_of(&text, How::Program),
            }
        }
        Takes::Process => return process(call),
        Takes::Either(place, name) => {
            let first = call.argument(place, name)?;
            if is_text(first.value()) {
                text_of(&first, How::Shell)
            } else {
                of_words(&words_of(&first), &first)
            }
        }
        Takes::Rest(place) => {
            let words = (place..call.positional_count()).filter_map(|at| call.positional(at));
            let words: Vec<Word> = words.map(|arg| Word::of(&arg)).collect();
            let first = match call.positional(place) {
                Some(first) => first,
                None if call.has_unknown_arguments() || call.name().ends_with("[]") => {
                    return Some(open(call, How::Program));
                }
                None => return None,
            };
            // `sh.bash("-c", text)`: the program is the function.
            let own = names_program(call.name());
            let words = own
                .into_iter()
                .map(|name| Word::of_text(&name))
                .chain(words);
            of_words(&words.collect::<Vec<_>>(), &first)
        }
        Takes::PathAndList(place) => {
            let path = call.positional(place).or_else(|| call.keyword("path"))?;
            let rest = call.positional(place + 1).or_else(|| call.keyword("args"));
            let mut words = vec![Word::of(&path)];
            let rest = rest.iter().flat_map(words_of);
            words.extend(rest.skip(1));
            of_words(&words, &path)
        }
        Takes::PathAndRest(place) => {
            let path = call.positional(place)?;
            let rest = (place + 2..call.positional_count()).filter_map(|at| call.positional(at));
            let mut words = vec![Word::of(&path)];
            words.extend(rest.map(|arg| Word::of(&arg)));
            of_words(&words, &path)
        }
        Takes::List(place, name) => {
            let list = call.argument(place, name)?;
            if is_text(list.value()) {
                text_of(&list, How::Program)
            } else {
                of_words(&words_of(&list), &list)
            }
        }
    };
    Some(command)
}

fn takes(name: &str) -> Option<Takes> {
    let fitting = FUNCTIONS
        .iter()
        .filter(|(known, _)| name.starts_with(known));
    fitting
        .max_by_key(|(known, _)| known.len())
        .map(|(_, takes)| *takes)
}

/// The program that a function of `sh` or `plumbum.cmd` is called after.
fn names_program(name: &str) -> Option<Rc<str>> {
    if name.starts_with("test.support.") {
        return Some("python".into());
    }
    let rest = name
        .strip_prefix("sh.")
        .or(name.strip_prefix("plumbum.cmd."))?;
    let first = rest.split(['.', '(']).next()?;
    Some(first.into())
}

fn process(call: &Call<'_, '_>) -> Option<Command> {
    let shell = call.keyword("shell").or_else(|| {
        // The ninth argument of `Popen`.
        call.positional(8)
            .filter(|_| call.name().ends_with("Popen"))
    });
    let args = match call.argument(0, "args").or_else(|| call.keyword("command")) {
        Some(args) => args,
        None if call.has_unknown_arguments() => return Some(open(call, How::Program)),
        None => return None,
    };
    let is_shell = match &shell {
        Some(shell) => shell.truth(),
        None => Some(false),
    };
    if is_shell != Some(false) {
        // Of a list the first word is the command.
        let words = words_of(&args);
        let mut command = match words.first() {
            Some(first) if !is_text(args.value()) => Command {
                how: How::Shell,
                certainty: first.certainty.clone(),
                only_arguments: false,
                ways: first.ways.clone(),
                start: first.text.clone(),
                words: first.text.iter().cloned().collect(),
            },
            _ => text_of(&args, How::Shell),
        };
        if is_shell.is_none() && command.certainty == Certainty::Unknown {
            command.how = How::Program;
        }
        return Some(command);
    }
    if let Some(executable) = call.keyword("executable")
        && !executable.is_none()
    {
        let mut words = vec![Word::of(&executable)];
        words.extend(words_of(&args).into_iter().skip(1));
        return Some(of_words(&words, &args));
    }
    // What a shell reads from its standard input.
    if let Some(input) = call.keyword("input")
        && let Some(program) = words_of(&args).first().and_then(|word| word.text.clone())
    {
        let program = base_name(&program);
        if SHELLS.contains(&&*program) && words_of(&args).len() == 1 {
            return Some(text_of(&input, How::Shell));
        }
        if is_interpreter(&program) && words_of(&args).len() == 1 {
            return Some(text_of(&input, How::Code));
        }
    }
    if is_text(args.value()) {
        return Some(text_of(&args, How::Program));
    }
    Some(of_words(&words_of(&args), &args))
}

fn is_text(value: &Abs) -> bool {
    value
        .values
        .iter()
        .any(|one| matches!(one, Value::Text(_) | Value::Bytes(_)))
}

/// Arguments that nobody knows.
fn open(call: &Call<'_, '_>, how: How) -> Command {
    let given = call.given_values();
    let taint = given.taint();
    Command {
        how,
        certainty: taint
            .as_ref()
            .and_then(|value| value.taint)
            .map_or(Certainty::Unknown, Certainty::Tainted),
        only_arguments: false,
        ways: taint.and_then(|value| value.way).into_iter().collect(),
        start: None,
        words: Vec::new(),
    }
}

fn text_of(text: &Arg<'_, '_>, how: How) -> Command {
    Command {
        how,
        certainty: text.certainty(),
        only_arguments: how == How::Program && is_named_program(text),
        ways: text.way().into_iter().collect(),
        start: text.value().only().and_then(Value::start),
        words: text.strings(),
    }
}

/// Whether a text begins with the name of a program.
fn is_named_program(text: &Arg<'_, '_>) -> bool {
    let mut values = text.value().values.iter();
    !text.value().is_open
        && values.all(|value| value.start().is_some_and(|start| start.contains(' ')))
}

/// A word of a command.
struct Word {
    text: Option<Rc<str>>,
    certainty: Certainty,
    ways: Vec<Rc<Step>>,
    /// It stands for several words that are not known.
    is_rest: bool,
}

impl Word {
    fn of(arg: &Arg<'_, '_>) -> Self {
        let only = arg.value().only().and_then(|value| match value {
            Value::Bytes(bytes) => std::str::from_utf8(bytes).ok().map(Rc::from),
            // The interpreter that runs the program.
            Value::Named(name) if &**name == "sys.executable" => Some("python".into()),
            other => other.string(),
        });
        Self {
            text: only,
            certainty: arg.certainty(),
            ways: arg.way().into_iter().collect(),
            is_rest: false,
        }
    }

    fn of_text(text: &str) -> Self {
        Self {
            text: Some(text.into()),
            certainty: Certainty::Constant,
            ways: Vec::new(),
            is_rest: false,
        }
    }
}

fn words_of(list: &Arg<'_, '_>) -> Vec<Word> {
    let Some(items) = list.items() else {
        return vec![Word {
            is_rest: true,
            ..Word::of(list)
        }];
    };
    let mut words: Vec<Word> = items.iter().map(Word::of).collect();
    if list.value().is_open {
        words.push(Word {
            text: None,
            certainty: Certainty::Unknown,
            ways: list.way().into_iter().collect(),
            is_rest: true,
        });
    }
    words
}

/// What words run: the program that the first one names, or what it is told to run.
fn of_words(words: &[Word], whole: &Arg<'_, '_>) -> Command {
    let mut rest = words;
    // What only runs the rest of the words, and the shell or interpreter behind it.
    while let [first, more @ ..] = rest {
        let Some(program) = first.text.as_deref().map(base_name) else {
            break;
        };
        if !WRAPPERS.contains(&&*program) {
            if SHELLS.contains(&&*program)
                && let Some(text) = told(more, &is_shell_option)
            {
                return told_command(text, How::Shell);
            }
            if is_interpreter(&program)
                && let Some(text) = told(more, &is_code_option)
            {
                return told_command(text, How::Code);
            }
            if program == "ssh"
                && let Some(text) = worst(more.get(1..).unwrap_or_default())
            {
                return told_command(text, How::Shell);
            }
            break;
        }
        let skipped = more.iter().take_while(|word| {
            let text = word.text.as_deref().unwrap_or_default();
            text.starts_with('-')
                || text.contains('=')
                || (program == "timeout" || program == "nice")
                    && text.starts_with(|c: char| c.is_ascii_digit())
        });
        rest = more.get(skipped.count()..).unwrap_or_default();
    }
    let Some(first) = rest.first() else {
        return text_of(whole, How::Program);
    };
    let all = worst(words);
    let certainty = all.map_or(Certainty::Constant, |word| word.certainty.clone());
    let is_named = first.text.is_some() && first.certainty == Certainty::Constant;
    Command {
        how: How::Program,
        certainty,
        only_arguments: is_named,
        ways: all.map_or_else(Vec::new, |word| word.ways.clone()),
        start: None,
        words: words.iter().filter_map(|word| word.text.clone()).collect(),
    }
}

/// The word behind the option that says "run this".
fn told<'w>(words: &'w [Word], is_option: &dyn Fn(&str) -> bool) -> Option<&'w Word> {
    for (place, word) in words.iter().enumerate() {
        match word.text.as_deref() {
            Some(text) if is_option(text) => return words.get(place + 1),
            Some(text) if text.starts_with(['-', '/']) => {}
            // The applet of busybox.
            Some("sh" | "ash") => {}
            None if word.is_rest => return Some(word),
            _ => return None,
        }
    }
    None
}

fn told_command(text: &Word, how: How) -> Command {
    Command {
        how,
        certainty: text.certainty.clone(),
        only_arguments: false,
        ways: text.ways.clone(),
        start: text.text.clone(),
        words: text.text.iter().cloned().collect(),
    }
}

/// The word that deserves the least trust, the first of several.
fn worst(words: &[Word]) -> Option<&Word> {
    let rank = |word: &&Word| match word.certainty {
        Certainty::Tainted(_) => 2,
        Certainty::Unknown => 1,
        Certainty::Constant => 0,
    };
    words.iter().rev().max_by_key(rank)
}

fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.to_ascii_lowercase()
        .trim_end_matches(".exe")
        .to_owned()
}

fn is_interpreter(program: &str) -> bool {
    INTERPRETERS.contains(&program)
        || program
            .strip_prefix("python")
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// `-c`, `-lc`, `/c`, `-Command`, `-EncodedCommand`
fn is_shell_option(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(
        &*lower,
        "/c" | "/k" | "-command" | "-encodedcommand" | "-enc" | "-e" | "--command"
    ) || lower.starts_with('-') && !lower.starts_with("--") && lower.ends_with('c')
}

/// `-c`, `-e`, `-r`, `--eval`
fn is_code_option(text: &str) -> bool {
    matches!(
        text,
        "-e" | "-r" | "-E" | "--eval" | "-p" | "eval" | "--print"
    ) || text.starts_with('-') && !text.starts_with("--") && text.ends_with('c')
}
