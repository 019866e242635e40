//! Whether a container asks its callers for a credential that not everybody knows.

use super::context::Context;
use crate::meaning::{Credential, Form, Held, Unguarded};
use crate::model::{Container, OriginId, ProblemKind};

/// How well a container guards itself.
pub struct AuthState {
    /// The product that it runs.
    pub product: &'static str,
    /// The ports in the container that this is about; empty for all.
    pub ports: &'static [u16],
    /// What it asks for.
    pub guard: Guard,
    /// Whether it cannot be turned on at run time.
    pub is_sure: bool,
}

/// What a container asks for.
pub enum Guard {
    /// Nothing.
    Nothing(Unguarded),
    /// Something that a vendor published.
    Default {
        /// The variable or the flag.
        name: &'static str,
        /// Where the value comes from.
        origin: Option<OriginId>,
    },
    /// Something of its own.
    Own,
    /// It cannot be told from here.
    Unknown,
}

impl Context<'_> {
    /// How well a container guards itself; `None` for a product that is not known. Values of
    /// templates are no deployment's: they tell nothing.
    pub fn auth_state(&self, container: &Container) -> Option<AuthState> {
        let is_missing = |kind: ProblemKind| kind == ProblemKind::MissingEnvFile;
        let mut problems = self.project.problems.iter();
        let is_partial =
            !container.env_files.is_empty() && problems.any(|problem| is_missing(problem.kind));
        let auth = self.knowledge.auth(container, is_partial)?;
        let guard = match auth.held {
            Held::Unknown => Guard::Unknown,
            Held::Nothing(lack) if lack.origin.is_some_and(|origin| self.is_template(origin)) => {
                Guard::Unknown
            }
            Held::Nothing(lack) => Guard::Nothing(lack),
            Held::Credentials(credentials) => credentials
                .iter()
                .find_map(|credential| self.published_credential(container, credential))
                .unwrap_or(Guard::Own),
        };
        Some(AuthState {
            product: auth.product,
            ports: auth.ports,
            guard,
            is_sure: auth.is_sure,
        })
    }

    fn published_credential(
        &self,
        container: &Container,
        credential: &Credential,
    ) -> Option<Guard> {
        let (name, origin) = match credential {
            Credential::Variable(name) => {
                let mut secrets = self.secrets(container).iter();
                let (secret, variable) = secrets.find_map(|secret| {
                    let variable = secret.variable()?;
                    let is_it = variable.name == *name && matches!(secret.form, Form::Whole);
                    is_it.then_some((secret, variable))
                })?;
                self.published(secret)?;
                (*name, variable.origin)
            }
            Credential::Flag {
                name,
                value,
                origin,
            } => {
                let is_known = self.knowledge.is_published(value.expose());
                is_known.then_some((*name, *origin))?
            }
        };
        (!self.is_template(origin)).then_some(Guard::Default {
            name,
            origin: Some(origin),
        })
    }

    fn is_template(&self, origin: OriginId) -> bool {
        let cause = self.project.origins.cause(origin);
        cause.is_some_and(|cause| self.project.templates.contains(&cause.place.text))
    }
}
