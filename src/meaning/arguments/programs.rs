//! Which programs take secrets as arguments, and how.

use crate::syntax::shell_words::Word;

/// How a program takes a secret.
pub(super) enum Takes {
    /// After a short flag, with or without a space: `-p x`, `-px`.
    Short(char),
    /// In the word of a short flag only: `-px`. A word after `-p` is something else.
    Glued(char),
    /// Like [`Takes::Short`], if this word is among the others.
    ShortOf(&'static str, char),
    /// As `user:password` after one of these flags.
    Pair(&'static [&'static str]),
    /// After one of these flags and this prefix.
    Prefixed(&'static [&'static str], &'static str),
    /// After these words, so many words later, flags not counted.
    After(&'static [&'static str], usize),
    /// After these words, at the very end.
    Last(&'static [&'static str]),
    /// At the very end, if this letter is among the switches.
    LastWith(char),
}

/// How a program takes secrets, apart from flags that say so by their names.
pub(super) fn takes(program: &str) -> &'static [Takes] {
    use Takes::{After, Glued, Last, LastWith, Pair, Prefixed, Short, ShortOf};
    match program {
        "redis-cli" | "valkey-cli" | "keydb-cli" => {
            &[Short('a'), Last(&["auth"]), After(&["auth-pass"], 1)]
        }
        "mongo" | "mongosh" | "mongodump" | "mongorestore" | "mongoexport" | "mongoimport"
        | "mongostat" | "mongotop" | "sshpass" | "cqlsh" | "nodetool" | "couchbase-cli" | "cbq"
        | "cypher-shell" | "mydumper" | "myloader" | "vsql" | "7z" | "arcconf" => &[Short('p')],
        "sqlcmd" | "bcp" | "mosquitto_pub" | "mosquitto_sub" | "ipmitool" | "zip" | "unzip" => {
            &[Short('P')]
        }
        "ldapsearch" | "ldapadd" | "ldapmodify" | "ldapdelete" | "ldapwhoami" | "ldapcompare"
        | "ldapmodrdn" | "ldapexop" => &[Short('w')],
        "ldappasswd" => &[Short('w'), Short('s'), Short('a')],
        "curl" => &[Pair(&["-u", "--user", "-U", "--proxy-user"])],
        "http" | "https" | "xh" => &[Pair(&["-a", "--auth"])],
        "etcdctl" => &[Pair(&["--user"])],
        "skopeo" | "buildah" => &[
            Pair(&["--creds", "--src-creds", "--dest-creds"]),
            ShortOf("login", 'p'),
        ],
        "docker" | "podman" | "nerdctl" | "helm" | "oras" | "crane" | "regctl" | "az" => {
            &[ShortOf("login", 'p')]
        }
        "mc" | "mcli" => &[
            After(&["alias", "set"], 3),
            After(&["config", "host", "add"], 3),
            After(&["user", "add"], 2),
        ],
        "rabbitmqctl" => &[
            After(&["add_user"], 1),
            After(&["change_password"], 1),
            After(&["authenticate_user"], 1),
        ],
        "htpasswd" | "mosquitto_passwd" => &[LastWith('b')],
        "neo4j-admin" => &[After(&["set-initial-password"], 0)],
        "vault" | "bao" => &[After(&["login"], 0)],
        "aws" => &[
            After(&["set", "aws_secret_access_key"], 0),
            After(&["set", "aws_session_token"], 0),
        ],
        "openssl" => &[
            Prefixed(&["-pass", "-passin", "-passout"], "pass:"),
            Short('k'),
        ],
        name if is_mysql(name) => &[Glued('p')],
        _ => &[],
    }
}

/// Whether `--password` of the program asks for one, so that the next word is something else.
pub(super) fn only_asks(program: &str) -> bool {
    is_mysql(program)
        || program.starts_with("pg_")
        || matches!(
            program,
            "psql" | "pgbench" | "createdb" | "dropdb" | "createuser" | "dropuser" | "vacuumdb"
        )
}

/// Whether the words of the program are patterns.
pub(super) fn only_searches(program: &str) -> bool {
    matches!(
        program,
        "grep" | "egrep" | "fgrep" | "zgrep" | "rg" | "[" | "[[" | "test"
    )
}

fn is_mysql(program: &str) -> bool {
    let known = ["mysql", "mariadb", "obclient", "mysqlsh", "xtrabackup"];
    known.contains(&program)
        || [
            "admin", "dump", "check", "import", "show", "slap", "binlog", "_upgrade",
        ]
        .iter()
        .any(|end| {
            let tool = program.strip_suffix(end);
            tool.is_some_and(|tool| matches!(tool.trim_end_matches('-'), "mysql" | "mariadb"))
        })
}

