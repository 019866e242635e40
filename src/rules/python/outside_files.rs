//! Files that a program has no business with, and paths that others choose.

use crate::meaning::programs::Runtime;
use crate::meaning::python::{Arg, Call, Certainty, Value};
use crate::model::Severity;
use crate::rules::trust::{self, Given};
use crate::rules::{Out, file_places, spoken};

/// What is done with the file at a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Read,
    Write,
    Delete,
    /// A folder and all below it.
    DeleteAll,
    /// What the mode or the flags say.
    Open,
    /// A key of the registry.
    Key,
}

/// Functions, and what they do with which arguments.
const FUNCTIONS: [(&str, usize, &str, Act); 40] = [
    ("open", 0, "file", Act::Open),
    ("os.open", 0, "path", Act::Open),
    ("aiofiles.open", 0, "file", Act::Open),
    ("os.remove", 0, "path", Act::Delete),
    ("os.unlink", 0, "path", Act::Delete),
    ("os.rmdir", 0, "path", Act::Delete),
    ("os.removedirs", 0, "name", Act::Delete),
    ("os.rename", 0, "src", Act::Delete),
    ("os.rename", 1, "dst", Act::Write),
    ("os.replace", 0, "src", Act::Delete),
    ("os.replace", 1, "dst", Act::Write),
    ("os.renames", 1, "new", Act::Write),
    ("os.chmod", 0, "path", Act::Write),
    ("os.chown", 0, "path", Act::Write),
    ("os.truncate", 0, "path", Act::Write),
    ("os.mknod", 0, "path", Act::Write),
    ("os.symlink", 1, "dst", Act::Write),
    ("os.link", 1, "dst", Act::Write),
    ("os.makedirs", 0, "name", Act::Write),
    ("shutil.copy", 0, "src", Act::Read),
    ("shutil.copy", 1, "dst", Act::Write),
    ("shutil.copy2", 0, "src", Act::Read),
    ("shutil.copy2", 1, "dst", Act::Write),
    ("shutil.copyfile", 0, "src", Act::Read),
    ("shutil.copyfile", 1, "dst", Act::Write),
    ("shutil.copytree", 0, "src", Act::Read),
    ("shutil.copytree", 1, "dst", Act::Write),
    ("shutil.move", 0, "src", Act::Read),
    ("shutil.move", 1, "dst", Act::Write),
    ("shutil.rmtree", 0, "path", Act::DeleteAll),
    ("shutil.chown", 0, "path", Act::Write),
    ("shutil.make_archive", 2, "root_dir", Act::Read),
    ("shutil.unpack_archive", 1, "extract_dir", Act::Write),
    ("linecache.getline", 0, "filename", Act::Read),
    ("linecache.getlines", 0, "filename", Act::Read),
    ("fileinput.input", 0, "files", Act::Read),
    ("flask.send_file", 0, "path_or_file", Act::Read),
    ("winreg.CreateKey", 1, "sub_key", Act::Key),
    ("winreg.CreateKeyEx", 1, "sub_key", Act::Key),
    ("winreg.OpenKey", 1, "sub_key", Act::Key),
];

/// Methods of paths.
const METHODS: [(&str, Act); 13] = [
    ("read_text", Act::Read),
    ("read_bytes", Act::Read),
    ("write_text", Act::Write),
    ("write_bytes", Act::Write),
    ("touch", Act::Write),
    ("symlink_to", Act::Write),
    ("hardlink_to", Act::Write),
    ("chmod", Act::Write),
    ("unlink", Act::Delete),
    ("rmdir", Act::Delete),
    ("open", Act::Open),
    ("extractall", Act::Write),
    ("extract", Act::Write),
];

