//! The exit status.

use crate::model::{Deployment, Severity};

use super::group::Finding;
use super::is_complete;

/// What makes a scan fail.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Findings of this severity and worse fail.
    pub fail_on: Severity,
    /// Ids of rules whose findings fail whatever their severity.
    pub deny: Vec<&'static str>,
    /// Findings do not fail at all; incomplete coverage still does.
    pub exit_zero: bool,
}

/// What a scan comes to. Both of the first two can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// There are findings at or above the threshold.
    pub fails: bool,
    /// Something was not read or not followed.
    pub incomplete: bool,
    /// No subject was judged at all.
    pub empty: bool,
    /// The exit status.
    pub status: Status,
}

/// The exit status of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 0: nothing to stop for.
    Clean,
    /// 1: findings at or above the threshold.
    Findings,
    /// 2: usage, configuration or input error, or incomplete coverage.
    Incomplete,
    /// 3: nothing was judged.
    Empty,
}

impl Status {
    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Incomplete => 2,
            Self::Empty => 3,
        }
    }
}

impl Gate {
    fn fails(&self, finding: &Finding) -> bool {
        let is_bad = !finding.rule.is_about_the_scan() && finding.severity >= self.fail_on;
        finding.is_active() && (is_bad || self.deny.contains(&finding.rule.id))
    }

    /// Decides. Findings about the scan itself count as incomplete coverage and, unless they are
    /// denied, as nothing else; the problems behind them count whichever rules were asked. Without a
    /// project nothing was judged, unless only files were asked about and some were looked at:
    /// `searched`.
    pub fn decide(&self, findings: &[Finding], deployment: &Deployment, searched: bool) -> Outcome {
        let fails = findings.iter().any(|finding| self.fails(finding));
        let projects = &deployment.projects;
        let incomplete = !is_complete(deployment);
        let has_others = !deployment.directories.is_empty()
            || deployment.nginx > 0
            || !deployment.settings.is_empty()
            || deployment.host_scripts > 0
            || deployment.dockerfiles > 0;
        let empty = !searched
            && !has_others
            && projects.iter().all(|project| project.containers.is_empty());
        let status = if fails && !self.exit_zero {
            Status::Findings
        } else if incomplete {
            Status::Incomplete
        } else if empty {
            Status::Empty
        } else {
            Status::Clean
        };
        Outcome {
            fails,
            incomplete,
            empty,
            status,
        }
    }
}
