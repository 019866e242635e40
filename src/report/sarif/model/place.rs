//! Where something is.

use serde::Serialize;

use super::{Message, ROOT, Text};
use crate::report::told;

/// Where: always a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    pub(in crate::report::sarif) physical: PhysicalLocation,
    #[serde(rename = "logicalLocations", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::sarif) logical: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) message: Option<Message>,
}

/// The way of a value: one thread goes it, from place to place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct CodeFlow {
    thread_flows: [ThreadFlow; 1],
}

#[derive(Serialize)]
struct ThreadFlow {
    locations: Vec<FlowLocation>,
}

#[derive(Serialize)]
struct FlowLocation {
    location: Location,
}

impl CodeFlow {
    /// The way over these places.
    pub(in crate::report::sarif) fn over(places: Vec<Location>) -> Self {
        let locations = places.into_iter();
        let locations = locations.map(|location| FlowLocation { location });
        Self {
            thread_flows: [ThreadFlow {
                locations: locations.collect(),
            }],
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct PhysicalLocation {
    pub(in crate::report::sarif) artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) context_region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct LogicalLocation {
    pub(in crate::report::sarif) name: String,
    pub(in crate::report::sarif) fully_qualified_name: String,
    pub(in crate::report::sarif) kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct ArtifactLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Message>,
}

impl ArtifactLocation {
    /// A file below the root.
    pub(in crate::report::sarif) fn relative(uri: String) -> Self {
        Self {
            uri: Some(uri),
            ..Self::root()
        }
    }

    /// A file elsewhere.
    pub(in crate::report::sarif) fn absolute(uri: String) -> Self {
        Self {
            uri: Some(uri),
            uri_base_id: None,
            description: None,
        }
    }

    /// The root itself.
    pub(in crate::report::sarif) fn root() -> Self {
        Self {
            uri: None,
            uri_base_id: Some(ROOT),
            description: None,
        }
    }

    /// A place that is told in words.
    pub(in crate::report::sarif) fn described(description: Message) -> Self {
        Self {
            uri: None,
            uri_base_id: None,
            description: Some(description),
        }
    }
}

/// A part of a file: exact, or whole lines. Lines and columns start at 1, the end column is the one
/// after the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    end_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text>,
}

impl Region {
    /// The place, whose characters are `snippet` where they may be shown.
    pub(in crate::report::sarif) fn exact(place: &told::Location, snippet: Option<String>) -> Self {
        Self {
            start_line: place.line,
            start_column: Some(place.column),
            end_line: place.end_line,
            end_column: Some(place.end_column),
            snippet: snippet.map(Text::from),
        }
    }

    /// The lines `first..=last`, which are `snippet`.
    pub(in crate::report::sarif) fn lines(first: usize, last: usize, snippet: String) -> Self {
        Self {
            start_line: first,
            start_column: None,
            end_line: last,
            end_column: None,
            snippet: Some(snippet.into()),
        }
    }
}
