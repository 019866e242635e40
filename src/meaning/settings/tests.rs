//! Files of settings by their texts.

use std::ops::Range;
use std::path::Path;

use super::*;
use crate::model::{
    DAEMON_LISTS, DAEMON_SWITCHES, DAEMON_WORDS, Daemon, DaemonSource, ListenerGuard, Setting,
    Texts,
};

fn daemon(content: &str) -> (Daemon, Vec<String>) {
    let placing = |range: Range<usize>| Span::new(TextId::default(), range);
    let (daemon, faults) = daemon_file::read("daemon.json", content, &placing);
    let shown = |fault: &SettingsFault| {
        let at = content.get(fault.place.range()).unwrap_or_default();
        format!("{} {} «{at}»", fault.what, fault.name)
    };
    let faults = faults.iter().map(shown).collect();
    (daemon, faults)
}

#[test]
fn dockerd_is_no_more_patient_than_this() {
    let table: [(&str, &[&str]); 13] = [
        ("", &[]),
        ("{}", &[]),
        (
            "{\"icc\": null, \"mtu\": 1400, \"runtimes\": {\"x\": {}}}",
            &[],
        ),
        ("{\"icc\": false,}", &["broken  «}»"]),
        ("{\"icc\": false // note\n}", &["broken  «/»"]),
        ("{'icc': false}", &["broken  «'»"]),
        ("[]", &["broken  «»"]),
        ("{\"ICC\": false}", &["default ICC «ICC»"]),
        ("{\"icc\": \"false\"}", &["type icc «false»"]),
        ("{\"hosts\": \"tcp://x:1\"}", &["type hosts «tcp://x:1»"]),
        (
            "{\"log-opts\": {\"max-file\": 3}}",
            &["type log-opts «{\"max-file\": 3}»"],
        ),
        (
            "{\"icc\": false, \"iptables\": false}",
            &["conflict iptables «false»"],
        ),
        (
            "{\"a\": 1, \"dns\": [1]}",
            &["default a «a»", "type dns «[1]»"],
        ),
    ];
    for (content, expected) in table {
        assert_eq!(daemon(content).1, expected, "{content}");
    }
}

#[test]
fn every_name_is_read_from_a_file() {
    let (bare, _) = daemon("{}");
    for name in DAEMON_SWITCHES {
        assert_eq!(bare.switch(name).value(), None);
        let (own, _) = daemon(&format!("{{\"{name}\": true}}"));
        assert_eq!(own.switch(name).value(), Some(&true), "{name}");
    }
    for name in DAEMON_WORDS {
        assert!(matches!(bare.word(name), Setting::Unset(_)), "{name}");
        let content = match name {
            "max-size" => "{\"log-opts\": {\"max-size\": \"1\"}}".to_owned(),
            "dm.basesize" => "{\"storage-opts\": [\"dm.basesize=1\"]}".to_owned(),
            "host-binding" => "{\"default-network-opts\": {\"bridge\": {\"com.docker.network.bridge.host_binding_ipv4\": \"1\"}}}".to_owned(),
            name => format!("{{\"{name}\": \"0\", \"{name}\": \"1\"}}"),
        };
        let (own, faults) = daemon(&content);
        assert!(faults.is_empty(), "{faults:?}");
        // Of two the last one counts.
        assert!(
            own.word(name).value().is_some_and(|own| own.ends_with('1')),
            "{name}"
        );
    }
    for name in DAEMON_LISTS {
        let content = match name {
            "default-ulimits" => "{\"default-ulimits\": {\"nofile\": {}}}".to_owned(),
            name => format!("{{\"{name}\": [\"x\"]}}"),
        };
        let (own, _) = daemon(&content);
        assert_eq!(own.list(name).value().map(Vec::len), Some(1), "{name}");
    }
}

#[test]
fn ports_of_a_daemon_are_guarded_by_what_stands_beside_them() {
    let hosts =
        "\"hosts\": [\"unix:///x\", \"fd://\", \"tcp://a:1\", \"b:2\", \"npipe:////./pipe/x\"]";
    let table = [
        ("", ListenerGuard::Clear),
        ("\"tls\": true, ", ListenerGuard::TlsOnly),
        (
            "\"tls\": true, \"tlsverify\": true, ",
            ListenerGuard::Verified,
        ),
    ];
    for (before, guard) in table {
        let (own, _) = daemon(&format!("{{{before}{hosts}}}"));
        let found = own.listeners.value().expect("some");
        let found: Vec<_> = found
            .iter()
            .map(|own| (own.address.as_str(), own.guard))
            .collect();
        assert_eq!(found, [("a:1", guard), ("b:2", guard)]);
    }
}

