//! What rules about daemons share.

use std::net::IpAddr;

use crate::model::{Confidence, Daemon, DaemonSource, EngineKind, OriginId, Setting, Span};

use super::Params;
use super::out::{Fail, Out, Site};

/// The words of a parameter; none of one that the policy does not give.
pub(super) fn words(params: Params, name: &str) -> &'static [&'static str] {
    let mut params = params.iter();
    params
        .find(|(own, _)| *own == name)
        .map_or(&[], |(_, words)| words)
}

/// Whether a rule does not concern a product: `not-for` of its policy names it.
pub(super) fn is_spared(params: Params, daemon: &Daemon) -> bool {
    words(params, "not-for").iter().any(|name| match *name {
        "podman" => matches!(daemon.kind, EngineKind::Podman | EngineKind::Other),
        "desktop" => daemon.kind == EngineKind::DockerDesktop,
        "rootless" => daemon.switch("rootless").is(&true),
        "wsl" => daemon.is_wsl,
        _ => false,
    })
}

/// Whether it is an engine that does not have the settings of `dockerd`.
pub(super) fn is_other(daemon: &Daemon) -> bool {
    matches!(daemon.kind, EngineKind::Podman | EngineKind::Other)
}

/// At a value.
pub(super) fn at(daemon: &Daemon, key: &'static str, origin: OriginId) -> Fail {
    Fail::new(key, Site::at(daemon.place_of(origin)))
}

/// Something that is not set. What a file does not say, the command line may.
pub(super) fn missing(daemon: &Daemon, key: &'static str, place: Span) -> Fail {
    let fail = Fail::new(key, Site::missing(place));
    match daemon.source {
        DaemonSource::File => fail.confidence(Confidence::Medium),
        DaemonSource::Engine => fail,
    }
}

/// The place where a setting is missing; otherwise says that it cannot be told, if that is so.
pub(super) fn unset<T>(setting: &Setting<T>, out: &mut Out<'_>) -> Option<Span> {
    match setting {
        Setting::Unset(place) => Some(*place),
        Setting::Set(_) => None,
        Setting::NotObservable(_) => {
            out.unknown();
            None
        }
    }
}

/// Whether an address, with or without a port, is one that only the machine itself reaches.
pub(super) fn is_loopback(address: &str) -> bool {
    let host = match address.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None if address.matches(':').count() > 1 => address,
        None => address.split(':').next().unwrap_or(address),
    };
    let is_own = host.parse::<IpAddr>().is_ok_and(|own| own.is_loopback());
    is_own || host.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn knows_addresses_of_the_machine_itself() {
        let table = [
            ("127.0.0.1:2375", true),
            ("127.9.0.1", true),
            ("[::1]:2375", true),
            ("::1", true),
            ("localhost:1", true),
            ("0.0.0.0:2375", false),
            (":2375", false),
            ("[::]:2375", false),
            ("127.example:1", false),
            ("10.0.0.1", false),
            ("", false),
        ];
        for (address, expected) in table {
            assert_eq!(is_loopback(address), expected, "{address}");
        }
    }
}
