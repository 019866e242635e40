//! Hosts of URLs, whatever they are spelled like: what a program connects to.
//!
//! Addresses are read as resolvers and browsers read them: `2852039166`, `0xa9fea9fe`,
//! `0251.0376.0251.0376`, `169.254.43518` and `[::ffff:a9fe:a9fe]` are all `169.254.169.254`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use unicode_normalization::UnicodeNormalization as _;

/// What a host is to a program that should only talk to the world outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// The metadata service of a cloud, which gives credentials to whoever asks: the address or
    /// the name by which it is known.
    Metadata(String),
    /// The socket of a container engine.
    Engine,
    /// A part of the platform: a data store, a sandbox, the machine that the containers run on.
    Platform,
    /// This machine.
    Loopback,
    /// Something else.
    Other,
}

/// Addresses and names of metadata services.
const METADATA_V4: [[u8; 4]; 8] = [
    [169, 254, 169, 254],
    [169, 254, 170, 2],
    [169, 254, 170, 23],
    [169, 254, 0, 23],
    [169, 254, 10, 10],
    [100, 100, 100, 200],
    [192, 0, 0, 192],
    [168, 63, 129, 16],
];
const METADATA_V6: [[u16; 8]; 3] = [
    [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254],
    [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23],
    [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254],
];
const METADATA_NAMES: [&str; 8] = [
    "metadata.google.internal",
    "metadata.goog",
    "metadata",
    "instance-data",
    "instance-data.ec2.internal",
    "metadata.tencentyun.com",
    "metadata.azure.internal",
    "rancher-metadata",
];

/// Services that answer for an address in their own name: `169.254.169.254.nip.io`.
const WILDCARDS: [&str; 5] = ["nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me"];

/// The machine that containers run on, as they see it.
const ENGINE_HOSTS: [&str; 6] = [
    "host.docker.internal",
    "gateway.docker.internal",
    "host.containers.internal",
    "kubernetes.docker.internal",
    "host.lima.internal",
    "kubernetes.default.svc",
];

/// Services beside which the code of workflows runs, as the Compose files of the platforms call
/// them.
const SERVICES: [&str; 43] = [
    "sandbox",
    "local_sandbox",
    "ssrf_proxy",
    "plugin_daemon",
    "api",
    "worker",
    "worker_beat",
    "nginx",
    "db",
    "db_postgres",
    "db_mysql",
    "postgres",
    "postgresql",
    "mysql",
    "mariadb",
    "redis",
    "mongo",
    "mongodb",
    "minio",
    "fastgpt",
    "fastgpt-sandbox",
    "fastgpt-code-sandbox",
    "fastgpt-plugin",
    "fastgpt-minio",
    "fastgpt-mcp-server",
    "aiproxy",
    "aiproxy_pg",
    "pg",
    "vectordb",
    "pgvector",
    "weaviate",
    "qdrant",
    "chroma",
    "milvus",
    "milvus-standalone",
    "milvusstandalone",
    "etcd",
    "opensearch",
    "elasticsearch",
    "oceanbase",
    "opengauss",
    "ollama",
    "xinference",
];

/// Ports of container engines without and with certificates.
const ENGINE_PORTS: [u16; 2] = [2375, 2376];

/// Ports of data stores and of the platforms.
const SERVICE_PORTS: [u16; 16] = [
    1433, 2379, 3306, 5001, 5002, 5003, 5432, 6333, 6379, 8194, 9000, 9200, 11211, 11434, 19530,
    27017,
];

/// What a host is, with the port if one is said.
pub fn host(written: &str, port: Option<u16>) -> Host {
    let name = plain(written);
    if let Some(address) = address(&name).or_else(|| in_wildcard(&name)) {
        return by_address(address, port);
    }
    let name = name.trim_end_matches('.');
    if METADATA_NAMES.contains(&name) {
        return Host::Metadata(name.to_owned());
    }
    let is_local = name == "localhost" || name.ends_with(".localhost");
    if is_local || WILDCARDS.iter().skip(3).any(|wide| within(name, wide)) {
        return by_address(Ipv4Addr::LOCALHOST.into(), port);
    }
    if ENGINE_HOSTS.contains(&name) || name.ends_with(".svc.cluster.local") {
        return by_port(port).unwrap_or(Host::Platform);
    }
    if !name.contains('.') && port.is_some_and(|port| ENGINE_PORTS.contains(&port)) {
        return Host::Engine;
    }
    if SERVICES.contains(&name) {
        return Host::Platform;
    }
    Host::Other
}

fn by_port(port: Option<u16>) -> Option<Host> {
    match port? {
        port if ENGINE_PORTS.contains(&port) => Some(Host::Engine),
        port if SERVICE_PORTS.contains(&port) => Some(Host::Platform),
        _ => None,
    }
}

