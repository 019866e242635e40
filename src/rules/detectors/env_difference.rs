//! Lines of an env file that do not mean what was written, of the kinds in `params.kind`. Only
//! secrets are as bad as the policy says: `params.others` says how bad the rest is, and `none`
//! leaves it out.

use crate::model::{Arg, Confidence, Severity};
use crate::rules::{Fail, JudgedEnvFile, Out, Params, Site, Usage};
use crate::syntax::dotenv::DifferenceKind;

/// Fails for each difference of these kinds.
pub(in crate::rules) fn check(params: Params, file: &JudgedEnvFile<'_>, out: &mut Out<'_>) {
    let words = |wanted: &str| {
        let mut found = params.iter().filter(move |(name, _)| *name == wanted);
        found.next().map_or(&[][..], |(_, words)| words)
    };
    let others = words("others").first().copied().unwrap_or_default();
    let others = Severity::ALL.into_iter().find(|one| one.name() == others);
    for difference in &file.differences {
        let (kind, reader) = match difference.kind {
            DifferenceKind::Cut => ("cut", None),
            DifferenceKind::Spliced => ("spliced", None),
            DifferenceKind::CommentAsValue => ("comment", None),
            DifferenceKind::TextLost => ("lost", None),
            DifferenceKind::QuotesStay => ("quotes", None),
            DifferenceKind::Duplicate => ("duplicate", None),
            DifferenceKind::ReaderDisagrees(library) => ("reader", Some(library.name())),
        };
        let most = match file.holds_secret(difference) {
            true => Some(Severity::Critical),
            false => others,
        };
        let Some(mut most) = most.filter(|_| words("kind").contains(&kind)) else {
            continue;
        };
        let mut fail = Fail::new(kind, Site::at(difference.span))
            .role(&difference.name)
            .arg("variable", difference.name.as_str())
            .arg("written", length(difference.written))
            .arg("effective", length(difference.effective));
        // Other readers leave the `$` alone, and take comments for comments.
        if file.usage == Usage::Unknown && matches!(kind, "cut" | "spliced" | "comment") {
            most = most.min(Severity::Low);
            fail = fail.confidence(Confidence::Low);
        }
        if let Some(reader) = reader {
            fail = fail.arg("reader", reader);
        }
        if let Some(related) = difference.related {
            fail = fail.related(related);
        }
        out.fail(fail.at_most(most));
    }
}

fn length(characters: usize) -> Arg {
    Arg::Number(u64::try_from(characters).unwrap_or(u64::MAX))
}
