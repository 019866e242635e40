//! The blocks of Markdown documents that hold commands.

use std::ops::Range;

use crate::syntax::command_lines::Shell;

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellFence {
    /// The bytes between its fences.
    pub region: Range<usize>,
    /// Who runs it.
    pub shell: Shell,
}

/// The shell that the word behind a fence names; no word means some shell.
fn shell_of(name: &str) -> Option<Shell> {
    match name {
        "" | "sh" | "bash" | "zsh" | "shell" | "console" | "shell-session" | "shellsession"
        | "terminal" | "shellscript" | "ksh" | "ash" => Some(Shell::Posix),
        "powershell" | "ps1" | "pwsh" | "ps" | "posh" => Some(Shell::PowerShell),
        "cmd" | "bat" | "batch" | "dos" | "batchfile" => Some(Shell::Cmd),
        _ => None,
    }
}

/// The closed blocks that name a shell, or nothing.
pub fn shell_fences(content: &str) -> Vec<ShellFence> {
    let mut fences = Vec::new();
    let mut open: Option<(String, Option<Shell>, usize)> = None;
    let mut at = 0;
    for line in content.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let written = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let sign = written
            .chars()
            .next()
            .filter(|sign| matches!(sign, '`' | '~'));
        let length = sign.map_or(0, |sign| {
            written.chars().take_while(|own| *own == sign).count()
        });
        let Some(fence) = written.get(..length).filter(|_| length >= 3) else {
            continue;
        };
        match &open {
            None => {
                let info = written.get(length..).unwrap_or_default().trim();
                let name = info.split([' ', ',', '{', ':']).next().unwrap_or_default();
                let shell = shell_of(&name.to_ascii_lowercase());
                open = Some((fence.to_owned(), shell, at));
            }
            Some((own, shell, from))
                if fence.starts_with(own.as_str()) && written.len() == length =>
            {
                let region = *from..start;
                fences.extend(shell.map(|shell| ShellFence { region, shell }));
                open = None;
            }
            Some(_) => {}
        }
    }
    fences
}

/// The code with blanks in place of prompts and of what a program printed, byte for byte. With
/// `hiding`, whatever sign hides the end of a line is that one.
pub fn commands_alone(code: &str, hiding: Option<char>) -> String {
    let has_prompt = code.lines().any(|line| prompt(line).is_some());
    let mut copy = String::with_capacity(code.len());
    let mut goes_on = false;
    for line in code.split_inclusive('\n') {
        let (own, end) = match line.strip_suffix('\n') {
            Some(own) => (
                own.strip_suffix('\r').unwrap_or(own),
                line.len() - own.trim_end_matches('\r').len(),
            ),
            None => (line, 0),
        };
        let from = prompt(own);
        let is_command = !has_prompt || from.is_some() || goes_on;
        let skipped = if is_command {
            from.unwrap_or(0)
        } else {
            own.len()
        };
        copy.extend(std::iter::repeat_n(' ', skipped));
        let rest = own.get(skipped..).unwrap_or_default();
        let hides = rest.ends_with(" \\") || rest.ends_with(" `") || rest.ends_with(" ^");
        match hiding.filter(|_| hides) {
            Some(sign) => {
                copy.push_str(rest.get(..rest.len() - 1).unwrap_or_default());
                copy.push(sign);
            }
            None => copy.push_str(rest),
        }
        goes_on = is_command && hides;
        copy.push_str(line.get(line.len() - end..).unwrap_or_default());
    }
    copy
}

/// The bytes of a prompt before a command: `$ `, `user@host:~$ `, `PS C:\> `, `C:\> `.
fn prompt(line: &str) -> Option<usize> {
    let own = line.trim_start();
    let indent = line.len() - own.len();
    let is_prompt = |before: &str, sign: char| match sign {
        '$' => before.is_empty() || before.contains('@') && !before.contains(' '),
        '>' => {
            let drive = before.strip_prefix("PS ").unwrap_or(before);
            let mut letters = drive.chars();
            let is_drive = letters.next().is_some_and(|own| own.is_ascii_alphabetic())
                && letters.next() == Some(':');
            before == "PS" || is_drive && !drive.contains(' ')
        }
        _ => before.contains('@') && !before.contains(' '),
    };
    for (at, sign) in own
        .char_indices()
        .filter(|(_, sign)| matches!(sign, '$' | '>' | '#'))
    {
        let behind = own.get(at + 1..).unwrap_or_default();
        let before = own.get(..at).unwrap_or_default();
        if behind.starts_with(' ') && is_prompt(before, sign) {
            return Some(indent + at + 2);
        }
        if at > 80 {
            break;
        }
    }
    None
}
