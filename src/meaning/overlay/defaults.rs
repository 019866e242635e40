//! `default-secrets.yaml`, in the format of the table that is built in.

use std::borrow::Cow;

use super::fields::{Document, Fault, Fields, Wrong};
use crate::meaning::forbidden::bytes;
use crate::meaning::knowledge::Published;
use crate::meaning::published::{Class, Kind, Side, Use};

/// Keys of an entry; those that are not read are provenance for people.
const KEYS: &[&str] = &[
    "product",
    "variable",
    "scheme",
    "username",
    "value",
    "value_sha256",
    "kind",
    "class",
    "side",
    "shape",
    "source",
    "since",
    "until",
    "note",
];

const KINDS: [(&str, Kind); 5] = [
    ("password", Kind::Password),
    ("signing-key", Kind::SigningKey),
    ("api-key", Kind::ApiKey),
    ("token", Kind::Token),
    ("username", Kind::Username),
];

const CLASSES: [(&str, Class); 2] = [
    ("default", Class::Default),
    ("placeholder", Class::Placeholder),
];

const SIDES: [(&str, Side); 2] = [("server", Side::Server), ("client", Side::Client)];

/// Where a value stands; only the password of a URL is told from the others.
const SHAPES: [(&str, bool); 9] = [
    ("assignment", false),
    ("commented-assignment", false),
    ("yaml", false),
    ("commented-yaml", false),
    ("interpolation-default", false),
    ("url-userinfo", true),
    ("command-line", false),
    ("source-code", false),
    ("bcrypt-hash", false),
];

/// The values and their uses.
pub(super) fn read(document: &Document) -> Result<Vec<(Published, Use)>, Fault> {
    let top = document.top(&["version", "entries"])?;
    top.version_1()?;
    let mut found = Vec::new();
    for item in document.items(top.required("entries")?)? {
        let entry = document.fields(*item, KEYS)?;
        found.push((value(&entry)?, one_use(&entry)?));
    }
    Ok(found)
}

fn value(entry: &Fields<'_>) -> Result<Published, Fault> {
    match (entry.string("value")?, entry.string("value_sha256")?) {
        (Some(value), None) => Ok(Published::Clear(value.to_owned())),
        (None, Some(hash)) if bytes(hash).is_some_and(|bytes| bytes.len() == 32) => {
            Ok(Published::Hashed(hash.to_ascii_lowercase()))
        }
        (None, Some(_)) => {
            let wrong = Wrong::Expected("64 hexadecimal digits");
            Err(entry.fault("value_sha256", wrong))
        }
        (None, None) => Err(entry.fault("value", Wrong::Missing("value"))),
        (Some(_), Some(_)) => {
            let wrong = Wrong::Expected("either value or value_sha256");
            Err(entry.fault("value_sha256", wrong))
        }
    }
}

fn one_use(entry: &Fields<'_>) -> Result<Use, Fault> {
    let in_url = entry.word("shape", &SHAPES)?;
    let variable = entry.required_string("variable")?;
    let variable = if in_url { "" } else { variable };
    Ok(Use {
        product: Cow::Owned(entry.required_string("product")?.to_owned()),
        variable: Cow::Owned(variable.to_owned()),
        in_url,
        kind: entry.word("kind", &KINDS)?,
        class: entry.word("class", &CLASSES)?,
        side: entry.word("side", &SIDES)?,
        is_gone: entry.node("until").is_some(),
        since: month(entry, "since"),
        until: month(entry, "until"),
    })
}

/// The month of the day on which something began or ended, where it is told.
fn month(entry: &Fields<'_>, key: &str) -> Option<Cow<'static, str>> {
    let date = entry.inner(key, "date")?;
    date.get(..7).map(|month| Cow::Owned(month.to_owned()))
}
