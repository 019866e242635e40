//! A kernel parameter that switches a defence of the network off.

use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// The ends of the names under `net.ipv4.conf.INTERFACE` and `net.ipv6.conf.INTERFACE`, and the
/// value that takes the defence away.
const PER_INTERFACE: [(&str, &str); 4] = [
    ("route_localnet", "1"),
    ("accept_source_route", "1"),
    ("accept_redirects", "1"),
    ("rp_filter", "0"),
];

/// Whole names.
const WHOLE: [(&str, &str); 2] = [
    ("net.ipv4.tcp_syncookies", "0"),
    ("net.ipv4.icmp_echo_ignore_broadcasts", "0"),
];

/// Fails for each such parameter.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for pair in &container.sysctls {
        let name = pair.name.replace('/', ".");
        let is_of_interface =
            name.starts_with("net.ipv4.conf.") || name.starts_with("net.ipv6.conf.");
        let last = name.rsplit('.').next().unwrap_or_default();
        let value = pair.value.trim();
        let is_risky = WHOLE.contains(&(name.as_str(), value))
            || is_of_interface && PER_INTERFACE.contains(&(last, value));
        if is_risky {
            let site = Site::origin(cx, pair.origin, container.owner);
            let fail = Fail::new("default", site).role(&pair.name);
            out.fail(fail.arg("parameter", pair.name.as_str()));
        }
    }
}
