//! An image that was made long ago.

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::model::Arg;
use crate::rules::{Around, EngineImage, Fail, Out, Site};

/// Builds that are to be the same each time bear a date from before there were containers.
const FIRST_CONTAINERS: i16 = 2013;

/// Fails where an image in use is older than the operator allows.
pub(super) fn check(image: &EngineImage<'_>, around: Around<'_>, out: &mut Out<'_>) {
    let limit = around.parameters.image_age_days;
    if limit == 0 || !image.is_in_use() {
        return out.not_applicable();
    }
    let made = image.image.created;
    let made = made.map(|made| Offset::UTC.to_datetime(made).date());
    let Some(made) = made.filter(|made| made.year() >= FIRST_CONTAINERS) else {
        return out.unknown();
    };
    if days(made, around.today) > i64::from(limit) {
        let fail = Fail::new("default", Site::missing(image.image.place));
        let fail = fail.arg("image", image.name());
        out.fail(fail.arg("days", Arg::Number(limit.into())));
    }
}

/// How many days lie between two.
fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