/// A program that uses one of these checks its paths somewhere.
const CHECKS: [&str; 6] = [
    "secure_filename",
    "is_relative_to",
    "commonpath",
    "safe_join",
    "basename",
    "relative_to",
];

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let mut is_known = false;
    for (name, place, keyword, act) in FUNCTIONS {
        if call.name() != name {
            continue;
        }
        is_known = true;
        if let Some(path) = call.argument(place, keyword)
            && judge(call, &path, act, out)
        {
            return;
        }
    }
    if is_known {
        return;
    }
    let Some((method, act)) = METHODS.iter().find(|(name, _)| *name == call.method()) else {
        return;
    };
    if method.starts_with("extract") {
        let place = usize::from(*method == "extract");
        if let Some(path) = call.argument(place, "path") {
            judge(call, &path, *act, out);
        }
        return;
    }
    // Of anything but a path it means something else.
    let Some(path) = call.receiver() else {
        return;
    };
    let is_text = |one: &Value| matches!(one, Value::Text(_));
    if path.value().values.iter().any(is_text) || !spoken::texts(call, &path).is_empty() {
        judge(call, &path, *act, out);
    }
}

/// Whether there was something to say.
fn judge(call: &Call<'_, '_>, path: &Arg<'_, '_>, act: Act, out: &mut Out<'_>) -> bool {
    let is_generated = call.program().is_generated();
    let act = if act == Act::Open { opened(call) } else { act };
    let given = Given::of(Some(path));
    for text in spoken::texts(call, path) {
        let (key, said, most) = match act {
            Act::Key if file_places::starts_programs(&text) && changes_key(call) => {
                ("written", "CurrentVersion\\Run", Some(Severity::Medium))
            }
            Act::Key => continue,
            Act::DeleteAll if file_places::is_whole(&text) => ("whole", "", Some(Severity::High)),
            Act::Read | Act::Open => match file_places::read(&text) {
                Some((said, most)) => ("read", said, most),
                None => continue,
            },
            Act::Write | Act::Delete | Act::DeleteAll => match file_places::written(&text) {
                Some((said, most)) => ("written", said, most),
                None => continue,
            },
        };
        let most = if is_generated {
            Some(Severity::High)
        } else {
            most
        };
        let Some(most) = most else {
            continue;
        };
        let fail = trust::about(key, call, &given, out).at_most(most);
        let said = if said.is_empty() {
            text
        } else {
            said.to_owned()
        };
        out.fail(fail.arg("path", said));
        return true;
    }
    if act == Act::Key {
        return false;
    }
    if trust::is_foreign(&given.certainty) {
        let fail = trust::about("tainted", call, &given, out);
        let most = if is_checked(call) {
            Severity::Low
        } else if call.program().runtime() == Runtime::DifySandbox {
            // It sees the files of its own folder alone.
            Severity::Medium
        } else {
            Severity::High
        };
        out.fail(fail.at_most(most));
        return true;
    }
    if is_generated && given.certainty == Certainty::Constant {
        let mut texts = spoken::texts(call, path).into_iter();
        if let Some(text) = texts.find(|text| file_places::leaves(text)) {
            let fail = trust::about("leaves", call, &given, out);
            out.fail(fail.arg("path", text).at_most(Severity::Medium));
            return true;
        }
    }
    false
}

/// What opening does with a file.
fn opened(call: &Call<'_, '_>) -> Act {
    let is_method = call.receiver().is_some() && !call.is_one_of(&["open", "os.open"]);
    let place =
        usize::from(!(is_method && call.method() == "open" && call.name() != "aiofiles.open"));
    let mode = call
        .argument(place, "mode")
        .or_else(|| call.keyword("flags"));
    let Some(mode) = mode else {
        return Act::Read;
    };
    let writes = mode
        .strings()
        .iter()
        .any(|mode| mode.contains(['w', 'a', 'x', '+']));
    let written = call.program().code().get(mode.range()).unwrap_or_default();
    let flags = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"];
    if writes || flags.iter().any(|flag| written.contains(flag)) {
        Act::Write
    } else {
        Act::Read
    }
}

/// Whether a key of the registry is made, or opened to be changed.
fn changes_key(call: &Call<'_, '_>) -> bool {
    if call.name().starts_with("winreg.Create") {
        return true;
    }
    let access = call.argument(3, "access");
    let written = access.and_then(|access| call.program().code().get(access.range()));
    written.is_some_and(|access| {
        ["SET_VALUE", "ALL_ACCESS", "KEY_WRITE"]
            .iter()
            .any(|right| access.contains(right))
    })
}

fn is_checked(call: &Call<'_, '_>) -> bool {
    let tree = call.program().tree();
    CHECKS.iter().any(|name| tree.symbol(name).is_some())
}
