//! AWS resources that neither eksctl nor Kubernetes can say, as CloudFormation: one file per AWS service, one template per stack.
//!
//! A stack lives in one region. What belongs to the whole platform is below `fleet/`: `00-copies-<region>` has what other regions
//! copy to and comes first, `01-data-<region>` what they copy from. No id is copied by hand: names, aliases and ARNs that follow from
//! the platform are written out, everything else is a reference.

mod fleet;
mod kms;
mod replication;
mod s3;
mod template;

pub(super) use fleet::{commands as fleet_commands, render as render_fleet};

use serde_json::{Value, json};

use crate::spec::Platform;

/// The tags of everything that the platform creates.
fn tags(platform: &Platform) -> Value {
    json!([{ "Key": "eksml/platform", "Value": platform.name.as_str() }])
}
