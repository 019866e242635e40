//! The sample reports show what hulan says today. `HULAN_UPDATE_REPORTS=1` writes them anew.
use crate::support::{copy_of_fixture, hulan, project};

#[test]
fn sample_reports_are_current() {
    // Outside of the repository: its commits would be part of the SARIF.
    let folder = copy_of_fixture("bad");
    let reports = project().join("reports");
    let update = std::env::var_os("HULAN_UPDATE_REPORTS").is_some();
    for (format, lang, name) in [
        ("text", "en", "bad.txt"),
        ("text", "zh", "bad.zh.txt"),
        ("table", "en", "bad.table.txt"),
        ("json", "en", "bad.json"),
        ("sarif", "en", "bad.sarif"),
    ] {
        let output = hulan()
            .current_dir(folder.path())
            .args(["scan", "fixtures/bad", "--output", format, "--lang", lang])
            .args(["--now", "2026-11-23T00:00:00Z"])
            .output()
            .expect("it runs");
        let made = String::from_utf8(output.stdout).expect("UTF-8");
        let path = reports.join(name);
        if update {
            std::fs::create_dir_all(&reports).expect("made");
            std::fs::write(&path, &made).expect("written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == made,
            "reports/{name} is not current: run the tests with HULAN_UPDATE_REPORTS=1 and read the difference"
        );
    }
}
