//! Makes values of the formats, from their shapes as the data state them.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

/// Numbers that are the same in every run.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % limit as u64).expect("below the limit")
    }
}

/// A format as the data state it.
#[derive(Deserialize)]
pub(super) struct Sample {
    pub(super) id: String,
    pub(super) category: String,
    #[serde(default)]
    pub(super) prefix: String,
    shape: String,
    #[serde(default)]
    also: Vec<String>,
    pub(super) variable: String,
    #[serde(default)]
    pub(super) context: Vec<String>,
    #[serde(default)]
    service: String,
    #[serde(default)]
    pub(super) fallback: bool,
    #[serde(default)]
    pub(super) verify: String,
}

#[derive(Deserialize)]
struct File {
    formats: Vec<Sample>,
}

/// All formats of the data.
pub(super) fn samples() -> Vec<Sample> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/knowledge/token-formats.yaml");
    let text = std::fs::read_to_string(path).expect("readable");
    let file: File = serde_yaml::from_str(&text).expect("formats");
    file.formats
}

impl Sample {
    /// A value of it, and where in the value its credential stands.
    pub(super) fn value(&self, random: &mut Random) -> (String, Range<usize>) {
        let (mut value, range) = draw(&self.shape, random);
        if self.service == "pem" {
            for _ in 0..3 {
                let (line, _) = draw("[A-Za-z0-9+/]{64}", random);
                value = format!("{value}\\n{line}");
            }
            value.push_str("\\n-----END PRIVATE KEY-----");
        }
        let value = with_checksum(&self.verify, value);
        let whole = 0..value.len();
        (value, range.unwrap_or(whole))
    }

    /// One value for each of its other shapes.
    pub(super) fn others(&self, random: &mut Random) -> Vec<String> {
        let draw = |shape: &String| draw(shape, random).0;
        self.also.iter().map(draw).collect()
    }
}

/// A text that fits a shape, and where its group stands.
fn draw(shape: &str, random: &mut Random) -> (String, Option<Range<usize>>) {
    let mut text = String::new();
    let mut group = None;
    let mut rest = shape.chars().peekable();
    while let Some(letter) = rest.next() {
        let class: Vec<char> = match letter {
            '(' => {
                group = Some(text.len()..text.len());
                continue;
            }
            ')' => {
                group = group.map(|range: Range<usize>| range.start..text.len());
                continue;
            }
            '[' => class(&rest.by_ref().take_while(|c| *c != ']').collect::<String>()),
            '\\' => vec![rest.next().expect("a letter")],
            other => vec![other],
        };
        let mut count = 1;
        if rest.next_if_eq(&'{').is_some() {
            let inner: String = rest.by_ref().take_while(|c| *c != '}').collect();
            let (least, most) = inner.split_once(',').unwrap_or((&inner, &inner));
            let least: usize = least.parse().expect("a number");
            let most: usize = most.parse().expect("a number");
            count = least + random.below(most - least + 1);
        }
        for _ in 0..count {
            text.push(class[random.below(class.len())]);
        }
    }
    (text, group)
}

fn class(inner: &str) -> Vec<char> {
    let letters: Vec<char> = inner.chars().collect();
    let mut class = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if at + 2 < letters.len() && letters[at + 1] == '-' {
            class.extend(letters[at]..=letters[at + 2]);
            at += 3;
        } else {
            class.push(letters[at]);
            at += 1;
        }
    }
    class
}

/// CRC-32 bit by bit, as the standard writes it.
fn crc32(text: &str) -> u32 {
    !text.bytes().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(sum & 1))
        })
    })
}

fn in_base(mut number: u64, digits: &str, width: usize) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let mut text = Vec::new();
    for _ in 0..width {
        text.push(digits[usize::try_from(number).expect("small") % digits.len()]);
        number /= digits.len() as u64;
    }
    text.iter().rev().collect()
}

/// The value with the checksum that its provider would have given it.
fn with_checksum(verify: &str, value: String) -> String {
    const DIGITS: &str = "0123456789";
    const LARGE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";
    let cut = |width: usize| value.split_at(value.len() - width).0.to_owned();
    match verify {
        "base62-crc32" => {
            let body = cut(6);
            let sum = crc32(&body[4..]);
            let digits = format!("{DIGITS}{LARGE}{SMALL}");
            body + &in_base(u64::from(sum), &digits, 6)
        }
        "base36-crc32" => {
            let body = cut(7);
            let sum = crc32(&body);
            body + &in_base(u64::from(sum), &format!("{DIGITS}{SMALL}"), 7)
        }
        "hex-crc32" => {
            let body = cut(8);
            let sum = crc32(&body[5..body.len() - 1]);
            format!("{body}{sum:08x}")
        }
        "hex-crc32-of-all" => {
            let body = cut(8);
            let sum = crc32(&body[..body.len() - 1]);
            format!("{body}{:08x}", sum.swap_bytes())
        }
        "base64-crc32" => {
            let body = cut(6);
            let sum = u64::from(crc32(&body[4..]).swap_bytes());
            let digits = format!("{LARGE}{SMALL}{DIGITS}+/");
            body + &in_base(sum << 4, &digits, 6)
        }
        _ => value,
    }
}
