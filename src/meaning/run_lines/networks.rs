//! The networks of run lines, and those that lines of the same file make.

use std::collections::BTreeMap;

use super::container::Flags;
use super::flags::What;
use super::given::Options;
use super::maker::{Maker, WHY};
use crate::model::{Container, Network, Pair, Setting, Span, Traced};

/// Where a line is on the network.
pub(super) struct OfLine {
    /// `host`, `none` or the network of another container.
    pub(super) mode: Setting<String>,
    /// Its networks by name.
    pub(super) joined: Vec<Traced<String>>,
}

/// The networks of `--network`; the engine's own one where none is named.
pub(super) fn of_line(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> OfLine {
    let given = flags.of(What::Network);
    let mut own = OfLine {
        mode: maker.unset(),
        joined: Vec::new(),
    };
    for network in &given {
        let Some(value) = &network.value else {
            continue;
        };
        let Some(text) = value.known() else {
            maker.not_known(network);
            own.mode = Setting::NotObservable(WHY);
            continue;
        };
        // `name=…,alias=…`, and the options of Podman: `slirp4netns:…`, `bridge:ip=…`.
        let named = text
            .split(',')
            .find_map(|field| field.strip_prefix("name="));
        let name = named.unwrap_or(text);
        let is_shared = name.starts_with("container:");
        if matches!(name, "host" | "none") || is_shared || name.starts_with("ns:") {
            let mode = maker.traced(value, name.to_owned());
            own.mode = Setting::Set(mode);
            continue;
        }
        let name = name.split(':').next().unwrap_or(name);
        let name = if matches!(name, "default" | "") {
            "bridge"
        } else {
            name
        };
        let joined = maker.traced(value, name.to_owned());
        own.joined.push(joined);
    }
    let is_alone = matches!(own.mode, Setting::Unset(_)) && own.joined.is_empty();
    if is_alone {
        let origin = maker.origins.literal(maker.owner);
        own.joined.push(Traced {
            value: "bridge".to_owned(),
            origin,
        });
    }
    own
}

/// A network that a line makes.
pub(super) fn made(options: &Options<'_>, maker: &mut Maker<'_>) -> Option<(String, Network)> {
    let name = options.rest.first()?;
    let text = name.known()?.to_owned();
    let is_on = |flag: &str| {
        let mut own = options.given.iter().rev();
        let own = own.find(|own| own.flag.name == flag);
        own.and_then(super::given::Given::is_on) == Some(true)
    };
    let values = |flag: &'static str| {
        let own = options
            .given
            .iter()
            .filter(move |own| own.flag.name == flag);
        own.filter_map(|own| own.value.as_ref())
    };
    let driver = values("driver").next_back().and_then(|own| own.known());
    let options_of_driver = values("opt").filter_map(|own| {
        let (name, value) = own.known()?.split_once('=')?;
        Some((own, name.to_owned(), value.to_owned()))
    });
    let options_of_driver: Vec<_> = options_of_driver.collect();
    let pairs = options_of_driver
        .into_iter()
        .map(|(own, name, value)| Pair {
            name,
            value,
            origin: maker.origin(own),
        });
    let network = Network {
        internal: is_on("internal"),
        external: false,
        attachable: is_on("attachable"),
        ipv6: is_on("ipv6"),
        driver: driver.filter(|own| *own != "bridge").map(str::to_owned),
        name: Some(text.clone()),
        options: pairs.collect(),
        place: Some(maker.span(name.place())),
    };
    Some((text, network))
}

/// All networks of the lines of a file. One that no line makes is made elsewhere, and who else is
/// on it is not known; so it is with the engine's own.
pub(super) fn all(
    made: BTreeMap<String, Network>,
    containers: &[Container],
    place: impl Fn(&Traced<String>) -> Option<Span>,
) -> BTreeMap<String, Network> {
    let mut all = made;
    for joined in containers.iter().flat_map(|own| &own.networks) {
        let is_implied = joined.value == "bridge";
        all.entry(joined.value.clone()).or_insert_with(|| Network {
            external: !is_implied,
            name: Some(joined.value.clone()),
            place: place(joined).filter(|_| !is_implied),
            ..Network::default()
        });
    }
    all
}