fn by_address(address: IpAddr, port: Option<u16>) -> Host {
    let is_metadata = match address {
        IpAddr::V4(four) => METADATA_V4.contains(&four.octets()),
        IpAddr::V6(six) => METADATA_V6.contains(&six.segments()),
    };
    if is_metadata {
        return Host::Metadata(address.to_string());
    }
    let is_here = address.is_loopback() || address.is_unspecified();
    // The first address of Docker's own networks is the machine itself.
    let is_gateway = address == IpAddr::V4(Ipv4Addr::new(172, 17, 0, 1));
    match by_port(port) {
        Some(found) if is_here || is_gateway => found,
        _ if is_gateway => Host::Platform,
        _ if is_here => Host::Loopback,
        _ => Host::Other,
    }
}

/// A host as it is asked for: without brackets, `%41`, letters of odd widths and invisible ones.
fn plain(written: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(written.trim()).decode_utf8_lossy();
    let inner = decoded.strip_prefix('[').and_then(|rest| {
        let (inside, _) = rest.split_once(']')?;
        Some(inside.split_once('%').map_or(inside, |(inside, _)| inside))
    });
    let letters = inner.unwrap_or(&decoded).nfkc();
    let letters = letters.filter(|letter| {
        !matches!(
            letter,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\t' | '\r' | '\n'
        )
    });
    let letters = letters.map(|letter| if letter == '。' { '.' } else { letter });
    letters.flat_map(char::to_lowercase).collect()
}

/// An address in any of its spellings.
fn address(name: &str) -> Option<IpAddr> {
    if let Ok(six) = name.parse::<Ipv6Addr>() {
        return Some(inner(six));
    }
    four(name).map(IpAddr::V4)
}

/// An address of four bytes that one of sixteen stands for: mapped, compatible, translated.
fn inner(six: Ipv6Addr) -> IpAddr {
    let segments = six.segments();
    let [first @ .., high, low] = segments;
    let four =
        |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match first {
        [0, 0, 0, 0, 0, 0xffff] | [0, 0, 0, 0, 0xffff, 0] | [0x64, 0xff9b, 0, 0, 0, 0] => {
            four(high, low)
        }
        [0, 0, 0, 0, 0, 0] if high != 0 => four(high, low),
        [0x2002, high, low, ..] => four(high, low),
        _ => IpAddr::V6(six),
    }
}

/// As `inet_aton` reads it: one to four numbers, decimal, octal or hexadecimal, of which the last
/// fills what is left.
fn four(name: &str) -> Option<Ipv4Addr> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let parts: Vec<u64> = name.split('.').map(number).collect::<Option<_>>()?;
    let (last, before) = parts.split_last()?;
    let left = 4_usize.checked_sub(before.len()).filter(|left| *left > 0)?;
    if before.iter().any(|part| *part > 255) || *last >= 1 << (8 * left) {
        return None;
    }
    let mut whole = *last;
    for (place, part) in before.iter().enumerate() {
        whole |= part << (24 - 8 * place);
    }
    u32::try_from(whole).ok().map(Ipv4Addr::from)
}

fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

/// The address that a wildcard service gives for a name of its own.
fn in_wildcard(name: &str) -> Option<IpAddr> {
    let before = WILDCARDS.iter().take(3).find_map(|wide| {
        let before = name.trim_end_matches('.').strip_suffix(wide)?;
        before.strip_suffix('.')
    })?;
    let dotted = before.replace('-', ".");
    let words: Vec<&str> = dotted.split('.').collect();
    let last = words.len().checked_sub(4).and_then(|at| words.get(at..));
    let dotted = last.and_then(|words| four(&words.join(".")));
    let hex = || {
        let word = words.last().filter(|word| word.len() == 8)?;
        u32::from_str_radix(word, 16).ok().map(Ipv4Addr::from)
    };
    dotted.or_else(hex).map(IpAddr::V4)
}

fn within(name: &str, domain: &str) -> bool {
    let before = name.strip_suffix(domain);
    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// The start of a URL as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authority<Name> {
    /// The host, and the port if one is said.
    Known(Name, Option<u16>),
    /// What follows decides the host.
    Open,
    /// No URL with a host.
    Missing,
}

impl Authority<&str> {
    /// The same apart from the URL.
    pub fn owned(self) -> Authority<String> {
        match self {
            Self::Known(name, port) => Authority::Known(name.to_owned(), port),
            Self::Open => Authority::Open,
            Self::Missing => Authority::Missing,
        }
    }
}

/// The authority of a URL of which the start is known; `is_whole` where that is all of it.
pub fn authority(start: &str, is_whole: bool) -> Authority<&str> {
    let start = start.trim_start_matches(|letter: char| letter <= ' ');
    let Some((scheme, rest)) = start.split_once(':') else {
        return if is_whole || start.contains(['/', '?', '#']) {
            Authority::Missing
        } else {
            Authority::Open
        };
    };
    let is_scheme = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    let after = rest.trim_start_matches(['/', '\\']);
    if !is_scheme || (rest.len() < after.len() + 2 && !after.is_empty()) {
        return Authority::Missing;
    }
    let end = after.find(['/', '?', '#', '\\']);
    let Some(own) = after.get(..end.unwrap_or(after.len())) else {
        return Authority::Missing;
    };
    if end.is_none() && !is_whole {
        return Authority::Open;
    }
    let own = own.rsplit_once('@').map_or(own, |(_, own)| own);
    let (name, port) = split_port(own);
    if name.is_empty() {
        return Authority::Missing;
    }
    let known = match scheme.to_ascii_lowercase().as_str() {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        _ => None,
    };
    Authority::Known(name, port.or(known))
}

