//! The characters of a value, as the guessing looks at them.

/// So many characters are looked at.
pub(super) const MOST: usize = 128;

/// A character and what it may stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// As it is written.
    pub written: char,
    /// In lower case; 0 outside of ASCII.
    pub plain: u8,
    /// The letter that a sign or digit imitates (`@` a, `0` o), or as `plain`.
    pub meant: u8,
    /// As `meant`, where `1` and `!` are an l and not an i.
    pub meant_l: u8,
}

/// The first characters of a text.
pub(super) fn glyphs(text: &str) -> Vec<Glyph> {
    text.chars().take(MOST).map(glyph).collect()
}

fn glyph(written: char) -> Glyph {
    let plain = u8::try_from(written)
        .ok()
        .filter(u8::is_ascii)
        .map_or(0, |byte| byte.to_ascii_lowercase());
    let meant = match plain {
        b'@' | b'4' => b'a',
        b'3' => b'e',
        b'1' | b'!' => b'i',
        b'0' => b'o',
        b'5' | b'$' => b's',
        b'7' | b'+' => b't',
        b'8' => b'b',
        other => other,
    };
    Glyph {
        written,
        plain,
        meant,
        meant_l: if matches!(plain, b'1' | b'!') {
            b'l'
        } else {
            meant
        },
    }
}

/// What one character more costs where nothing is known of it: the logarithm of how many there are of
/// the kinds that the text has.
pub(super) fn unknown(glyphs: &[Glyph]) -> f64 {
    let has = |kind: fn(&char) -> bool| glyphs.iter().any(|glyph| kind(&glyph.written));
    let kinds: [(bool, f64); 4] = [
        (has(char::is_ascii_lowercase), 26.0),
        (has(char::is_ascii_uppercase), 26.0),
        (has(char::is_ascii_digit), 10.0),
        (
            has(|own| own.is_ascii() && !own.is_ascii_alphanumeric()),
            33.0,
        ),
    ];
    let known: f64 = kinds
        .iter()
        .filter(|(is_there, _)| *is_there)
        .map(|(_, count)| count)
        .sum();
    known.max(2.0).log2()
}

/// Bits of a character outside of ASCII: one of the usual Chinese ones.
pub(super) const FOREIGN: f64 = 11.0;

/// What capitals add to a word: nothing, one guess more, or one for each way to strew them.
pub(super) fn capitals(glyphs: &[Glyph]) -> f64 {
    let is_upper = |glyph: &Glyph| glyph.written.is_ascii_uppercase();
    let letters = glyphs.iter().filter(|own| own.plain.is_ascii_lowercase());
    let letters = letters.count();
    let upper = glyphs.iter().filter(|own| is_upper(own)).count();
    match upper {
        0 => 0.0,
        _ if upper == letters => 1.0,
        1 if glyphs.first().is_some_and(is_upper) => 1.0,
        _ => 1.0 + 1.5 * float(upper.min(letters - upper)),
    }
}

/// A count for a sum of bits.
pub(super) fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
