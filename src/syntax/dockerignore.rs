//! `.dockerignore`: which files of a build's folder the builder never gets.
//!
//! The patterns are rooted, unlike those of Git: `*.log` is about the top folder only. Of several
//! that match a file, or a folder above it, the last one decides.

/// The patterns of a `.dockerignore`, in order.
#[derive(Clone, Debug, Default)]
pub struct Ignore {
    patterns: Vec<Pattern>,
}

#[derive(Clone, Debug)]
struct Pattern {
    /// It takes back what others ignore: `!`.
    brings_back: bool,
    tokens: Vec<Token>,
}

#[derive(Clone, Debug)]
enum Token {
    Letter(char),
    /// `?`: any but `/`.
    One,
    /// `*`: any number but no `/`.
    Many,
    /// `**` at the end: any number, also of `/`.
    Rest,
    /// `**` elsewhere: any number of folders. The next token is [`Token::Inside`].
    Folders,
    /// Inside of those folders.
    Inside,
    /// `[a-z]`, `[^a-z]`.
    Class(bool, Vec<(char, char)>),
}

impl Ignore {
    /// Reads a file.
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self::of(lines)
    }

    /// Patterns given one by one, as `COPY --exclude` does.
    pub fn of<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Self {
        let patterns = patterns.into_iter().filter_map(|pattern| {
            let pattern = pattern.trim();
            let (brings_back, pattern) = match pattern.strip_prefix('!') {
                Some(pattern) => (true, pattern.trim()),
                None => (false, pattern),
            };
            let tokens = tokens(&clean(pattern))?;
            Some(Pattern {
                brings_back,
                tokens,
            })
        });
        Self {
            patterns: patterns.collect(),
        }
    }

    /// Whether a file does not get to the builder. The path is relative to the folder, with `/`.
    pub fn covers(&self, path: &str) -> bool {
        let ends: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
        let mut covered = false;
        for pattern in &self.patterns {
            // What changes nothing need not be looked at.
            if pattern.brings_back != covered {
                continue;
            }
            let above = ends.iter().filter_map(|end| path.get(..*end));
            if above
                .chain([path])
                .any(|path| matches(&pattern.tokens, path))
            {
                covered = !covered;
            }
        }
        covered
    }
}

/// Whether a path, or a folder above it, matches a source of `COPY`: a file, a folder, or a pattern
/// in which `*` stays within a folder. The path is relative to the folder of the build, with `/`.
pub fn is_source(source: &str, path: &str) -> bool {
    let source = clean(source);
    if source.is_empty() {
        return true;
    }
    // `**` is nothing special here.
    let mut plain = source;
    while plain.contains("**") {
        plain = plain.replace("**", "*");
    }
    let ends = path.match_indices('/').map(|(at, _)| at);
    let above = ends.filter_map(|end| path.get(..end));
    tokens(&plain).is_some_and(|tokens| above.chain([path]).any(|path| matches(&tokens, path)))
}

/// Takes `.`, inner `..` and extra slashes out; empty for the folder itself.
fn clean(pattern: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in pattern.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `None` for a pattern that matches nothing.
fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' if letters.next_if_eq(&'*').is_some() => {
                letters.next_if_eq(&'/');
                if letters.peek().is_none() {
                    tokens.push(Token::Rest);
                } else {
                    tokens.extend([Token::Folders, Token::Inside]);
                }
            }
            '*' => tokens.push(Token::Many),
            '?' => tokens.push(Token::One),
            '\\' => tokens.push(Token::Letter(letters.next().unwrap_or('\\'))),
            '[' => {
                let is_other = letters.next_if_eq(&'^').is_some();
                let mut ranges = Vec::new();
                loop {
                    let low = match letters.next()? {
                        ']' if !ranges.is_empty() => break,
                        '\\' => letters.next()?,
                        low => low,
                    };
                    let high = if letters.next_if_eq(&'-').is_some() {
                        letters.next()?
                    } else {
                        low
                    };
                    ranges.push((low, high));
                }
                tokens.push(Token::Class(is_other, ranges));
            }
            letter => tokens.push(Token::Letter(letter)),
        }
    }
    (!tokens.is_empty()).then_some(tokens)
}

