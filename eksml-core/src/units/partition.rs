//! The AWS partitions: separate AWS clouds whose ARNs, endpoints and accounts never mix.
use std::fmt;
use std::str::FromStr;

use super::text::serde_as_text;
use super::{Invalid, Unit};

/// An AWS partition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Partition {
    /// The commercial regions: `aws`.
    #[default]
    Aws,
    /// Beijing and Ningxia: `aws-cn`.
    AwsCn,
    /// The US government regions: `aws-us-gov`.
    AwsUsGov,
}

impl Partition {
    /// Every partition.
    pub const ALL: [Self; 3] = [Self::Aws, Self::AwsCn, Self::AwsUsGov];

    /// The partition as it stands in an ARN.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsUsGov => "aws-us-gov",
        }
    }

    /// The domain of the partition's service endpoints.
    pub const fn dns_suffix(self) -> &'static str {
        match self {
            Self::Aws | Self::AwsUsGov => "amazonaws.com",
            Self::AwsCn => "amazonaws.com.cn",
        }
    }

    /// The partition a region's name belongs to, read off its prefix.
    pub fn of_region(region: &str) -> Self {
        if region.starts_with("cn-") {
            Self::AwsCn
        } else if region.starts_with("us-gov-") {
            Self::AwsUsGov
        } else {
            Self::Aws
        }
    }
}

impl Unit for Partition {
    const EXPECTS: &'static str = "an AWS partition: \"aws\", \"aws-cn\" or \"aws-us-gov\"";
}

impl FromStr for Partition {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::ALL.into_iter().find(|partition| partition.as_str() == text).ok_or_else(|| {
            let invalid = Invalid::new("SEC-09", format!("`{text}` is not an AWS partition"));
            let near = super::spelling::closest(text, Self::ALL.iter().map(|partition| partition.as_str()));
            invalid.fix(near.unwrap_or("aws, aws-cn or aws-us-gov"))
        })
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

serde_as_text!(Partition);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_round_trip() {
        for partition in Partition::ALL {
            assert_eq!(partition.to_string().parse(), Ok(partition));
        }
        assert_eq!("aws_cn".parse::<Partition>().unwrap_err().fix.as_deref(), Some("aws-cn"));
        assert!("".parse::<Partition>().is_err());
    }

    #[test]
    fn regions_tell_their_partition() {
        assert_eq!(Partition::of_region("us-west-2"), Partition::Aws);
        assert_eq!(Partition::of_region("us-gov-west-1"), Partition::AwsUsGov);
        assert_eq!(Partition::of_region("cn-north-1"), Partition::AwsCn);
    }
}
