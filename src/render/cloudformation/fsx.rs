//! FSx for Lustre: file systems that are linked to buckets, which the driver in the cluster cannot make (STO-06).

use serde_json::{Value, json};

use super::template::{Resource, Template, get_att, logical_id, reference, sub};
use crate::derived;
use crate::render::ClusterView;
use crate::spec::{Link, Persistent2, Sync};

/// The Lustre version of every file system (STO-08).
const VERSION: &str = "2.15";

/// Adds the file systems of a cluster's linked classes, and the links.
pub(super) fn linked(template: &mut Template, view: &ClusterView<'_>) {
    for class in &view.cluster.storage {
        let Some(lustre) = derived::single_file_system(class).filter(|lustre| !lustre.links.is_empty()) else { continue };
        let id = logical_id("Lustre", class.name.as_str());
        template.add(id.as_str(), file_system(view, lustre));
        for link in &lustre.links {
            template.add(format!("{id}{}", logical_id("Link", link.bucket.as_str())), association(view, &id, link));
        }
        template.output(&id, format!("The file system of {}", class.name), reference(&id));
        template.output(&format!("{id}MountName"), format!("The mount name of {}", class.name), get_att(&id, "LustreMountName"));
    }
}

fn file_system(view: &ClusterView<'_>, lustre: &Persistent2) -> Resource {
    let mut configuration = json!({
        "DeploymentType": "PERSISTENT_2",
        "PerUnitStorageThroughput": lustre.throughput,
        "DataCompressionType": "LZ4",
        // FSx backs up no file system that is linked to a bucket (STO-09).
        "AutomaticBackupRetentionDays": 0,
    });
    if lustre.efa {
        configuration["EfaEnabled"] = json!(true);
    }
    match (lustre.metadata_iops, lustre.efa) {
        (Some(iops), _) => configuration["MetadataConfiguration"] = json!({ "Mode": "USER_PROVISIONED", "Iops": iops }),
        (None, true) => configuration["MetadataConfiguration"] = json!({ "Mode": "AUTOMATIC" }),
        (None, false) => {}
    }
    let mut properties = json!({
        "FileSystemType": "LUSTRE",
        "FileSystemTypeVersion": VERSION,
        "StorageType": "SSD",
        "StorageCapacity": lustre.size_gib,
        "SubnetIds": [lustre.place.subnet.as_str()],
        "SecurityGroupIds": lustre.place.security_groups.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "LustreConfiguration": configuration,
        "Tags": super::tags(view.platform),
    });
    if let Some(key) = &lustre.key {
        properties["KmsKeyId"] = json!(key.to_string());
    }
    Resource::kept("AWS::FSx::FileSystem", properties)
}

fn association(view: &ClusterView<'_>, file_system: &str, link: &Link) -> Resource {
    let events = json!({ "Events": ["NEW", "CHANGED", "DELETED"] });
    let mut sync = json!({});
    if matches!(link.sync, Sync::ImportAndExport | Sync::Import) {
        sync["AutoImportPolicy"] = events.clone();
    }
    if matches!(link.sync, Sync::ImportAndExport | Sync::Export) {
        sync["AutoExportPolicy"] = events;
    }
    let mut properties = json!({
        "FileSystemId": reference(file_system),
        "FileSystemPath": link.at.as_str(),
        "DataRepositoryPath": repository(view, link),
        // What is in the bucket already is seen from the first mount on.
        "BatchImportMetaDataOnCreate": true,
        "Tags": super::tags(view.platform),
    });
    if sync.as_object().is_some_and(|sync| !sync.is_empty()) {
        properties["S3"] = sync;
    }
    Resource::new("AWS::FSx::DataRepositoryAssociation", properties)
}

fn repository(view: &ClusterView<'_>, link: &Link) -> String {
    let bucket = view.platform.buckets.iter().find(|bucket| bucket.name == link.bucket);
    let s3 = bucket.map_or_else(|| link.bucket.to_string(), |bucket| bucket.s3.to_string());
    let prefix = link.prefix.as_deref().unwrap_or_default().trim_matches('/');
    if prefix.is_empty() { format!("s3://{s3}") } else { format!("s3://{s3}/{prefix}") }
}

/// The statement by which FSx's own role uses the key of a linked bucket, through S3 alone. The role's name ends with the file
/// system's id, which is known only when both are there. Source: FSx for Lustre user guide, "Working with server-side encrypted S3
/// buckets".
pub(super) fn uses_key() -> Value {
    let role = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/\
                AWSServiceRoleForFSxS3Access_fs-*";
    json!({
        "Sid": "LinkedFileSystems",
        "Effect": "Allow",
        "Principal": { "AWS": "*" },
        "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        "Resource": "*",
        "Condition": {
            "ArnLike": { "aws:PrincipalArn": sub(role) },
            "StringEquals": {
                "kms:CallerAccount": reference("AWS::AccountId"),
                "kms:ViaService": sub("s3.${AWS::Region}.${AWS::URLSuffix}"),
            },
        },
    })
}
