//! The ARN of an IAM role.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{AccountId, Arn, Invalid, Partition, Unit};

/// The ARN of an IAM role in a real account (`SEC-09`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoleArn {
    text: String,
    partition: Partition,
    account: AccountId,
}

impl RoleArn {
    /// The partition, for example `aws`.
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// The account that owns the role.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// The role's name without its path.
    pub fn role_name(&self) -> &str {
        self.text.rsplit('/').next().unwrap_or_default()
    }
}

impl Unit for RoleArn {
    const EXPECTS: &'static str = "the ARN of an IAM role, like \"arn:aws:iam::123456789012:role/ml-train\"";
}

impl FromStr for RoleArn {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let arn: Arn = text.parse()?;
        let refuse = |problem: &str| Invalid::new("SEC-09", format!("`{text}` {problem}"));
        if arn.service() == "sts" && arn.resource().starts_with("assumed-role/") {
            let role = arn.resource().split('/').nth(1).unwrap_or_default();
            let account = arn.account().map(|account| account.to_string()).unwrap_or_default();
            return Err(
                refuse("is a session of a role, not the role").fix(format!("arn:{}:iam::{account}:role/{role}", arn.partition()))
            );
        }
        if arn.service() != "iam" {
            return Err(refuse("is not an ARN of IAM"));
        }
        if arn.region().is_some() {
            return Err(refuse("names a region, but IAM roles have none"));
        }
        let Some(account) = arn.account() else {
            return Err(refuse("names no account").fix(super::account::HOW_TO_FIND));
        };
        let Some(path) = arn.resource().strip_prefix("role/") else {
            return Err(refuse("is not a role: its resource does not begin with `role/`"));
        };
        let name = path.rsplit('/').next().unwrap_or_default();
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        if name.is_empty() || name.len() > 64 || !name.chars().all(allowed) {
            return Err(refuse("has no valid role name: 1 to 64 letters, digits and `_+=,.@-`"));
        }
        let partition = arn.partition();
        Ok(Self { text: text.to_owned(), partition, account })
    }
}

stored_as_text!(RoleArn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_taken_apart() {
        let role: RoleArn = "arn:aws:iam::123456789012:role/teams/ml/trainer".parse().unwrap();
        assert_eq!((role.account().as_str(), role.role_name(), role.partition()), ("123456789012", "trainer", Partition::Aws));
        assert_eq!(role.to_string(), "arn:aws:iam::123456789012:role/teams/ml/trainer");
    }

    #[test]
    fn other_arns_are_refused() {
        for text in [
            "arn:aws:iam::ACCOUNT:role/ml-train",
            "arn:aws:iam::123456789012:user/alice",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123456789012:role/a b",
            "arn:aws:iam::123456789012:role/ml*",
            "arn:aws:iam::aws:role/x",
            "arn:aws:iam:us-west-2:123456789012:role/x",
            "arn:aws:s3:::bucket",
            "ml-train",
        ] {
            assert_eq!(text.parse::<RoleArn>().map_err(|invalid| invalid.rule), Err("SEC-09"), "{text}");
        }
        assert!(format!("arn:aws:iam::123456789012:role/{}", "r".repeat(65)).parse::<RoleArn>().is_err());
    }

    #[test]
    fn a_session_is_answered_with_its_role() {
        let refused = "arn:aws:sts::123456789012:assumed-role/admin/alice".parse::<RoleArn>().unwrap_err();
        assert_eq!(refused.fix.as_deref(), Some("arn:aws:iam::123456789012:role/admin"));
    }
}
