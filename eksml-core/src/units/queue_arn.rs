//! The ARN of an SQS queue.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{AccountId, Arn, Invalid, Partition, Unit};

/// The longest name of a queue, its `.fifo` included (SQS API, CreateQueue).
const LONGEST: usize = 80;

/// The ARN of an SQS queue, with its region and account (`SEC-09`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QueueArn {
    text: String,
    partition: Partition,
    region: String,
    account: AccountId,
    name: String,
}

impl QueueArn {
    /// The region the queue lives in.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The account that owns the queue.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// The host of its API.
    pub fn host(&self) -> String {
        format!("sqs.{}.{}", self.region, self.partition.dns_suffix())
    }

    /// The address by which its API knows it.
    pub fn url(&self) -> String {
        format!("https://{}/{}/{}", self.host(), self.account, self.name)
    }
}

impl Unit for QueueArn {
    const EXPECTS: &'static str = "the ARN of an SQS queue, like \"arn:aws:sqs:us-west-2:123456789012:recordings\"";
}

impl FromStr for QueueArn {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let arn: Arn = text.parse()?;
        let refuse = |problem: &str| Invalid::new("SEC-09", format!("`{text}` {problem}"));
        if arn.service() != "sqs" {
            return Err(refuse("is not an ARN of SQS"));
        }
        let Some(region) = arn.region() else {
            return Err(refuse("names no region, but a queue lives in one"));
        };
        let Some(account) = arn.account() else {
            return Err(refuse("names no account").fix(super::account::HOW_TO_FIND));
        };
        let name = arn.resource();
        let plain = name.strip_suffix(".fifo").unwrap_or(name);
        let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if plain.is_empty() || name.len() > LONGEST || !plain.bytes().all(known) {
            return Err(refuse("names no queue: letters, digits, hyphens and underscores, 80 at most"));
        }
        let (region, name) = (region.to_owned(), name.to_owned());
        Ok(Self { text: text.to_owned(), partition: arn.partition(), region, account, name })
    }
}

stored_as_text!(QueueArn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queues_have_an_address_where_they_live() {
        let url = |text: &str| text.parse::<QueueArn>().unwrap().url();
        assert_eq!(
            url("arn:aws:sqs:us-west-2:123456789012:recordings.fifo"),
            "https://sqs.us-west-2.amazonaws.com/123456789012/recordings.fifo"
        );
        assert_eq!(
            url("arn:aws-cn:sqs:cn-north-1:123456789012:jobs"),
            "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs"
        );
    }

    #[test]
    fn other_arns_are_refused() {
        for text in [
            "arn:aws:sqs:us-west-2:ACCOUNT:recordings",
            "arn:aws:sqs::123456789012:recordings",
            "arn:aws:sqs:us-west-2:123456789012:recordings.lifo",
            "arn:aws:sqs:us-west-2:123456789012:.fifo",
            "arn:aws:sns:us-west-2:123456789012:recordings",
            "https://sqs.us-west-2.amazonaws.com/123456789012/recordings",
        ] {
            assert_eq!(text.parse::<QueueArn>().map_err(|invalid| invalid.rule), Err("SEC-09"), "{text}");
        }
    }
}
