//! The short syntax of a port: `[[ip:]published:]target[/protocol]`, each port a number or a range.

use super::interpolate::UNKNOWN;
use super::value::{Field, Value};
pub(super) use crate::syntax::engine_values::{PortSpec as Spec, known_port as known_part, range};
use crate::syntax::yaml::Core;

/// The ports that one entry in the short syntax stands for, each in the long form and in the order
/// of Compose; `None` for what Compose refuses.
pub(super) fn long(item: &Value, text: &str) -> Option<Vec<Value>> {
    let known = known_part(text);
    let spec = Spec::parse(&known)?;
    let mut ports: Vec<(String, Value)> = Vec::new();
    for step in 0..=(spec.target.1 - spec.target.0) {
        let target = (spec.target.0 + step).to_string();
        let mut fields = vec![Field::made("mode", item.string("ingress"))];
        if !spec.ip.is_empty() {
            fields.push(Field::made("host_ip", item.string(spec.ip)));
        }
        fields.push(Field::made("target", item.scalar(&target, Core::Int)));
        if let Some((first, last)) = spec.published {
            // One target may take any port of a range.
            let published = if spec.target.0 == spec.target.1 && first != last {
                format!("{first}-{last}")
            } else {
                (first + step).to_string()
            };
            fields.push(Field::made("published", item.string(&published)));
        } else if known.len() < text.len() {
            fields.push(Field::made("published", item.string(&UNKNOWN.to_string())));
        }
        fields.push(Field::made("protocol", item.string(&spec.protocol)));
        ports.push((target, item.mapping(fields)));
    }
    ports.sort_by(|(a, _), (b, _)| a.cmp(b));
    Some(ports.into_iter().map(|(_, port)| port).collect())
}

/// How many ports an entry in the short syntax stands for; `None` for what Compose refuses.
pub(super) fn count(text: &str) -> Option<usize> {
    let known = known_part(text);
    let (first, last) = Spec::parse(&known)?.target;
    usize::try_from(last - first + 1).ok()
}
