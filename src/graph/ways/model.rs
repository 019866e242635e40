//! The words of ways in: places, edges, what shows them, and the edits that close them.

use crate::model::{Arg, Span};

/// The number of a node in its [`Ways`](super::Ways).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

/// The number of an edge in its [`Ways`](super::Ways).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EdgeId(pub(super) u32);

impl NodeId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl EdgeId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What an attacker holds who has come to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKind {
    /// A start: any machine of the local network.
    Lan,
    /// A start: any machine of the internet, where the user says that ports are open to it.
    Internet,
    /// A start: somebody on the machine itself, without rights there.
    Local,
    /// A start: a text that a model or an application processes.
    Prompt,
    /// A start: a person with an account of the directory.
    Account,
    /// A server that passes requests on to others, and nothing else.
    Front,
    /// A service does what its interface offers: it answers, and it sends requests of the
    /// attacker's choice where it can be told to.
    Service,
    /// Commands run inside the container of a service, which sees its environment and its networks.
    Inside,
    /// A network: no step by itself. What stands in it can open connections to all others there.
    Network,
    /// A secret that other services or other companies check.
    Secret,
    /// A goal: the content of a data store.
    Store,
    /// A goal: a model, which can be used, replaced and taken away.
    Model,
    /// A goal: the key with which an application signs or encrypts.
    SigningKey,
    /// A goal: the directory of the company, with the rights of an administrator.
    Directory,
    /// A goal: a channel out of the deployment.
    Outside,
    /// The engine takes commands.
    Engine,
    /// A goal: the machine, as root.
    Host,
}

impl NodeKind {
    /// Where attackers begin.
    pub const STARTS: [Self; 5] = [
        Self::Internet,
        Self::Lan,
        Self::Prompt,
        Self::Account,
        Self::Local,
    ];

    /// What they want, the worst first.
    pub const GOALS: [Self; 6] = [
        Self::Host,
        Self::Directory,
        Self::SigningKey,
        Self::Store,
        Self::Model,
        Self::Outside,
    ];

    /// Whether attackers begin here.
    pub fn is_start(self) -> bool {
        Self::STARTS.contains(&self)
    }

    /// Whether they want to come here.
    pub fn is_goal(self) -> bool {
        Self::GOALS.contains(&self)
    }
}

/// A node. Kind, name and project are together its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// The service, the network, the variable of the secret or the engine; empty for a start.
    pub name: String,
    /// The number of its project in the deployment.
    pub project: Option<usize>,
}

/// What lets an attacker pass an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeKind {
    /// Other machines reach a port of the machine, and the service asks for nothing.
    Published,
    /// It has an address in this network.
    Joins,
    /// The service asks its callers for nothing.
    NoAuthentication,
    /// The service accepts a credential that is known, weak or in use elsewhere.
    Credential,
    /// The service accepts a credential that the one before has in its own settings.
    HeldCredential,
    /// The key that signs its sessions is known.
    SigningKey,
    /// It passes requests on (`proxy_pass`).
    Proxied,
    /// Its users may have commands or code run in it.
    RunsCode,
    /// It takes texts of users, and a model acts on them.
    Prompted,
    /// What it has can be read: the content of a store, a model.
    Holds,
    /// The secret is in its environment.
    Environment,
    /// It has the socket of the engine, or the engine's own interface by another one.
    Socket,
    /// The engine listens on TCP.
    EngineOnTcp,
    /// Whoever commands the engine is root on the machine.
    CommandsEngine,
    /// It runs with the rights of the machine: privileged, a capability, a device.
    Powers,
    /// It shares a namespace of the machine.
    HostNamespace,
    /// It can write where the machine keeps what it runs.
    HostPath,
    /// Its process has the group of the engine's socket.
    DockerGroup,
    /// It asks the directory as an administrator.
    BindsAsAdministrator,
    /// People log in with their accounts of the directory, over a connection that others can read.
    ClearLogin,
    /// It can open connections to other machines.
    Egress,
}

/// How hard it is to pass an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing is in the way.
    Free,
    /// A credential that a vendor published, or the one before has.
    Known,
    /// A credential that can be guessed.
    Weak,
    /// A credential that others accept or hold as well.
    Reused,
    /// It cannot be told from here.
    Unknown,
    /// A strong credential, or a wall: nobody passes. Kept, as an assumption may open it.
    Closed,
}

