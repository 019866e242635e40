//! What is right differs from house to house: the user says it, and rules read it here.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::meaning::ImageRef;
use crate::meaning::python::PythonOptions;
use crate::model::Port;

/// What the user allows beyond what the rules allow everybody.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    /// The ports of the host that are open to all networks on purpose.
    pub front_door_ports: Vec<u16>,
    /// Capabilities that may be added, upper case and without `CAP_`.
    pub tolerated_capabilities: Vec<String>,
    /// Where images may come from; empty where that is not enforced.
    pub trusted_images: Patterns,
    /// What of the host may be mounted, with all that lies below; empty where that is not enforced.
    pub allowed_host_paths: Vec<String>,
    /// How many days after it was made an image in use is old; 0 where that is not enforced.
    pub image_age_days: u16,
    /// Word lists and limits of the rules about Python.
    pub python: PythonOptions,
}

impl Parameters {
    /// Whether a port of the host is published as a front door.
    pub fn is_front_door(&self, port: &Port) -> bool {
        let is_one = |(first, last)| first == last && self.front_door_ports.contains(&first);
        port.published.is_some_and(is_one)
    }

    /// Whether a capability may be added.
    pub fn tolerates_capability(&self, name: &str) -> bool {
        self.tolerated_capabilities.iter().any(|own| own == name)
    }

    /// Whether an image comes from where images may come from. A pattern is matched against the
    /// whole name of the repository: `nginx:1.27` is `docker.io/library/nginx`.
    pub fn trusts_image(&self, reference: &str) -> bool {
        self.trusted_images.is_empty() || self.trusted_images.matches(&repository(reference))
    }
}

/// Globs for names with slashes in them; a star stays within one part of the name.
#[derive(Clone, Debug, Default)]
pub struct Patterns(GlobSet);

impl Patterns {
    /// What matches one of `globs`.
    pub fn new<'g>(globs: impl IntoIterator<Item = &'g str>) -> Result<Self, globset::Error> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            set.add(GlobBuilder::new(glob).literal_separator(true).build()?);
        }
        Ok(Self(set.build()?))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn matches(&self, name: &str) -> bool {
        self.0.is_match(name)
    }
}

/// The whole name of the repository of an image, without tag and digest.
fn repository(reference: &str) -> String {
    let image = ImageRef::parse(reference);
    match image.registry {
        Some(registry) => format!("{registry}/{}", image.path),
        None if image.path.contains('/') => format!("docker.io/{}", image.path),
        None => format!("docker.io/library/{}", image.path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origins, Span, TextId};

    #[test]
    fn front_doors_are_the_ports_that_are_named() {
        let mut origins = Origins::default();
        let mut port = Port {
            host_ip: None,
            published: None,
            target: (8080, 8080),
            protocol: "tcp".to_owned(),
            origin: origins.literal(Span::start_of(TextId(0))),
        };
        let parameters = Parameters {
            front_door_ports: vec![80, 8443],
            ..Parameters::default()
        };
        for (published, expected) in [
            (None, false),
            (Some((80, 80)), true),
            (Some((8443, 8443)), true),
            (Some((80, 81)), false),
            (Some((443, 443)), false),
        ] {
            port.published = published;
            assert_eq!(parameters.is_front_door(&port), expected, "{published:?}");
        }
    }

    #[test]
    fn nothing_named_is_nothing_enforced() {
        let parameters = Parameters::default();
        assert!(parameters.trusts_image("example.org/x"));
        assert!(!parameters.tolerates_capability("CHOWN"));
    }

    #[test]
    fn images_are_known_by_their_whole_name() {
        let globs = ["docker.io/library/*", "registry.example:5000/**"];
        let parameters = Parameters {
            trusted_images: Patterns::new(globs).expect("globs"),
            ..Parameters::default()
        };
        for (image, expected) in [
            ("nginx", true),
            ("nginx:1.27@sha256:0a1b", true),
            ("docker.io/library/redis:7", true),
            ("registry.example:5000/ai/dify-api:1.16.1", true),
            ("registry.example:5001/ai/dify-api", false),
            ("langgenius/dify-api:1.16.1", false),
            ("nginx.example/nginx", false),
        ] {
            assert_eq!(parameters.trusts_image(image), expected, "{image}");
        }
    }
}
