//! The known name that somebody probably meant.

/// Longer names are nobody's slip of a finger.
const LONGEST: usize = 40;

/// The nearest of `known`, if it is near enough to be meant.
pub(super) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if name.len() > LONGEST {
        return None;
    }
    let plain = |name: &str| name.to_ascii_lowercase().replace('_', "-");
    let own = plain(name);
    let far = (name.chars().count() / 3).max(1);
    let distances = known
        .into_iter()
        .map(|known| (distance(&own, &plain(known)), known));
    let nearest = distances.min_by_key(|(distance, _)| *distance)?;
    (nearest.0 <= far).then_some(nearest.1)
}

/// `: did you mean 'x'?`, or nothing.
pub(super) fn hint<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(name, known).map_or_else(String::new, |near| format!(": did you mean '{near}'?"))
}

/// How many characters must be put in, taken out, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (line, letter) in a.chars().enumerate() {
        let mut next = vec![line + 1];
        for (at, other) in b.iter().enumerate() {
            let changed = cell(&row, at) + usize::from(letter != *other);
            let put_in = cell(&next, at) + 1;
            let taken_out = cell(&row, at + 1) + 1;
            let neighbour = at.checked_sub(1).and_then(|at| Some((at, b.get(at)?)));
            let swapped = match neighbour {
                Some((at, left)) if Some(*other) == previous && *left == letter => {
                    cell(&before, at) + 1
                }
                _ => usize::MAX,
            };
            next.push(changed.min(put_in).min(taken_out).min(swapped));
        }
        before = std::mem::replace(&mut row, next);
        previous = Some(letter);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_changes() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("hihg", "high"), 1);
        assert_eq!(distance("ab", "ba"), 1);
    }

    #[test]
    fn finds_what_was_meant() {
        let known = ["fail-on", "exit-zero", "lang"];
        assert_eq!(nearest("failon", known), Some("fail-on"));
        assert_eq!(nearest("exit_zero", known), Some("exit-zero"));
        assert_eq!(nearest("LANG", known), Some("lang"));
        assert_eq!(nearest("severity", known), None);
        assert_eq!(nearest(&"fail-on".repeat(1000), known), None);
    }
}
