//! Where two JSON documents differ; nothing is made equal first.

use std::collections::BTreeSet;

use serde_json::Value;

/// A place where two documents differ.
#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    /// An RFC 6901 pointer.
    pointer: String,
    theirs: Option<Value>,
    ours: Option<Value>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = |value: &Option<Value>| {
            let value = value.as_ref();
            value.map_or_else(|| "absent".to_owned(), Value::to_string)
        };
        writeln!(formatter, "  {}", self.pointer)?;
        writeln!(formatter, "    compose {}", text(&self.theirs))?;
        write!(formatter, "    hulan   {}", text(&self.ours))
    }
}

/// The smallest places that differ, in the order of their pointers' parts.
pub(super) fn differences(theirs: &Value, ours: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", Some(theirs), Some(ours), &mut found);
    found
}

fn compare(
    pointer: &str,
    theirs: Option<&Value>,
    ours: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    match (theirs, ours) {
        (Some(Value::Object(theirs)), Some(Value::Object(ours))) => {
            let keys: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
            for key in keys {
                let part = key.replace('~', "~0").replace('/', "~1");
                let below = format!("{pointer}/{part}");
                compare(&below, theirs.get(key), ours.get(key), found);
            }
        }
        (Some(Value::Array(theirs)), Some(Value::Array(ours))) => {
            for index in 0..theirs.len().max(ours.len()) {
                let below = format!("{pointer}/{index}");
                compare(&below, theirs.get(index), ours.get(index), found);
            }
        }
        (theirs, ours) if theirs == ours => {}
        (theirs, ours) => found.push(Difference {
            pointer: pointer.to_owned(),
            theirs: theirs.cloned(),
            ours: ours.cloned(),
        }),
    }
}

#[test]
fn equal_documents_have_no_difference() {
    let value = serde_json::json!({"a": [1, {"b": null}], "c": 1.5});
    assert_eq!(differences(&value, &value), Vec::new());
}

#[test]
fn differences_are_the_smallest_places() {
    let theirs = serde_json::json!({"a": {"x/y": [1, 2]}, "b": null, "c": 1, "e": [], "f~": "1"});
    let ours = serde_json::json!({"a": {"x/y": [1]}, "c": 1.0, "d": 3, "e": {}, "f~": 1});
    let found = differences(&theirs, &ours);
    let pointers: Vec<&str> = found.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(pointers, ["/a/x~1y/1", "/b", "/c", "/d", "/e", "/f~0"]);
    let [first, second, _, fourth, ..] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(
        first.to_string(),
        "  /a/x~1y/1\n    compose 2\n    hulan   absent"
    );
    // A null is not the same as nothing.
    assert_eq!(
        second.to_string(),
        "  /b\n    compose null\n    hulan   absent"
    );
    assert_eq!(
        fourth.to_string(),
        "  /d\n    compose absent\n    hulan   3"
    );
}

#[test]
fn the_order_of_a_list_counts() {
    let found = differences(&serde_json::json!([1, 2]), &serde_json::json!([2, 1]));
    assert_eq!(found.len(), 2);
}
