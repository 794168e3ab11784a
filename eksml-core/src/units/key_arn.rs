//! The ARN of a KMS key.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{AccountId, Arn, Invalid, Partition, Unit};

/// The ARN of a KMS key, single-region or multi-region, with its region and account (`SEC-09`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyArn {
    text: String,
    partition: Partition,
    region: String,
    account: AccountId,
}

impl KeyArn {
    /// The partition, for example `aws`.
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// The region the key lives in.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The account that owns the key.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// The key's id: a UUID, or `mrk-` and 32 hexadecimal digits for a multi-region key.
    pub fn key_id(&self) -> &str {
        self.text.rsplit('/').next().unwrap_or_default()
    }
}

/// Whether a text is a KMS key id.
fn is_key_id(id: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if let Some(multi_region) = id.strip_prefix("mrk-") {
        return multi_region.len() == 32 && hex(multi_region);
    }
    id.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && id.split('-').all(hex)
}

impl Unit for KeyArn {
    const EXPECTS: &'static str =
        "the ARN of a KMS key, like \"arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab\"";

    fn limit(text: &str) -> Option<(String, String)> {
        let is_alias = |text: &str| text.strip_prefix("alias/").is_some_and(|name| !name.is_empty());
        let arn = text.parse::<Arn>().ok().filter(|arn| arn.service() == "kms" && is_alias(arn.resource()));
        let kind = if is_key_id(text) {
            "an ID"
        } else if is_alias(text) || arn.is_some() {
            "an alias"
        } else {
            return None;
        };
        let limit = format!("eksml knows a KMS key by its own ARN alone, and `{text}` is {kind}");
        Some((limit, format!("for the source, `aws kms describe-key --key-id {text}` shows the ARN")))
    }
}

impl FromStr for KeyArn {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let arn: Arn = text.parse()?;
        let refuse = |problem: &str| Invalid::new("SEC-09", format!("`{text}` {problem}"));
        if arn.service() != "kms" {
            return Err(refuse("is not an ARN of KMS"));
        }
        let Some(region) = arn.region() else {
            return Err(refuse("names no region, but a KMS key lives in one"));
        };
        let Some(account) = arn.account() else {
            return Err(refuse("names no account").fix(super::account::HOW_TO_FIND));
        };
        let Some(id) = arn.resource().strip_prefix("key/") else {
            let alias = arn.resource().strip_prefix("alias/");
            return Err(match alias {
                Some(alias) => refuse("is an alias, which can be pointed at another key later").fix(format!(
                    "the key's own ARN: `aws kms describe-key --key-id alias/{alias} --query KeyMetadata.Arn --output text`"
                )),
                None => refuse("is not a key: its resource does not begin with `key/`"),
            });
        };
        if !is_key_id(id) {
            return Err(refuse("has no valid key id: a UUID, or `mrk-` and 32 hexadecimal digits"));
        }
        Ok(Self { text: text.to_owned(), partition: arn.partition(), region: region.to_owned(), account })
    }
}

stored_as_text!(KeyArn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_apart() {
        let key: KeyArn = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab".parse().unwrap();
        assert_eq!((key.region(), key.account().as_str()), ("us-west-2", "123456789012"));
        assert_eq!(key.key_id(), "1234abcd-12ab-34cd-56ef-1234567890ab");
        let shared: KeyArn = "arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab".parse().unwrap();
        assert_eq!(shared.partition(), Partition::AwsCn);
    }

    #[test]
    fn other_arns_are_refused() {
        for text in [
            "arn:aws:kms:us-west-2:ACCOUNT:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:kms:us-west-2:123456789012:key/KEY_ID",
            "arn:aws:kms:us-west-2:123456789012:key/1234ABCD-12ab-34cd-56ef-1234567890ab",
            "arn:aws:kms:us-west-2:123456789012:key/mrk-1234",
            "arn:aws:kms::123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:kms:us-west-2::key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:iam::123456789012:role/x",
            "1234abcd-12ab-34cd-56ef-1234567890ab",
        ] {
            assert_eq!(text.parse::<KeyArn>().map_err(|invalid| invalid.rule), Err("SEC-09"), "{text}");
        }
        let alias = "arn:aws:kms:us-west-2:123456789012:alias/eks".parse::<KeyArn>().unwrap_err();
        assert!(alias.fix.is_some_and(|fix| fix.contains("alias/eks")));
    }
}
