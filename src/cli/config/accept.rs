//! `[coverage] accept`: gaps with a reason and a last day.

use jiff::civil::Date;
use toml::{Spanned, Value};

use super::Config;
use crate::verdict::Acceptance;

impl Config {
    /// The gaps that the file accepts.
    pub(in crate::cli) fn acceptances(&self) -> anyhow::Result<Vec<Acceptance>> {
        let mut acceptances = Vec::new();
        for entry in &self.settings.coverage.accept {
            let accept = entry.get_ref();
            let reason = accept.reason.get_ref().trim();
            if reason.is_empty() {
                return Err(self.error(&accept.reason.span(), "the reason is empty"));
            }
            let until = match &accept.until {
                Some(until) => Some(self.date(until)?),
                None => None,
            };
            acceptances.push(Acceptance {
                path: accept.path.get_ref().clone(),
                files: self.paths(std::slice::from_ref(&accept.path), true)?,
                reason: reason.into(),
                until,
                place: entry.span(),
            });
        }
        Ok(acceptances)
    }

    pub(super) fn date(&self, value: &Spanned<Value>) -> anyhow::Result<Date> {
        let text = match value.get_ref() {
            Value::String(text) => text.clone(),
            Value::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let date = text.parse().ok().filter(|_| text.len() == 10);
        date.ok_or_else(|| self.error(&value.span(), "until must be a day such as 2026-12-31"))
    }
}
