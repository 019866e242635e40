//! Places as SARIF has them: an address, a region, and the lines around it.

use std::cell::Cell;

use super::address::address;
use super::model::{ArtifactLocation, PhysicalLocation, Region};
use crate::model::REDACTED;
use crate::report::told::{Location, Quoted};

/// Turns the places of a report into those of SARIF.
pub(super) struct Places<'t> {
    /// The way from the top of the repository to the scan root.
    prefix: &'t str,
    has_redacted: Cell<bool>,
}

impl<'t> Places<'t> {
    /// The places of a report whose scan root lies at `prefix` in the repository.
    pub(super) fn new(prefix: &'t str) -> Self {
        Self {
            prefix,
            has_redacted: Cell::new(false),
        }
    }

    /// Whether a secret was taken out of a quote so far.
    pub(super) fn has_redacted(&self) -> bool {
        self.has_redacted.get()
    }

    /// A part of a file.
    pub(super) fn part(&self, place: &Quoted) -> PhysicalLocation {
        let snippet = place.quote.as_deref().map(|text| self.shown(text));
        let around = place.around.as_ref();
        PhysicalLocation {
            artifact_location: self.file(place),
            region: Some(Region::exact(place, snippet)),
            context_region: around
                .map(|own| Region::lines(own.line, own.end_line, self.shown(&own.text))),
        }
    }

    /// The file of a place.
    pub(super) fn file(&self, place: &Location) -> ArtifactLocation {
        address(self.prefix, &place.path)
    }

    /// A part of a file, or the file where nothing of it was read; `None` for what has no name.
    pub(super) fn file_or_part(&self, place: &Quoted) -> Option<PhysicalLocation> {
        if place.path.is_empty() {
            return None;
        }
        let is_empty = (place.line, place.column) == (place.end_line, place.end_column);
        let was_read = place.quote.is_some() || place.around.is_some() || !is_empty;
        Some(if was_read {
            self.part(place)
        } else {
            PhysicalLocation {
                artifact_location: self.file(place),
                region: None,
                context_region: None,
            }
        })
    }

    fn shown(&self, quoted: &str) -> String {
        if quoted.contains(REDACTED) {
            self.has_redacted.set(true);
        }
        quoted.to_owned()
    }
}
