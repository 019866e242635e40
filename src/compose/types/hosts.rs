//! Addresses by host name.

use super::collections::string;
use super::out::SUPPLIED;
use super::text::{is_extension, text};
use super::walk::Walk;
use crate::compose::value::{Data, Field, Value};

impl<'a> Walk<'a> {
    pub(super) fn hosts_by_name(&mut self, value: &'a Value, fields: &'a [Field]) {
        let mut lines = Vec::new();
        for field in fields {
            if is_extension(field) {
                self.refuse(value, "refused.host");
                continue;
            }
            if !is_host(&field.key) {
                self.refuse(&field.value, "refused.host");
            }
            match &field.value.data {
                Data::Sequence(items) => {
                    for item in items.iter() {
                        self.address(&mut lines, &field.key, &text(item, self.left), item);
                    }
                }
                Data::Null => self.address(&mut lines, &field.key, "", &field.value),
                Data::Unknown(..) => {
                    self.address(&mut lines, &field.key, SUPPLIED, &field.value);
                }
                _ => match string(&field.value) {
                    Some(address) => self.address(&mut lines, &field.key, address, &field.value),
                    None => self.refuse(&field.value, "refused.host"),
                },
            }
        }
        self.lines(lines);
    }

    pub(super) fn hosts(&mut self, items: &'a [Value]) {
        let mut lines = Vec::new();
        for item in items {
            if item.partial().is_some() {
                self.address(&mut lines, SUPPLIED, SUPPLIED, item);
                continue;
            }
            let line = text(item, self.left);
            let cut = line.split_once('=').or_else(|| line.split_once(':'));
            match cut.filter(|(host, _)| is_host(host)) {
                Some((host, addresses)) => {
                    for address in addresses.split(',') {
                        self.address(&mut lines, host, address, item);
                    }
                }
                None => self.refuse(item, "refused.host"),
            }
        }
        self.lines(lines);
    }

    fn address(&mut self, lines: &mut Vec<String>, host: &str, address: &str, value: &Value) {
        if self.spend(value.span, host.len() + address.len()) && self.out.is_on() {
            let inner = address.strip_prefix('[').and_then(|a| a.strip_suffix(']'));
            let address = inner.filter(|inner| !inner.is_empty()).unwrap_or(address);
            lines.push(format!("{host}={address}"));
        }
    }

    fn lines(&mut self, mut lines: Vec<String>) {
        lines.sort();
        self.out.open('[');
        for line in lines {
            self.out.item();
            self.out.string(&line);
        }
        self.out.close(']');
    }
}

fn is_host(host: &str) -> bool {
    !host.is_empty() && !host.contains([':', '='])
}
