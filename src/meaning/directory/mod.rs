//! Settings of clients of an LDAP directory, wherever they stand.
//!
//! Blocks are told by their shape: two or more settings that together mean a directory, in one
//! object, table, section or under one prefix of variables. The letters `ldap` alone mean nothing;
//! they are in `ChildApp` as well.

mod administrators;
mod block;
mod openldap;
mod roles;

pub use administrators::administrator;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use self::block::{Given, block, is_block};
use self::roles::{Role, names_directory, role_of};
use super::file_kind::FileKind;
use super::file_values::settings;
use super::images::ImageRef;
use super::literals::is_reference;
use crate::model::{
    Container, Directory, DirectoryKind, Mapping, Origins, Said, Sensitive, Span, TextId, Texts,
    Variable,
};
use crate::syntax::entry::Entry;
use crate::syntax::yaml::Yaml;

/// What stands in each file with such settings, in any case of letters: a quick look.
const SIGNS: [&str; 4] = ["ldap", "binddn", "bind_dn", "bind-dn"];

static SIGN_SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).build(SIGNS).ok()
});

/// Names of objects inside of a block whose settings are its own.
const INNER: [&str; 12] = [
    "tlsoptions",
    "tls",
    "ssl",
    "tlsconfig",
    "tlsopts",
    "options",
    "clientoptions",
    "server",
    "connection",
    "bind",
    "search",
    "security",
];

/// Objects in each other that are looked through.
const MOST_OUTER: usize = 4;

/// First bytes of a file that tell what it is.
const HEAD: usize = 512;

/// Images of servers of directories: what they are told is not about a client.
const SERVERS: [&str; 6] = ["openldap", "slapd", "389ds", "dirsrv", "lldap", "samba"];

/// The blocks of a file; `yaml` is what it was parsed to, where it was. The places are in no text
/// yet: see [`Directory::settle`].
pub fn directories(path: &str, content: &str, yaml: Option<&Yaml>) -> Vec<Directory> {
    let bytes = content.as_bytes();
    let search = SIGN_SEARCH.as_ref();
    let name = path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if openldap::is_one(&name) {
        return openldap::directory(content).into_iter().collect();
    }
    let has_sign = || search.is_some_and(|search| search.is_match(bytes));
    if !name.contains("ldap") && !has_sign() {
        return Vec::new();
    }
    let kind = FileKind::of(path, bytes.get(..bytes.len().min(HEAD)).unwrap_or_default());
    let entries = settings(content, kind, yaml);
    if entries.is_empty() {
        return Vec::new();
    }
    in_entries(content, &entries, &About::new(kind, &name, &entries))
}

/// What is known of a file as a whole.
struct About<'a> {
    kind: FileKind,
    name: &'a str,
    /// The product whose settings it is.
    product: Option<&'static str>,
}

impl<'a> About<'a> {
    fn new(kind: FileKind, name: &'a str, entries: &[Entry]) -> Self {
        // `config.json` of FastGPT has these at its top.
        let is_own = |entry: &Entry| {
            ["feConfigs", "systemEnv", "llmModels"].contains(&entry.parent.as_str())
        };
        let is_fastgpt = kind == FileKind::Json && entries.iter().any(is_own);
        Self {
            kind,
            name,
            product: is_fastgpt.then_some("FastGPT"),
        }
    }

    fn kind_of(&self, parent: &str, given: &[Given], names: &[&str]) -> DirectoryKind {
        let has = |name: &str| names.iter().any(|own| own.eq_ignore_ascii_case(name));
        let is_domain = parent.to_ascii_lowercase().starts_with("domain/");
        match self.kind {
            FileKind::Env => DirectoryKind::Environment,
            FileKind::Toml if parent == "servers" && has("search_base_dns") => {
                DirectoryKind::Grafana
            }
            FileKind::Ini if self.name == "sssd.conf" || is_domain => DirectoryKind::Sssd,
            FileKind::Json if has("enableSsl") && has("baseDn") => DirectoryKind::Casdoor,
            _ => {
                let is_passport = has("bindDN") && has("bindCredentials");
                let has_url = given.iter().any(|one| one.role == Role::Url);
                if is_passport && has_url && self.product.is_none() {
                    DirectoryKind::Passport
                } else {
                    DirectoryKind::Generic
                }
            }
        }
    }
}

/// An object, table or section: what it is called, and what holds it.
struct Owner<'e> {
    name: &'e str,
    outer: u32,
    /// Its entries are items, not settings.
    is_list: bool,
}

/// The settings of one block.
#[derive(Default)]
struct Group<'e> {
    parent: &'e str,
    given: Vec<Given>,
    names: Vec<&'e str>,
}

fn in_entries(text: &str, entries: &[Entry], about: &About<'_>) -> Vec<Directory> {
    let mut owners: BTreeMap<u32, Owner<'_>> = BTreeMap::new();
    for entry in entries {
        let is_list = entry.parent.is_empty() && !entry.name.is_empty() && entry.outer != 0;
        owners.entry(entry.owner).or_insert(Owner {
            name: if is_list { &entry.name } else { &entry.parent },
            outer: entry.outer,
            is_list,
        });
    }
    let mut groups: BTreeMap<(u32, String), Group<'_>> = BTreeMap::new();
    for entry in entries {
        // Containers are judged with what is around them.
        if entry.parent == "environment" {
            continue;
        }
        let Some((prefix, role)) = role_of(&entry.name) else {
            continue;
        };
        let home = home(&owners, entry.owner);
        let group = groups.entry((home, prefix)).or_default();
        if let Some(owner) = owners.get(&home) {
            group.parent = owner.name;
        }
        group.names.push(&entry.name);
        group.given.push(Given {
            role,
            said: Said::at(
                Span::new(TextId::default(), entry.value.clone()),
                Sensitive::new(entry.text(text)),
            ),
        });
    }
    let mut mappings = mappings(text, entries);
    let mut found = Vec::new();
    for ((home, prefix), group) in &groups {
        let name = if prefix.is_empty() {
            group.parent
        } else {
            prefix
        };
        // The servers of Grafana say nothing of a directory but by their file.
        let is_named = names_directory(prefix)
            || names_directory(group.parent)
            || (about.name == "ldap.toml" && group.parent == "servers");
        if !is_block(&group.given, is_named) {
            continue;
        }
        let kind = about.kind_of(group.parent, &group.given, &group.names);
        if let Some(mut block) = block(kind, name, &group.given, is_named) {
            block.product = about.product;
            block.mappings = mappings.remove(home).unwrap_or_default();
            found.push(block);
        }
    }
    found.sort_by_key(|block| block.place.start);
    found
}

