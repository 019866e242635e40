//! Tags that promise what the scalar is not.

use super::core::{Core, NAMESPACE, spelled};
use super::node::{Kind, Node};

/// Whether go-yaml refuses a scalar because of its tag (`!!int twelve`).
pub(super) fn contradicts(node: &Node) -> bool {
    let (Kind::Scalar(scalar), Some(tag)) = (&node.kind, node.tag.as_deref()) else {
        return false;
    };
    let spelled = spelled(&scalar.value);
    match tag.strip_prefix(NAMESPACE) {
        Some("null") => spelled != Core::Null,
        Some("bool") => spelled != Core::Bool,
        Some("int") => spelled != Core::Int,
        Some("float") => !matches!(spelled, Core::Float | Core::Int),
        Some("timestamp") => spelled != Core::Timestamp,
        Some("binary") => !is_base64(&scalar.value),
        _ => false,
    }
}

fn is_base64(value: &str) -> bool {
    let mut characters = 0_usize;
    let mut padding = 0_usize;
    for byte in value.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
        characters += 1;
        match byte {
            b'=' => padding += 1,
            b'+' | b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' if padding == 0 => {}
            _ => return false,
        }
    }
    characters.is_multiple_of(4) && padding <= 2
}
