//! AWS resources that neither eksctl nor Kubernetes can say, as CloudFormation: one file per AWS service, one template per stack.
//!
//! A stack lives in one region. What belongs to the whole platform is below `fleet/`: `00-copies-<region>` has what other regions
//! copy to and comes first, `01-data-<region>` what they copy from, `02-roles-<region>` by whom the hub comes into its spokes.
//! What belongs to one cluster is in its own folder, `01-infra`, and comes after the cluster. No id is copied by hand: names, aliases and ARNs that follow from
//! the platform are written out, everything else is a reference.

mod backup;
mod cluster;
mod efs;
mod endpoints;
mod fleet;
mod fsx;
mod joined;
mod kms;
mod lustre_group;
mod metrics;
mod node_groups;
mod replication;
mod s3;
mod sender;
mod template;

pub(super) use cluster::{commands as cluster_commands, remarks, render as render_cluster};
pub(super) use fleet::{commands as fleet_commands, render as render_fleet};
pub(super) use joined::{command as join_command, render as render_joined, with_outputs};

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::ClusterView;
use crate::catalog::Region;
use crate::derived;
use crate::spec::{Bucket, Platform};

/// The command that keeps a stack with data from being deleted by one call.
fn protection(template: &template::Template, region: Region, stack: &str) -> Option<String> {
    template.has_data().then(|| {
        format!(
            "aws cloudformation update-termination-protection --region {region} --stack-name {stack} --enable-termination-protection"
        )
    })
}

/// The tags of everything that the platform creates.
fn tags(platform: &Platform) -> Value {
    json!([{ "Key": "eksml/platform", "Value": platform.name.as_str() }])
}

/// eksctl's own stack of a cluster, whose exports others join.
fn eksctl_stack(view: &ClusterView<'_>) -> String {
    format!("eksctl-{}-cluster", view.cluster.name)
}

/// What `MANIFEST.json` promises of AWS: the buckets and the workspace that are created, for whoever reads AWS back against it.
pub(super) fn metadata(platform: &Platform) -> BTreeMap<String, Value> {
    let created: Vec<_> = platform.buckets.iter().filter_map(|bucket| promise(platform, bucket)).collect();
    let mut metadata = BTreeMap::new();
    if !created.is_empty() {
        metadata.insert("buckets".to_owned(), Value::from(created));
    }
    if let Some(workspace) = &platform.metrics_workspace {
        let region = workspace.region.unwrap_or(platform.region);
        metadata.insert("metrics_workspace".to_owned(), json!({ "alias": platform.name.as_str(), "region": region.as_str() }));
    }
    metadata
}

fn promise(platform: &Platform, bucket: &Bucket) -> Option<Value> {
    let create = bucket.create.as_ref()?;
    let mut promise = json!({
        "name": bucket.name.as_str(),
        "s3": bucket.s3.as_str(),
        "region": derived::bucket_region(platform, bucket).as_str(),
        "own_key": create.own_key,
        "encryption": if s3::is_encrypted_by_kms(bucket) { "aws:kms" } else { "AES256" },
        "noncurrent_days": create.lifecycle.as_ref().map(|lifecycle| lifecycle.noncurrent_days),
    });
    if let Some((replica, name)) =
        create.replicate.as_ref().and_then(|it| Some((it, derived::replica_name(&bucket.s3, it).ok()?)))
    {
        promise["copy"] = json!({ "s3": name.as_str(), "region": replica.to.as_str() });
    }
    Some(promise)
}
