//! What `daemon.json` may hold, and of which type. `dockerd` does not start with anything else.

use crate::meaning::engine::{Document, Node};

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Switch,
    Word,
    Number,
    /// A list of words.
    List,
    /// An object whose values are words.
    Words,
    /// Something that has more than one form.
    Any,
}

/// The keys of all versions from 17.06 to 29, as `dockerd` itself compares them: to the letter.
const KEYS: [(Type, &[&str]); 6] = [
    (
        Type::Switch,
        &[
            "allow-direct-routing",
            "cri-containerd",
            "debug",
            "disable-legacy-registry",
            "experimental",
            "icc",
            "init",
            "ip-forward",
            "ip-forward-no-drop",
            "ip-masq",
            "ip6tables",
            "iptables",
            "ipv6",
            "live-restore",
            "no-new-privileges",
            "raw-logs",
            "rootless",
            "selinux-enabled",
            "tls",
            "tlsverify",
            "userland-proxy",
        ],
    ),
    (
        Type::Word,
        &[
            "api-cors-header",
            "bip",
            "bip6",
            "bridge",
            "bridge-accept-fwmark",
            "cgroup-parent",
            "cluster-advertise",
            "cluster-store",
            "containerd",
            "containerd-namespace",
            "containerd-plugin-namespace",
            "containerd-plugins-namespace",
            "data-root",
            "default-cgroupns-mode",
            "default-gateway",
            "default-gateway-v6",
            "default-ipc-mode",
            "default-runtime",
            "deprecated-key-path",
            "exec-root",
            "firewall-backend",
            "fixed-cidr",
            "fixed-cidr-v6",
            "graph",
            "group",
            "host-gateway-ip",
            "http-proxy",
            "https-proxy",
            "init-path",
            "ip",
            "log-driver",
            "log-format",
            "log-level",
            "metrics-addr",
            "min-api-version",
            "no-proxy",
            "pidfile",
            "seccomp-profile",
            "storage-driver",
            "swarm-default-advertise-addr",
            "tlscacert",
            "tlscert",
            "tlskey",
            "userland-proxy-path",
            "userns-remap",
        ],
    ),
    (
        Type::Number,
        &[
            "cpu-rt-period",
            "cpu-rt-runtime",
            "max-concurrent-downloads",
            "max-concurrent-uploads",
            "max-download-attempts",
            "mtu",
            "network-control-plane-mtu",
            "oom-score-adjust",
            "shutdown-timeout",
        ],
    ),
    (
        Type::List,
        &[
            "allow-nondistributable-artifacts",
            "authorization-plugins",
            "cdi-spec-dirs",
            "dns",
            "dns-opts",
            "dns-search",
            "exec-opts",
            "host-gateway-ips",
            "hosts",
            "insecure-registries",
            "labels",
            "registry-mirrors",
            "storage-opts",
        ],
    ),
    (Type::Words, &["cluster-store-opts", "log-opts"]),
    (
        Type::Any,
        &[
            "builder",
            "default-address-pools",
            "default-network-opts",
            "default-shm-size",
            "default-ulimits",
            "features",
            "node-generic-resources",
            "nri-opts",
            "proxies",
            "runtimes",
        ],
    ),
];

/// The type of a key; `None` of one that no version knows.
pub(super) fn type_of(key: &str) -> Option<Type> {
    let mut groups = KEYS.iter();
    groups
        .find(|(_, keys)| keys.contains(&key))
        .map(|(own, _)| *own)
}

/// Whether a text, be it JSON or not, holds a key of `dockerd` that other products hardly have.
pub(super) fn holds_key(content: &str) -> bool {
    const COMMON: [&str; 14] = [
        "builder",
        "debug",
        "dns",
        "experimental",
        "features",
        "group",
        "hosts",
        "init",
        "ip",
        "labels",
        "mtu",
        "pidfile",
        "proxies",
        "tls",
    ];
    let mut keys = KEYS.iter().flat_map(|(_, keys)| *keys);
    if keys.any(|key| !COMMON.contains(key) && content.contains(&format!("\"{key}\""))) {
        return true;
    }
    // One with nothing but common keys is its own as well: `{"debug": true, "hosts": […]}`.
    let document = Document::parse(content);
    let top = document.as_ref().and_then(Document::top);
    let fields = top.map(Node::fields).unwrap_or_default();
    !fields.is_empty() && fields.iter().all(|(key, _, _)| type_of(key).is_some())
}