/// Whether tokens match a whole path. All ways are followed at once, so that no pattern is slow.
fn matches(tokens: &[Token], path: &str) -> bool {
    let mut states = vec![false; tokens.len() + 1];
    reach(tokens, &mut states, 0);
    for letter in path.chars() {
        let mut next = vec![false; states.len()];
        for (at, token) in tokens.iter().enumerate() {
            if !states.get(at).copied().unwrap_or_default() {
                continue;
            }
            let is_slash = letter == '/';
            let goes_on = match token {
                Token::Letter(own) => *own == letter,
                Token::One => !is_slash,
                Token::Class(is_other, ranges) => {
                    let within = |(low, high): &(char, char)| (*low..=*high).contains(&letter);
                    ranges.iter().any(within) != *is_other
                }
                Token::Inside => is_slash,
                Token::Many | Token::Rest | Token::Folders => false,
            };
            let stays = match token {
                Token::Many => !is_slash,
                Token::Rest | Token::Inside => true,
                _ => false,
            };
            if goes_on {
                reach(tokens, &mut next, at + 1);
            }
            if stays {
                // Without `reach`: whoever is inside of folders has to leave by a slash.
                if let Some(state) = next.get_mut(at) {
                    *state = true;
                }
                if !matches!(token, Token::Inside) {
                    reach(tokens, &mut next, at + 1);
                }
            }
        }
        states = next;
    }
    states.last().copied().unwrap_or_default()
}

/// Marks a state, and those behind it that need no letter.
fn reach(tokens: &[Token], states: &mut [bool], at: usize) {
    let mut at = at;
    while let Some(state) = states.get_mut(at) {
        *state = true;
        at += match tokens.get(at) {
            Some(Token::Many | Token::Rest) => 1,
            Some(Token::Folders) => {
                if let Some(inside) = states.get_mut(at + 1) {
                    *inside = true;
                }
                2
            }
            _ => return,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_the_builder() {
        for (text, covered, left) in [
            (".env", &[".env", ".env/x"][..], &["a/.env", ".envrc"][..]),
            ("**/.env", &[".env", "a/.env", "a/b/.env"], &["a.env"]),
            ("*.log", &["a.log"], &["b/a.log"]),
            ("*/*.log", &["b/a.log"], &["a.log", "c/b/a.log"]),
            ("**", &["a", "a/b"], &[]),
            ("*", &["a", "a/b"], &[]),
            ("a/**", &["a/b", "a/b/c"], &["b", "ab"]),
            ("a/**/c", &["a/c", "a/b/c", "a/b/d/c"], &["a/bc", "ac"]),
            ("**/*.key", &["x.key", "a/x.key"], &["x.keys"]),
            ("/secrets/", &["secrets/a", "secrets"], &["a/secrets/b"]),
            ("./a", &["a", "a/b"], &["b/a"]),
            ("a/../b", &["b"], &["a"]),
            ("*\n!keep", &["a", "keeper"], &["keep", "keep/x"]),
            ("!keep\n*", &["keep", "a"], &[]),
            ("a\n!a/b\na/b/c", &["a/x", "a/b/c"], &["a/b", "a/b/d"]),
            ("# .env\n  \n #x", &["#x"], &[".env"]),
            ("?.env", &["a.env"], &["ab.env", ".env", "/.env"]),
            ("[a-c].env", &["b.env"], &["d.env"]),
            ("[^a].env", &["b.env"], &["a.env"]),
            ("a\\*", &["a*"], &["ab"]),
            (".env*", &[".env", ".env.local"], &["b/.env"]),
            ("a**b", &["ab", "ax/b"], &["axb"]),
            ("[a", &[], &["a", "[a"]),
            (".", &[], &["a"]),
            ("a+b", &["a+b"], &["aab"]),
        ] {
            let ignore = Ignore::parse(text);
            for path in covered {
                assert!(ignore.covers(path), "{text:?} covers {path}");
            }
            for path in left {
                assert!(!ignore.covers(path), "{text:?} leaves {path}");
            }
        }
        assert!(!Ignore::default().covers(".env"));
        assert!(Ignore::parse("\u{feff}.env\r\nb\r\n").covers(".env"));
    }

    #[test]
    fn sources_are_files_folders_and_patterns() {
        for (source, path) in [
            (".", ".env"),
            ("./", "a/b"),
            ("/", ".env"),
            ("conf", "conf/db.env"),
            ("conf/", "conf/db.env"),
            ("*", ".env"),
            (".env*", ".env.local"),
            ("c*f", "conf/x/y"),
            ("./conf/db.env", "conf/db.env"),
        ] {
            assert!(is_source(source, path), "{source} {path}");
        }
        for (source, path) in [
            ("src", ".env"),
            ("conf/*.env", "conf/deep/x.env"),
            ("*.py", ".env"),
            ("conf", "config"),
        ] {
            assert!(!is_source(source, path), "{source} {path}");
        }
    }

    #[test]
    fn no_pattern_is_slow() {
        let pattern = "*a".repeat(200) + "**/".repeat(200).as_str() + "b";
        assert!(!Ignore::parse(&pattern).covers(&"a".repeat(2000)));
    }
}
