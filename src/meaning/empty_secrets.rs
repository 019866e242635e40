//! Secrets that are set and empty: what products then do.

use super::images::ImageRef;
use super::lifecycles::numbers;

/// What a product does where a secret is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It signs or encrypts with an empty key.
    SignsEmpty,
    /// It asks nobody for it.
    Open,
}

/// A secret that must not be empty.
#[derive(Debug)]
pub struct EmptySecret {
    /// The product.
    pub product: &'static str,
    /// The last parts of its repositories.
    images: &'static [&'static str],
    /// The variable.
    pub variable: &'static str,
    /// What happens.
    pub then: Then,
    /// The first version that does so, where it is known.
    from: Option<&'static [u16]>,
    /// The first version that may do otherwise, where there is one.
    before: Option<&'static [u16]>,
}

include!(concat!(env!("OUT_DIR"), "/empty_secrets.rs"));

/// What the product of an image does where a variable is empty. `None` also where the tag does not
/// say a version, or one of which nothing is known.
pub fn empty_secret(image: &ImageRef<'_>, variable: &str) -> Option<&'static EmptySecret> {
    let mut rows = ROWS.iter().filter(|row| row.variable == variable);
    let row = rows.find(|row| row.images.iter().any(|known| image.is(known)))?;
    let tag = image.tag?;
    let version = numbers(tag.strip_prefix('v').unwrap_or(tag))?;
    let is_late_enough = row.from.is_none_or(|from| version.as_slice() >= from);
    let is_early_enough = row.before.is_none_or(|before| version.as_slice() < before);
    (is_late_enough && is_early_enough).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_decides() {
        for (image, variable, then) in [
            (
                "langgenius/dify-api:1.13.0",
                "SECRET_KEY",
                Some(Then::SignsEmpty),
            ),
            (
                "langgenius/dify-api:0.6.12-fix1",
                "SECRET_KEY",
                Some(Then::SignsEmpty),
            ),
            (
                "mirror.local/langgenius/dify-api:v1.4.3",
                "SECRET_KEY",
                Some(Then::SignsEmpty),
            ),
            ("langgenius/dify-api:1.14.0", "SECRET_KEY", None),
            ("langgenius/dify-api:1.16.1", "SECRET_KEY", None),
            ("langgenius/dify-api:latest", "SECRET_KEY", None),
            ("langgenius/dify-api", "SECRET_KEY", None),
            ("langgenius/dify-web:1.13.0", "SECRET_KEY", None),
            ("langgenius/dify-api:1.13.0", "INIT_PASSWORD", None),
            (
                "langgenius/dify-agent-local-sandbox:1.16.1",
                "SHELLCTL_AUTH_TOKEN",
                Some(Then::Open),
            ),
        ] {
            let row = empty_secret(&ImageRef::parse(image), variable);
            assert_eq!(row.map(|row| row.then), then, "{image} {variable}");
        }
    }
}
