//! `[python]`: what is right about programs in this house.

use serde::Deserialize;
use toml::Spanned;

use super::Config;
use super::reviewed::Reviewed;
use crate::meaning::python::{KeyBits, PythonOptions};

/// Longest key that anybody makes, in bits.
const LONGEST: i64 = 65_536;

/// `[python]`: each list takes the place of the one that is built in.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::cli) struct Python {
    generated: Vec<Spanned<String>>,
    #[serde(alias = "assert_skips")]
    assert_skips: Vec<Spanned<String>>,
    #[serde(alias = "tmp_dirs")]
    tmp_dirs: Option<Vec<Spanned<String>>>,
    subprocess: Option<Vec<Spanned<String>>>,
    shell: Option<Vec<Spanned<String>>>,
    #[serde(alias = "no_shell")]
    no_shell: Option<Vec<Spanned<String>>>,
    #[serde(alias = "bad_protocol_versions")]
    bad_protocol_versions: Option<Vec<Spanned<String>>>,
    #[serde(alias = "check_typed_exception")]
    check_typed_exception: bool,
    #[serde(alias = "markup_names")]
    markup_names: Vec<Spanned<String>>,
    #[serde(alias = "markup_cleaners")]
    markup_cleaners: Vec<Spanned<String>>,
    #[serde(alias = "least_key_bits")]
    least_key_bits: LeastKeyBits,
    pub(super) reviewed: Vec<Spanned<Reviewed>>,
}

impl Python {
    /// Leaves only what makes rules stricter. Whether there was something else.
    pub(super) fn keep_what_tightens(&mut self) -> bool {
        let own = std::mem::take(self);
        let bits = &own.least_key_bits;
        let lists = [&own.tmp_dirs, &own.subprocess, &own.shell, &own.no_shell];
        let is_looser = lists.into_iter().any(Option::is_some)
            || own.bad_protocol_versions.is_some()
            || [&bits.dsa, &bits.rsa, &bits.ec]
                .into_iter()
                .any(Option::is_some)
            || !(own.assert_skips.is_empty() && own.markup_cleaners.is_empty())
            || !own.reviewed.is_empty();
        *self = Self {
            generated: own.generated,
            check_typed_exception: own.check_typed_exception,
            markup_names: own.markup_names,
            ..Self::default()
        };
        is_looser
    }
}

/// `[python.least-key-bits]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct LeastKeyBits {
    dsa: Option<Spanned<Least>>,
    rsa: Option<Spanned<Least>>,
    ec: Option<Spanned<Least>>,
}

/// The two lengths of a kind of key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Least {
    breakable: i64,
    short: i64,
}

impl Config {
    /// What the file says about programs, over what is built in.
    pub(in crate::cli) fn python(&self) -> anyhow::Result<PythonOptions> {
        let own = &self.settings.python;
        let built_in = PythonOptions::default();
        let names = |list: &Option<Vec<Spanned<String>>>, built_in: Vec<String>| match list {
            Some(list) => self.dotted_names(list),
            None => Ok(built_in),
        };
        let bits = |least: &Option<Spanned<Least>>, built_in: KeyBits| match least {
            Some(least) => self.key_bits(least),
            None => Ok(built_in),
        };
        Ok(PythonOptions {
            generated: self.paths(&own.generated, false)?,
            assert_skips: self.paths(&own.assert_skips, false)?,
            tmp_dirs: match &own.tmp_dirs {
                Some(list) => self.beginnings(list)?,
                None => built_in.tmp_dirs,
            },
            subprocess: names(&own.subprocess, built_in.subprocess)?,
            shell: names(&own.shell, built_in.shell)?,
            no_shell: names(&own.no_shell, built_in.no_shell)?,
            bad_protocol_versions: names(
                &own.bad_protocol_versions,
                built_in.bad_protocol_versions,
            )?,
            dsa: bits(&own.least_key_bits.dsa, built_in.dsa)?,
            rsa: bits(&own.least_key_bits.rsa, built_in.rsa)?,
            ec: bits(&own.least_key_bits.ec, built_in.ec)?,
            check_typed_exception: own.check_typed_exception,
            markup_names: self.dotted_names(&own.markup_names)?,
            markup_cleaners: self.dotted_names(&own.markup_cleaners)?,
        })
    }

    fn beginnings(&self, list: &[Spanned<String>]) -> anyhow::Result<Vec<String>> {
        list.iter()
            .map(|one| match one.get_ref().as_str() {
                "" => Err(self.error(&one.span(), "the path is empty")),
                path => Ok(path.to_owned()),
            })
            .collect()
    }

    fn dotted_names(&self, list: &[Spanned<String>]) -> anyhow::Result<Vec<String>> {
        list.iter()
            .map(|one| {
                let name = one.get_ref();
                if name.split('.').all(is_identifier) {
                    return Ok(name.clone());
                }
                let what = "a name is written as package.module.function";
                Err(self.error(&one.span(), what))
            })
            .collect()
    }

    fn key_bits(&self, least: &Spanned<Least>) -> anyhow::Result<KeyBits> {
        let Least { breakable, short } = *least.get_ref();
        if (1..=short).contains(&breakable) && short <= LONGEST {
            return Ok(KeyBits { breakable, short });
        }
        let what = format!("1 <= breakable <= short <= {LONGEST} must hold");
        Err(self.error(&least.span(), what))
    }
}

fn is_identifier(part: &str) -> bool {
    let is_inner = |letter: char| letter.is_alphanumeric() || letter == '_';
    part.chars().all(is_inner) && part.starts_with(|letter: char| !letter.is_numeric())
}
