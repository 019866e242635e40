//! What the standard and the readers of SARIF demand and no validator checks.

use std::fs;
use std::path::Path;

use serde_json::Value;

const REDACTED: &str = "[REDACTED]";

/// Checks a whole log against the files below `root`.
pub(super) fn check(log: &Value, text: &str, root: &Path) {
    assert!(text.is_ascii() && !text.contains('\u{7f}') && text.ends_with('\n'));
    let run = &log["runs"][0];
    assert_eq!(log["runs"].as_array().map(Vec::len), Some(1));
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["automationDetails"]["id"], "hulan/scan/");
    assert!(run.get("artifacts").is_none());
    let driver = &run["tool"]["driver"];
    for rule in list(&driver["rules"]) {
        described(rule);
        let properties = &rule["properties"];
        let score: f64 = string(&properties["security-severity"])
            .parse()
            .expect("a number");
        assert!((0.1..=10.0).contains(&score));
        assert!((1..=10).contains(&list(&properties["tags"]).len()));
        assert_eq!(properties["tags"][0], "security");
        for relation in list(&rule["relationships"]) {
            let target = &relation["target"];
            let taxon = &run["taxonomies"][0]["taxa"][number(&target["index"])];
            assert_eq!(taxon["id"], target["id"]);
            assert_eq!(taxon["guid"], target["guid"]);
            assert_eq!(
                run["taxonomies"][0]["guid"],
                target["toolComponent"]["guid"]
            );
        }
    }
    for descriptor in list(&driver["notifications"]) {
        described(descriptor);
    }
    for result in list(&run["results"]) {
        let rule = &driver["rules"][number(&result["ruleIndex"])];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(result["kind"], "fail");
        for absent in ["suppressions", "baselineState", "rank"] {
            assert!(result.get(absent).is_none(), "{absent}");
        }
        sentence(&result["message"], rule, list(&result["relatedLocations"]));
        let prints = result["fingerprints"].as_object().expect("fingerprints");
        assert!(prints.keys().all(|key| key == "hulan/v1"));
        assert!(string(&result["partialFingerprints"]["primaryLocationLineHash"]).contains(':'));
        assert_eq!(list(&result["locations"]).len(), 1);
        for place in list(&result["locations"]) {
            location(place, root);
            assert!(place["physicalLocation"]["region"]["snippet"].is_object());
        }
        for (index, place) in list(&result["relatedLocations"]).iter().enumerate() {
            location(place, root);
            assert_eq!(number(&place["id"]), index + 1);
            assert!(!string(&place["message"]["text"]).is_empty());
        }
    }
    for result in list(&run["results"]) {
        for flow in list(&result["codeFlows"]) {
            assert_eq!(list(&flow["threadFlows"]).len(), 1);
            let places = list(&flow["threadFlows"][0]["locations"]);
            assert!(places.len() > 1);
            for place in places {
                location(&place["location"], root);
                assert!(!string(&place["location"]["message"]["text"]).is_empty());
            }
        }
    }
    for result in list(&run["results"]) {
        for fix in list(&result["fixes"]) {
            assert!(!string(&fix["description"]["text"]).is_empty());
            for change in list(&fix["artifactChanges"]) {
                replacements(change, root);
            }
        }
    }
    for notification in list(&run["invocations"][0]["toolExecutionNotifications"]) {
        let descriptor = &driver["notifications"][number(&notification["descriptor"]["index"])];
        assert_eq!(descriptor["id"], notification["descriptor"]["id"]);
        assert_eq!(notification["level"], "error");
        sentence(&notification["message"], descriptor, &[]);
        for place in list(&notification["locations"]) {
            location(place, root);
        }
    }
}

/// What goes has a place to the letter, and something else takes it.
fn replacements(change: &Value, root: &Path) {
    let address = string(&change["artifactLocation"]["uri"]);
    let bytes = fs::read(root.join(decoded(address))).expect("a file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.trim_start_matches('\u{feff}');
    assert!(!list(&change["replacements"]).is_empty());
    for one in list(&change["replacements"]) {
        let region = &one["deletedRegion"];
        assert!(region.get("startColumn").is_some() && region.get("snippet").is_none());
        let gone = text.get(range(text, region)).expect("characters");
        assert!(!gone.is_empty() && gone != string(&one["insertedContent"]["text"]));
    }
}

fn described(descriptor: &Value) {
    for field in ["shortDescription", "fullDescription", "help"] {
        let text = string(&descriptor[field]["text"]);
        assert!(!text.is_empty());
        assert!(field == "help" || text.chars().count() <= 1024, "{text}");
    }
    assert!(string(&descriptor["helpUri"]).starts_with("https://"));
}

/// The text is the template with the arguments in it, the other places of the result are linked, and no
/// name has become a link.
fn sentence(message: &Value, rule: &Value, others: &[Value]) {
    let template = string(&rule["messageStrings"][string(&message["id"])]["text"]);
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (index, after) = after.split_once('}').expect("a placeholder");
        let argument = string(&message["arguments"][index.parse::<usize>().expect("a number")]);
        filled.push_str(before);
        filled.push_str(&argument.replace('{', "{{").replace('}', "}}"));
        rest = after;
    }
    filled.push_str(rest);
    assert_eq!(string(&message["text"]), filled);
    let links = others.iter().take(4).map(|other| {
        let place = &other["physicalLocation"];
        let path = decoded(string(&place["artifactLocation"]["uri"]));
        let label = format!("{path}:{}", place["region"]["startLine"]);
        let label = label.replace('\\', "\\\\").replace('[', "\\[");
        format!("[{}]({})", label.replace(']', "\\]"), other["id"])
    });
    let links: Vec<String> = links.collect();
    let links = links.join(", ");
    let links = links.replace('{', "{{").replace('}', "}}");
    assert!(filled.contains(&links), "{filled}: {links}");
    let count = filled.matches("](").count();
    assert_eq!(count, others.len().min(4), "{filled}");
    assert!(list(&message["arguments"]).len() <= 5);
}

