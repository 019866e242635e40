//! `stores.yaml`, in the format of the table that is built in.

use std::borrow::Cow;

use super::fields::{Document, Fault};
use crate::meaning::knowledge::Word;
use crate::meaning::stores::{Store, StoreKind};

const KINDS: [(&str, StoreKind); 3] = [
    ("data", StoreKind::Data),
    ("model", StoreKind::Model),
    ("admin", StoreKind::Admin),
];

/// The stores in the order of the file.
pub(super) fn read(document: &Document) -> Result<Vec<Store>, Fault> {
    let top = document.top(&["stores"])?;
    let mut stores = Vec::new();
    for item in document.items(top.required("stores")?)? {
        let known = &["name", "kind", "images", "ports", "variables"];
        let store = document.fields(*item, known)?;
        store.required("images")?;
        let ports = document.items(store.required("ports")?)?.iter();
        let ports: Result<Vec<u16>, Fault> = ports.map(|port| document.number(*port)).collect();
        let variables = store.strings("variables")?.into_iter();
        stores.push(Store {
            name: Cow::Owned(store.required_string("name")?.to_owned()),
            kind: store.word("kind", &KINDS)?,
            images: words(store.strings("images")?),
            ports: Cow::Owned(ports?),
            // Names are compared in upper case.
            variables: words(variables.map(|name| name.to_ascii_uppercase()).collect()),
        });
    }
    Ok(stores)
}

fn words(words: Vec<String>) -> Cow<'static, [Word]> {
    words.into_iter().map(Cow::Owned).collect()
}
