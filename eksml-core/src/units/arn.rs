//! An Amazon Resource Name of any service.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{AccountId, Invalid, Partition, Unit};

/// An ARN, `arn:partition:service:region:account:resource`, with real values in every place (`SEC-09`).
///
/// The account may be empty (S3) or `aws` (policies owned by AWS); anything else must be 12 digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Arn {
    text: String,
    partition: Partition,
}

impl Arn {
    /// The partition, for example `aws`.
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// The service, for example `iam`.
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// The region, or `None` for a global resource.
    pub fn region(&self) -> Option<&str> {
        Some(self.part(3)).filter(|region| !region.is_empty())
    }

    /// The owning account, or `None` where the ARN names none or AWS itself owns the resource.
    pub fn account(&self) -> Option<AccountId> {
        self.part(4).parse().ok()
    }

    /// Everything behind the account, for example `role/ml-train`.
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    fn part(&self, index: usize) -> &str {
        // The resource is the sixth part and may itself hold colons.
        self.text.splitn(6, ':').nth(index).unwrap_or_default()
    }
}

fn refuse(text: &str, problem: impl AsRef<str>) -> Invalid {
    Invalid::new("SEC-09", format!("ARN `{text}` {}", problem.as_ref()))
}

/// Whether a text has the shape of a region name: `us-west-2`, `us-gov-east-1`.
fn is_region_shaped(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let word = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    word(first)
        && !middle.is_empty()
        && middle.iter().all(word)
        && (1..=2).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_digit())
}

impl Unit for Arn {
    const EXPECTS: &'static str = "an ARN with real values, like \"arn:aws:iam::123456789012:role/ml-train\"";
}

impl FromStr for Arn {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(refuse(text, "has white space in it"));
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let [head, partition, service, region, account, resource] = parts.as_slice() else {
            return Err(refuse(text, "does not have the six parts `arn:partition:service:region:account:resource`"));
        };
        if *head != "arn" {
            return Err(refuse(text, "does not begin with `arn:`"));
        }
        let partition: Partition = partition.parse().map_err(|invalid: Invalid| {
            let fix = invalid.fix.unwrap_or_default();
            refuse(text, format!("has the unknown partition `{partition}`")).fix(fix)
        })?;
        if service.is_empty() || !service.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Err(refuse(text, format!("has `{service}` where a service such as `iam` belongs")));
        }
        if !region.is_empty() {
            if !is_region_shaped(region) {
                return Err(refuse(text, format!("has `{region}` where a region such as `us-west-2` belongs")));
            }
            let home = Partition::of_region(region);
            if home != partition {
                return Err(refuse(text, format!("puts region `{region}` into partition `{partition}`"))
                    .fix(format!("arn:{home}:{service}:{region}:{account}:{resource}")));
            }
        }
        if !account.is_empty() && *account != "aws" {
            account.parse::<AccountId>().map_err(|invalid| {
                let fix = match invalid.fix {
                    Some(number) if number.parse::<AccountId>().is_ok() => {
                        Some(format!("arn:{partition}:{service}:{region}:{number}:{resource}"))
                    }
                    other => other,
                };
                refuse(text, format!("has `{account}` where a 12-digit account id belongs")).maybe_fix(fix)
            })?;
        }
        if resource.is_empty() {
            return Err(refuse(text, "names no resource"));
        }
        if let Some(placeholder) = placeholder(resource) {
            return Err(refuse(text, format!("still holds the placeholder `{placeholder}`")));
        }
        Ok(Self { text: text.to_owned(), partition })
    }
}

/// A placeholder left in a resource: `<role-name>`, `${role}`, `{{ role }}`.
fn placeholder(resource: &str) -> Option<&str> {
    [("${", "}"), ("{{", "}}"), ("<", ">")].into_iter().find_map(|(open, close)| {
        let start = resource.find(open)?;
        let end = resource[start..].find(close)? + close.len();
        Some(&resource[start..start + end])
    })
}

stored_as_text!(Arn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_arns_are_taken_apart() {
        let key: Arn = "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd".parse().unwrap();
        assert_eq!((key.partition(), key.service(), key.region()), (Partition::AwsUsGov, "kms", Some("us-gov-west-1")));
        assert_eq!((key.account().unwrap().as_str(), key.resource()), ("123456789012", "key/1234abcd"));

        let bucket: Arn = "arn:aws:s3:::acme-training-data/*".parse().unwrap();
        assert_eq!((bucket.region(), bucket.account(), bucket.resource()), (None, None, "acme-training-data/*"));

        let managed: Arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy".parse().unwrap();
        assert_eq!(managed.account(), None);

        let topic: Arn = "arn:aws:logs:us-west-2:123456789012:log-group:/aws/eks:*".parse().unwrap();
        assert_eq!(topic.resource(), "log-group:/aws/eks:*");
    }

    #[test]
    fn nasty_arns_are_refused_under_sec_09() {
        for text in [
            "",
            "arn",
            "arn:aws:iam::123456789012",
            "ARN:aws:iam::123456789012:role/x",
            "arn:aws:iam::ACCOUNT:role/x",
            "arn:aws:iam::<ACCOUNT_ID>:role/x",
            "arn:aws:iam::${AWS::AccountId}:role/x",
            "arn:aws:iam::12345678901:role/x",
            "arn:aws:iam::1234567890123:role/x",
            "arn:aws:iam::*:role/x",
            "arn:aws:iam::123456789012:",
            "arn:aws:iam::123456789012:role/<name>",
            "arn:aws:iam::123456789012:role/${role}",
            "arn:aws:iam::123456789012:role/{{ role }}",
            "arn:aws:iam::123456789012:role/{{role}}",
            "arn:aws2:iam::123456789012:role/x",
            "arn::iam::123456789012:role/x",
            "arn:aws:::123456789012:role/x",
            "arn:aws:IAM::123456789012:role/x",
            "arn:aws:kms:REGION:123456789012:key/x",
            "arn:aws:kms:us-west:123456789012:key/x",
            "arn:aws:kms:cn-north-1:123456789012:key/x",
            "arn:aws-cn:kms:us-west-2:123456789012:key/x",
            " arn:aws:iam::123456789012:role/x",
            "arn:aws:iam::123456789012:role/x\n",
            "arn:aws:iam::１２３４５６７８９０１２:role/x",
        ] {
            assert_eq!(text.parse::<Arn>().map_err(|invalid| invalid.rule), Err("SEC-09"), "{text}");
        }
    }

    #[test]
    fn what_can_be_repaired_is_repaired() {
        for (text, fix) in [
            ("arn:aws:iam::1234-5678-9012:role/x", "arn:aws:iam::123456789012:role/x"),
            ("arn:aws:kms:cn-north-1:123456789012:key/x", "arn:aws-cn:kms:cn-north-1:123456789012:key/x"),
            ("arn:aws:iam::ACCOUNT:role/x", super::super::account::HOW_TO_FIND),
        ] {
            assert_eq!(text.parse::<Arn>().unwrap_err().fix.as_deref(), Some(fix), "{text}");
        }
    }
}
