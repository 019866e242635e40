//! A container, whatever declared it.

use super::mount::Mount;
use super::origin::{OriginId, Traced};
use super::port::Port;
use super::running::{
    Build, Command, Dependency, Device, Grant, Health, Hook, HostName, Logging, Pair, Ulimit,
};
use super::sensitive::Sensitive;
use super::setting::Setting;
use super::span::Span;

/// A container as a compose service, a run line or a running engine gives it.
pub struct Container {
    /// The service name; for a container without one its own name.
    pub name: String,
    /// The name in its source: where a finding about something missing points.
    pub owner: Span,
    /// The image reference.
    pub image: Setting<String>,
    /// How its image is made, where it is made here (`build`).
    pub build: Option<Build>,
    /// When an image is fetched (`pull_policy`).
    pub pull_policy: Setting<String>,
    /// Whether it starts: it has no Compose profile, or one that is active, by the user's word or
    /// else by the project's own.
    pub starts: bool,
    /// Whether it serves only to fetch its image ahead of others that start it: a Compose profile
    /// says so, and nothing says how to run it.
    pub only_fetched: bool,
    /// Full access to the host (`privileged`).
    pub privileged: Setting<bool>,
    /// The root file system cannot be written (`read_only`).
    pub read_only: Setting<bool>,
    /// Capabilities added, upper case and without `CAP_`.
    pub cap_add: Vec<Traced<String>>,
    /// Capabilities dropped, upper case and without `CAP_`.
    pub cap_drop: Vec<Traced<String>>,
    /// Security options as written.
    pub security_opt: Vec<Traced<String>>,
    /// The engine's socket and the credentials of its registries handed in (`use_api_socket`).
    pub use_api_socket: Setting<bool>,
    /// User and group of the first process.
    pub user: Setting<String>,
    /// Host namespaces and other modes, as written.
    pub namespaces: Namespaces,
    /// Published ports, one per host binding or range.
    pub ports: Vec<Port>,
    /// Mounts, tmpfs included.
    pub mounts: Vec<Mount>,
    /// The effective environment in name order.
    pub environment: Vec<Variable>,
    /// Resource limits.
    pub limits: Limits,
    /// Networks joined by key, `default` included where it is implied. Empty with `network_mode`.
    pub networks: Vec<Traced<String>>,
    /// Compose profiles; empty means always on.
    pub profiles: Vec<Traced<String>>,
    /// What it runs in place of the image's own command.
    pub command: Setting<Command>,
    /// What it runs first in place of the image's own entry point.
    pub entrypoint: Setting<Command>,
    /// How it is asked whether it is well.
    pub health: Setting<Health>,
    /// The restart policy: `no`, `always`, `unless-stopped`, `on-failure[:times]`; the condition of
    /// `deploy.restart_policy` where only that is set.
    pub restart: Setting<String>,
    /// Where its output goes.
    pub logging: Setting<Logging>,
    /// Devices of the host.
    pub devices: Vec<Device>,
    /// Rules of the device cgroup, as written (`c 1:3 mr`).
    pub device_rules: Vec<Traced<String>>,
    /// Requests for devices of a driver (`gpus`, `deploy.resources.reservations.devices`): how many,
    /// or `all`.
    pub device_requests: Vec<Traced<String>>,
    /// Groups that the first process gets besides its own.
    pub groups: Vec<Traced<String>>,
    /// Kernel parameters.
    pub sysctls: Vec<Pair>,
    /// The runtime of the engine (`runc` where unset).
    pub runtime: Setting<String>,
    /// The parent control group.
    pub cgroup_parent: Setting<String>,
    /// Commands that run in the container after its start and before its stop.
    pub hooks: Vec<Hook>,
    /// A program of the host that Compose runs in place of a container (`provider.type`).
    pub provider: Setting<String>,
    /// Resource limits of processes.
    pub ulimits: Vec<Ulimit>,
    /// Whether the kernel must not end it when memory runs out.
    pub oom_kill_disable: Setting<bool>,
    /// How much it is spared or preferred when memory runs out, from -1000 to 1000.
    pub oom_score_adj: Setting<i64>,
    /// Whether an init process reaps children.
    pub init: Setting<bool>,
    /// Names and addresses added to its hosts file.
    pub extra_hosts: Vec<HostName>,
    /// Labels.
    pub labels: Vec<Pair>,
    /// The services that start before it, implied ones included.
    pub depends_on: Vec<Dependency>,
    /// Configs that it gets.
    pub configs: Vec<Grant>,
    /// Secrets that it gets.
    pub secrets: Vec<Grant>,
    /// Its env files by their paths, from the folder of the project.
    pub env_files: Vec<Traced<String>>,
}

/// Modes of the namespaces, as written (`host`, `service:x`, `container:x`, `none`, `private`).
pub struct Namespaces {
    /// `network_mode`.
    pub network: Setting<String>,
    /// `pid`.
    pub pid: Setting<String>,
    /// `ipc`.
    pub ipc: Setting<String>,
    /// `uts`.
    pub uts: Setting<String>,
    /// `userns_mode`.
    pub user: Setting<String>,
    /// `cgroup`.
    pub cgroup: Setting<String>,
}

/// A variable of the effective environment.
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its effective value; `None` where only the shell at start-up knows it.
    pub value: Option<Sensitive>,
    /// Where the value comes from; for a bare name the place of the name.
    pub origin: OriginId,
    /// Where the container names it: the entry, or the env file's entry in the service.
    pub declared: Span,
}

/// Limits in both spellings (`mem_limit`, `deploy.resources.limits`).
pub struct Limits {
    /// Memory in bytes; 0 is none.
    pub memory: Setting<u64>,
    /// Thousandths of a CPU; 0 is none.
    pub cpus: Setting<u64>,
    /// Processes; 0 and below is none.
    pub pids: Setting<i64>,
}