impl Strength {
    /// All of them, the easiest first.
    pub const ALL: [Self; 6] = [
        Self::Free,
        Self::Known,
        Self::Weak,
        Self::Reused,
        Self::Unknown,
        Self::Closed,
    ];

    /// What passing costs; `None` where nobody passes.
    pub fn cost(self) -> Option<u32> {
        match self {
            Self::Free => Some(0),
            Self::Known => Some(1),
            Self::Weak | Self::Reused => Some(2),
            Self::Unknown => Some(4),
            Self::Closed => None,
        }
    }
}

/// A place that shows why an edge is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The place: a line of a file, or an object of an engine's document.
    pub span: Span,
    /// What it says: a key of `policies/texts.yaml`, with these arguments. Never a value of a
    /// secret.
    pub key: &'static str,
    /// The arguments, by their names.
    pub args: Vec<(&'static str, Arg)>,
}

/// An edit that closes each edge that names it: one line of one file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cut {
    /// What is done.
    pub change: Change,
    /// The line to edit: where the value comes from, however many services it feeds. Cuts with the
    /// same change at the same place are one edit.
    pub place: Span,
    /// The number of the project whose file it is.
    pub project: Option<usize>,
}

/// What an edit does.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// Gives a secret a strong value. [`Ways::holders`](super::Ways::holders) of its place says
    /// who has it, and must get the new value at the same time.
    StrongSecret {
        /// The variable of an env file, or of the compose file, that supplies it; `None` where the
        /// value itself stands at the place.
        supplier: Option<String>,
    },
    /// Sets a variable of a service that is missing, or turns something off or on, to this value;
    /// `None` is a strong secret.
    SetVariable {
        /// The service.
        service: String,
        /// The variable.
        name: String,
        /// The value.
        value: Option<&'static str>,
    },
    /// Adds a flag with a strong secret to the command of a service.
    AddFlag {
        /// The service.
        service: String,
        /// The flag.
        flag: &'static str,
    },
    /// Adds a strong secret to a config whose content stands in the compose file, and gives the same
    /// to the clients of the service.
    AddToConfig {
        /// The key of the config.
        config: String,
        /// The section of it.
        section: &'static str,
        /// The key to add.
        key: &'static str,
        /// The variable of the clients; empty for none.
        client: &'static str,
    },
    /// Publishes a port on 127.0.0.1 only.
    BindToLoopback {
        /// The service.
        service: String,
        /// First and last port on the machine, if they are fixed.
        published: Option<(u16, u16)>,
        /// First and last port in the container.
        target: (u16, u16),
        /// `tcp` or `udp`.
        protocol: String,
    },
    /// Takes a service off a network.
    Leave {
        /// The service.
        service: String,
        /// The key of the network.
        network: String,
    },
    /// Makes a network internal.
    MakeInternal {
        /// The key of the network.
        network: String,
    },
    /// Drops a mount.
    DropMount {
        /// The service.
        service: String,
        /// The path in the container.
        target: String,
    },
    /// Mounts for reading only.
    MountReadOnly {
        /// The service.
        service: String,
        /// The path in the container.
        target: String,
    },
    /// Sets a field of a service, or drops an item of it: `privileged`, `cap_add`, `pid`, `ipc`,
    /// `network_mode`, `userns_mode`, `devices`, `group_add`, `use_api_socket`.
    DropField {
        /// The service.
        service: String,
        /// The field.
        field: &'static str,
        /// The item of a list.
        item: Option<String>,
    },
    /// Changes a setting in a file that is no compose file: a directory's, the daemon's, Nginx's.
    Setting {
        /// What it is called there.
        name: String,
        /// What to do: a key of `policies/texts.yaml`.
        how: &'static str,
    },
}

/// Who has a value from a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holder {
    /// The number of the project.
    pub project: usize,
    /// The service.
    pub service: String,
    /// The variable, or the flag of the command.
    pub name: String,
    /// Whether it is part of the value only.
    pub is_part: bool,
}

/// An edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it begins.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
    /// What lets pass.
    pub kind: EdgeKind,
    /// How hard that is.
    pub strength: Strength,
    /// What shows it, at least one place.
    pub evidence: Vec<Evidence>,
    /// The edits of which each one closes it; none where no single one does.
    pub cuts: Vec<Cut>,
}
