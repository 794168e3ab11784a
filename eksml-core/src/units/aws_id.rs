//! The ids AWS gives to what exists already: capacity reservations, subnets, security groups, VPCs, file systems.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

macro_rules! ec2_id {
    ($(#[$doc:meta])* $unit:ident, $prefix:literal, $rule:literal, $what:literal, $expects:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $unit {
            text: String,
        }

        impl Unit for $unit {
            const EXPECTS: &'static str = $expects;
        }

        impl FromStr for $unit {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                if is_id(text, $prefix) {
                    return Ok(Self { text: text.to_owned() });
                }
                let problem = concat!("is not ", $what, " id: `", $prefix, "` and 17 (formerly 8) hexadecimal digits");
                Err(Invalid::new($rule, format!("`{text}` {problem}")).maybe_fix(nearest(text, $prefix)))
            }
        }

        stored_as_text!($unit);
    };
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|digits| {
        matches!(digits.len(), 8 | 17) && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

/// The same id in lowercase, or with its prefix, when that is all that was missing.
fn nearest(text: &str, prefix: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let prefixed = format!("{prefix}{lower}");
    [lower, prefixed].into_iter().find(|id| is_id(id, prefix))
}

ec2_id!(
    /// The id of an On-Demand Capacity Reservation or a Capacity Block (`NG-20`).
    CapacityReservationId,
    "cr-",
    "NG-20",
    "a capacity reservation",
    "a capacity reservation id, like \"cr-0123456789abcdef0\""
);
ec2_id!(
    /// The id of a subnet (`EM-05`).
    SubnetId,
    "subnet-",
    "EM-05",
    "a subnet",
    "a subnet id, like \"subnet-0123456789abcdef0\""
);
ec2_id!(
    /// The id of a security group (`EM-05`).
    SecurityGroupId,
    "sg-",
    "EM-05",
    "a security group",
    "a security group id, like \"sg-0123456789abcdef0\""
);
ec2_id!(
    /// The id of a VPC (`EM-05`).
    VpcId,
    "vpc-",
    "EM-05",
    "a VPC",
    "a VPC id, like \"vpc-0123456789abcdef0\""
);
ec2_id!(
    /// The id of an FSx or EFS file system (`EM-05`).
    FileSystemId,
    "fs-",
    "EM-05",
    "a file system",
    "a file system id, like \"fs-0123456789abcdef0\""
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lengths_are_taken() {
        assert!("cr-0123456789abcdef0".parse::<CapacityReservationId>().is_ok());
        assert!("cr-01234567".parse::<CapacityReservationId>().is_ok());
        assert_eq!("subnet-0123456789abcdef0".parse::<SubnetId>().unwrap().to_string(), "subnet-0123456789abcdef0");
        assert!("sg-0123456789abcdef0".parse::<SecurityGroupId>().is_ok());
        assert!("vpc-0123456789abcdef0".parse::<VpcId>().is_ok());
    }

    #[test]
    fn the_rest_is_refused() {
        for text in ["", "cr-", "cr-0abc…", "cr-0123", "cr-0123456789abcdefg", "vpc-0123456789abcdef0", "cr-0123456789abcdef01"]
        {
            assert_eq!(text.parse::<CapacityReservationId>().map_err(|invalid| invalid.rule), Err("NG-20"), "{text}");
        }
        let upper = "CR-0123456789ABCDEF0".parse::<CapacityReservationId>().unwrap_err();
        assert_eq!(upper.fix.as_deref(), Some("cr-0123456789abcdef0"));
        let bare = "0123456789abcdef0".parse::<SubnetId>().unwrap_err();
        assert_eq!((bare.rule, bare.fix.as_deref()), ("EM-05", Some("subnet-0123456789abcdef0")));
    }
}
