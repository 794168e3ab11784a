//! What a plain scalar means to eksctl: YAML 1.1, as Go's reader takes it (sigs.k8s.io/yaml, goyaml.v2 `resolve.go`).

use eksml_core::source::Value;

/// The meaning of a plain scalar.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Value::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => return Value::Bool(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf" | "-.INF" | ".nan" | ".NaN" | ".NAN" => {
            return Value::Float(text.to_owned());
        }
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Value::Str(text.to_owned());
    }
    let digits = text.replace('_', "");
    if let Some(number) = whole(&digits) {
        return Value::Int(number);
    }
    if is_float(&digits) { Value::Float(digits) } else { Value::Str(text.to_owned()) }
}

/// A whole number as Go's `strconv.ParseInt(…, 0, 64)` reads it: decimal, or with a prefix for another base.
fn whole(text: &str) -> Option<i128> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let based = |radix: u32, digits: &str| {
        digits.starts_with(|c: char| c.is_digit(radix)).then(|| i128::from_str_radix(digits, radix).ok()).flatten()
    };
    let lower = digits.to_ascii_lowercase();
    let number = match lower.as_bytes() {
        [b'0', b'x', ..] => based(16, &lower[2..]),
        [b'0', b'b', ..] => based(2, &lower[2..]),
        [b'0', b'o', ..] => based(8, &lower[2..]),
        [b'0', _, ..] => based(8, &lower[1..]),
        _ => based(10, &lower),
    }?;
    // What fits neither a signed nor an unsigned word of 64 bits, Go tries as a float.
    let number = sign * number;
    (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&number).then_some(number)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    let some = |text: &str| !text.is_empty() && digits(text);
    let mantissa_holds = match mantissa.split_once('.') {
        Some((before, after)) => digits(before) && digits(after) && !(before.is_empty() && after.is_empty()),
        None => some(mantissa),
    };
    mantissa_holds && exponent.is_none_or(some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_mean_what_go_takes_them_for() {
        for (text, value) in [
            ("", Value::Null),
            ("~", Value::Null),
            ("yes", Value::Bool(true)),
            ("Off", Value::Bool(false)),
            ("yEs", Value::Str("yEs".into())),
            ("1.34", Value::Float("1.34".into())),
            ("1e3", Value::Float("1e3".into())),
            ("1_000", Value::Int(1000)),
            ("0x10", Value::Int(16)),
            ("010", Value::Int(8)),
            ("08", Value::Float("08".into())),
            ("-7", Value::Int(-7)),
            ("+.5", Value::Float("+.5".into())),
            (".", Value::Str(".".into())),
            ("-", Value::Str("-".into())),
            ("10.0.0.0/16", Value::Str("10.0.0.0/16".into())),
            ("1.2.3", Value::Str("1.2.3".into())),
            ("2026-01-01", Value::Str("2026-01-01".into())),
            ("18446744073709551616", Value::Float("18446744073709551616".into())),
            ("0x", Value::Str("0x".into())),
            ("5e", Value::Str("5e".into())),
        ] {
            assert_eq!(plain(text), value, "{text:?}");
        }
    }
}
