//! The policies as a whole: ids that are never reused, sentences in both languages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use hulan::rules::RULES;

use crate::support::{files_below, hulan, project};

/// Every id that a rule ever had, with its policy. `HULAN_UPDATE=1` adds new ones.
#[test]
fn ids_are_registered_and_never_reused() {
    let path = project().join("policies/ids.yaml");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut known: BTreeMap<String, String> = serde_yaml::from_str(&text).unwrap_or_default();
    let update = std::env::var_os("HULAN_UPDATE").is_some();
    for rule in RULES {
        match known.get(rule.id) {
            Some(slug) => assert_eq!(slug, rule.slug, "{} was another rule's", rule.id),
            None if update => {
                known.insert(rule.id.to_owned(), rule.slug.to_owned());
            }
            None => panic!("{} is new: run the tests once with HULAN_UPDATE=1", rule.id),
        }
    }
    if update {
        let mut lines = String::from(
            "# Every id that a rule ever had. An id is never given to another rule, also not after its rule is gone.\n",
        );
        for (id, slug) in &known {
            let _ = writeln!(lines, "{id}: {slug}");
        }
        std::fs::write(&path, lines).expect("written");
    }
}

/// Each key of a sentence that the source names exists, and each sentence is used.
#[test]
fn sentences_and_their_keys_match() {
    let text = std::fs::read_to_string(project().join("policies/texts.yaml")).expect("readable");
    let table: BTreeMap<String, BTreeMap<String, String>> =
        serde_yaml::from_str(&text).expect("sentences");
    let groups: BTreeSet<&str> = table
        .keys()
        .filter_map(|key| key.split('.').next())
        .collect();
    let is_rust = |path: &Path| path.extension().is_some_and(|end| end == "rs");
    let mut used = BTreeSet::new();
    for path in files_below(&project().join("src"), &is_rust) {
        let source = std::fs::read_to_string(&path).expect("readable");
        for word in source.split('"').skip(1).step_by(1) {
            let looks_like_a_key = word.split_once('.').is_some_and(|(group, rest)| {
                groups.contains(group)
                    && rest.split('.').all(|word| {
                        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                    })
            });
            if looks_like_a_key {
                used.insert(word.to_owned());
            }
        }
    }
    let known: BTreeSet<String> = table.keys().cloned().collect();
    let missing: Vec<_> = used.difference(&known).collect();
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(missing.is_empty(), "keys without a sentence: {missing:?}");
    assert!(unused.is_empty(), "sentences that nobody uses: {unused:?}");
}

#[test]
fn each_rule_explains_itself_in_both_languages() {
    for rule in RULES {
        for (lang, word) in [("en", rule.title.en), ("zh", rule.title.zh)] {
            let output = hulan()
                .args(["explain", rule.id, "--lang", lang])
                .assert()
                .success();
            let text = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
            assert!(text.contains(rule.id) && text.contains(word), "{}", rule.id);
        }
    }
    let list = hulan().args(["rules", "--lang", "zh"]).assert().success();
    let text = String::from_utf8_lossy(&list.get_output().stdout).into_owned();
    for rule in RULES {
        assert!(
            text.contains(rule.id) && text.contains(rule.title.zh),
            "{}",
            rule.id
        );
    }
    hulan().args(["explain", "CTR999"]).assert().code(2);
}
