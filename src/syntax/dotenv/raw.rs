//! `format: raw`: lines of `KEY=value` where nothing is special.

use super::{EnvFile, Mistake, Quote, Statement, Value};

/// Compose's reader gives up at a line that is this long, its `\r` included.
const TOO_LONG: usize = 64 * 1024;

pub(super) fn read(content: &str, file: &mut EnvFile) {
    let mut start = 0;
    for line in content.split('\n') {
        if let Err(mistake) = read_line(content, start, line, file) {
            file.report(mistake);
        }
        start += line.len() + 1;
    }
}

fn read_line(content: &str, start: usize, line: &str, file: &mut EnvFile) -> Result<(), Mistake> {
    if line.len() >= TOO_LONG {
        return Err(Mistake {
            range: start..start + line.len(),
            detail: "env.line-too-long",
        });
    }
    let line = line.strip_suffix('\r').unwrap_or(line);
    let end = start + line.len();
    let written = line.trim_start();
    let start = end - written.len();
    if written.is_empty() {
        return Ok(());
    }
    if written.starts_with('#') {
        file.comment(content, start..end);
        return Ok(());
    }
    let key = start + written.find('=').unwrap_or(written.len());
    if key == start {
        return Err(Mistake {
            range: start..key + 1,
            detail: "env.key-missing",
        });
    }
    let name = content.get(start..key).unwrap_or_default();
    if name.contains([' ', '\t']) {
        return Err(Mistake {
            range: start..key,
            detail: "env.key-space",
        });
    }
    let has_value = key < end;
    file.statements.push(Statement {
        span: file.span(start..end),
        export: None,
        key: file.key(content, start..key),
        separator: has_value.then(|| file.span(key..key + 1)),
        value: has_value.then(|| Value::verbatim(file.text, content, key + 1..end, Quote::Raw)),
    });
    Ok(())
}
