//! Values that are parsed once and valid ever after: CIDRs, ARNs, names, quantities, durations.
//!
//! Every unit implements [`Unit`]: it is read from text with [`FromStr`](std::str::FromStr), refuses what its field refuses with an
//! [`Invalid`] that names the rule, and prints its canonical form with [`Display`](std::fmt::Display). Serde goes through the same two
//! doors, so a value cannot enter the spec by a side entrance.
//!
//! ```
//! use eksml_core::units::{Cidr, Duration, Name};
//!
//! let vpc: Cidr = "10.0.0.0/16".parse()?;
//! assert!(vpc.contains("10.0.64.0/18".parse()?));
//! assert_eq!("1h30m".parse::<Duration>()?.seconds(), 5_400);
//!
//! let refused = "Training_GPU".parse::<Name>().unwrap_err();
//! assert_eq!((refused.rule, refused.fix.as_deref()), ("EM-05", Some("training-gpu")));
//! # Ok::<(), eksml_core::units::Invalid>(())
//! ```
mod account;
mod addon_version;
mod arn;
mod aws_id;
mod bucket;
mod certificate_arn;
mod cidr;
mod cron;
mod data_key;
mod date;
mod domain_name;
mod duration;
mod host_name;
mod hosted_zone_id;
mod image;
mod invalid;
mod key_arn;
mod label;
mod monthly_budget;
mod name;
mod partition;
mod quantity;
mod queue_arn;
mod role_arn;
pub mod spelling;
mod text;
mod topic_arn;
mod unit;
mod variable_name;
mod workspace_id;

pub use account::AccountId;
pub use addon_version::AddonVersion;
pub use arn::Arn;
pub use aws_id::{CapacityReservationId, FileSystemId, SecurityGroupId, SubnetId, VpcId};
pub use bucket::BucketName;
pub use certificate_arn::CertificateArn;
pub use cidr::{Cidr, CidrError};
pub use cron::CronSchedule;
pub use data_key::DataKey;
pub use date::Date;
pub use domain_name::DomainName;
pub use duration::Duration;
pub use host_name::HostName;
pub use hosted_zone_id::HostedZoneId;
pub use image::Image;
pub use invalid::Invalid;
pub use key_arn::KeyArn;
pub use label::{LabelKey, LabelValue};
pub use monthly_budget::MonthlyBudget;
pub use name::Name;
pub use partition::Partition;
pub use quantity::Quantity;
pub use queue_arn::QueueArn;
pub use role_arn::RoleArn;
pub use topic_arn::TopicArn;
pub use unit::Unit;
pub use variable_name::VariableName;
pub use workspace_id::WorkspaceId;

pub(crate) use text::FromText;
pub(crate) use text::serde_as_text;
