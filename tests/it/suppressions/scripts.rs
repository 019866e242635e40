//! Comments in scripts of a shell.

use super::{of, scan_files};

/// A token of nobody, in the form of a provider.
const TOKEN: &str = concat!("hf_", "QwErTzUiOpAsDfGhJkLyXcVbNmQaWsEdRf");

fn scan(lines: &str) -> serde_json::Value {
    let compose = super::service("");
    let script = lines.replace("TOKEN", TOKEN);
    let files = [("compose.yaml", &*compose), ("deploy.sh", &*script)];
    let arguments = ["--now", "2026-03-01T12:00:00Z"];
    scan_files(&files, &arguments).0
}

#[test]
fn on_the_line_and_on_the_line_above() {
    let report = scan("#!/bin/sh\nexport KEY=TOKEN\n");
    assert_eq!(of(&report, "active"), [("SEC114", 2)], "{report}");
    for lines in [
        "#!/bin/sh\nexport KEY=TOKEN # hulan: ignore[SEC114] until=2026-04-01 revoked, a demo\n",
        "#!/bin/sh\n# hulan: ignore[SEC114] 已吊销的演示令牌\n\n# more\nexport KEY=TOKEN\n",
        "#!/bin/sh\n# hulan: ignore[SEC114] a demo\ncurl \\\n  -H 'Token: TOKEN' \\\n  https://example.com\n",
    ] {
        let report = scan(lines);
        assert!(of(&report, "active").is_empty(), "{lines}: {report}");
        let suppressed = of(&report, "suppressed");
        assert!(matches!(suppressed[..], [("SEC114", _)]), "{lines}");
    }
}

#[test]
fn without_a_reason_over_and_unused() {
    let script = |remark: &str| scan(&format!("#!/bin/sh\nexport KEY=TOKEN # {remark}\n"));
    for (remark, rule) in [
        ("hulan: ignore[SEC114]", "HUL121"),
        ("hulan: ignore[SEC114] until=2026-02-28 a demo", "HUL122"),
        ("hulan: ignore[SEC115] a demo", "HUL123"),
    ] {
        let report = script(remark);
        assert_eq!(
            of(&report, "active"),
            [(rule, 2), ("SEC114", 2)],
            "{remark}"
        );
    }
    // Where there is nothing to suppress, too.
    let report = scan("#!/bin/sh\n# hulan: ignore[SEC114] a demo\necho done\n");
    assert_eq!(of(&report, "active"), [("HUL123", 2)]);
}

#[test]
fn what_is_no_comment_suppresses_nothing() {
    for lines in [
        "#!/bin/sh\ncurl -H 'Token: TOKEN # hulan: ignore[SEC114] a demo' https://example.com\n",
        "#!/bin/sh\ncat <<'END'\nTOKEN # hulan: ignore[SEC114] a demo\nEND\n",
    ] {
        let report = scan(lines);
        let active = of(&report, "active");
        assert!(matches!(active[..], [("SEC114", _)]), "{lines}: {active:?}");
    }
}
