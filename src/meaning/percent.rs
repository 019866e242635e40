//! Passwords in URLs, where some letters are written as `%40`.

use percent_encoding::percent_decode_str;

/// What a part of a URL says. What is no escape, or gives no text, stays as it is.
pub fn percent_decoded(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| text.to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_put_back() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a%40b%2Fc", "a@b/c"),
            ("%E5%8F%A3", "口"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%ff", "%ff"),
        ] {
            assert_eq!(percent_decoded(text), expected, "{text}");
        }
    }
}
