//! The endpoints that a deployment names, as questions.

use super::{How, Question};
use crate::live::Target;
use crate::meaning::{Speaks, named_endpoints};
use crate::scan::Scan;

/// An endpoint that might be asked.
pub(super) struct Candidate {
    pub(super) question: Question,
    /// The line that says so.
    pub(super) shown: String,
}

/// All of them, in the order in which the deployment names them.
pub(super) fn candidates(scan: &Scan) -> Vec<Candidate> {
    let found = named_endpoints(&scan.deployment).into_iter();
    let found = found.map(|own| {
        let (scheme, how) = match own.speaks {
            Speaks::Tls => ("tls", How::Tls(None)),
            Speaks::Ldap => ("ldap", How::Ldap(false)),
            Speaks::Ldaps => ("ldaps", How::Ldap(true)),
        };
        let place = scan.texts.locate(own.place);
        let mut told = scan.told.iter();
        let told = told.find(|told| {
            told.project == own.project
                && told.service == own.service
                && Some(told.port) == own.target
        });
        Candidate {
            shown: format!(
                "{scheme}://{}:{}  {}:{}  {}",
                own.host, own.port, place.path, place.start.line, own.service
            ),
            question: Question {
                target: Target {
                    host: own.host,
                    port: own.port,
                    sni: None,
                },
                how,
                named_at: Some(own.place),
                told: told.cloned(),
            },
        }
    });
    found.collect()
}
