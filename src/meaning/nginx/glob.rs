//! The patterns of `include`.

/// Whether a pattern asks for more than one file.
pub(super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// Whether a path fits a pattern with `*`, `?` and `[a-z]`, of which none stands for a `/`.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let path: Vec<char> = path.chars().collect();
    let (mut p, mut t) = (0, 0);
    // The last star, and what it stands for so far.
    let mut star: Option<(usize, usize)> = None;
    while t < path.len() {
        let step = pattern.get(p).and_then(|_| one(&pattern, p, *path.get(t)?));
        match (pattern.get(p), step) {
            (Some('*'), _) => {
                star = Some((p, t));
                p += 1;
            }
            (_, Some(next)) => {
                p = next;
                t += 1;
            }
            _ => match star {
                Some((at, taken)) if path.get(taken) != Some(&'/') => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    t = taken + 1;
                }
                _ => return false,
            },
        }
    }
    pattern
        .get(p..)
        .is_some_and(|rest| rest.iter().all(|sign| *sign == '*'))
}

/// Where the pattern goes on if its sign at `at` stands for `sign`.
fn one(pattern: &[char], at: usize, sign: char) -> Option<usize> {
    match pattern.get(at)? {
        '*' => None,
        '?' => (sign != '/').then_some(at + 1),
        '[' => {
            let rest = pattern.get(at + 1..)?;
            let close = rest.iter().skip(1).position(|next| *next == ']')? + 1;
            let (inside, negated) = match rest.first() {
                Some('!' | '^') => (rest.get(1..close)?, true),
                _ => (rest.get(..close)?, false),
            };
            let mut found = false;
            let mut i = 0;
            while let Some(low) = inside.get(i) {
                if let (Some('-'), Some(high)) = (inside.get(i + 1), inside.get(i + 2)) {
                    found |= (*low..=*high).contains(&sign);
                    i += 3;
                } else {
                    found |= *low == sign;
                    i += 1;
                }
            }
            (found != negated && sign != '/').then_some(at + close + 2)
        }
        own => (*own == sign).then_some(at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_in_a_shell() {
        for (pattern, path, expected) in [
            ("/etc/nginx/conf.d/*.conf", "/etc/nginx/conf.d/a.conf", true),
            (
                "/etc/nginx/conf.d/*.conf",
                "/etc/nginx/conf.d/a.conf.off",
                false,
            ),
            ("/etc/nginx/*.conf", "/etc/nginx/conf.d/a.conf", false),
            ("/a/*/b*", "/a/x/bc", true),
            ("/a/[0-9]?.conf", "/a/1x.conf", true),
            ("/a/[!0-9]*", "/a/1x", false),
            ("/a", "/ab", false),
            ("[", "[", false),
            ("/*", "/", true),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }
}
