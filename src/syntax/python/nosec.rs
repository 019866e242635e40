//! `# nosec B602, B605 reason`: what a comment asks of Bandit, as a question to hulan.
//!
//! Bandit lets a comment without a known id hide everything on its statement. Here such a comment
//! hides nothing, and is named.

use crate::model::{Arg, Ask, Problem, ProblemKind, Span};

const WORD: &str = "nosec";

/// Reads the comment `comment`, which stands at `place`, from its `#` on. `None` is a comment for
/// people. The span begins at the word `nosec`. The words behind the ids are the reason; without
/// any, the comment itself stands for it.
pub fn parse(comment: &str, place: Span) -> Option<(Span, Result<Ask, Problem>)> {
    let comment = comment.trim_end();
    let start = word(comment)?;
    let mut at = start + WORD.len();
    let mut rules = Vec::new();
    loop {
        let from = skip(comment, at, is_between);
        let between = comment.get(at..from).unwrap_or_default();
        let to = skip(comment, from, |c| c.is_ascii_alphanumeric() || c == '_');
        let written = comment.get(from..to).unwrap_or_default();
        // Many names of tests are words that a reason may begin with.
        let may_be_name = rules.is_empty() || between.contains(',');
        let named = || may_be_name.then(|| by_name(written)).flatten();
        let Some(rule) = by_id(written).or_else(named) else {
            break;
        };
        rules.push((rule, place.part(from..to)));
        at = to;
    }
    let span = place.part(start..comment.len());
    if rules.is_empty() {
        let detail = Arg::Text("suppression.nosec");
        let problem = Problem::new(ProblemKind::MalformedSuppression, span);
        return Some((span, Err(problem.with("detail", detail))));
    }
    let from = skip(comment, at, |c| !c.is_alphanumeric());
    let reason = if from < comment.len() {
        place.part(from..comment.len())
    } else {
        place.part(start..at)
    };
    let until = None;
    Some((
        span,
        Ok(Ask {
            rules,
            until,
            reason,
        }),
    ))
}

/// Where the word stands: behind a `#`, which need not be the first one.
fn word(comment: &str) -> Option<usize> {
    comment.match_indices('#').find_map(|(at, sign)| {
        let start = skip(comment, at + sign.len(), char::is_whitespace);
        let behind = comment.get(start..)?.strip_prefix(WORD)?;
        let ends = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        ends.then_some(start)
    })
}

fn skip(comment: &str, at: usize, skipped: impl Fn(char) -> bool) -> usize {
    let rest = comment.get(at..).unwrap_or_default();
    comment.len() - rest.trim_start_matches(skipped).len()
}

fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | ';' | ':' | '[' | ']' | '(' | ')')
}

/// The rule of an id of Bandit (`B602`), or of our own for it.
fn by_id(written: &str) -> Option<String> {
    let upper = written.to_ascii_uppercase();
    let digits = upper
        .strip_prefix("PY")
        .or_else(|| upper.strip_prefix('B'))?;
    let is_id = digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_id.then(|| format!("PY{digits}"))
}

/// The rule of a test of Bandit.
fn by_name(written: &str) -> Option<String> {
    let test = TESTS.iter().find(|(name, _)| *name == written);
    test.map(|(_, number)| format!("PY{number}"))
}

/// The names of Bandit's tests, and their numbers.
const TESTS: [(&str, u16); 75] = [
    ("assert_used", 101),
    ("exec_used", 102),
    ("set_bad_file_permissions", 103),
    ("hardcoded_bind_all_interfaces", 104),
    ("hardcoded_password_string", 105),
    ("hardcoded_password_funcarg", 106),
    ("hardcoded_password_default", 107),
    ("hardcoded_tmp_directory", 108),
    ("try_except_pass", 110),
    ("try_except_continue", 112),
    ("request_without_timeout", 113),
    ("flask_debug_true", 201),
    ("tarfile_unsafe_members", 202),
    ("pickle", 301),
    ("marshal", 302),
    ("md5", 303),
    ("ciphers", 304),
    ("cipher_modes", 305),
    ("mktemp_q", 306),
    ("eval", 307),
    ("mark_safe", 308),
    ("urllib_urlopen", 310),
    ("random", 311),
    ("telnetlib", 312),
    ("xml_bad_cElementTree", 313),
    ("xml_bad_ElementTree", 314),
    ("xml_bad_expatreader", 315),
    ("xml_bad_expatbuilder", 316),
    ("xml_bad_sax", 317),
    ("xml_bad_minidom", 318),
    ("xml_bad_pulldom", 319),
    ("ftplib", 321),
    ("unverified_context", 323),
    ("hashlib_insecure_functions", 324),
    ("import_telnetlib", 401),
    ("import_ftplib", 402),
    ("import_pickle", 403),
    ("import_subprocess", 404),
    ("import_xml_etree", 405),
    ("import_xml_sax", 406),
    ("import_xml_expat", 407),
    ("import_xml_minidom", 408),
    ("import_xml_pulldom", 409),
    ("import_xmlrpclib", 411),
    ("import_httpoxy", 412),
    ("import_pycrypto", 413),
    ("import_pyghmi", 415),
    ("request_with_no_cert_validation", 501),
    ("ssl_with_bad_version", 502),
    ("ssl_with_bad_defaults", 503),
    ("ssl_with_no_version", 504),
    ("weak_cryptographic_key", 505),
    ("yaml_load", 506),
    ("ssh_no_host_key_verification", 507),
    ("snmp_insecure_version", 508),
    ("snmp_weak_cryptography", 509),
    ("paramiko_calls", 601),
    ("subprocess_popen_with_shell_equals_true", 602),
    ("subprocess_without_shell_equals_true", 603),
    ("any_other_function_with_shell_equals_true", 604),
    ("start_process_with_a_shell", 605),
    ("start_process_with_no_shell", 606),
    ("start_process_with_partial_path", 607),
    ("hardcoded_sql_expressions", 608),
    ("linux_commands_wildcard_injection", 609),
    ("django_extra_used", 610),
    ("django_rawsql_used", 611),
    ("logging_config_insecure_listen", 612),
    ("trojansource", 613),
    ("pytorch_load", 614),
    ("huggingface_unsafe_download", 615),
    ("jinja2_autoescape_false", 701),
    ("use_of_mako_templates", 702),
    ("django_mark_safe", 703),
    ("markupsafe_markup_xss", 704),
];

#[cfg(test)]
mod tests;