/// `host:port`, `[address]:port`
pub fn split_port(own: &str) -> (&str, Option<u16>) {
    if own.starts_with('[') {
        let end = own.find(']').map_or(own.len(), |end| end + 1);
        let (name, rest) = own.split_at_checked(end).unwrap_or((own, ""));
        return (
            name,
            rest.strip_prefix(':').and_then(|port| port.parse().ok()),
        );
    }
    match own.split_once(':') {
        Some((name, port)) if !port.contains(':') => (name, port.parse().ok()),
        _ => (own, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_metadata_address_is_known() {
        let spellings = [
            "169.254.169.254",
            "169.254.169.254.",
            "2852039166",
            "0xa9fea9fe",
            "0xA9FEA9FE",
            "0xa9.0xfe.0xa9.0xfe",
            "0251.0376.0251.0376",
            "025177524776",
            "0251.254.0xa9.254",
            "169.254.43518",
            "169.16689662",
            "[::ffff:169.254.169.254]",
            "[::ffff:a9fe:a9fe]",
            "::ffff:a9fe:a9fe",
            "[0:0:0:0:0:ffff:a9fe:a9fe]",
            "[::169.254.169.254]",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:a9fe:a9fe::]",
            "[::ffff:a9fe:a9fe%25eth0]",
            "①⑥⑨.②⑤④.①⑥⑨.②⑤④",
            "169。254。169。254",
            "１６９.254.169.254",
            "%31%36%39.254.169.254",
            "169.254.169.254.nip.io",
            "app.169-254-169-254.sslip.io",
            "a9fea9fe.nip.io",
        ];
        for spelling in spellings {
            let found = host(spelling, None);
            assert_eq!(
                found,
                Host::Metadata("169.254.169.254".to_owned()),
                "{spelling}"
            );
        }
        for other in [
            "[fd00:ec2::254]",
            "fd00:0ec2:0:0::254",
            "100.100.100.200",
            "Metadata.Google.Internal.",
            "metadata",
        ] {
            assert!(
                matches!(host(other, Some(80)), Host::Metadata(_)),
                "{other}"
            );
        }
    }

    #[test]
    fn what_looks_like_it_is_another_host() {
        for name in [
            "169.254.169.253",
            "169.254.169.254.example.com",
            "metadata.example.com",
            "2852039167",
            "0xa9fea9fez",
            "256.254.169.254",
            "1.169.254.169.254",
            "db.example.com",
            "redis.io",
            "example.com",
            "10.0.0.5",
            "",
        ] {
            assert_eq!(host(name, Some(443)), Host::Other, "{name}");
        }
    }

    #[test]
    fn services_of_the_platform_are_known_by_name_and_port() {
        assert_eq!(host("sandbox", Some(8194)), Host::Platform);
        assert_eq!(host("Redis", Some(6379)), Host::Platform);
        assert_eq!(host("host.docker.internal", Some(80)), Host::Platform);
        assert_eq!(host("host.docker.internal", Some(2375)), Host::Engine);
        assert_eq!(host("dind", Some(2375)), Host::Engine);
        assert_eq!(host("127.1", Some(6379)), Host::Platform);
        assert_eq!(host("0", Some(2375)), Host::Engine);
        assert_eq!(host("localhost", Some(8080)), Host::Loopback);
        assert_eq!(host("[::1]", None), Host::Loopback);
        assert_eq!(host("[::]", Some(5432)), Host::Platform);
        assert_eq!(host("172.17.0.1", None), Host::Platform);
        assert_eq!(host("app.lvh.me", Some(5432)), Host::Platform);
    }

    #[test]
    fn the_host_of_a_url_ends_where_its_path_begins() {
        let known = |text, is_whole| match authority(text, is_whole) {
            Authority::Known(name, port) => Some((name.to_owned(), port)),
            _ => None,
        };
        let at = |name: &str, port| Some((name.to_owned(), Some(port)));
        assert_eq!(known("http://a.example/x?", false), at("a.example", 80));
        assert_eq!(known("HTTPS://a.example", true), at("a.example", 443));
        assert_eq!(
            known("http://u:p@169.254.169.254/", true),
            at("169.254.169.254", 80)
        );
        assert_eq!(known("http://b\\@a.example/", true), at("b", 80));
        assert_eq!(known("http://[::1]:6379/", false), at("[::1]", 6379));
        assert_eq!(known(" http:///db:5432", true), at("db", 5432));
        assert_eq!(authority("http://a.example", false), Authority::Open);
        assert_eq!(authority("http://", false), Authority::Open);
        assert_eq!(authority("", false), Authority::Open);
        assert_eq!(authority("/v1/x", false), Authority::Missing);
        assert_eq!(authority("mailto:a@b", true), Authority::Missing);
        assert_eq!(authority("data", true), Authority::Missing);
    }
}
