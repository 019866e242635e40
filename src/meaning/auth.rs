//! Whether a service asks its callers for a credential, as far as its settings tell.

use super::commands::{Token, flag, tokens};
use super::knowledge::Knowledge;
use crate::model::{Container, MountKind, OriginId, Sensitive, Variable};

/// How a product asks for credentials: an entry of the table.
struct Entry {
    product: &'static str,
    images: &'static [&'static str],
    never: bool,
    off: &'static [Sign],
    on: &'static [Sign],
    credentials: &'static [&'static str],
    flags: &'static [&'static str],
    otherwise: Otherwise,
    on_since: Option<u32>,
    switch: &'static str,
    ports: &'static [u16],
    is_sure: bool,
}

/// A switch, and what it must be to count.
struct Sign {
    is_flag: bool,
    name: &'static str,
    is: Is,
    unless: &'static [&'static str],
}

enum Is {
    Enabled,
    Disabled,
    Set,
    Given,
    OneOf(&'static [&'static str]),
}

enum Otherwise {
    Off,
    Factory,
    Unknown,
}

include!(concat!(env!("OUT_DIR"), "/auth.rs"));

/// What is known of how a container asks for credentials.
pub struct Auth {
    /// The product that it runs.
    pub product: &'static str,
    /// The ports in the container that this is about; empty for all.
    pub ports: &'static [u16],
    /// What it asks for.
    pub held: Held,
    /// Whether it cannot be turned on at run time.
    pub is_sure: bool,
}

/// What a container asks for.
pub enum Held {
    /// Nothing.
    Nothing(Unguarded),
    /// These credentials; none where something else guards it.
    Credentials(Vec<Credential>),
    /// It cannot be told from here.
    Unknown,
}

/// Why nothing is asked for.
pub struct Unguarded {
    /// How it is so.
    pub lack: Lack,
    /// The variable or flag that turns it off, or is missing; empty for a product without any.
    pub switch: &'static str,
    /// The value that turns it off, where one does.
    pub origin: Option<OriginId>,
}

/// How it is that nothing is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The product knows no authentication.
    Never,
    /// It is turned off.
    Off,
    /// Nothing turns it on.
    Missing,
    /// The credential that the vendor published works, as no other is set.
    Factory,
}

