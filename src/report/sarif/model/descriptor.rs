//! What describes rules, notifications and weaknesses.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Level;

/// A rule, a kind of notification, or a weakness of a taxonomy.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct Descriptor {
    pub(in crate::report::sarif) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) guid: Option<&'static str>,
    pub(in crate::report::sarif) name: String,
    pub(in crate::report::sarif) short_description: Text,
    pub(in crate::report::sarif) full_description: Text,
    pub(in crate::report::sarif) help: Text,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in crate::report::sarif) help_uri: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(in crate::report::sarif) message_strings: BTreeMap<Cow<'static, str>, Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) default_configuration: Option<Configuration>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::sarif) relationships: Vec<Relationship>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) properties: Option<DescriptorProperties>,
}

#[derive(Serialize)]
pub(in crate::report::sarif) struct Text {
    pub(in crate::report::sarif) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) markdown: Option<String>,
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self {
            text,
            markdown: None,
        }
    }
}

#[derive(Serialize)]
pub(in crate::report::sarif) struct Configuration {
    pub(in crate::report::sarif) level: Level,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::sarif) struct DescriptorProperties {
    pub(in crate::report::sarif) tags: Vec<String>,
    pub(in crate::report::sarif) precision: &'static str,
    /// A string, though it is a number: so GitHub reads it.
    pub(in crate::report::sarif) security_severity: &'static str,
}

#[derive(Serialize)]
pub(in crate::report::sarif) struct Relationship {
    pub(in crate::report::sarif) target: DescriptorReference,
    pub(in crate::report::sarif) kinds: [RelationshipKind; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) enum RelationshipKind {
    /// The target is the wider one.
    Superset,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct DescriptorReference {
    pub(in crate::report::sarif) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) guid: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::sarif) tool_component: Option<ComponentReference>,
}

#[derive(Serialize)]
pub(in crate::report::sarif) struct ComponentReference {
    pub(in crate::report::sarif) name: &'static str,
    pub(in crate::report::sarif) index: usize,
    pub(in crate::report::sarif) guid: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report::sarif) struct Taxonomy {
    pub(in crate::report::sarif) name: &'static str,
    pub(in crate::report::sarif) guid: &'static str,
    pub(in crate::report::sarif) version: &'static str,
    pub(in crate::report::sarif) organization: &'static str,
    pub(in crate::report::sarif) information_uri: &'static str,
    pub(in crate::report::sarif) short_description: Text,
    pub(in crate::report::sarif) taxa: Vec<Descriptor>,
}
