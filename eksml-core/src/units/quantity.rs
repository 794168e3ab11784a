//! A Kubernetes resource quantity.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// A Kubernetes resource quantity such as `500m`, `16Gi`, `100` or `1e3`; never negative (`EM-05`).
///
/// The text stays as it was written, and equality is equality of text; compare amounts with [`as_millis`](Self::as_millis).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    text: String,
    millis: i128,
}

impl Quantity {
    /// The amount in thousandths, rounded up as Kubernetes does: cores as millicores, bytes as thousandths of a byte.
    pub fn as_millis(&self) -> i128 {
        self.millis
    }

    /// The amount in whole units, rounded up; bytes for memory and storage.
    pub fn bytes(&self) -> u128 {
        self.millis.unsigned_abs().div_ceil(1000)
    }
}

const UNKNOWN_SUFFIX: &str = "has a suffix Kubernetes does not know";
const TOO_LARGE: &str = "is larger than Kubernetes can count";

/// What a suffix multiplies by: a power of two or a power of ten.
enum Scale {
    Two(u32),
    Ten(i32),
}

fn scale(suffix: &str) -> Result<Scale, &'static str> {
    Ok(match suffix {
        "" => Scale::Ten(0),
        "n" => Scale::Ten(-9),
        "u" => Scale::Ten(-6),
        "m" => Scale::Ten(-3),
        "k" => Scale::Ten(3),
        "M" => Scale::Ten(6),
        "G" => Scale::Ten(9),
        "T" => Scale::Ten(12),
        "P" => Scale::Ten(15),
        "E" => Scale::Ten(18),
        "Ki" => Scale::Two(10),
        "Mi" => Scale::Two(20),
        "Gi" => Scale::Two(30),
        "Ti" => Scale::Two(40),
        "Pi" => Scale::Two(50),
        "Ei" => Scale::Two(60),
        exponent => {
            let digits = exponent.strip_prefix(['e', 'E']).ok_or(UNKNOWN_SUFFIX)?;
            let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
            if unsigned.is_empty() || unsigned.len() > 2 || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
                return Err(UNKNOWN_SUFFIX);
            }
            Scale::Ten(digits.parse().map_err(|_| UNKNOWN_SUFFIX)?)
        }
    })
}

/// The amount in thousandths, rounded up, or what is wrong with the text.
fn millis(text: &str) -> Result<i128, &'static str> {
    let number = &text[..text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len()];
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.contains('.') || (whole.is_empty() && fraction.is_empty()) {
        return Err("does not begin with a number of zero or more");
    }
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    if significant.len() > 24 {
        return Err(TOO_LARGE);
    }
    let mantissa: u128 = if significant.is_empty() { 0 } else { significant.parse().map_err(|_| TOO_LARGE)? };
    let fraction = i32::try_from(fraction.len()).map_err(|_| TOO_LARGE)?;
    // Thousandths: three more powers of ten; the fraction takes its own away again.
    let (factor, power) = match scale(&text[number.len()..])? {
        Scale::Two(bits) => (1_u128 << bits, 3 - fraction),
        Scale::Ten(exponent) => (1, exponent + 3 - fraction),
    };
    let scaled = mantissa.checked_mul(factor).ok_or(TOO_LARGE)?;
    let amount = if scaled == 0 {
        Some(0)
    } else if power >= 0 {
        10_u128.checked_pow(power.unsigned_abs()).and_then(|tens| scaled.checked_mul(tens))
    } else {
        // A divisor beyond the range of the type leaves a fraction of a thousandth, which rounds up to one.
        Some(10_u128.checked_pow(power.unsigned_abs()).map_or(1, |tens| scaled.div_ceil(tens)))
    };
    let limit = u128::from(u64::MAX / 2) * 1000;
    let amount = amount.filter(|amount| *amount <= limit).ok_or(TOO_LARGE)?;
    i128::try_from(amount).map_err(|_| TOO_LARGE)
}

/// The text that was probably meant: `16GB` is `16Gi`, `500K` is `500k`.
fn nearest(text: &str) -> Option<String> {
    let compact: String = text.trim_start_matches('+').chars().filter(|c| !c.is_whitespace()).collect();
    let number = compact.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = match compact[number.len()..].to_ascii_lowercase().as_str() {
        "" | "b" | "byte" | "bytes" | "core" | "cores" | "cpu" => "",
        "k" => "k",
        "kb" | "ki" | "kib" => "Ki",
        "mb" | "mi" | "mib" => "Mi",
        "g" | "gb" | "gi" | "gib" => "Gi",
        "t" | "tb" | "ti" | "tib" => "Ti",
        "p" | "pb" | "pi" | "pib" => "Pi",
        _ => return None,
    };
    let fixed = format!("{number}{suffix}");
    (fixed != text && millis(&fixed).is_ok()).then_some(fixed)
}

impl Unit for Quantity {
    const EXPECTS: &'static str = "a Kubernetes quantity, like \"500m\", \"16Gi\" or \"100\"";
}

impl FromStr for Quantity {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match millis(text) {
            Ok(millis) => Ok(Self { text: text.to_owned(), millis }),
            Err(problem) => Err(Invalid::new("EM-05", format!("quantity `{text}` {problem}")).maybe_fix(nearest(text))),
        }
    }
}

stored_as_text!(Quantity);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_the_text_stays() {
        for (text, millis) in [
            ("0", 0),
            ("500m", 500),
            ("100", 100_000),
            ("1e3", 1_000_000),
            ("1E3", 1_000_000),
            ("1e-3", 1),
            ("1.5", 1_500),
            (".5", 500),
            ("5.", 5_000),
            ("1.5Gi", 1_610_612_736_000),
            ("16Gi", 17_179_869_184_000),
            ("1G", 1_000_000_000_000),
            ("1n", 1),
            ("1u", 1),
            ("0n", 0),
            ("1001u", 2),
            ("1e-99", 1),
            ("0e99", 0),
            ("9223372036854775807", 9_223_372_036_854_775_807_000),
        ] {
            let quantity: Quantity = text.parse().unwrap();
            assert_eq!((quantity.as_millis(), quantity.as_str()), (millis, text));
        }
        assert_eq!("16Gi".parse::<Quantity>().unwrap().bytes(), 17_179_869_184);
        assert_eq!("1500m".parse::<Quantity>().unwrap().bytes(), 2);
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, fix) in [
            ("", None),
            ("-1", None),
            ("+1", Some("1")),
            ("16GB", Some("16Gi")),
            ("16 Gi", Some("16Gi")),
            ("16gi", Some("16Gi")),
            ("500K", Some("500k")),
            ("2 cores", Some("2")),
            ("1.2.3", None),
            (".", None),
            ("Gi", None),
            ("1e", None),
            ("1e3Gi", None),
            ("1_000", None),
            ("10Ei", None),
            ("1e99", None),
            ("9223372036854775808", None),
            ("99999999999999999999999999999999999999999", None),
            ("½", None),
        ] {
            let invalid = text.parse::<Quantity>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("EM-05", fix), "{text}");
        }
    }
}