/// The address is relative and leads to a file; the regions are parts of it.
fn location(location: &Value, root: &Path) {
    let place = &location["physicalLocation"];
    let address = string(&place["artifactLocation"]["uri"]);
    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let clean = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    assert!(
        address.chars().all(clean) && !address.starts_with('/'),
        "{address}"
    );
    assert!(
        address
            .split('/')
            .all(|part| !["", ".", ".."].contains(&part)),
        "{address}"
    );
    let Some(region) = place.get("region") else {
        assert!(place.get("contextRegion").is_none());
        return;
    };
    let bytes = fs::read(root.join(decoded(address))).expect("a file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.trim_start_matches('\u{feff}');
    let inner = range(text, region);
    quoted(text.get(inner.clone()).expect("characters"), region);
    if let Some(context) = place.get("contextRegion") {
        let outer = range(text, context);
        assert!(outer.start <= inner.start && inner.end <= outer.end && outer != inner);
        assert!(number(&context["endLine"]) <= text.split('\n').count());
        quoted(text.get(outer).expect("characters"), context);
    }
}

fn quoted(actual: &str, region: &Value) {
    let Some(snippet) = region.get("snippet") else {
        return;
    };
    let snippet = string(&snippet["text"]);
    let mut rest = actual;
    for (number, piece) in snippet.split(REDACTED).enumerate() {
        let at = rest
            .find(piece)
            .unwrap_or_else(|| panic!("{snippet:?} is not {actual:?}"));
        assert!(number > 0 || at == 0, "{snippet:?} is not {actual:?}");
        rest = &rest[at + piece.len()..];
    }
    let is_whole = rest.is_empty() || snippet.ends_with(REDACTED);
    assert!(is_whole, "{snippet:?} is not {actual:?}");
}

/// The bytes of a region; whole lines where it has no columns.
fn range(text: &str, region: &Value) -> std::ops::Range<usize> {
    let line = |number: usize| {
        let mut start = 0;
        let lines = text.split('\n');
        for line in lines.take(number - 1) {
            start += line.len() + 1;
        }
        let line = text[start..].split('\n').next().expect("a line");
        (start, line.trim_end_matches('\r'))
    };
    let at = |line: (usize, &str), column: usize| {
        let mut units = 1;
        for (offset, character) in line.1.char_indices() {
            if units == column {
                return line.0 + offset;
            }
            units += character.len_utf16();
        }
        assert!(units == column, "column {column} of {line:?}");
        line.0 + line.1.len()
    };
    let (first, last) = (
        line(number(&region["startLine"])),
        line(number(&region["endLine"])),
    );
    if region.get("startColumn").is_none() {
        return first.0..last.0 + last.1.len();
    }
    at(first, number(&region["startColumn"]))..at(last, number(&region["endColumn"]))
}

/// A secret as it could be hidden in a text: as it is, in JSON, percent-encoded, in base64.
pub(super) fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned()];
    forms.push(
        secret
            .bytes()
            .fold(String::new(), |all, byte| format!("{all}%{byte:02X}")),
    );
    forms.push(
        secret
            .replace('+', "%2B")
            .replace('/', "%2F")
            .replace('=', "%3D"),
    );
    forms.push(secret.replace('/', "\\/"));
    for lead in ["", "x", "xx"] {
        let encoded = base64(format!("{lead}{secret}").as_bytes());
        // The characters at both ends depend on what stands around.
        forms.push(encoded[4..encoded.len() - 4].to_owned());
    }
    forms
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| usize::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let letter = LETTERS[group >> (18 - 6 * index) & 63];
            text.push(if index > chunk.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    text
}

fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        bytes.push(u8::from_str_radix(&after[..2], 16).expect("a code"));
        rest = &after[2..];
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).expect("UTF-8")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Value) -> usize {
    let number = value
        .as_u64()
        .unwrap_or_else(|| panic!("{value} is no number"));
    usize::try_from(number).expect("a number")
}
