//! Endpoints that were asked, beside whatever else was read.

use std::path::Path;

use jiff::Timestamp;

use super::{Request, Scan};
use crate::input::tidy;
use crate::meaning::nginx::ToldTls;
use crate::meaning::{BadSnapshot, Endpoint, document_name, hexadecimal};
use crate::model::certificate::Bundle;
use crate::model::{Configured, ConfiguredCertificate, Snapshot, Span};
use crate::rules::{Rule, Tally};

/// The answers of an endpoint.
pub enum Probed {
    /// It was asked just now; where the deployment names it, if it does, and where it is configured.
    Fresh(Box<Snapshot>, Option<Span>, Vec<Span>),
    /// It was asked before: the path and the content of the document.
    Saved(String, String),
}

/// What the servers at a port of a service are told to offer of TLS.
#[derive(Clone, Debug)]
pub struct Told {
    /// The number of the project.
    pub project: usize,
    /// The service.
    pub service: String,
    /// The port of its container.
    pub port: u16,
    /// What is said.
    pub configured: Configured,
    /// The words that say it.
    pub places: Vec<Span>,
}

/// The same with what stands in the files of the certificates.
pub(super) fn told(all: Vec<ToldTls>, bundles: &[Bundle], root: &Path) -> Vec<Told> {
    let of_file = |file: &Path| {
        let file = tidy(file);
        let mut bundles = bundles.iter();
        let bundle = bundles.find(|own| tidy(&root.join(&own.name)) == file)?;
        let first = bundle.certificates.first()?;
        Some(ConfiguredCertificate {
            file: bundle.name.clone(),
            sha256: hexadecimal(&first.sha256),
        })
    };
    let one = |own: ToldTls| {
        let files = own.certificates.iter().map(|(file, _)| of_file(file));
        let certificates: Option<Vec<_>> = files.collect();
        let protocols = own.protocols.iter();
        let places = own.protocols.iter().map(|(_, place)| *place);
        let mut places: Vec<Span> = places.take(1).collect();
        places.extend(own.certificates.iter().map(|(_, place)| *place));
        Told {
            project: own.project,
            service: own.service,
            port: own.port,
            configured: Configured {
                protocols: protocols.map(|(name, _)| (*name).to_owned()).collect(),
                certificates: certificates.filter(|_| !own.is_open).unwrap_or_default(),
            },
            places,
        }
    };
    all.into_iter().map(one).collect()
}

/// Judges endpoints, and adds what is said of them to a scan; `certificates` are the rules about
/// what they present, at the moment `now`. How many of them gave an answer. An error has the path of a document that is
/// none.
pub fn add_endpoints(
    request: &Request,
    certificates: &[&'static Rule],
    now: Timestamp,
    scan: &mut Scan,
    probed: Vec<Probed>,
) -> Result<usize, (String, BadSnapshot)> {
    let texts = &scan.texts;
    let mut endpoints = Vec::new();
    for own in probed {
        endpoints.push(match own {
            Probed::Fresh(snapshot, named_at, configured_at) => {
                let path = document_name(&snapshot);
                let endpoint = Endpoint::new(texts, &path, *snapshot, named_at);
                endpoint.configured_at(configured_at)
            }
            Probed::Saved(path, content) => {
                Endpoint::read(texts, &path, &content).map_err(|reason| (path, reason))?
            }
        });
    }
    let answers = &mut scan.answers;
    let asked = certificates.iter().map(|rule| (*rule, Tally::default()));
    answers.tallies.extend(asked);
    let problems: Vec<_> = endpoints.iter().flat_map(Endpoint::problems).collect();
    answers.about_endpoints(&endpoints);
    answers.about_gaps(&problems, texts);
    let presented: Vec<_> = endpoints.iter().flat_map(Endpoint::presented).collect();
    answers.about_certificates(&presented, &request.anchors, now.as_second());
    scan.deployment.problems.extend(problems);
    let answered = endpoints
        .iter()
        .filter(|own| own.snapshot.failure.is_none());
    Ok(answered.count())
}
