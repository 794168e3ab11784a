//! The ARN of a certificate in AWS Certificate Manager.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Arn, Invalid, Unit};

/// The ARN of a certificate in AWS Certificate Manager, with its region (`SEC-09`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CertificateArn {
    text: String,
    region: String,
}

impl CertificateArn {
    /// The region the certificate is in; only load balancers there can use it.
    pub fn region(&self) -> &str {
        &self.region
    }
}

impl Unit for CertificateArn {
    const EXPECTS: &'static str =
        "the ARN of a certificate, like \"arn:aws:acm:us-west-2:123456789012:certificate/12345678-1234-1234-1234-123456789012\"";
}

impl FromStr for CertificateArn {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let arn: Arn = text.parse()?;
        let refuse = |problem: &str| Invalid::new("SEC-09", format!("`{text}` {problem}"));
        if arn.service() != "acm" {
            return Err(refuse("is not an ARN of AWS Certificate Manager"));
        }
        let Some(region) = arn.region() else {
            return Err(refuse("names no region, but a certificate is in one"));
        };
        if arn.account().is_none() {
            return Err(refuse("names no account").fix(super::account::HOW_TO_FIND));
        }
        let id = arn.resource().strip_prefix("certificate/").unwrap_or_default();
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(refuse("names no certificate: `certificate/` and its id"));
        }
        Ok(Self { text: text.to_owned(), region: region.to_owned() })
    }
}

stored_as_text!(CertificateArn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_taken_apart() {
        let arn = "arn:aws:acm:us-west-2:123456789012:certificate/12345678-1234-1234-1234-123456789012";
        assert_eq!(arn.parse::<CertificateArn>().unwrap().region(), "us-west-2");
        for text in [
            "arn:aws:iam::123456789012:server-certificate/chat",
            "arn:aws:acm::123456789012:certificate/1",
            "arn:aws:acm:us-west-2:123456789012:certificate/",
            "arn:aws:acm:us-west-2:ACCOUNT:certificate/1",
        ] {
            assert_eq!(text.parse::<CertificateArn>().map_err(|refused| refused.rule), Err("SEC-09"), "{text}");
        }
    }
}
