//! `[[python.reviewed]]`: programs that a machine wrote and somebody has looked at.

use serde::Deserialize;
use toml::{Spanned, Value};

use super::Config;
use crate::cli::nearest::hint;
use crate::report;
use crate::rules::{RULES, Rule};
use crate::verdict::Waiver;

/// Letters of a SHA-256 in hexadecimal.
const LENGTH: usize = 64;

/// An entry of `python.reviewed`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Reviewed {
    /// The hash of the program.
    sha256: Spanned<String>,
    /// The rules that are accepted in it; all without it.
    rules: Option<Spanned<Vec<Spanned<String>>>>,
    /// Why.
    reason: Spanned<String>,
    /// The last day, as a string or as a date of TOML.
    until: Spanned<Value>,
}

impl Config {
    /// What the file accepts in programs that a machine wrote.
    pub(in crate::cli) fn waivers(&self) -> anyhow::Result<Vec<Waiver>> {
        let entries = self.settings.python.reviewed.iter();
        entries.map(|entry| self.waiver(entry)).collect()
    }

    fn waiver(&self, entry: &Spanned<Reviewed>) -> anyhow::Result<Waiver> {
        let own = entry.get_ref();
        let sha256 = own.sha256.get_ref().to_ascii_lowercase();
        let is_digit = |letter: char| letter.is_ascii_hexdigit();
        if sha256.len() != LENGTH || !sha256.chars().all(is_digit) {
            let what = "sha256 must be the 64 hexadecimal digits that a report shows for the code";
            return Err(self.error(&own.sha256.span(), what));
        }
        let rules = match &own.rules {
            None => Vec::new(),
            Some(list) if list.get_ref().is_empty() => {
                let what = "the list of rules is empty: without it all are accepted";
                return Err(self.error(&list.span(), what));
            }
            Some(list) => {
                let rules = list.get_ref().iter();
                let rules = rules.map(|id| Ok((self.program_rule(id)?, id.span())));
                rules.collect::<anyhow::Result<_>>()?
            }
        };
        let reason = own.reason.get_ref().trim();
        if reason.is_empty() {
            return Err(self.error(&own.reason.span(), "the reason is empty"));
        }
        Ok(Waiver {
            sha256,
            rules,
            reason: reason.into(),
            until: self.date(&own.until)?,
            place: entry.span(),
        })
    }

    /// The rule about programs with this id.
    fn program_rule(&self, id: &Spanned<String>) -> anyhow::Result<&'static Rule> {
        let word = id.get_ref();
        let mut rules = RULES.iter().filter(|rule| rule.family() == "PY");
        if let Some(rule) = rules.clone().find(|own| own.id.eq_ignore_ascii_case(word)) {
            return Ok(rule);
        }
        let known: Vec<&str> = rules.by_ref().map(|rule| rule.id).collect();
        let hint = hint(word, known);
        let word = report::clean(word);
        let what = format!("no rule about programs is called '{word}'{hint}");
        Err(self.error(&id.span(), what))
    }
}
