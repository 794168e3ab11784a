//! What a literal token says: texts with their escapes undone, numbers without separators.

use eksml_core::source::Value;
use proc_macro2::Literal;

/// The value of a literal; `None` for kinds that have no meaning here (bytes, characters, C strings).
pub fn value(literal: &Literal) -> Option<Value> {
    let text = literal.to_string();
    if let Some(raw) = text.strip_prefix('r') {
        let inner = raw.trim_matches('#');
        return Some(Value::Str(inner.strip_prefix('"')?.strip_suffix('"')?.to_owned()));
    }
    if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return unescape(inner).map(Value::Str);
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits.as_str()),
    };
    let digits = suffixless(digits);
    match i128::from_str_radix(digits, radix) {
        Ok(number) => Some(Value::Int(number)),
        Err(_) => Some(Value::Float(text)),
    }
}

fn suffixless(digits: &str) -> &str {
    ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"]
        .iter()
        .find_map(|suffix| digits.strip_suffix(suffix))
        .unwrap_or(digits)
}

fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next()? {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            '0' => out.push('\0'),
            'x' => {
                let code: String = [chars.next()?, chars.next()?].iter().collect();
                out.push(char::from(u8::from_str_radix(&code, 16).ok()?));
            }
            'u' => {
                let code: String = chars.by_ref().skip(1).take_while(|c| *c != '}').filter(|c| *c != '_').collect();
                out.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            '\n' => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            same => out.push(same),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Option<Value> {
        value(&source.parse().expect("a Rust literal"))
    }

    #[test]
    fn texts_lose_their_escapes() {
        assert_eq!(read(r#""a\"b\\c\n\x41\u{1F600}""#), Some(Value::Str("a\"b\\c\nA\u{1F600}".to_owned())));
        assert_eq!(read("r#\"a\"b\\n\"#"), Some(Value::Str("a\"b\\n".to_owned())));
        assert_eq!(read("\"one \\\n      line\""), Some(Value::Str("one line".to_owned())));
    }

    #[test]
    fn numbers_lose_separators_and_suffixes() {
        assert_eq!(read("1_000u32"), Some(Value::Int(1000)));
        assert_eq!(read("0x10"), Some(Value::Int(16)));
        assert_eq!(read("1.5"), Some(Value::Float("1.5".to_owned())));
    }

    #[test]
    fn other_literals_have_no_meaning() {
        assert_eq!(read("'c'"), None);
        assert_eq!(read("b\"bytes\""), None);
    }
}
