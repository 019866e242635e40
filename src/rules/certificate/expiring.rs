//! A certificate that is soon over.

use crate::meaning::pki::{Examined, Role};
use crate::model::Severity;
use crate::rules::certificates::{DAY, called, day, site};
use crate::rules::{Fail, Out};

/// Certificates of so many days or less are renewed by a machine, in the last third of their life.
const SHORT: i64 = 100;

/// Fails at certificates of the chain that are valid now and not for long: the nearer the end, the
/// worse.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    for (_, certificate) in own.chain() {
        let life = certificate.not_after.saturating_sub(certificate.not_before);
        let left = certificate.not_after.saturating_sub(own.now);
        if left < 0 || own.now < certificate.not_before {
            continue;
        }
        let Some(most) = severity(life, left) else {
            continue;
        };
        let most = match own.role {
            Role::Authorities => Severity::Low,
            Role::Server | Role::None => most,
        };
        let days = u64::try_from(left / DAY).unwrap_or(0);
        let fail = Fail::new("default", site(own, certificate))
            .role(called(certificate))
            .arg("name", called(certificate))
            .arg("days", crate::model::Arg::Number(days))
            .arg("day", day(certificate.not_after))
            .at_most(most);
        out.fail(fail);
    }
}

/// How bad it is that so much of a life is left, both in seconds.
fn severity(life: i64, left: i64) -> Option<Severity> {
    if life < SHORT * DAY {
        return match left {
            left if left < (7 * DAY).min(life / 10) => Some(Severity::High),
            left if left < life / 3 => Some(Severity::Medium),
            _ => None,
        };
    }
    match left {
        left if left <= 7 * DAY => Some(Severity::High),
        left if left <= 30 * DAY => Some(Severity::Medium),
        left if left <= 90 * DAY => Some(Severity::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lives_are_measured_by_themselves() {
        for (life, left, expected) in [
            (365, 5, Some(Severity::High)),
            (365, 25, Some(Severity::Medium)),
            (365, 60, Some(Severity::Low)),
            (365, 91, None),
            (90, 60, None),
            (90, 20, Some(Severity::Medium)),
            (90, 5, Some(Severity::High)),
            (6, 3, None),
            (6, 1, Some(Severity::Medium)),
        ] {
            assert_eq!(
                severity(life * DAY, left * DAY),
                expected,
                "{left} of {life}"
            );
        }
    }
}
