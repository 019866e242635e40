//! Settings, templates, certificates and scripts that a container can write although it only reads
//! them. `params`: `endings` of single files, names that a `state` file has in spite of its ending,
//! names of `folders`, the images of `writers` that keep certificates up to date, and those of
//! `readers` that only pass on what lies in a folder of `contents`.

use crate::meaning::image_name;
use crate::model::{Confidence, Container};
use crate::rules::host_sources::{HostSource, Way};
use crate::rules::{Context, Out, Params};

/// Where programs look for their settings.
const SETTINGS: &str = "/etc/";

/// Fails for each such mount. What they lack is the same everywhere: one finding for a file.
pub(in crate::rules) fn check(
    params: Params,
    container: &Container,
    cx: &Context<'_>,
    out: &mut Out<'_>,
) {
    let lists = Lists { params };
    let image = container
        .image
        .value()
        .map(|image| image_name(image).to_lowercase());
    let runs = |list: &str| {
        let image = image.as_deref().unwrap_or_default();
        lists.get(list).iter().any(|name| image.contains(name))
    };
    let (is_writer, is_reader) = (runs("writers"), runs("readers"));
    for source in cx.host_sources(container) {
        let is_open = !source.read_only && matches!(source.way, Way::Mount);
        let is_known = source.path.sensitivity().is_some() || source.path.engine().is_some();
        if !is_open || is_known {
            continue;
        }
        let name = source.path.name().to_lowercase();
        let confidence = if lists.is_file(&name) {
            Confidence::High
        } else if !is_writer
            && (lists.is_folder(&name, &source) || is_reader && lists.is_content(&source))
        {
            Confidence::Medium
        } else {
            continue;
        };
        let fail = source.missing().confidence(confidence);
        out.fail(fail.arg("path", source.text));
    }
}

struct Lists {
    params: Params,
}

impl Lists {
    fn get(&self, wanted: &str) -> &'static [&'static str] {
        let list = self.params.iter().find(|(name, _)| *name == wanted);
        list.map_or(&[], |(_, words)| words)
    }

    /// Whether a file of this name is settings, a template, a certificate or a script.
    fn is_file(&self, name: &str) -> bool {
        let mut parts = name.split('.').skip(1);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let is_template = parts.any(|part| ["template", "tmpl", "tpl"].contains(&part));
        let is_listed = ending.is_some_and(|ending| self.get("endings").contains(&ending));
        // `conf.d` ends with a letter, not with the ending of a file.
        (is_template || is_listed) && !self.get("state").contains(&name)
    }

    /// Whether a folder holds what a web server sends.
    fn is_content(&self, source: &HostSource<'_>) -> bool {
        let mut contents = self.get("contents").iter();
        contents.any(|folder| source.target.starts_with(folder))
    }

    /// Whether a folder holds nothing else: it is called so on both sides, or lies where programs
    /// look for their settings.
    fn is_folder(&self, name: &str, source: &HostSource<'_>) -> bool {
        let is_named = |name: &str| {
            let mut folders = self.get("folders").iter();
            folders.any(|folder| name == *folder) || name.ends_with("scripts")
        };
        let target = source.target.to_lowercase();
        let is_both = is_named(name) && target.split('/').any(is_named);
        is_both || target.starts_with(SETTINGS)
    }
}
