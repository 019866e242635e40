//! Passwords on command lines. Whoever sees the script has them, and so has whoever sees the list of
//! processes while it runs.

use std::ops::Range;

use super::line::{Line, Value};
use super::registry::entry;
use crate::meaning::names::is_secret_name;
use crate::meaning::placeholders::is_placeholder;
use crate::model::Sensitive;
use crate::syntax::host_script::{Command, Piece, Script, Word};

/// A password on a command line.
pub struct Password {
    /// Where it stands; where a variable holds it, where that is used.
    pub range: Range<usize>,
    /// What it is.
    pub value: Sensitive,
    /// The program that is given it, in lower case, or the name that holds it.
    pub program: String,
    /// How it is handed over.
    pub way: Way,
}

/// How a script hands a password over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the command line of a program.
    CommandLine,
    /// It becomes a value that PowerShell keeps encrypted.
    Secured,
    /// A variable or an entry of a table holds it.
    Kept,
}

/// Parameters of commands of PowerShell that are passwords.
const PARAMETERS: [&str; 7] = [
    "Password",
    "Passwd",
    "Pass",
    "Pwd",
    "UserPassword",
    "SaPassword",
    "ApiKey",
];

/// Programs with options that are passwords, and these.
const PROGRAMS: [(&[&str], &[&str]); 14] = [
    (&["cmdkey"], &["pass", "p"]),
    (&["schtasks"], &["rp", "p"]),
    (
        &["docker", "podman", "nerdctl"],
        &["p", "password", "-password"],
    ),
    (&["sqlcmd", "bcp", "osql"], &["P"]),
    (&["psexec", "psexec64"], &["p"]),
    (&["wmic"], &["password"]),
    (&["sshpass"], &["p"]),
    (&["plink", "pscp", "psftp"], &["pw"]),
    (&["redis-cli"], &["a", "-pass"]),
    (
        &["mongo", "mongosh", "mongodump", "mongorestore"],
        &["p", "-password"],
    ),
    (
        &["mysql", "mysqldump", "mysqladmin", "mariadb"],
        &["-password"],
    ),
    (&["dsadd", "dsmod"], &["pwd"]),
    (&["net"], &["pass"]),
    (&["az", "helm", "nuget"], &["-password"]),
];

/// The passwords of a command.
pub(super) fn passwords(line: &Line<'_>) -> Vec<Password> {
    let program = line.program();
    let is_secured = program == "convertto-securestring";
    let value = match program.as_str() {
        "" => None,
        "convertto-securestring" => secured(line),
        "net" | "net1" => net(line),
        "curl" => curl(line),
        "mysql" | "mysqldump" | "mysqladmin" | "mariadb" => {
            attached(line, "-p").or_else(|| given(line, &program))
        }
        "sshpass" => attached(line, "-p").or_else(|| given(line, &program)),
        "docker" | "podman" | "nerdctl" if !line.begins(&["login"]) => None,
        "schtasks" if !line.has(&["/create", "/change", "-create"]) => None,
        "reg" | "set-itemproperty" | "new-itemproperty" => entry(line)
            .filter(|own| own.name.eq_ignore_ascii_case("DefaultPassword"))
            .map(|own| own.value),
        _ => given(line, &program),
    };
    let value = value.or_else(|| {
        let is_cmdlet = program.contains('-') && !is_secured;
        let found = is_cmdlet.then(|| PARAMETERS.iter().find_map(|own| exactly(line, own)));
        found.flatten()
    });
    let value = value.filter(|own| is_password(&own.text) && own.is_known);
    // What a variable holds that is named after a password is found where it gets it.
    let is_kept = |own: &Value| {
        let word = line
            .command
            .words
            .iter()
            .find(|word| word.range == own.range);
        word.is_some_and(|word| line.variables(word).any(is_name))
    };
    let way = if is_secured {
        Way::Secured
    } else {
        Way::CommandLine
    };
    let found = value.filter(|own| !is_kept(own)).map(|own| Password {
        range: own.range,
        value: Sensitive::new(own.text),
        program,
        way,
    });
    let inside = inside(line);
    let inner = inside.as_ref().map(|own| {
        passwords(&Line {
            command: own,
            ..*line
        })
    });
    found
        .into_iter()
        .chain(assigned(line))
        .chain(inner.into_iter().flatten())
        .collect()
}

/// Programs that are started in a container.
const INSIDE: [&str; 8] = [
    "mysql",
    "mysqldump",
    "mysqladmin",
    "mariadb",
    "redis-cli",
    "mongo",
    "mongosh",
    "sqlcmd",
];

/// What `docker exec` and `docker compose exec` start.
fn inside(line: &Line<'_>) -> Option<Command> {
    let is_engine = matches!(line.program().as_str(), "docker" | "podman" | "nerdctl");
    if !is_engine || !line.has(&["exec"]) {
        return None;
    }
    let words = &line.command.words;
    let at = words
        .iter()
        .position(|own| INSIDE.contains(&line.said(own).text.as_str()))?;
    Some(Command {
        words: words.get(at..)?.to_vec(),
        ..line.command.clone()
    })
}

