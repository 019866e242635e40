//! Asks rules about endpoints, and what those rules share.

use crate::meaning::Endpoint;
use crate::model::{Account, Exposure, Ldap, Problem, Span, Texts, Tls};

use super::occurrence::Subject;
use super::out::{Fail, Out, Site};
use super::policy::Check;
use super::run::Answers;

impl Answers {
    /// Asks the same rules about endpoints.
    pub fn about_endpoints(&mut self, endpoints: &[Endpoint]) {
        for endpoint in endpoints {
            let subject = Subject {
                kind: "endpoint",
                name: endpoint.name(),
                project: None,
            };
            for (rule, tally) in &mut self.tallies {
                let Check::Endpoint(check) = rule.check else {
                    continue;
                };
                let subject = subject.clone();
                let occurrences = &mut self.occurrences;
                let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                if endpoint.snapshot.failure.is_some() {
                    out.unknown();
                } else {
                    check(endpoint, &mut out);
                }
            }
        }
    }

    /// Asks the same rules about what could not be found out.
    pub fn about_gaps(&mut self, problems: &[Problem], texts: &Texts) {
        super::run::about_problems(problems, texts, None, self);
    }
}

/// What an endpoint offers of TLS; says that the rule does not apply where it offers none.
pub(super) fn tls_of<'e>(endpoint: &'e Endpoint, out: &mut Out<'_>) -> Option<&'e Tls> {
    if endpoint.snapshot.tls.is_none() {
        out.not_applicable();
    }
    endpoint.snapshot.tls.as_ref()
}

/// At the answer that a way leads to; where the deployment names the endpoint, there.
pub(super) fn at(endpoint: &Endpoint, key: &'static str, way: &[&str]) -> Fail {
    at_span(endpoint, key, endpoint.place(way))
}

/// At one of the strings of a list.
pub(super) fn at_item(endpoint: &Endpoint, key: &'static str, way: &[&str], value: &str) -> Fail {
    at_span(endpoint, key, endpoint.item(way, value))
}

fn at_span(endpoint: &Endpoint, key: &'static str, answer: Span) -> Fail {
    let fail = match endpoint.named_at {
        Some(named) => Fail::new(key, Site::at(named)).related(answer),
        None => Fail::new(key, Site::at(answer)),
    };
    fail.arg("endpoint", endpoint.name())
}

/// What a directory says; says that the rule does not apply to anything else.
pub(super) fn ldap_of<'e>(endpoint: &'e Endpoint, out: &mut Out<'_>) -> Option<&'e Ldap> {
    if endpoint.snapshot.ldap.is_none() {
        out.not_applicable();
    }
    endpoint.snapshot.ldap.as_ref()
}

/// What the account of an application may do, where it was asked about.
pub(super) fn account_of<'e>(endpoint: &'e Endpoint, out: &mut Out<'_>) -> Option<&'e Account> {
    let account = endpoint.snapshot.ldap.as_ref();
    let account = account.and_then(|ldap| ldap.account.as_ref());
    if account.is_none() {
        out.not_applicable();
    }
    account
}

/// Fails once where some of these protocols are offered.
pub(super) fn protocols(endpoint: &Endpoint, out: &mut Out<'_>, names: &[&str]) {
    let Some(tls) = tls_of(endpoint, out) else {
        return;
    };
    let own = tls.protocols.iter().map(|own| own.name.as_str());
    let bad = own.enumerate().filter(|(_, name)| names.contains(name));
    let bad: Vec<(usize, &str)> = bad.collect();
    let place = |number: usize| endpoint.place(&["tls", "protocols", &number.to_string(), "name"]);
    let shown: Vec<&str> = bad.iter().map(|(_, name)| *name).collect();
    let mut places = bad.iter().map(|(number, _)| place(*number));
    if let Some(first) = places.next() {
        let fail = at_span(endpoint, "default", first).arg("protocol", shown.join(", "));
        out.fail(places.fold(fail, Fail::related));
    }
}

/// Fails once where suites of a kind are offered, and names them.
pub(super) fn suites(endpoint: &Endpoint, out: &mut Out<'_>, is_bad: impl Fn(&str) -> bool) {
    suites_of(endpoint, out, None, is_bad);
}

/// The same for one protocol alone.
pub(super) fn suites_of(
    endpoint: &Endpoint,
    out: &mut Out<'_>,
    only: Option<&str>,
    is_bad: impl Fn(&str) -> bool,
) {
    let Some(tls) = tls_of(endpoint, out) else {
        return;
    };
    let (mut protocols, mut bad, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (at, protocol) in tls.protocols.iter().enumerate() {
        let own = protocol.suites.iter().map(String::as_str);
        let own: Vec<&str> = own.filter(|suite| is_bad(suite)).collect();
        let Some(first) = own.first() else {
            continue;
        };
        if only.is_some_and(|only| only != protocol.name) {
            continue;
        }
        let way = ["tls", "protocols", &at.to_string(), "suites"];
        places.push(endpoint.item(&way, first));
        protocols.push(protocol.name.as_str());
        for suite in own {
            if !bad.contains(&suite) {
                bad.push(suite);
            }
        }
    }
    let mut places = places.into_iter();
    if let Some(first) = places.next() {
        let fail = at_span(endpoint, "default", first).arg("protocol", protocols.join(", "));
        let fail = fail.arg("suites", listed(&bad));
        out.fail(places.fold(fail, Fail::related));
    }
}

/// Names in a row; of many the first ones, and how many more there are.
pub(super) fn listed(names: &[&str]) -> String {
    // A name in a sentence has room for three suites.
    const MOST: usize = 3;
    let shown: Vec<&str> = names.iter().copied().take(MOST).collect();
    let shown = shown.join(", ");
    match names.len().checked_sub(MOST) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} + {more}"),
    }
}

/// Whether anybody can read or change what the suite should protect.
pub(super) fn is_broken(suite: &str) -> bool {
    let words = [
        "_NULL_", "_anon_", "_EXPORT", "_RC4_", "_RC2_", "_DES_CBC", "_DES40_",
    ];
    words.iter().any(|word| suite.contains(word)) || suite.ends_with("_NULL")
}

/// Whether a stolen key opens what was recorded before.
pub(super) fn lacks_secrecy(suite: &str) -> bool {
    let is_modern = !suite.contains("_WITH_");
    let keeps = ["_DHE_", "_ECDHE_", "_anon_", "_PSK_DHE_", "_SRP_"];
    !is_modern && !keeps.iter().any(|word| suite.contains(word))
}
