//! Requests to hosts that others choose, and to hosts that only the inside reaches.

use crate::meaning::hosts::{Authority, Host, authority, host, split_port};
use crate::meaning::python::{
    Abs, Arg, Call, Certainty, Source, StepKind, Value, certainty, is_host_checked, part_deciding,
};
use crate::model::{Arg as Word, Severity};
use crate::rules::{Fail, Out};

/// How a call is told where to connect to.
#[derive(Clone, Copy)]
enum Told {
    /// By a URL.
    Url,
    /// By a host, with a port apart from it if one is known.
    Host(Option<u16>),
}

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if call.is_reference() {
        return;
    }
    let Some((arg, told)) = destination(call) else {
        return;
    };
    let mut is_open = arg.value().is_open;
    for value in arg.value().values.iter() {
        match place(value, told) {
            Authority::Known(name, port) => {
                if say_of_host(call, &arg, (name.as_str(), port), out) {
                    return;
                }
            }
            Authority::Open => is_open = true,
            Authority::Missing => {}
        }
    }
    if is_open || arg.value().values.is_empty() {
        say_of_source(call, &arg, told, out);
    }
}

/// The argument that says where to connect to.
fn destination<'c, 't>(call: &'c Call<'_, 't>) -> Option<(Arg<'c, 't>, Told)> {
    let name = call.name();
    let last = name.rsplit('.').next().unwrap_or(name);
    let url = |place: usize| {
        let url = ["url", "uri", "fullurl", "base_url"]
            .iter()
            .find_map(|name| call.keyword(name));
        Some((url.or_else(|| call.positional(place))?, Told::Url))
    };
    match last {
        "Client" | "AsyncClient" => Some((call.keyword("base_url")?, Told::Url)),
        "request" if !name.starts_with("httplib2.") => url(1),
        "Request" if name.starts_with("requests.") => url(1),
        "stream" | "build_request" => url(1),
        "urlopen" if name.starts_with("urllib3.") => url(1),
        "HTTPConnection"
        | "HTTPSConnection"
        | "HTTPConnectionPool"
        | "HTTPSConnectionPool"
        | "open_connection" => {
            let port = call.argument(1, "port").and_then(|port| number(&port));
            Some((call.argument(0, "host")?, Told::Host(port)))
        }
        "create_connection" | "connect" | "connect_ex" if !name.starts_with("websocket") => {
            let both = call.argument(0, "address")?;
            let mut items = both.items()?.into_iter();
            let host = items.next()?;
            let port = items.next().and_then(|port| number(&port));
            Some((host, Told::Host(port)))
        }
        _ => url(0),
    }
}

fn number(port: &Arg<'_, '_>) -> Option<u16> {
    let number = *port.integers().first()?;
    u16::try_from(number).ok()
}

/// The host that a value names.
fn place(value: &Value, told: Told) -> Authority<String> {
    let whole = value.string().or_else(|| match value {
        Value::Bytes(bytes) => std::str::from_utf8(bytes).ok().map(Into::into),
        _ => None,
    });
    match (told, whole) {
        (Told::Url, Some(url)) => authority(&url, true).owned(),
        (Told::Url, None) => match value {
            Value::Text(_) => authority(&value.start().unwrap_or_default(), false).owned(),
            // It was judged where it was made.
            Value::Named(name) if name.ends_with("Request()") => Authority::Missing,
            Value::Named(_) => Authority::Open,
            _ => Authority::Missing,
        },
        (Told::Host(port), Some(written)) => {
            let (name, own) = split_port(&written);
            Authority::Known(name.to_owned(), port.or(own))
        }
        (Told::Host(_), None) => match value {
            Value::Text(_) | Value::Named(_) => Authority::Open,
            _ => Authority::Missing,
        },
    }
}

