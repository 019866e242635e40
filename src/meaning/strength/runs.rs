//! Repetitions, sequences and walks over a keyboard.

use super::glyphs::Glyph;

/// The order of digits and letters, as hexadecimal goes on.
const ORDER: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// The rows of a keyboard. A column goes down to the key below.
const ROWS: [&[u8]; 4] = [
    b"1234567890-=",
    b"qwertyuiop[]\\",
    b"asdfghjkl;'",
    b"zxcvbnm,./",
];

/// The upper row with the shift key.
const SHIFTED: &[u8] = b"!@#$%^&*()_+";

/// How many characters at the start are one and the same.
pub(super) fn repetition(rest: &[Glyph]) -> usize {
    let Some(first) = rest.first() else {
        return 0;
    };
    let same = rest.iter().take_while(|own| own.written == first.written);
    same.count()
}

/// How many characters at the start follow each other, upwards or downwards.
pub(super) fn sequence(rest: &[Glyph]) -> usize {
    let places = rest.iter().map(|own| place(ORDER, own.plain));
    straight(places.map(|place| place.map(|column| (0, column))))
}

/// How many characters at the start are neighbours on a keyboard, in one direction: along a row, or
/// along a column.
pub(super) fn walk(rest: &[Glyph]) -> usize {
    straight(rest.iter().map(|own| key(own.plain)))
}

fn place(row: &[u8], byte: u8) -> Option<i32> {
    let column = row.iter().position(|own| *own == byte)?;
    i32::try_from(column).ok()
}

/// Row and column of a key.
fn key(byte: u8) -> Option<(i32, i32)> {
    if let Some(column) = place(SHIFTED, byte) {
        return Some((0, column));
    }
    let rows = (0..).zip(ROWS);
    let mut found = rows.filter_map(|(row, keys)| Some((row, place(keys, byte)?)));
    found.next()
}

/// How many places at the start lie in one line, one step from each other.
fn straight(mut places: impl Iterator<Item = Option<(i32, i32)>>) -> usize {
    let Some(Some(first)) = places.next() else {
        return 0;
    };
    let mut length = 1;
    let mut last = first;
    let mut direction = None;
    for place in places {
        let Some(place) = place else {
            break;
        };
        let step = (place.0 - last.0, place.1 - last.1);
        let is_step = matches!(step, (0, 1 | -1) | (1 | -1, 0));
        if !is_step || direction.is_some_and(|own| own != step) {
            break;
        }
        direction = Some(step);
        last = place;
        length += 1;
    }
    length
}

/// The shortest block of which a text is the repetition, at least twice, in characters.
pub(super) fn period<T: PartialEq>(items: &[T]) -> Option<usize> {
    // The table of Knuth, Morris and Pratt: how much of the start comes again up to each place.
    let mut borders: Vec<usize> = vec![0; items.len()];
    let mut border = 0;
    for at in 1..items.len() {
        while border > 0 && items.get(border) != items.get(at) {
            border = borders.get(border - 1).copied().unwrap_or(0);
        }
        if items.get(border) == items.get(at) {
            border += 1;
        }
        if let Some(place) = borders.get_mut(at) {
            *place = border;
        }
    }
    let period = items.len() - borders.last().copied().unwrap_or(0);
    (period * 2 <= items.len() && !items.is_empty()).then_some(period)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::strength::glyphs::glyphs;

    #[test]
    fn lines_end_where_they_turn() {
        for (text, sequence_length, walk_length) in [
            ("12345x", 5, 5),
            ("edcba9", 6, 3),
            ("789abc", 6, 3),
            ("qwerty1", 1, 6),
            ("1qaz2", 1, 4),
            ("!@#$x", 0, 4),
            ("xkcd", 1, 1),
            ("", 0, 0),
        ] {
            let glyphs = glyphs(text);
            assert_eq!(sequence(&glyphs), sequence_length, "{text}");
            assert_eq!(walk(&glyphs), walk_length, "{text}");
        }
        assert_eq!(repetition(&glyphs("aaaAb")), 3);
    }

    #[test]
    fn the_shortest_block_counts() {
        assert_eq!(period(b"abcabcab"), Some(3));
        assert_eq!(period(b"aaaa"), Some(1));
        assert_eq!(period(b"abcab"), None);
        assert_eq!(period::<u8>(b""), None);
        assert_eq!(period(b"a"), None);
    }
}
