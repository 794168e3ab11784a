//! An AWS account id.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// A 12-digit AWS account id; a placeholder such as `ACCOUNT` has no value (`SEC-09`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId {
    text: String,
}

/// How to find the number, for every text that does not contain it.
pub(super) const HOW_TO_FIND: &str = "your own 12 digits: `aws sts get-caller-identity --query Account --output text`";

impl Unit for AccountId {
    const EXPECTS: &'static str = "an AWS account id of 12 digits, in quotes, like \"123456789012\"";
}

impl FromStr for AccountId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Self { text: text.to_owned() });
        }
        Err(Invalid::new("SEC-09", format!("account id `{text}` is not 12 digits")).fix(nearest(text)))
    }
}

fn nearest(text: &str) -> String {
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let only_digits = digits.bytes().all(|b| b.is_ascii_digit());
    match digits.len() {
        12 if only_digits => digits,
        // A reader that took the id for a number dropped its leading zeros.
        10 | 11 if only_digits => format!("{digits:0>12}"),
        _ => HOW_TO_FIND.to_owned(),
    }
}

stored_as_text!(AccountId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_digits_are_an_account() {
        assert_eq!("012345678901".parse::<AccountId>().unwrap().to_string(), "012345678901");
    }

    #[test]
    fn the_rest_is_refused_with_a_way_out() {
        for (text, fix) in [
            ("1234-5678-9012", "123456789012"),
            ("12345678901", "012345678901"),
            ("ACCOUNT", HOW_TO_FIND),
            ("<account-id>", HOW_TO_FIND),
            ("1234567890123", HOW_TO_FIND),
            ("", HOW_TO_FIND),
            ("١٢٣٤٥٦٧٨٩٠١٢", HOW_TO_FIND),
        ] {
            let invalid = text.parse::<AccountId>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("SEC-09", Some(fix)), "{text}");
        }
    }
}
