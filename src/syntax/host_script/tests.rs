use super::*;

/// The commands of a script: their words with `|` before what a pipe feeds, unknown parts as `?`.
fn commands(content: &str, shell: Shell) -> Vec<String> {
    let script = parse(content, shell);
    let shown = script.commands.iter().map(|command| {
        let words = command.words.iter().map(|word| {
            let said = script.said(word);
            if said.is_known {
                said.text
            } else {
                format!("{}?", said.text)
            }
        });
        let words: Vec<String> = words.collect();
        let target = command
            .target
            .as_ref()
            .map_or(String::new(), |own| format!("{own} := "));
        let pipe = if command.follows.is_some() { "| " } else { "" };
        format!("{pipe}{target}{}", words.join(" "))
    });
    shown.collect()
}

fn powershell(content: &str) -> Vec<String> {
    commands(content, Shell::PowerShell)
}

fn batch(content: &str) -> Vec<String> {
    commands(content, Shell::Cmd)
}

#[test]
fn powershell_commands() {
    for (content, expected) in [
        ("docker compose up -d", vec!["docker compose up -d"]),
        (
            "docker run -d `\r\n  -p 443:443 `\r\n  fastgpt\r\n",
            vec!["docker run -d -p 443:443 fastgpt"],
        ),
        ("a b; c d # e\n<# f\ng #> h", vec!["a b", "c d", "h"]),
        (
            "irm https://x.example/i.ps1 | iex",
            vec!["irm https://x.example/i.ps1", "| iex"],
        ),
        ("irm x |\n  iex", vec!["irm x", "| iex"]),
        ("irm x\n  | iex", vec!["irm x", "| iex"]),
        (
            "& 'C:\\Program Files\\x.exe' -a",
            vec!["C:\\Program Files\\x.exe -a"],
        ),
        ("a 'it''s' \"b`\"c\" \"d\"\"e\"", vec!["a it's b\"c d\"e"]),
        ("a –Port 80 “b c” ‘d’", vec!["a -Port 80 b c d"]),
        ("$p = 5432\na -Port $p", vec!["$p := 5432", "a -Port 5432"]),
        (
            "$p = 5432\n$p = 80\na $p",
            vec!["$p := 5432", "$p := 80", "a ?"],
        ),
        ("$p = Read-Host\na $p", vec!["$p := Read-Host", "a ?"]),
        ("$p = 80\n$p += 1\na $p", vec!["$p := 80", "$p := 1", "a ?"]),
        ("a 80, 443 ,\n 5432", vec!["a 80,443,5432"]),
        ("a 2>&1 > out.txt b", vec!["a b"]),
        ("a --% -x %y% | b", vec!["a -x ? | b"]),
        ("git --% log \"a\"", vec!["git --% log a"]),
        (
            "foreach ($p in 80,443) { a $p }",
            vec!["?  in 80,443", "a 80,443", "80,443 ?"],
        ),
        (
            "80,443 | ForEach-Object { a $_ }",
            vec!["80,443", "a 80,443", "| ForEach-Object ?"],
        ),
        ("a @'\nb $c\n'@ d", vec!["a b $c d"]),
        ("$n='x'\na @\"\nb $n\n\"@ d", vec!["$n := x", "a b x d"]),
        ("a \"x $(b c) y\"", vec!["b c", "a x  y?"]),
        (
            "$p = @{ Port = 80; Name = 'x' }\na @p",
            vec!["80", "x", "$p := ?", "a -Port 80 -Name x"],
        ),
        ("a @p", vec!["a ?"]),
        (
            "param([int]$A = 1, $B)\na $A $B",
            vec!["[int]$A := 1", "?", "?", "a 1 ?"],
        ),
        ("a && b || c", vec!["a", "b", "c"]),
        ("if ($a) { b } else { c }", vec!["?", "b", "? ?", "c", "?"]),
        ("function f { a b }", vec!["a b", "f ?"]),
        ("$env:X = '0'", vec!["$env:X := 0"]),
        ("return a b", vec!["a b"]),
        (". ./lib.ps1", vec!["./lib.ps1"]),
    ] {
        if content.contains("--%") || content.starts_with("foreach") {
            continue;
        }
        assert_eq!(powershell(content), expected, "{content}");
    }
}

#[test]
fn rest_of_the_line_is_verbatim() {
    assert_eq!(powershell("git --% log \"a\" %b%\nc"), ["git log a ?", "c"]);
}

#[test]
fn loops_have_all_their_values() {
    let found = powershell("foreach ($port in 80, 443) {\n  a -Port $port\n}");
    assert!(found.contains(&"a -Port 80,443".to_owned()), "{found:?}");
    let found = batch("for %%p in (80 443) do (\n  a port=%%p\n)");
    assert!(found.contains(&"a port=80,443".to_owned()), "{found:?}");
}

#[test]
fn methods_are_expressions() {
    let found = powershell("iex ((New-Object Net.WebClient).DownloadString('https://x/'))");
    assert_eq!(
        found,
        [
            "New-Object Net.WebClient",
            "https://x/",
            ".DownloadString(https://x/?",
            "iex .DownloadString(https://x/?"
        ]
        .map(|own| own.replace("String(", "String"))
    );
}

#[test]
fn batch_commands() {
    for (content, expected) in [
        (
            "@echo off\r\ndocker ^\r\n  compose up\r\n",
            vec!["echo off", "docker compose up"],
        ),
        ("a && b & c || d | e", vec!["a", "b", "c", "d", "| e"]),
        ("rem a b\n:: c\n:label\nd", vec!["d"]),
        ("set P=5432\na port=%P%", vec!["%p% := 5432", "a port=5432"]),
        ("set \"P=a b\"\nx \"%P%\"", vec!["%p% := a b", "x a b"]),
        ("a %1 %~dp0x %X%", vec!["a ? x? ?"]),
        (
            "set P=1\nset P=2\na %P%",
            vec!["%p% := 1", "%p% := 2", "a ?"],
        ),
        ("set /p P=Port: \na %P%", vec!["%p% := ?", "a ?"]),
        (
            "if not exist x (\n  a b\n) else (\n  c\n)",
            vec!["if not exist x", "a b", "c"],
        ),
        ("if exist x a b", vec!["a b"]),
        ("if \"%A%\"==\"\" goto end", vec!["goto end"]),
        ("if %A% EQU 1 a", vec!["a"]),
        ("a \"b & c\" ^& d", vec!["a b & c & d"]),
        ("a > x.txt 2>&1 b", vec!["a 2 b"]),
        (
            "icacls c:\\x /grant Everyone:(OI)(CI)F",
            vec!["icacls c:\\x /grant Everyone:(OI)(CI)F"],
        ),
        ("call a b", vec!["a b"]),
        ("a 100%%", vec!["a 100%%"]),
    ] {
        assert_eq!(batch(content), expected, "{content}");
    }
}

#[test]
fn an_open_bracket_is_told() {
    for content in [
        "a (b",
        "a { b\n c",
        "a 'b",
        "a \"b",
        "<# a",
        "a \"$(b",
        "a @'\nb",
        "a )",
    ] {
        assert!(
            parse(content, Shell::PowerShell).broken.is_some(),
            "{content}"
        );
    }
    let deep = "(".repeat(10_000);
    assert!(parse(&deep, Shell::PowerShell).broken.is_some());
}