/// Reports a host that is known, if it is one that a program should leave alone.
fn say_of_host(
    call: &Call<'_, '_>,
    arg: &Arg<'_, '_>,
    (name, port): (&str, Option<u16>),
    out: &mut Out<'_>,
) -> bool {
    let is_generated = call.program().is_generated();
    let site = out.site(arg.range());
    // What people write, and what connects to services of its own, is not to be talked out of it.
    let (key, most) = match host(name, port) {
        Host::Metadata(_) if is_generated => ("metadata", Severity::Critical),
        Host::Metadata(_) => ("metadata", Severity::Low),
        Host::Engine if is_generated => ("engine", Severity::Critical),
        Host::Engine => ("engine", Severity::Low),
        Host::Platform if is_generated => ("platform", Severity::Critical),
        Host::Platform | Host::Loopback | Host::Other => return false,
    };
    let mut fail = Fail::new(key, site);
    if let Host::Metadata(address) = host(name, port)
        && address != name
    {
        fail = Fail::new("spelled", site).arg("address", Word::Name(address));
    }
    let shown = port
        .filter(|port| !matches!(port, 80 | 443))
        .map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
    out.fail(
        fail.arg("call", call.name())
            .arg("host", Word::Name(shown))
            .certainty(Certainty::Constant)
            .at_most(most)
            .way(arg.way())
            .way(call.way()),
    );
    true
}

/// Reports a host that somebody else gives.
fn say_of_source(call: &Call<'_, '_>, arg: &Arg<'_, '_>, told: Told, out: &mut Out<'_>) {
    let value = match (arg.node(), told) {
        (Some(node), Told::Url) => {
            let is_decided = |known: &str| authority(known, false) != Authority::Open;
            part_deciding(call.program(), node, &is_decided)
        }
        _ => None,
    };
    let value: &Abs = value.as_ref().unwrap_or_else(|| arg.value());
    let Certainty::Tainted(source) = certainty(value) else {
        return;
    };
    if is_host_checked(call.program(), call.node()) {
        return;
    }
    // The way of all of the URL, where it is as bad as the part that decides.
    let whole = arg.way().filter(|_| arg.value().taint == Some(source));
    let is_generated = call.program().is_generated();
    let most = match (source, is_generated) {
        (Source::Model | Source::Input | Source::Request | Source::Template, _) => {
            Severity::Critical
        }
        // The next page of an answer, a link on a page: what crawlers do.
        (Source::Fetched, true) => Severity::Medium,
        (Source::Fetched, false) | (Source::Process, true) => Severity::Low,
        // Whoever runs the program says where it goes.
        (Source::Process, false) => return,
    };
    out.fail(
        Fail::new("default", out.site(arg.range()))
            .arg("call", call.name())
            .arg("from", Word::Text(StepKind::From(source).text()))
            .certainty(Certainty::Tainted(source))
            .at_most(most)
            .way(whole.or_else(|| value.way.clone()))
            .way(call.way()),
    );
}

#[cfg(test)]
mod tests {
    use crate::meaning::programs::Runtime;
    use crate::model::Severity;
    use crate::rules::testing::said;

    fn said_in_sandbox(code: &str) -> Vec<(&'static str, Severity)> {
        said("PY907", code, Runtime::DifySandbox, true)
    }

    #[test]
    fn what_is_inside_is_left_alone_by_generated_code() {
        for (url, key) in [
            ("http://169.254.169.254/latest/", "metadata"),
            ("http://2852039166/", "spelled"),
            ("http://sandbox:8194/v1/sandbox/run", "platform"),
            ("http://127.0.0.1:6379/", "platform"),
            ("http://host.docker.internal/", "platform"),
            ("http://172.17.0.1:2375/containers/json", "engine"),
        ] {
            let code = format!("import requests\ndef main():\n    requests.get('{url}')\n");
            assert_eq!(said_in_sandbox(&code), [(key, Severity::High)], "{url}");
        }
        for url in [
            "https://api.example/v1",
            "http://localhost:8080/",
            "http://10.0.0.7/",
        ] {
            let code = format!("import requests\ndef main():\n    requests.get('{url}')\n");
            assert_eq!(said_in_sandbox(&code), [], "{url}");
        }
    }

    #[test]
    fn the_input_of_a_workflow_may_fill_a_path_and_no_host() {
        let code = "import requests
def main(a, b):
    requests.get(a)
    requests.get(f'http://{a}/x')
    requests.get('https://api.example' + a)
    requests.get(f'https://api.example/{a}?b={b}')
    requests.get('https://api.example/', params={'a': a})
";
        let high = ("default", Severity::High);
        assert_eq!(said_in_sandbox(code), [high, high, high]);
    }

    #[test]
    fn what_the_caller_of_a_program_says_is_worth_little() {
        let code = "import os, requests
requests.get(os.environ['URL'])
";
        let of = |is_generated| said("PY907", code, Runtime::Host, is_generated);
        assert_eq!(of(false), []);
        assert_eq!(of(true), [("default", Severity::Low)]);
    }
}
