//! `policies/knowledge/shared-secrets.yaml` and `policies/knowledge/needs.yaml` as tables.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::{Outcome, read_yaml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    servers: Vec<Server>,
    clients: Vec<Client>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Server {
    name: String,
    images: Vec<String>,
    accounts: Vec<Account>,
    #[serde(default)]
    schemes: Vec<String>,
    #[serde(default)]
    nameless: bool,
    #[serde(default)]
    all_powerful: Vec<String>,
    /// Where the fact was read: for people.
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Account {
    #[serde(default)]
    variables: Vec<String>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    user: String,
    #[serde(default)]
    otherwise: String,
    #[serde(default)]
    all_powerful: bool,
    #[serde(default)]
    list: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Client {
    images: Vec<String>,
    variable: String,
    #[serde(default)]
    user: String,
    #[serde(default)]
    at: String,
    source: Vec<String>,
}

/// What servers accept, and where clients have it.
pub(crate) fn servers(root: &Path) -> Outcome<String> {
    let all: Shared = read_yaml(&root.join("policies/knowledge/shared-secrets.yaml"))?;
    let mut code = String::from("static SERVERS: &[Server] = &[\n");
    for server in &all.servers {
        let place = |reason: &str| format!("shared-secrets.yaml: {}: {reason}", server.name);
        if server.source.is_empty() {
            return Err(place("source: at least one"));
        }
        let mut accounts = String::new();
        for account in &server.accounts {
            if account.variables.is_empty() && account.flags.is_empty() {
                return Err(place("an account has a variable or a flag"));
            }
            let _ = write!(
                accounts,
                "Account {{ variables: &{:?}, flags: &{:?}, user: {:?}, otherwise: {:?}, is_all_powerful: {}, is_list: {} }}, ",
                account.variables,
                account.flags,
                account.user,
                account.otherwise,
                account.all_powerful,
                account.list,
            );
        }
        let _ = writeln!(
            code,
            "Server {{ name: {:?}, images: &{:?}, accounts: &[{accounts}], schemes: &{:?}, takes_nameless: {}, all_powerful: &{:?} }},",
            server.name, server.images, server.schemes, server.nameless, server.all_powerful,
        );
    }
    code.push_str("];\nstatic CLIENTS: &[Client] = &[\n");
    for client in &all.clients {
        if client.source.is_empty() {
            return Err(format!(
                "shared-secrets.yaml: {}: source: at least one",
                client.variable
            ));
        }
        let _ = writeln!(
            code,
            "Client {{ images: &{:?}, variable: {:?}, user: {:?}, at: {:?} }},",
            client.images, client.variable, client.user, client.at,
        );
    }
    code.push_str("];\n");
    Ok(code)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Needs {
    readers: Vec<Reader>,
    files: Vec<Files>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Reader {
    images: Vec<String>,
    #[serde(default)]
    runs_code: bool,
    #[serde(default)]
    reads: Vec<String>,
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Files {
    name: String,
    images: Vec<String>,
    variables: Vec<String>,
    #[serde(default = "usual_end")]
    end: String,
    source: Vec<String>,
}

fn usual_end() -> String {
    "_FILE".to_owned()
}

/// Which secrets products read, and which of them from files.
pub(crate) fn needs(root: &Path) -> Outcome<String> {
    let all: Needs = read_yaml(&root.join("policies/knowledge/needs.yaml"))?;
    let mut code = String::from("static READERS: &[Reader] = &[\n");
    for reader in &all.readers {
        if reader.source.is_empty() {
            return Err(format!(
                "needs.yaml: {:?}: source: at least one",
                reader.images
            ));
        }
        let _ = writeln!(
            code,
            "Reader {{ images: &{:?}, runs_code: {}, reads: &{:?} }},",
            reader.images, reader.runs_code, reader.reads,
        );
    }
    code.push_str("];\nstatic FILES: &[Files] = &[\n");
    for files in &all.files {
        if files.source.is_empty() {
            return Err(format!("needs.yaml: {}: source: at least one", files.name));
        }
        let _ = writeln!(
            code,
            "Files {{ images: &{:?}, variables: &{:?}, end: {:?} }},",
            files.images, files.variables, files.end,
        );
    }
    code.push_str("];\n");
    Ok(code)
}
