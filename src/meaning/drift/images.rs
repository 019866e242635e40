//! Which image runs.

use super::pair::{Difference, Differences, Pair, told};
use crate::meaning::ImageRef;
use crate::model::{Change, DriftKind, OriginId};

/// A reference in full: `docker.io/library/nginx`, tag and digest apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full {
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
}

impl Full {
    /// A reference with what Docker adds to it.
    pub(super) fn parse(text: &str) -> Self {
        let own = ImageRef::parse(text);
        let registry = match own.registry {
            None | Some("index.docker.io" | "registry-1.docker.io") => "docker.io",
            Some(registry) => registry,
        };
        let path = own.path.to_owned();
        // Podman puts this before what was made on the machine itself.
        let registry = if registry == "localhost" {
            "docker.io"
        } else {
            registry
        };
        let is_official = registry == "docker.io" && !path.contains('/');
        let path = if is_official {
            format!("library/{path}")
        } else {
            path
        };
        let tag = own.tag.map(str::to_owned);
        let is_bare = tag.is_none() && own.digest.is_none();
        Self {
            repository: format!("{registry}/{path}"),
            tag: tag.or_else(|| is_bare.then(|| "latest".to_owned())),
            digest: own.digest.map(str::to_owned),
        }
    }
}

/// Compares the image that is declared with the one that runs.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Differences) {
    let Ok(declared) = told(&pair.service.image) else {
        return;
    };
    let name = pair.group.name;
    let service = &pair.service.name;
    // Docker Compose names what it builds; of old with another sign between the words.
    let names = match declared {
        Some(own) => vec![own.clone()],
        None if pair.service.build.is_some() => {
            vec![format!("{name}-{service}"), format!("{name}_{service}")]
        }
        None => return,
    };
    let running = pair.running.image.value();
    let at = pair.service.image.origin();
    let found_at = pair.running.image.origin();
    let Some(now) = running else { return };
    let fulls: Vec<Full> = names.iter().map(|name| Full::parse(name)).collect();
    let now_full = Full::parse(now);
    let same = fulls
        .iter()
        .find(|own| own.is_satisfied_by(&now_full, pair));
    let own = names.first().cloned().unwrap_or_default();
    let Some(same) = same else {
        let is_other = fulls
            .iter()
            .all(|own| own.repository != now_full.repository);
        let is_bits = fulls
            .iter()
            .any(|own| own.digest.is_none() && own.means(pair) == Some(true));
        // The same bits under another name.
        let change = match (is_bits, is_other) {
            (true, _) => Change::Stronger,
            (false, true) => Change::Weaker,
            (false, false) => Change::Other,
        };
        found.add(
            Difference::new(DriftKind::Image, change)
                .declared(Some(own), at)
                .running(Some(now.clone()), found_at),
        );
        return;
    };
    // A digest says which image it is, whatever the tag means by now.
    if same.digest.is_none() && now_full.digest.is_none() && same.means(pair) == Some(false) {
        moved(pair, own, (at, found_at), found);
    }
}

fn moved(
    pair: &Pair<'_>,
    own: String,
    (at, found_at): (Option<OriginId>, Option<OriginId>),
    found: &mut Differences,
) {
    let short = |id: &str| {
        let id = id.strip_prefix("sha256:").unwrap_or(id);
        id.chars().take(12).collect::<String>()
    };
    found.add(
        Difference::new(DriftKind::TagMoved, Change::Other)
            .declared(Some(own), at)
            .running(Some(short(&pair.instance.image)), found_at),
    );
}

impl Full {
    /// Whether a container that was made from `now` runs what this says.
    fn is_satisfied_by(&self, now: &Self, pair: &Pair<'_>) -> bool {
        if self.repository != now.repository {
            return false;
        }
        if let Some(digest) = &self.digest {
            let digests = pair.image.map_or(&[][..], |image| image.digests.as_slice());
            let is_known = digests.iter().any(|own| own.ends_with(digest.as_str()));
            // An image that no registry gave has no digest to tell it by.
            let is_untold = digests.is_empty() && now.digest.is_none() && self.tag == now.tag;
            return now.digest.as_ref() == Some(digest) || is_known || is_untold;
        }
        // The engine pins by id what was asked for by one.
        self.tag == now.tag && (now.digest.is_none() || self.means(pair) == Some(true))
    }

    /// Whether the engine takes it for the image that runs; `None` where it has none of the name.
    fn means(&self, pair: &Pair<'_>) -> Option<bool> {
        let tag = self.tag.as_ref()?;
        let named = pair.engine.images.iter().find(|image| {
            // Taking a name apart costs more than a look at its end.
            let mut tags = image.tags.iter().filter(|own| own.ends_with(tag.as_str()));
            tags.any(|own| {
                let own = Self::parse(own);
                own.repository == self.repository && own.tag.as_ref() == Some(tag)
            })
        });
        named.map(|image| image.id == pair.instance.image)
    }
}
