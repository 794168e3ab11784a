//! The ARN of an SNS topic.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{AccountId, Arn, Invalid, Unit};

/// The ARN of a standard SNS topic, with its region and account (`SEC-09`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TopicArn {
    text: String,
    region: String,
    account: AccountId,
}

impl TopicArn {
    /// The region the topic lives in.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The account that owns the topic.
    pub fn account(&self) -> &AccountId {
        &self.account
    }
}

impl Unit for TopicArn {
    const EXPECTS: &'static str = "the ARN of an SNS topic, like \"arn:aws:sns:us-west-2:123456789012:alerts\"";
}

impl FromStr for TopicArn {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let arn: Arn = text.parse()?;
        let refuse = |problem: &str| Invalid::new("SEC-09", format!("`{text}` {problem}"));
        if arn.service() != "sns" {
            return Err(refuse("is not an ARN of SNS"));
        }
        let Some(region) = arn.region() else {
            return Err(refuse("names no region, but a topic lives in one"));
        };
        let Some(account) = arn.account() else {
            return Err(refuse("names no account").fix(super::account::HOW_TO_FIND));
        };
        let topic = arn.resource();
        if topic.is_empty() || !topic.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return Err(refuse("names no standard topic: letters, digits, hyphens and underscores"));
        }
        Ok(Self { text: text.to_owned(), region: region.to_owned(), account })
    }
}

stored_as_text!(TopicArn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_taken_apart() {
        let topic: TopicArn = "arn:aws:sns:us-west-2:123456789012:platform_alerts".parse().unwrap();
        assert_eq!((topic.region(), topic.account().as_str()), ("us-west-2", "123456789012"));
    }

    #[test]
    fn other_arns_are_refused() {
        for text in [
            "arn:aws:sns:us-west-2:ACCOUNT:alerts",
            "arn:aws:sns::123456789012:alerts",
            "arn:aws:sns:us-west-2:123456789012:",
            // A subscription of a topic, and a topic that keeps an order of its own.
            "arn:aws:sns:us-west-2:123456789012:alerts:6b0e71bd-7e97-4d97-80ce-4a0994e55286",
            "arn:aws:sns:us-west-2:123456789012:alerts.fifo",
            "arn:aws:sqs:us-west-2:123456789012:alerts",
            "alerts",
        ] {
            assert_eq!(text.parse::<TopicArn>().map_err(|invalid| invalid.rule), Err("SEC-09"), "{text}");
        }
    }
}
