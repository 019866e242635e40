//! The rules: pure functions from subjects to occurrences. What a rule is called and says stands
//! in its policy; the builder joins both into [`RULES`].

mod auth;
mod builds;
mod built_text;
mod certificates;
mod combinations;
mod context;
mod credentials;
mod daemons;
mod detectors;
mod directories;
mod earlier;
mod endpoints;
mod engines;
mod env_files;
mod file_places;
mod files;
mod handed;
mod held_images;
mod host_scripts;
mod host_sources;
mod image_history;
mod image_secrets;
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
mod run_lines;
mod sources;
mod spoken;
mod switches;
#[cfg(test)]
mod testing;
mod trust;
mod web;
mod workflows;

use crate::meaning::dockerfile::Dockerfile;
use crate::meaning::host_scripts::HostScript;
use crate::meaning::nginx::Nginx;
use crate::meaning::pki::Examined;
use crate::meaning::programs::Workflow;
use crate::meaning::python::{Call, Program};
use crate::meaning::{Endpoint, Secret, Switch};
use crate::model::{
    Container, Daemon, Directory, Drift, Engine, HostFacts, KeptFile, Problem, SettingsFile,
};

pub use auth::{AuthState, Guard};
pub use combinations::{Combination, Combined, Within};
pub use context::{Around, Context, Placeholder, confidence_of};
pub use engines::EngineImage;
pub use env_files::{JudgedEnvFile, Usage, UsedEnvFile};
pub use occurrence::{CauseKey, FlowStep, Occurrence, Subject};
pub use out::{Fail, Out, Site, Tally};
pub use parameters::{Parameters, Patterns};
pub use policy::{Calls, Check, Effort, Levels, Message, Rewrite, Rule, Sample};
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
/// The check of a rule about settings of clients of directories.
pub type DirectoryCheck = fn(&Directory, &Context<'_>, &mut Out<'_>);
/// The check of a rule about lines that turn verification off.
pub type SwitchCheck = fn(&Switch, &mut Out<'_>);
/// A check of a Python program.
pub type PythonCheck = fn(&Program<'_>, &mut Out<'_>);
/// A check of a call in a Python program.
pub type CallCheck = fn(&Call<'_, '_>, &mut Out<'_>);
/// The check of a rule about endpoints.
pub type EndpointCheck = fn(&Endpoint, &mut Out<'_>);
/// The check of a rule about workflows of Dify and `FastGPT`.
pub type WorkflowCheck = fn(&Workflow, &mut Out<'_>);
/// The check of a rule about configurations of Nginx.
pub type NginxCheck = fn(&Nginx, &mut Out<'_>);
/// The check of a rule about Dockerfiles.
pub type DockerfileCheck = fn(&Dockerfile, Around<'_>, &mut Out<'_>);
/// The check of a rule about scripts of Windows.
pub type HostScriptCheck = fn(&HostScript, Around<'_>, &mut Out<'_>);

/// The check of a rule about certificates and keys.
pub type CertificateCheck = fn(&Examined<'_>, &mut Out<'_>);

/// The check of a rule about engines.
pub type EngineCheck = fn(&Engine, Around<'_>, &mut Out<'_>);
/// The check of a rule about images of an engine.
pub type ImageCheck = fn(&EngineImage<'_>, Around<'_>, &mut Out<'_>);
/// The check of a rule about how an engine is set up.
pub type DaemonCheck = fn(&Daemon, &mut Out<'_>);
/// The check of a rule about settings of Docker Desktop or WSL.
pub type SettingsCheck = fn(&SettingsFile, &mut Out<'_>);
/// The check of a rule about the machine of an engine.
pub type HostCheck = fn(&HostFacts, &mut Out<'_>);
/// The check of a rule about differences between what runs and what was declared.
pub type DriftCheck = fn(&Drift, &mut Out<'_>);

/// The check of a rule about faults that together are more than each.
pub type CombinationCheck = fn(&Combined<'_>) -> Vec<Combination>;

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
