//! `policies/texts.yaml` as a sorted table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::emit::both;
use crate::policy::{Both, arguments, check_both};
use crate::{Outcome, read_yaml};

/// The sentences by key; a key is unique and its languages have the same arguments.
pub(crate) fn table(root: &Path) -> Outcome<String> {
    let texts: BTreeMap<String, Both> = read_yaml(&root.join("policies/texts.yaml"))?;
    let mut code = String::from("static TEXTS: &[(&str, Both)] = &[\n");
    for (key, text) in &texts {
        check_both(key, text).map_err(|reason| format!("policies/texts.yaml: {reason}"))?;
        let (mut english, mut chinese) = (arguments(&text.en), arguments(&text.zh));
        english.sort();
        chinese.sort();
        if english != chinese {
            return Err(format!("policies/texts.yaml: {key}: arguments differ"));
        }
        let _ = writeln!(code, "({key:?}, {}),", both(text));
    }
    code.push_str("];\n");
    Ok(code)
}
