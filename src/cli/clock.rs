//! What time it is.

use anyhow::Context as _;
use jiff::Timestamp;

/// The time from `--now`, else from `SOURCE_DATE_EPOCH`, else from the clock.
pub(super) fn clock(now: Option<&str>) -> anyhow::Result<Timestamp> {
    if let Some(now) = now {
        return now
            .parse()
            .with_context(|| format!("--now '{now}' is no time such as 2026-01-31T08:00:00Z"));
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let number = seconds
                .parse()
                .with_context(|| format!("SOURCE_DATE_EPOCH '{seconds}' is no number"))?;
            Timestamp::from_second(number).context("SOURCE_DATE_EPOCH")
        }
        Err(_) => Ok(Timestamp::now()),
    }
}
