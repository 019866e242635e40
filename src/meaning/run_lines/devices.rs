//! Devices of the host that a run line hands in.

use super::container::Flags;
use super::flags::What;
use super::maker::Maker;
use super::mounts::fields;
use crate::model::{Device, Traced};

/// `source[:target][:permissions]`
pub(super) fn devices(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Vec<Device> {
    let mut all = Vec::new();
    for value in maker.known(&flags.of(What::Device)) {
        let text = value.flat();
        // A device of the Container Device Interface: `nvidia.com/gpu=all`.
        if !text.starts_with('/') && text.contains('=') {
            continue;
        }
        let mut parts = text.split(':');
        let source = parts.next().unwrap_or_default();
        let second = parts.next().filter(|own| !own.is_empty());
        let third = parts.next();
        let is_mode = |own: &&str| own.chars().all(|sign| "rwm".contains(sign));
        let (target, permissions) = match (second, third) {
            (Some(second), None) if is_mode(&second) => (None, Some(second)),
            (second, third) => (second, third),
        };
        all.push(Device {
            source: source.to_owned(),
            target: target.unwrap_or(source).to_owned(),
            permissions: permissions.unwrap_or("rwm").to_owned(),
            origin: maker.origin(value),
        });
    }
    all
}

/// `--gpus`: a number, `all`, or `device=0,1`; and devices of the Container Device Interface.
pub(super) fn requests(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Vec<Traced<String>> {
    let mut all = Vec::new();
    for value in maker.known(&flags.of(What::Gpus)) {
        let fields = fields(value.flat());
        let mut devices = 0;
        let mut count = None;
        for field in &fields {
            match field.split_once('=') {
                None => count = Some(field.clone()),
                Some(("count", own)) => count = Some(own.to_owned()),
                Some(("device", own)) => devices += own.split(',').count(),
                Some(_) => {}
            }
        }
        let made = match (count, devices) {
            (Some(count), _) if count == "-1" => "all".to_owned(),
            (Some(count), _) => count,
            (None, 0) => "1".to_owned(),
            (None, devices) => devices.to_string(),
        };
        all.push(maker.traced(value, made));
    }
    for value in maker.known(&flags.of(What::Device)) {
        let text = value.flat();
        if !text.starts_with('/') && text.contains('=') {
            let made = if text.ends_with("=all") { "all" } else { "1" };
            all.push(maker.traced(value, made.to_owned()));
        }
    }
    all
}