/// A variable that is set to a password: `$password = 'word'`, `set DB_PASSWORD=word`.
fn assigned(line: &Line<'_>) -> Option<Password> {
    let target = line
        .command
        .target
        .as_ref()
        .filter(|_| line.command.is_expression)?;
    let name = target
        .rsplit(['$', ':', ']'])
        .next()?
        .trim_matches(['%', '{', '}', '"']);
    let [word] = line.command.words.as_slice() else {
        return None;
    };
    kept(line.script, name, word)
}

/// The passwords in the tables of a script.
pub(super) fn in_tables(script: &Script) -> Vec<Password> {
    let entries = script.groups.iter().flat_map(|group| &group.entries);
    let found = entries.filter_map(|(key, value)| kept(script, key, value.as_ref()?));
    found.collect()
}

fn is_name(name: &str) -> bool {
    is_secret_name(name.rsplit(':').next().unwrap_or(name))
}

fn kept(script: &Script, name: &str, word: &Word) -> Option<Password> {
    let [Piece::Literal(text)] = word.pieces.as_slice() else {
        return None;
    };
    let is_text = text.contains(char::is_whitespace) || text.contains("://") || text.len() < 4;
    if is_text || !is_name(name) || !is_password(text) || !word.groups.is_empty() {
        return None;
    }
    let said = script.said(word);
    said.is_known.then(|| Password {
        range: word.range.clone(),
        value: Sensitive::new(said.text),
        program: name.to_owned(),
        way: Way::Kept,
    })
}

/// Whether a text can be a password, and stands for none.
fn is_password(text: &str) -> bool {
    let text = text.trim();
    let is_asked = matches!(text, "*" | "-" | "$true" | "$false" | "$null" | "");
    let is_option = text.starts_with('/') && text.len() < 12;
    !is_asked && !is_option && !text.starts_with('<') && !is_placeholder("PASSWORD", text)
}

/// A parameter by its whole name.
fn exactly(line: &Line<'_>, name: &str) -> Option<Value> {
    let words = line.arguments();
    let at = words.iter().position(|own| {
        let text = line.said(own).text;
        let own = text
            .strip_prefix('-')
            .map(|own| own.split(':').next().unwrap_or(own));
        own.is_some_and(|own| own.eq_ignore_ascii_case(name))
    })?;
    let value = line.parameter(&[name])?;
    let is_own = words.get(at).is_some_and(|own| own.range != value.range);
    is_own.then_some(value)
}

fn given(line: &Line<'_>, program: &str) -> Option<Value> {
    let (_, options) = PROGRAMS
        .iter()
        .find(|(names, _)| names.contains(&program))?;
    // `-P` of sqlcmd is a password, its `-p` is not.
    let is_cased = options.contains(&"P");
    if is_cased {
        let words = line.arguments();
        let at = words.iter().position(|own| line.said(own).text == "-P")?;
        return words.get(at + 1).map(|own| line.value(own));
    }
    line.option(options)
}

/// `-pword`.
fn attached(line: &Line<'_>, flag: &str) -> Option<Value> {
    line.arguments().iter().find_map(|word| {
        let said = line.said(word);
        let text = said.text.strip_prefix(flag).filter(|own| !own.is_empty())?;
        Some(Value {
            text: text.to_owned(),
            is_known: said.is_known,
            range: word.range.clone(),
        })
    })
}

/// `curl -u name:word`.
fn curl(line: &Line<'_>) -> Option<Value> {
    let login = line.arguments().iter().position(|own| {
        matches!(
            line.said(own).text.as_str(),
            "-u" | "--user" | "--proxy-user" | "-U"
        )
    })?;
    let value = line.arguments().get(login + 1).map(|own| line.value(own))?;
    let (_, word) = value.text.split_once(':')?;
    Some(Value {
        text: word.to_owned(),
        ..value
    })
}

/// `net user name word`, `net use \\server word`.
fn net(line: &Line<'_>) -> Option<Value> {
    let words = line.arguments().iter().map(|own| line.value(own));
    let mut words = words.filter(|own| !own.text.starts_with('/'));
    let verb = words.next()?;
    match verb.text.to_ascii_lowercase().as_str() {
        "user" => words.nth(1),
        "use" => {
            // A drive letter may stand before the share.
            let share = words.find(|own| own.text.starts_with("\\\\"))?;
            let next = words.next()?;
            (next.range.start > share.range.start).then_some(next)
        }
        _ => None,
    }
}

/// `ConvertTo-SecureString 'word' -AsPlainText`.
fn secured(line: &Line<'_>) -> Option<Value> {
    line.parameter(&["AsPlainText"])
        .filter(Value::is_on)
        .or_else(|| {
            // The switch may stand before the value.
            let switch = line.word(&["-AsPlainText"])?;
            Some(line.value(switch))
        })?;
    let named = line.parameter(&["String"]);
    let piped = || {
        let before = line.before().filter(|own| own.command.is_expression)?;
        match before.command.words.as_slice() {
            [only] => Some(before.value(only)),
            _ => None,
        }
    };
    named
        .or_else(|| line.operands(&["AsPlainText", "Force"]).into_iter().next())
        .or_else(piped)
}