/// A credential that callers must present.
pub enum Credential {
    /// The value of a variable.
    Variable(&'static str),
    /// The value of a flag of its command.
    Flag {
        /// The flag.
        name: &'static str,
        /// The value.
        value: Sensitive,
        /// Where it comes from.
        origin: OriginId,
    },
}

impl Knowledge {
    /// What the settings of a container tell; `None` for a product that is not known. Where env
    /// files are missing (`is_partial`), nothing is concluded from what is not set.
    pub fn auth(&self, container: &Container, is_partial: bool) -> Option<Auth> {
        let image = self.image_of(container)?;
        let has = |known: &&str| image.is(known);
        let entry = AUTH.iter().find(|entry| entry.images.iter().any(has))?;
        let tokens = tokens(container);
        let held = held(entry, container, &tokens).unwrap_or_else(|| {
            let is_new = entry
                .on_since
                .is_some_and(|since| image.major().is_none_or(|major| major >= since));
            let lack = match entry.otherwise {
                Otherwise::Off => Lack::Missing,
                Otherwise::Factory => Lack::Factory,
                Otherwise::Unknown => return Held::Unknown,
            };
            if is_new || is_partial || reads_more(container, &tokens) {
                return Held::Unknown;
            }
            let empty = variable(container, entry.switch);
            Held::Nothing(Unguarded {
                lack,
                switch: entry.switch,
                origin: empty.map(|empty| empty.origin),
            })
        });
        Some(Auth {
            product: entry.product,
            ports: entry.ports,
            held,
            is_sure: entry.is_sure,
        })
    }
}

/// What an entry says of what is set; `None` where nothing of it is.
fn held(entry: &Entry, container: &Container, tokens: &[Token<'_>]) -> Option<Held> {
    if entry.never {
        return Some(Held::Nothing(Unguarded {
            lack: Lack::Never,
            switch: "",
            origin: None,
        }));
    }
    let mut is_untold = false;
    for sign in entry.off {
        match sign.holds(container, tokens) {
            Told::Yes(origin) => {
                return Some(Held::Nothing(Unguarded {
                    lack: Lack::Off,
                    switch: sign.name,
                    origin: Some(origin),
                }));
            }
            Told::Untold => is_untold = true,
            Told::No => {}
        }
    }
    let mut credentials = Vec::new();
    let mut is_on = false;
    for name in entry.credentials {
        match variable(container, name) {
            Some(Variable { value: None, .. }) => is_untold = true,
            Some(Variable {
                value: Some(value), ..
            }) if !value.is_empty() => credentials.push(Credential::Variable(name)),
            _ => {}
        }
        let file = container.environment.iter();
        let mut file = file.filter(|own| own.name.strip_suffix("_FILE") == Some(*name));
        is_on |= file.any(|own| own.value.as_ref().is_none_or(|path| !path.is_empty()));
    }
    for name in entry.flags {
        if let Some((value, origin)) = flag(tokens, name)
            && !value.is_empty()
        {
            credentials.push(Credential::Flag {
                name,
                value: Sensitive::new(value),
                origin,
            });
        }
    }
    for sign in entry.on {
        match sign.holds(container, tokens) {
            Told::Yes(_) => is_on = true,
            Told::Untold => is_untold = true,
            Told::No => {}
        }
    }
    if is_on || !credentials.is_empty() {
        return Some(Held::Credentials(credentials));
    }
    is_untold.then_some(Held::Unknown)
}

enum Told {
    Yes(OriginId),
    No,
    Untold,
}

impl Sign {
    fn holds(&self, container: &Container, tokens: &[Token<'_>]) -> Told {
        let denied = self.unless.iter().any(|name| {
            variable(container, name)
                .is_some_and(|own| own.value.as_ref().is_none_or(|own| is_on(own.expose())))
        });
        if denied {
            return Told::No;
        }
        let (value, origin) = if self.is_flag {
            match flag(tokens, self.name) {
                Some(found) => found,
                None => return Told::No,
            }
        } else {
            match variable(container, self.name) {
                Some(Variable { value: None, .. }) => return Told::Untold,
                Some(Variable {
                    value: Some(value),
                    origin,
                    ..
                }) => (value.expose(), *origin),
                None => return Told::No,
            }
        };
        let value = value.trim();
        let holds = match self.is {
            Is::Enabled => is_on(value),
            Is::Disabled => is_off(value),
            Is::Set => !value.is_empty(),
            Is::Given => !is_off(value),
            Is::OneOf(values) => values.iter().any(|one| one.eq_ignore_ascii_case(value)),
        };
        if holds { Told::Yes(origin) } else { Told::No }
    }
}

/// Whether a switch is on.
fn is_on(value: &str) -> bool {
    let words = ["true", "1", "on", "yes", "enabled"];
    words.iter().any(|word| word.eq_ignore_ascii_case(value))
}

/// Whether a switch is off.
fn is_off(value: &str) -> bool {
    let words = ["false", "0", "off", "no", "disabled"];
    words.iter().any(|word| word.eq_ignore_ascii_case(value))
}

fn variable<'a>(container: &'a Container, name: &str) -> Option<&'a Variable> {
    container.environment.iter().find(|own| own.name == name)
}

/// Whether settings may come from files that are not read here: an own build, a script, or a
/// configuration that is mounted or named.
fn reads_more(container: &Container, tokens: &[Token<'_>]) -> bool {
    const ENDS: [&str; 10] = [
        ".conf", ".cnf", ".cfg", ".ini", ".yaml", ".yml", ".json", ".toml", ".acl", ".sh",
    ];
    let is_file = |path: &str| {
        ENDS.iter().any(|end| path.ends_with(end)) && !path.ends_with("docker-entrypoint.sh")
    };
    let is_config = |path: &str| {
        is_file(path) || path.contains("/conf") || path == "/etc" || path.starts_with("/etc/")
    };
    container.build.is_some()
        || !container.configs.is_empty()
        || tokens.iter().any(|token| is_file(token.text))
        || container.mounts.iter().any(|mount| {
            mount.kind != MountKind::Tmpfs
                && mount.kind != MountKind::Volume
                && is_config(&mount.target)
        })
}
