use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

use super::*;
use crate::meaning::forbidden::hexadecimal;

/// A generator of numbers that look random, the same in every run (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next().to_le_bytes()[3]).collect()
    }

    fn alphanumeric(&mut self, count: usize) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut letter = || LETTERS[usize::try_from(self.next() % 62).expect("small")];
        (0..count).map(|_| char::from(letter())).collect()
    }
}

fn password<'a>(words: &'a [&'a str]) -> About<'a> {
    About {
        name: "DB_PASSWORD",
        words,
        is_key: false,
    }
}

const KEY: About<'static> = About {
    name: "SIGNING_SECRET",
    words: &["shop"],
    is_key: true,
};

#[test]
fn what_people_choose_is_weak() {
    let words = ["infiniflow/ragflow", "fastgpt", "shop"];
    for (value, why) in [
        ("123456", Why::Common),
        ("password", Why::Common),
        ("P@ssw0rd", Why::Common),
        ("Password123@postgres", Why::Common),
        ("difyai123456", Why::Common),
        ("infini_rag_flow", Why::Name),
        ("fastgptsecret", Why::Name),
        ("Shop@2024", Why::Name),
        ("Huawei@123", Why::Name),
        ("yonghu@2024", Why::Pinyin),
        ("wodemima888", Why::Pinyin),
        ("zhangwei1990", Why::Pinyin),
        ("woaini1314", Why::Common),
        ("mima123456", Why::Common),
        ("ceshi123!@#", Why::Pinyin),
        ("5201314", Why::Pinyin),
        ("admin888", Why::Common),
        ("Aa123456", Why::Common),
        ("qwe123!@#", Why::Common),
        ("1qaz@WSX", Why::Common),
        ("Qazwsxedc!@#123", Why::Common),
        ("rtyuiop[", Why::Keyboard),
        ("ghijklmnop", Why::Pattern),
        ("zyxwvutsr", Why::Pattern),
        ("kkkkkkkkkkkk", Why::Pattern),
        ("%G7%G7%G7%G7", Why::Pattern),
        ("19850713", Why::Digits),
        ("47118293", Why::Digits),
        ("x7Q#", Why::Short),
        ("t0p-s3cr3t", Why::Common),
        ("super-secret-key", Why::Words),
    ] {
        let weak = weakness(value, &password(&words));
        assert_eq!(weak.map(|weak| weak.why), Some(why), "{value}: {weak:?}");
        assert!(weak.is_some_and(|weak| !weak.is_encoded), "{value}");
    }
}

#[test]
fn what_nobody_guesses_is_not() {
    for value in [
        "w7Uu0Zk3-made-up-2Vt9hQ",
        "my-dog-Rex-4711-swims",
        "tulip harbour ledger quartz violin",
        "vb9Rt2LkQz7m",
        "$2b$12$abcdefghijklmnopqrstuv",
        "-----BEGIN PRIVATE KEY-----",
        "",
        "木兰湖畔三十七只野鸭",
    ] {
        assert_eq!(weakness(value, &password(&["shop"])), None, "{value}");
    }
}

#[test]
fn keys_are_judged_by_what_they_stand_for() {
    for (value, why, is_encoded) in [
        (
            "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
            Why::Pattern,
            true,
        ),
        ("MDEyMzQ1Njc4OWFiY2RlZg==", Why::Pattern, true),
        ("0123456789abcdef0123456789abcdef", Why::Pattern, false),
        ("ZmFzdGdwdHNlY3JldDEyMw==", Why::Common, true),
        ("9f3c7a1be4d20586", Why::ShortKey, false),
        ("nTq0+2vWk1M=", Why::ShortKey, false),
        (
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            Why::Pattern,
            false,
        ),
        ("n58Bn58Bn58Bn58B", Why::Pattern, false),
        ("AAECAwQFBgcICQoLDA0ODw==", Why::Uniform, false),
        ("shop-key", Why::Name, false),
    ] {
        let weak = weakness(value, &KEY);
        let found = weak.map(|weak| (weak.why, weak.is_encoded));
        assert_eq!(found, Some((why, is_encoded)), "{value}: {weak:?}");
    }
    assert_eq!(
        weakness("9f3c7a1be4d20586", &KEY).map(|weak| weak.bits),
        Some(64)
    );
    assert_eq!(weakness("9f3c7a1be4d20586", &password(&[])), None);
}

#[test]
fn random_values_are_never_weak() {
    let words = ["shop", "warehouse", "postgres"];
    let abouts = [KEY, password(&words)];
    let mut numbers = Numbers(7);
    for case in 0..100_000 {
        let bytes = numbers.bytes(24);
        let value = match case % 6 {
            0 => hexadecimal(&bytes),
            1 => BASE64_STANDARD.encode(&bytes),
            2 => BASE64_URL_SAFE_NO_PAD.encode(&bytes),
            3 => numbers.alphanumeric(24),
            4 => numbers.alphanumeric(16),
            _ => numbers.alphanumeric(12),
        };
        let about = &abouts[case / 6 % 2];
        assert_eq!(weakness(&value, about), None, "{value} {}", about.name);
    }
}

#[test]
fn long_values_take_bounded_time() {
    let start = std::time::Instant::now();
    let mut numbers = Numbers(9);
    let random = numbers.alphanumeric(1_000_000);
    assert_eq!(weakness(&random, &KEY), None);
    for long in [
        "a".repeat(1_000_000),
        "ab1".repeat(400_000),
        "密".repeat(400_000),
    ] {
        assert!(weakness(&long, &KEY).is_some());
    }
    // Weak at its start only.
    let mixed = "password".repeat(100) + &random;
    assert_eq!(weakness(&mixed, &KEY), None);
    assert!(start.elapsed().as_secs() < 5);
}
