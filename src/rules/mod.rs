//! The rules: pure functions from subjects to occurrences. What a rule is called and says stands
//! in its policy; the builder joins both into [`RULES`].

mod auth;
mod context;
mod credentials;
mod detectors;
mod earlier;
mod env_files;
mod file_places;
mod files;
mod handed;
mod host_sources;
mod in_programs;
mod occurrence;
mod out;
mod parameters;
mod places;
mod policy;
mod processes;
mod programs;
mod reuse;
mod run;
mod sources;
mod spoken;
#[cfg(test)]
mod testing;
mod trust;
mod workflows;

use crate::meaning::Secret;
use crate::meaning::programs::Workflow;
use crate::meaning::python::{Call, Program};
use crate::model::{Container, KeptFile, Problem};

pub use auth::{AuthState, Guard};
pub use context::{Around, Context, Placeholder, confidence_of};
pub use env_files::{JudgedEnvFile, Usage, UsedEnvFile};
pub use occurrence::{CauseKey, Occurrence, Subject};
pub use out::{Fail, Out, Site, Tally};
pub use parameters::{Parameters, Patterns};
pub use policy::{Calls, Check, Effort, Levels, Message, Rule, Sample};
pub use programs::{AboutProgram, AskedPrograms};
pub use run::{Answers, run};

/// The check of a rule about containers.
pub type ContainerCheck = fn(&Container, &Context<'_>, &mut Out<'_>);
/// The check of a rule about values that can be secrets.
pub type SecretCheck = fn(&Secret<'_>, &Context<'_>, &mut Out<'_>);
/// The check of a rule about env files.
pub type EnvFileCheck = fn(&JudgedEnvFile<'_>, &mut Out<'_>);
/// The check of a rule about files that hold secrets.
pub type FileCheck = fn(&KeptFile, &mut Out<'_>);
/// The check of a rule about problems: of reading, or with a suppression.
pub type ProblemCheck = fn(&Problem, &mut Out<'_>);
/// A check of a Python program.
pub type PythonCheck = fn(&Program<'_>, &mut Out<'_>);
/// A check of a call in a Python program.
pub type CallCheck = fn(&Call<'_, '_>, &mut Out<'_>);
/// The check of a rule about workflows of Dify and `FastGPT`.
pub type WorkflowCheck = fn(&Workflow, &mut Out<'_>);

/// Parameters of a detector: lists of words by name, from its policy.
pub type Params = &'static [(&'static str, &'static [&'static str])];

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rule of an id, in any case of letters.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .copied()
        .find(|rule| rule.id.eq_ignore_ascii_case(id) || rule.name.eq_ignore_ascii_case(id))
}
