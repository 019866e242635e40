//! What a container runs and what it is given, besides ports and mounts.

use super::container::Variable;
use super::origin::{OriginId, Traced};
use super::sensitive::Sensitive;
use super::setting::Setting;
use super::span::Span;

/// A command. Its words may be secrets.
#[derive(Clone)]
pub struct Command {
    /// The words; of a string in the short form as a shell splits them.
    pub words: Vec<Traced<Sensitive>>,
    /// The string that they were split from, in the short form.
    pub line: Option<Sensitive>,
}

impl Command {
    /// Where each word begins in the string, as bytes; `None` for one that does not stand there as
    /// it is, or for the long form.
    pub fn offsets(&self) -> Vec<Option<usize>> {
        let line = self.line.as_ref().map_or("", Sensitive::expose);
        let mut next = 0;
        let offset = |word: &Traced<Sensitive>| {
            let word = word.value.expose();
            let found = line.get(next..)?.find(word)? + next;
            next = found + word.len();
            Some(found)
        };
        self.words.iter().map(offset).collect()
    }
}

/// A health check.
#[derive(Clone)]
pub struct Health {
    /// `CMD`, `CMD-SHELL` or `NONE`, and the words after it; empty for the image's own.
    pub test: Vec<Traced<Sensitive>>,
    /// What switches the check off, if anything does.
    pub disabled: Option<OriginId>,
}

/// Where the output of a container goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logging {
    /// The log driver; `None` is the engine's default.
    pub driver: Option<Traced<String>>,
    /// The options of the driver.
    pub options: Vec<Pair>,
}

/// A name and a value, where neither is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value as text; empty for none.
    pub value: String,
    /// Where the value comes from.
    pub origin: OriginId,
}

/// A device of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Path on the host, or the name of a device of the Container Device Interface.
    pub source: String,
    /// Path in the container.
    pub target: String,
    /// `r`, `w` and `m` for read, write and make.
    pub permissions: String,
    /// Where the entry comes from.
    pub origin: OriginId,
}

/// When a hook runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HookTime {
    /// `post_start`
    AfterStart,
    /// `pre_stop`
    BeforeStop,
}

/// A command that runs in a container besides its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// When it runs.
    pub time: HookTime,
    /// Whether it runs with full access to the host.
    pub privileged: Setting<bool>,
    /// User and group.
    pub user: Setting<String>,
    /// Where the entry comes from.
    pub origin: OriginId,
}

/// A limit of processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ulimit {
    /// Its name (`nofile`, `memlock`).
    pub name: String,
    /// What a process starts with; -1 is no limit.
    pub soft: i64,
    /// How far it may raise it; -1 is no limit.
    pub hard: i64,
    /// Where the entry comes from.
    pub origin: OriginId,
}

/// A name in the hosts file of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName {
    /// The name.
    pub name: String,
    /// The address; `host-gateway` is the host itself.
    pub address: String,
    /// Where the entry comes from.
    pub origin: OriginId,
}

/// A service that starts before another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub service: String,
    /// `service_started`, `service_healthy` or `service_completed_successfully`.
    pub condition: String,
    /// Whether the other one cannot start without it.
    pub required: bool,
    /// Where the entry comes from.
    pub origin: OriginId,
}

/// A config or secret that a container gets as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its key in the project.
    pub source: String,
    /// Path in the container; `None` for the default one.
    pub target: Option<String>,
    /// Where the entry comes from.
    pub origin: OriginId,
}

/// How an image is made.
pub struct Build {
    /// The folder or address that it is made from.
    pub context: Setting<String>,
    /// Folders and addresses besides it, by name.
    pub additional_contexts: Vec<Pair>,
    /// The Dockerfile, from the context.
    pub dockerfile: Setting<String>,
    /// A Dockerfile that stands in the compose file itself.
    pub dockerfile_inline: Setting<String>,
    /// The stage that is wanted; the last one where none is named.
    pub target: Setting<String>,
    /// Whether its commands run with full access to the host.
    pub privileged: Setting<bool>,
    /// Rights that the builder grants (`network.host`, `security.insecure`).
    pub entitlements: Vec<Traced<String>>,
    /// The network of its commands.
    pub network: Setting<String>,
    /// Keys and agents for SSH that its commands may use, by id.
    pub ssh: Vec<Pair>,
    /// Arguments; `None` values come from the shell that builds.
    pub args: Vec<Variable>,
    /// Whether its Dockerfile says how a container is asked for its health, where that was read.
    pub has_check: bool,
    /// Where `build` stands.
    pub place: Span,
}
