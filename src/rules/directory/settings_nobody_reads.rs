//! Settings of a directory for a product that has none.

use crate::model::Directory;
use crate::rules::{Context, Fail, Out, Site};

/// Notes such a block.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    if let Some(product) = directory.product {
        let fail = Fail::new("default", Site::at(directory.place)).role(&directory.name);
        out.fail(fail.arg("product", product));
    }
}
