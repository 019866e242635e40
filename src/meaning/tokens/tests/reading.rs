//! Files larger than a window, and bytes of any kind.

use super::found;
use super::generator::{Random, samples};
use crate::meaning::tokens::{LONGEST, search_reader};

/// Gives a few bytes at a time, as a pipe may.
struct Slowly<'t>(&'t [u8], usize);

impl std::io::Read for Slowly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(buffer.len()).min(self.0.len());
        let (now, later) = self.0.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.0 = later;
        Ok(length)
    }
}

#[test]
fn a_token_across_a_border_is_found_once() {
    let all = samples();
    let mut random = Random::new(17);
    let groq = all
        .iter()
        .find(|sample| sample.id == "groq-api-key")
        .expect("known");
    let deepgram = all
        .iter()
        .find(|sample| sample.id == "deepgram-api-key")
        .expect("known");
    let pem = all
        .iter()
        .find(|sample| sample.id == "pem-private-key")
        .expect("known");
    let line = "a line of a log without anything in it\n";
    let mut text = String::new();
    let mut expected = Vec::new();
    let mut number = 0;
    while text.len() < 5 << 19 {
        // Dense around the borders of windows, thin elsewhere.
        let distance = text.len() % (1 << 20);
        let is_near = !(60_000..(1 << 20) - 60_000).contains(&distance);
        for _ in 0..if is_near { random.below(3) } else { 400 } {
            text.push_str(line);
        }
        let sample = [groq, deepgram, pem][number % 3];
        let (value, _) = sample.value(&mut random);
        text.push_str(&format!("{}=", sample.variable));
        expected.push((
            sample.id.clone(),
            text.len(),
            text.matches('\n').count() as u64 + 1,
            value.clone(),
        ));
        text.push_str(&value);
        text.push('\n');
        number += 1;
    }
    for step in [7_919, usize::MAX] {
        let mut seen = Vec::new();
        search_reader(Slowly(text.as_bytes(), step), |hit| {
            assert_eq!(
                usize::try_from(hit.column),
                Ok(hit.token.format.variable.len() + 1)
            );
            let value = String::from_utf8(hit.value.to_vec()).expect("text");
            assert_eq!(hit.token.range.len(), value.len());
            seen.push((
                hit.token.format.id.to_owned(),
                hit.token.range.start,
                hit.line,
                value,
            ));
        })
        .expect("readable");
        assert_eq!(seen.len(), expected.len());
        assert!(seen == expected);
    }
    let whole: Vec<usize> = found(text.as_bytes())
        .iter()
        .map(|token| token.range.start)
        .collect();
    let starts: Vec<usize> = expected.iter().map(|(_, start, ..)| *start).collect();
    assert_eq!(whole, starts);
}

#[test]
fn any_offset_from_the_border_is_the_same() {
    let all = samples();
    let groq = all
        .iter()
        .find(|sample| sample.id == "groq-api-key")
        .expect("known");
    let (value, _) = groq.value(&mut Random::new(19));
    for border in [1 << 20, (1 << 20) + 600 + LONGEST + 600] {
        for shift in (0..120).step_by(13) {
            let before = border - shift;
            let text = format!("{} {value}{}", "-".repeat(before), " ".repeat(80_000));
            let mut starts = Vec::new();
            search_reader(text.as_bytes(), |hit| starts.push(hit.token.range.start))
                .expect("readable");
            assert_eq!(starts, [before + 1]);
        }
    }
    search_reader(&b""[..], |_| panic!("nothing is there")).expect("readable");
}

#[test]
fn no_bytes_stop_the_search() {
    let all = samples();
    let mut random = Random::new(23);
    for _ in 0..3_000 {
        let mut bytes = Vec::new();
        for _ in 0..random.below(12) {
            match random.below(4) {
                0 => bytes.extend(
                    (0..random.below(60)).map(|_| u8::try_from(random.below(256)).expect("a byte")),
                ),
                1 => bytes.extend_from_slice(all[random.below(all.len())].prefix.as_bytes()),
                2 => {
                    let (value, _) = all[random.below(all.len())].value(&mut random);
                    let cut = random.below(value.len() + 1);
                    bytes.extend_from_slice(&value.as_bytes()[..cut]);
                }
                _ => bytes.extend_from_slice(
                    ["://", "-----BEGIN ", "@", "\\n", "=", "KEY=", "."][random.below(7)]
                        .as_bytes(),
                ),
            }
        }
        let mut end = 0;
        for token in found(&bytes) {
            assert!(token.range.start >= end && token.range.end > token.range.start);
            assert!(token.range.end <= bytes.len());
            end = token.range.end;
        }
    }
}
