//! Values as Docker writes them, wherever they stand: ports, mounts, sizes.

/// Stands for characters that are not known. No text holds it.
const UNKNOWN: char = '\0';

/// What is known of a port: an address or a number on the host that is not known is left out, so
/// that the port is taken for one that other machines reach.
pub fn known_port(text: &str) -> String {
    let Some((host, target)) = text.rsplit_once(':').filter(|_| text.contains(UNKNOWN)) else {
        return text.to_owned();
    };
    let (ip, published) = host.rsplit_once(':').unwrap_or(("", host));
    let known = |part: &str| !part.contains(UNKNOWN);
    match (known(ip) && !ip.is_empty(), known(published)) {
        (true, true) => text.to_owned(),
        (true, false) => format!("{ip}::{target}"),
        (false, true) => format!("{published}:{target}"),
        (false, false) => target.to_owned(),
    }
}

/// The parts of a port.
pub struct PortSpec<'t> {
    /// The address on the host; empty where none is named.
    pub ip: &'t str,
    /// First and last port on the host.
    pub published: Option<(u32, u32)>,
    /// First and last port in the container.
    pub target: (u32, u32),
    /// The protocol, lower case.
    pub protocol: String,
}

impl<'t> PortSpec<'t> {
    /// Reads a port; `None` for what Compose and Docker refuse.
    pub fn parse(text: &'t str) -> Option<Self> {
        let (host, target) = text.rsplit_once(':').unwrap_or(("", text));
        let (ip, published) = host.rsplit_once(':').unwrap_or(("", host));
        let mut parts = target.split('/');
        let target = parts.next().filter(|target| !target.is_empty())?;
        let protocol = parts.next().filter(|protocol| !protocol.is_empty());
        let protocol = protocol.unwrap_or("tcp").to_ascii_lowercase();
        let ip = match ip.strip_prefix('[') {
            Some(six) => six.strip_suffix(']')?,
            None => ip,
        };
        let ip_is_good = ip.is_empty() || is_address(ip);
        let target = range(target)?;
        let published = if published.is_empty() {
            None
        } else {
            Some(range(published)?)
        };
        let width = |(first, last): (u32, u32)| last - first;
        let fits = published.is_none_or(|own| width(own) == width(target) || width(target) == 0);
        let protocol_is_good = ["tcp", "udp", "sctp"].contains(&&*protocol);
        (ip_is_good && fits && protocol_is_good).then_some(Self {
            ip,
            published,
            target,
            protocol,
        })
    }
}

/// Whether Go reads an IP address in the text: version 6 without a zone.
fn is_address(text: &str) -> bool {
    text.parse::<std::net::IpAddr>().is_ok()
}

/// A port or a range of ports.
pub fn range(text: &str) -> Option<(u32, u32)> {
    let port = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u16>().ok().filter(|_| digits).map(u32::from)
    };
    if !text.contains('-') {
        let only = port(text)?;
        return Some((only, only));
    }
    let mut parts = text.split('-');
    let (first, last) = (port(parts.next()?)?, port(parts.next()?)?);
    (first <= last).then_some((first, last))
}

/// The parts of a mount.
pub struct MountParts<'t> {
    /// A path of the host or the name of a volume.
    pub source: Option<&'t str>,
    /// The path in the container.
    pub target: &'t str,
    /// What is said besides, with commas between.
    pub options: &'t str,
}

/// Splits a mount; `None` for what Compose refuses.
pub fn mount_parts(text: &str) -> Option<MountParts<'_>> {
    if text.is_empty() {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(':') {
        let part = text.get(start..at).unwrap_or_default();
        // The colon of a drive does not end its part.
        let mut letters = part.chars();
        let is_drive = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        if !is_drive || text.len() <= 2 {
            parts.push(part);
            start = at + 1;
        }
    }
    if text.len() <= 2 {
        return Some(MountParts {
            source: None,
            target: text,
            options: "",
        });
    }
    parts.push(text.get(start..).unwrap_or_default());
    if parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    let (source, target, options) = match parts.as_slice() {
        [target] => (None, *target, ""),
        [source, target] => (Some(*source), *target, ""),
        [source, target, options] => (Some(*source), *target, *options),
        _ => return None,
    };
    Some(MountParts {
        source,
        target,
        options,
    })
}

/// Whether a source is a path of the host, and not the name of a volume.
pub fn is_host_path(source: &str) -> bool {
    let mut letters = source.chars();
    let is_drive = letters.next().is_some_and(char::is_alphabetic) && letters.next() == Some(':');
    source.starts_with(['.', '/', '~']) || source.starts_with(r"\\") || is_drive
}

/// A path in a container without `.`, `..` and doubled slashes.
pub fn clean_target(path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(last) if *last != ".." => {
                    parts.pop();
                }
                _ if rooted => {}
                _ => parts.push(".."),
            },
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// A size in bytes as Docker writes them: `512`, `512m`, `1.5gb`, `1GiB`. One below zero is none.
pub fn bytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    if text
        .strip_prefix('-')
        .is_some_and(|rest| rest.parse::<u64>().is_ok())
    {
        return Some(0);
    }
    let digits = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let factor = match unit.trim() {
        "" | "b" => 1.0,
        "k" | "kb" | "kib" => 1024.0,
        "m" | "mb" | "mib" => 1024.0 * 1024.0,
        "g" | "gb" | "gib" => 1024.0 * 1024.0 * 1024.0,
        "t" | "tb" | "tib" => 1024.0 * 1024.0 * 1024.0 * 1024.0,
        "p" | "pb" | "pib" => 1024.0 * 1024.0 * 1024.0 * 1024.0 * 1024.0,
        _ => return None,
    };
    whole(number.parse::<f64>().ok()? * factor)
}

/// Thousandths of a CPU from a number of CPUs.
pub fn thousandths(text: &str) -> Option<u64> {
    whole(text.trim().parse::<f64>().ok()? * 1000.0)
}

/// A finite number that is not negative, cut to a whole one.
fn whole(number: f64) -> Option<u64> {
    // Above 2^63 no limit is one.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be finite, positive and in range"
    )]
    (number.is_finite() && (0.0..9.2e18).contains(&number)).then_some(number as u64)
}
