//! Secrets that a service gets along with others and does not need: those that run code of others
//! with `params.to: [code]`, the rest with `params.to: [others]`.

use crate::model::{Arg, Container};
use crate::rules::{Context, Fail, Out, Params, Site};

/// Fails for each way on which such secrets come.
pub(in crate::rules) fn check(
    params: Params,
    container: &Container,
    cx: &Context<'_>,
    out: &mut Out<'_>,
) {
    let to = |word| {
        let mut params = params.iter();
        params.any(|(name, words)| *name == "to" && words.contains(&word))
    };
    let handed = cx.handed();
    let excess = handed.to(container).iter();
    for own in excess.filter(|own| to(if own.runs_code { "code" } else { "others" })) {
        let site = Site::at(own.place);
        let (fail, count) = match own.file {
            Some(file) => {
                let (services, most) = handed.of_file(file, own.runs_code);
                let key = if services > 1 { "several" } else { "default" };
                let path = cx.texts.get(file).path().to_string();
                let fail = Fail::new(key, site).kin(&path).role(&path);
                (fail.arg("file", path), most)
            }
            None => (Fail::new("shared", site), own.count),
        };
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        out.fail(fail.arg("count", Arg::Number(count)));
    }
}
