//! Limits in both spellings. Compose refuses a project in which they differ; here the one of
//! `deploy` counts where it is set.

use super::fields::{Fields, bytes, thousandths};
use super::value::Value;
use crate::model::{Limits, Setting};

impl Fields<'_> {
    /// Memory, CPU and process limits.
    pub(super) fn limits(&mut self) -> Limits {
        let memory = |value: &Value| value.text().and_then(bytes);
        let cpus = |value: &Value| value.text().and_then(thousandths);
        let pids = |value: &Value| value.text()?.trim().parse::<i64>().ok();
        Limits {
            memory: self.limit("memory", "mem_limit", "refused.size", memory),
            cpus: self.limit("cpus", "cpus", "refused.number", cpus),
            pids: self.limit("pids", "pids_limit", "refused.number", pids),
        }
    }

    fn limit<T>(
        &mut self,
        deployed: &str,
        short: &str,
        expected: &'static str,
        cast: impl Fn(&Value) -> Option<T>,
    ) -> Setting<T> {
        let limit = ["deploy", "resources", "limits", deployed]
            .iter()
            .try_fold(self.service, |value, key| value.get(key))
            .cloned();
        match limit {
            Some(limit) => self.setting(
                &format!("deploy.resources.limits.{deployed}"),
                &limit,
                expected,
                cast,
            ),
            None => self.read(short, expected, cast),
        }
    }
}
