//! The name of an S3 general purpose bucket.
use std::net::Ipv4Addr;
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// The name of an S3 general purpose bucket, by the S3 user guide's "General purpose bucket naming rules" (`EM-05`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BucketName {
    text: String,
}

const RESERVED_PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: [&str; 6] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];

fn problem(text: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if !(3..=63).contains(&text.len()) {
        return Some("is not 3 to 63 characters long".to_owned());
    }
    if !text.chars().all(allowed) {
        return Some("has characters other than lowercase letters, digits, `-` and `.`".to_owned());
    }
    if !text.starts_with(edge) || !text.ends_with(edge) {
        return Some("does not begin and end with a letter or digit".to_owned());
    }
    if text.contains("..") {
        return Some("has two dots in a row".to_owned());
    }
    if text.parse::<Ipv4Addr>().is_ok() {
        return Some("is formed like an IP address".to_owned());
    }
    let prefix = RESERVED_PREFIXES.iter().find(|prefix| text.starts_with(**prefix));
    let suffix = RESERVED_SUFFIXES.iter().find(|suffix| text.ends_with(**suffix));
    if let Some(prefix) = prefix {
        return Some(format!("begins with `{prefix}`, which S3 reserves"));
    }
    suffix.map(|suffix| format!("ends with `{suffix}`, which S3 reserves for other kinds of bucket"))
}

/// The nearest name that passes, when there is one.
fn nearest(text: &str) -> Option<String> {
    let text = text.strip_prefix("s3://").unwrap_or(text);
    let text = text.split('/').next().unwrap_or_default();
    let mapped: String =
        text.chars().map(|c| if c == '.' || c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(63).collect();
    let trimmed = mapped.trim_matches(['-', '.']);
    problem(trimmed).is_none().then(|| trimmed.to_owned())
}

impl Unit for BucketName {
    const EXPECTS: &'static str =
        "an S3 bucket name of 3 to 63 lowercase letters, digits, `-` and `.`, like \"acme-training-data\"";
}

impl FromStr for BucketName {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match problem(text) {
            None => Ok(Self { text: text.to_owned() }),
            Some(problem) => Err(Invalid::new("EM-05", format!("bucket name `{text}` {problem}")).maybe_fix(nearest(text))),
        }
    }
}

stored_as_text!(BucketName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_names_are_taken() {
        for text in ["abc", "acme-training-data", "logs.acme.example", "1-2", &"b".repeat(63)] {
            assert_eq!(text.parse::<BucketName>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn invalid_names_are_refused() {
        for (text, fix) in [
            ("ab", None),
            ("Acme_Data", Some("acme-data")),
            ("-acme", Some("acme")),
            ("acme.", Some("acme")),
            ("s3://acme-data/models", Some("acme-data")),
            ("acme..data", None),
            ("192.168.1.1", None),
            ("xn--acme", None),
            ("acme--x-s3", None),
            ("acme-s3alias", None),
        ] {
            let invalid = text.parse::<BucketName>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("EM-05", fix), "{text}");
        }
        assert!("b".repeat(64).parse::<BucketName>().is_err());
    }
}
