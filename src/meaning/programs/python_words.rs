//! What the arguments of an interpreter of Python say that it runs.

/// What an interpreter runs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Arguments that are code, by their numbers, each from this byte on.
    Code(Vec<(usize, usize)>),
    /// What it reads from its input.
    Input,
    /// A file, a module, or nothing.
    Nothing,
}

/// Whether a program is an interpreter of Python: `python3.11`, `pypy3`, `ipython`.
pub(super) fn is_python(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let lower = lower.strip_suffix(".exe").unwrap_or(&lower);
    let known = ["python", "pythonw", "pypy", "ipython"];
    let version = known.iter().find_map(|known| lower.strip_prefix(known));
    let is_version = |rest: &str| {
        rest.chars()
            .all(|c| c.is_ascii_digit() || ".-dt".contains(c))
    };
    lower == "py" || version.is_some_and(is_version)
}

/// Reads the arguments that follow the interpreter.
pub(super) fn takes<'a>(words: impl Iterator<Item = &'a str>) -> Takes {
    let mut words = words.enumerate();
    while let Some((number, word)) = words.next() {
        if word == "-" {
            return Takes::Input;
        }
        let Some(options) = word.strip_prefix('-') else {
            return Takes::Nothing;
        };
        if options.starts_with('-') {
            if options.starts_with("-check-hash-based-pycs") && !options.contains('=') {
                words.next();
            }
            continue;
        }
        for (at, option) in options.char_indices() {
            let after = 1 + at + option.len_utf8();
            let is_last = after >= word.len();
            match option {
                'c' if is_last => return Takes::Code(vec![(number + 1, 0)]),
                'c' => return Takes::Code(vec![(number, after)]),
                'm' => {
                    let module = if is_last {
                        words.next().map(|next| next.1)
                    } else {
                        word.get(after..)
                    };
                    return match module {
                        Some("timeit") => timed(words),
                        _ => Takes::Nothing,
                    };
                }
                'W' | 'X' | 'Q' => {
                    if is_last {
                        words.next();
                    }
                    break;
                }
                _ => {}
            }
        }
    }
    Takes::Input
}

/// The statements of `python -m timeit -s setup statement`.
fn timed<'a>(words: impl Iterator<Item = (usize, &'a str)>) -> Takes {
    let mut code = Vec::new();
    let mut takes_value = false;
    for (number, word) in words {
        if std::mem::take(&mut takes_value) {
            continue;
        }
        match word {
            "-s" | "--setup" | "--" | "-p" | "-v" => {}
            "-n" | "-r" | "-u" | "--number" | "--repeat" | "--unit" => takes_value = true,
            _ => {
                let setup = word
                    .strip_prefix("--setup=")
                    .map(|rest| word.len() - rest.len());
                if !word.starts_with('-') || setup.is_some() {
                    code.push((number, setup.unwrap_or(0)));
                }
            }
        }
    }
    Takes::Code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpreters_have_many_names() {
        for name in [
            "python",
            "python3",
            "python3.11",
            "Python.exe",
            "pypy3",
            "ipython",
            "py",
        ] {
            assert!(is_python(name), "{name}");
        }
        for name in ["python-config", "pyenv", "pytest", "pythonic", "pip"] {
            assert!(!is_python(name), "{name}");
        }
    }

    #[test]
    fn code_stands_behind_its_option() {
        let read = |words: &[&'static str]| takes(words.iter().copied());
        for (words, code) in [
            (&["-c", "x"][..], (1, 0)),
            (&["-Ic", "x"], (1, 0)),
            (&["-u", "-W", "ignore", "-c", "x"], (4, 0)),
            (&["-Xdev", "-cimport os"], (1, 2)),
            (&["-Sucimport os"], (0, 4)),
            (&["-m", "timeit", "x"], (2, 0)),
        ] {
            assert_eq!(read(words), Takes::Code(vec![code]), "{words:?}");
        }
        assert_eq!(read(&["-", "x"]), Takes::Input);
        assert_eq!(read(&["-u"]), Takes::Input);
        assert_eq!(read(&["main.py", "-c", "x"]), Takes::Nothing);
        assert_eq!(read(&["-m", "http.server"]), Takes::Nothing);
    }
}