/// Words before a program: what they are called, how many words of their own follow, and which of
/// their flags take one more.
const BEFORE: [(&str, usize, &[&str]); 38] = [
    ("CMD", 0, &[]),
    ("CMD-SHELL", 0, &[]),
    ("if", 0, &[]),
    ("then", 0, &[]),
    ("else", 0, &[]),
    ("elif", 0, &[]),
    ("while", 0, &[]),
    ("until", 0, &[]),
    ("do", 0, &[]),
    ("!", 0, &[]),
    ("{", 0, &[]),
    ("time", 0, &[]),
    ("exec", 0, &["-a"]),
    ("command", 0, &[]),
    ("builtin", 0, &[]),
    ("eval", 0, &[]),
    ("nohup", 0, &[]),
    ("setsid", 0, &[]),
    ("env", 0, &["-u", "-C", "-S"]),
    ("sudo", 0, &["-u", "-g", "-C", "-h", "-p"]),
    ("doas", 0, &["-u", "-C"]),
    ("gosu", 1, &[]),
    ("su-exec", 1, &[]),
    ("chroot", 1, &[]),
    ("setpriv", 0, &["--reuid", "--regid", "--groups"]),
    ("nice", 0, &["-n"]),
    ("ionice", 0, &["-c", "-n"]),
    ("timeout", 1, &["-s", "-k", "--signal", "--kill-after"]),
    ("tini", 0, &["-p", "-e"]),
    ("dumb-init", 0, &["-r"]),
    ("catatonit", 0, &[]),
    ("stdbuf", 0, &["-i", "-o", "-e"]),
    ("xargs", 0, &["-n", "-I", "-P", "-L", "-d", "-a", "-s"]),
    ("watch", 0, &["-n"]),
    ("busybox", 0, &[]),
    ("docker-entrypoint.sh", 0, &[]),
    ("entrypoint.sh", 0, &[]),
    ("wait-for-it.sh", 1, &["-h", "-p", "-t"]),
];

/// Where the program of a command stands, behind assignments and what only starts it, and its name
/// without folders; the empty name where there is none.
pub(super) fn program<'i>(items: &'i [Word<'_>]) -> (usize, &'i str) {
    let mut at = 0;
    while let Some(item) = items.get(at) {
        // A script may end with `/test` and is no program of this name.
        if item.value.contains(char::is_whitespace) && !is_assignment(&item.value) {
            return (at, "");
        }
        let name = base_name(&item.value);
        if let Some((_, own, flags)) = BEFORE.iter().find(|(known, _, _)| *known == name) {
            at = behind(items, at + 1, *own, flags);
        } else if matches!(name, "docker" | "podman" | "kubectl" | "nerdctl")
            && let Some(inside) = in_a_container(items, at)
        {
            at = inside;
        } else if !is_assignment(&item.value) {
            return (at, name);
        } else {
            at += 1;
        }
    }
    (0, "")
}

/// Whether a word is surely a script: behind `CMD-SHELL` or `sh -c`, or all that there is, with
/// spaces in it and no quotes around them.
pub(super) fn is_script(items: &[Word<'_>], index: usize, program: &str) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|index| items.get(index)) else {
        return items.len() == 1
            && items.iter().any(|item| {
                item.value.contains(char::is_whitespace) && item.range.len() == item.value.len()
            });
    };
    let runs = matches!(
        program,
        "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "su" | "runuser"
    );
    let flag = before.value.strip_prefix('-');
    let is_command = flag.is_some_and(|flag| flag.ends_with('c') && flag.len() < 8);
    before.value == "CMD-SHELL" || (runs && is_command)
}

/// Behind flags, and so many words of its own.
fn behind(items: &[Word<'_>], start: usize, own: usize, with_value: &[&str]) -> usize {
    let mut at = start;
    while let Some(item) = items.get(at).filter(|item| item.value.starts_with('-')) {
        at += 1 + usize::from(with_value.contains(&&*item.value));
    }
    at + own
}

/// Behind `docker exec [flags] NAME`.
fn in_a_container(items: &[Word<'_>], start: usize) -> Option<usize> {
    let mut verb = items.iter().skip(start + 1).take(2);
    let verb = verb.position(|item| item.value == "exec")?;
    let flags = ["-e", "-u", "-w", "-c", "-n", "--env", "--user", "--workdir"];
    Some(behind(items, start + verb + 2, 1, &flags))
}

fn base_name(word: &str) -> &str {
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
    name.strip_suffix(".exe").unwrap_or(name)
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}
