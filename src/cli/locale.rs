//! The language of what people read. The one place that asks the system for it.

use anyhow::bail;

use super::args::LangArgument;
use crate::model::Lang;

/// The language of text: `--lang`, `HULAN_LANG`, the configuration, the system, English.
pub(super) fn of_text(
    flag: Option<LangArgument>,
    configured: Option<LangArgument>,
) -> anyhow::Result<Lang> {
    if let Some(flag) = flag {
        return Ok(flag.into());
    }
    let own = std::env::var("HULAN_LANG").unwrap_or_default();
    if !own.is_empty() {
        return match by_name(&own) {
            Some(lang) => Ok(lang),
            None => bail!("HULAN_LANG must be en or zh"),
        };
    }
    let system = || by_name(&system_locale()?);
    Ok(configured
        .map(Lang::from)
        .or_else(system)
        .unwrap_or_default())
}

/// The language of JSON and SARIF: `--lang` alone, so that machines get the same everywhere.
pub(super) fn of_data(flag: Option<LangArgument>) -> Lang {
    flag.map(Lang::from).unwrap_or_default()
}

/// The language of a locale name such as `zh_CN.UTF-8`, `zh-Hans-CN` or `en`.
fn by_name(locale: &str) -> Option<Lang> {
    let language = locale.split(['_', '-', '.', '@']).next()?;
    match language.to_ascii_lowercase().as_str() {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The language of the Windows user interface.
#[cfg(windows)]
fn interface() -> Option<String> {
    sys_locale::get_locale()
}

/// Other systems say it in variables only.
#[cfg(not(windows))]
fn interface() -> Option<String> {
    None
}

fn system_locale() -> Option<String> {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    // The first one that is set decides, also where it says nothing of a language (`C`).
    let mut set = variables.filter_map(|name| std::env::var(name).ok());
    interface().or_else(|| set.find(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_name_languages() {
        for name in ["zh", "zh_CN.UTF-8", "zh-Hans-CN", "ZH_TW"] {
            assert_eq!(by_name(name), Some(Lang::Zh), "{name}");
        }
        assert_eq!(by_name("en_GB.UTF-8"), Some(Lang::En));
        for name in ["C", "POSIX", "de_DE", "", "zhx"] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }
}