/// The object that the settings of another one belong to: `ldap` for those of its `tlsOptions`, and
/// for the items of its lists.
fn home(owners: &BTreeMap<u32, Owner<'_>>, owner: u32) -> u32 {
    let mut home = owner;
    for _ in 0..MOST_OUTER {
        let Some(own) = owners.get(&home).filter(|own| own.outer != 0) else {
            break;
        };
        let name: String = own
            .name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let is_inner = own.is_list || INNER.contains(&name.to_ascii_lowercase().as_str());
        // Only what has settings itself can be their home.
        if !is_inner || !owners.contains_key(&own.outer) {
            break;
        }
        home = own.outer;
    }
    home
}

/// A mapping of Grafana as it is read.
#[derive(Default)]
struct Table<'t> {
    /// The table that it belongs to.
    server: u32,
    group: Option<Said<String>>,
    role: &'t str,
    is_admin: bool,
}

/// What Grafana lets the members of groups do, by the table of the server.
fn mappings(text: &str, entries: &[Entry]) -> BTreeMap<u32, Vec<Mapping>> {
    let mut tables: BTreeMap<u32, Table<'_>> = BTreeMap::new();
    for entry in entries.iter().filter(|own| own.parent == "group_mappings") {
        let table = tables.entry(entry.owner).or_default();
        table.server = entry.outer;
        match entry.name.as_str() {
            "group_dn" => {
                let place = Span::new(TextId::default(), entry.value.clone());
                table.group = Some(Said::at(place, entry.text(text).to_owned()));
            }
            "org_role" => table.role = entry.text(text),
            "grafana_admin" => table.is_admin = entry.text(text) == "true",
            _ => {}
        }
    }
    let mut found: BTreeMap<u32, Vec<Mapping>> = BTreeMap::new();
    for table in tables.into_values() {
        let role = if table.is_admin { "Admin" } else { table.role };
        let role = role.to_owned();
        let own = table.group.map(|group| Mapping { group, role });
        found.entry(table.server).or_default().extend(own);
    }
    found
}

/// The blocks among the variables of a container.
pub fn directories_of(container: &Container, origins: &Origins) -> Vec<Directory> {
    if !container.environment.iter().any(may_be_of_directory) {
        return Vec::new();
    }
    let image = container.image.value().map(|image| ImageRef::parse(image));
    let path = image.map_or("", |image| image.path).to_ascii_lowercase();
    if SERVERS.iter().any(|server| path.contains(server)) {
        return Vec::new();
    }
    let mut groups: BTreeMap<String, Vec<Given>> = BTreeMap::new();
    for variable in &container.environment {
        let Some(value) = &variable.value else {
            continue;
        };
        let Some((prefix, role)) = role_of(&variable.name) else {
            continue;
        };
        let cause = origins.cause(variable.origin);
        groups.entry(prefix).or_default().push(Given {
            role,
            said: Said {
                value: value.clone(),
                place: variable.declared,
                cause,
            },
        });
    }
    let mut found = Vec::new();
    for (prefix, given) in groups {
        let is_named = names_directory(&prefix);
        let reaches = |one: &Given| matches!(one.role, Role::Url | Role::Host | Role::BindDn);
        if !is_block(&given, is_named) || !given.iter().any(reaches) {
            continue;
        }
        if let Some(mut block) = block(DirectoryKind::Environment, &prefix, &given, is_named) {
            block.product = product(&path);
            found.push(block);
        }
    }
    found
}

/// A quick look at a variable: each block has one such.
fn may_be_of_directory(variable: &Variable) -> bool {
    let has = |text: &str, sign: &[u8]| {
        let mut windows = text.as_bytes().windows(sign.len());
        windows.any(|window| window.eq_ignore_ascii_case(sign))
    };
    let value = variable.value.as_ref().map_or("", Sensitive::expose);
    let value = value.trim_start().get(..4).unwrap_or_default();
    has(&variable.name, b"ldap") || has(&variable.name, b"bind") || has(value, b"ldap")
}

/// Masks the passwords of blocks, whatever their keys are called. They are added to `known`, to keep
/// them out of other texts.
pub fn mask_directories(texts: &Texts, directories: &[Directory], known: &mut Vec<Sensitive>) {
    let secrets = directories
        .iter()
        .filter_map(|own| own.bind_credentials.as_ref());
    for said in secrets {
        let value = said.value.expose();
        if !value.is_empty() && !is_reference(value) {
            texts.mask(said.place);
            known.push(said.value.clone());
        }
    }
}

/// The product of an image whose own documentation knows no directory.
fn product(path: &str) -> Option<&'static str> {
    let last = path.rsplit('/').next().unwrap_or_default();
    match last {
        "fastgpt" => Some("FastGPT"),
        "dify-api" | "dify-web" => Some("Dify"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