#[test]
fn a_file_completes_an_engine_and_does_not_contradict_it() {
    let text = TextId(7);
    let mut engine = Daemon::unknown(
        "e",
        Span::start_of(text),
        EngineKind::Docker,
        DaemonSource::Engine,
    );
    for (name, flag) in [("live-restore", true), ("debug", true)] {
        let told = engine.told(flag, Span::new(text, 1..2));
        engine.switches.insert(name, told);
    }
    engine
        .words
        .insert("userns-remap", Setting::Unset(Span::start_of(text)));
    let (file, _) = daemon(
        "{\"live-restore\": true, \"debug\": false, \"userland-proxy\": false, \"userns-remap\": \"x\", \"hosts\": [\"tcp://a:1\"]}",
    );
    engine.complete(&file);
    let place = |name: &str| engine.place_of(engine.switch(name).origin().expect("set"));
    // Both say the same: the file is where to change it.
    assert_eq!(place("live-restore").text, TextId::default());
    // What runs is what counts.
    assert_eq!(
        (engine.switch("debug").value(), place("debug").text),
        (Some(&true), text)
    );
    assert!(matches!(engine.word("userns-remap"), Setting::Unset(_)));
    // What the engine does not tell.
    assert_eq!(engine.switch("userland-proxy").value(), Some(&false));
    assert_eq!(engine.listeners.value().map(Vec::len), Some(1));
}

#[test]
fn names_tell_the_kind_and_common_names_do_not() {
    let table = [
        ("/etc/docker/daemon.json", Some(SettingsKind::Daemon)),
        ("C/Settings-Store.json", Some(SettingsKind::Desktop)),
        ("admin-settings.json", Some(SettingsKind::DesktopAdmin)),
        ("Users/a/.wslconfig", Some(SettingsKind::WslConfig)),
        ("etc/wsl.conf", Some(SettingsKind::WslConf)),
        ("home/.docker/config.json", Some(SettingsKind::DockerClient)),
        ("model/config.json", None),
        ("settings.json", None),
        ("daemon.json.bak", None),
    ];
    for (path, kind) in table {
        assert_eq!(kind_of(Path::new(path)), kind, "{path}");
    }
    assert!(keys::holds_key("{\"debug\": true, \"hosts\": []}"));
    assert!(keys::holds_key("{\"registry-mirrors\": [],}"));
    assert!(!keys::holds_key("{\"debug\": true, \"port\": 1}"));
    assert!(!keys::holds_key("{}"));
}

#[test]
fn nothing_in_a_file_stops_the_reader() {
    let texts = Texts::default();
    let text = texts.add("x", crate::model::Decoded::utf8(String::new()));
    let hostile = [
        "[".repeat(100_000),
        "{\"hosts\":".repeat(1_000),
        "{\"insecure-registries\": [{}, null, 1, \"\"], \"storage-opts\": {}, \"log-opts\": []}"
            .to_owned(),
        "[wsl2\n=\n:\n[]\n]]\n\u{feff}é=\\\n".to_owned(),
        "\u{0}\u{1}{\"auths\": {\"\": {\"auth\": \"x\"}}}".to_owned(),
        "{\"a\":".repeat(20) + "1" + &"}".repeat(20),
    ];
    for content in &hostile {
        let _ = daemon(content);
        let _ = wsl::read(content, SettingsKind::WslConfig, text);
        let _ = wsl::read(content, SettingsKind::WslConf, text);
        let _ = client::read(content, text);
        if let Some(document) = Document::parse(content)
            && let Some(top) = document.top()
        {
            let _ = flat::entries(top, text);
        }
    }
}

#[test]
fn logins_and_proxies_are_places_without_values() {
    let text = TextId::default();
    let content = "{\"auths\": {\"https://made-up:pw@reg.example/v1/\": {\"auth\": \"bWFkZS11cA==\", \"identitytoken\": \"made-up-token\"}}}";
    let found = client::read(content, text).expect("JSON");
    let values: Vec<&str> = found.iter().map(|own| own.value.as_str()).collect();
    assert_eq!(values, ["reg.example", "reg.example"]);
    let content = "{\"containersProxy\": {\"http\": \"http://u:made-up@p.example\", \"locked\": true}, \"a\": [1, \"b\"]}";
    let document = Document::parse(content).expect("JSON");
    let (entries, masked) = flat::entries(document.top().expect("an object"), text);
    let all: Vec<String> = entries
        .iter()
        .map(|own| format!("{}={}", own.name, own.value))
        .collect();
    assert_eq!(
        all,
        [
            "containersproxy.http=",
            "containersproxy.locked=",
            "a=1",
            "a=b"
        ]
    );
    assert_eq!(masked.len(), 1);
}
