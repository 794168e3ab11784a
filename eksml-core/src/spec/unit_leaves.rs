//! How units are read, and what stands in for each while it is unknown.

use super::reader::{Reader, Spec};
use super::shape::{Kind, Shape};
use crate::catalog::{Addon, AmiFamily, InstanceType, KubernetesVersion, Region, Zone};
use crate::source::{Node, Path, Value};
use crate::units::{
    AccountId, AddonVersion, BucketName, CapacityReservationId, CertificateArn, Cidr, CronSchedule, DataKey, Date, DomainName,
    Duration, FileSystemId, HostName, HostedZoneId, Image, KeyArn, LabelKey, LabelValue, MonthlyBudget, Name, Quantity, QueueArn,
    RoleArn, SecurityGroupId, SubnetId, TopicArn, Unit, VariableName, WorkspaceId,
};

use super::TagKey;

/// Reads a unit from a quoted text or a bare word; a word may spell `-` as `_`.
///
/// # Errors
/// What the unit itself says of the text.
pub fn unit<T: Unit>(text: &str, word: bool) -> Result<T, crate::units::Invalid> {
    text.parse().or_else(|first| {
        if !(word && text.contains('_')) {
            return Err(first);
        }
        // The user's own spelling is what a message must show.
        text.replace('_', "-").parse().map_err(|_| first)
    })
}

/// Whether a unit may be written as a bare number.
pub(crate) fn is_numeric(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::Unit { numeric: true, .. })
}

/// What to write instead: a unit suggests either a value, which is quoted, or a sentence.
pub(crate) fn fix<T: Unit>(suggested: Option<String>) -> String {
    let Some(fix) = suggested else { return format!("write {}", T::EXPECTS) };
    // A sentence may be a value as well, where any text is one.
    if fix.starts_with("write ") {
        return fix;
    }
    let values: Vec<&str> = fix.split(" or ").flat_map(|part| part.split(", ")).collect();
    if values.iter().all(|value| value.parse::<T>().is_ok()) {
        let quoted: Vec<String> = values.iter().map(|value| format!("`\"{value}\"`")).collect();
        return format!("write {}", quoted.join(" or "));
    }
    fix
}

/// Whether a unit may be written as a bare number: quantities alone, since no other unit reads back as one.
macro_rules! numeric {
    (Quantity) => {
        true
    };
    ($Type:ident) => {
        false
    };
}

/// Makes units parts of the spec; the text is what stands in while the value is unknown.
macro_rules! unit_leaves {
    ($($Type:ident = $stand_in:literal),* $(,)?) => {$(
        impl Spec for $Type {
            const SHAPE: &'static Shape = &Shape { rust: "", kind: Kind::Unit { expects: <$Type as Unit>::EXPECTS, numeric: numeric!($Type) } };

            fn stand_in() -> Self {
                match $stand_in.parse() {
                    Ok(value) => value,
                    Err(_) => unreachable!("the stand-in is well-formed; a test reads them all"),
                }
            }

            fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
                let (text, word) = match &node.value {
                    Value::Str(text) => (text.clone(), false),
                    Value::Word(text) => (text.clone(), true),
                    // `cpu: 2` is what everybody writes.
                    Value::Int(number) if is_numeric(Self::SHAPE) => (number.to_string(), false),
                    _ => {
                        reader.expected(<$Type as Unit>::EXPECTS, node, path);
                        return Self::stand_in();
                    }
                };
                unit(&text, word).unwrap_or_else(|invalid| {
                    reader.unknown.push(path.clone());
                    let mut fix = crate::findings::Fix::from(fix::<$Type>(invalid.fix));
                    if let Some((limit, keys)) = <$Type as Unit>::limit(&text) {
                        fix.keys = Some(keys);
                        fix.limit = Some(limit);
                    }
                    reader.fault(invalid.rule, path, node.mark, invalid.problem, fix);
                    Self::stand_in()
                })
            }

            fn write(&self) -> Node {
                Node::text(self.to_string())
            }
        }
    )*

        #[cfg(test)]
        #[test]
        fn every_stand_in_is_well_formed() {
            $( let _ = <$Type as Spec>::stand_in(); )*
        }
    };
}

unit_leaves! {
    Name = "unknown",
    Quantity = "1",
    Cidr = "10.0.0.0/16",
    Zone = "us-east-1a",
    Region = "us-east-1",
    KubernetesVersion = "1.35",
    Date = "2999-12-31",
    Image = "registry.example.com/unknown:0",
    Duration = "1h",
    SubnetId = "subnet-0123456789abcdef0",
    SecurityGroupId = "sg-0123456789abcdef0",
    FileSystemId = "fs-0123456789abcdef0",
    RoleArn = "arn:aws:iam::111122223333:role/unknown",
    KeyArn = "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000",
    CapacityReservationId = "cr-0123456789abcdef0",
    LabelKey = "unknown",
    LabelValue = "unknown",
    InstanceType = "m7i.xlarge",
    AmiFamily = "AmazonLinux2023",
    TagKey = "unknown",
    AccountId = "111122223333",
    BucketName = "unknown",
    MonthlyBudget = "1 USD/month",
    Addon = "coredns",
    AddonVersion = "v1.0.0-eksbuild.1",
    TopicArn = "arn:aws:sns:us-east-1:111122223333:unknown",
    QueueArn = "arn:aws:sqs:us-east-1:111122223333:unknown",
    WorkspaceId = "ws-00000000-0000-0000-0000-000000000000",
    CronSchedule = "0 0 * * *",
    DataKey = "unknown",
    HostName = "unknown.example.com",
    HostedZoneId = "Z0000000000000000000",
    DomainName = "unknown.example.com",
    CertificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/unknown",
    VariableName = "UNKNOWN",
}
