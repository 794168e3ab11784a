//! FSx for Lustre: file systems that are linked to buckets, which the driver in the cluster cannot make (STO-06), and the security group
//! of every file system in a subnet of the cluster's (NET-16).

use serde_json::{Value, json};

use super::lustre_group;
use super::template::{Resource, Template, get_att, logical_id, reference, sub};
use crate::catalog::Zone;
use crate::derived;
use crate::render::ClusterView;
use crate::spec::{Link, Persistent2, Storage, Sync};

/// The Lustre version of every file system (STO-08).
const VERSION: &str = "2.15";

/// The outputs with what only AWS knows of a class: its file system, the name to mount it by, and where its file systems live.
pub(super) fn output(class: &str, what: &str) -> String {
    format!("{}{what}", logical_id("Lustre", class))
}

/// Adds what classes need to live in the cluster's own subnets, the file systems that are linked to buckets, and the links.
pub(super) fn lustre(template: &mut Template, view: &ClusterView<'_>) {
    for class in &view.cluster.storage {
        let rules = home(class).map(|zone| {
            place(template, view, class, zone);
            lustre_group::group(template, view, class)
        });
        let Some(lustre) = derived::single_file_system(class).map(|lustre| lustre.whole()).filter(|lustre| is_made_here(lustre))
        else {
            continue;
        };
        let id = output(class.name.as_str(), "");
        // FSx makes no file system whose group keeps its servers apart.
        template.add(id.as_str(), file_system(view, class, lustre).after(rules.unwrap_or_default()));
        for link in &lustre.links {
            template.add(format!("{id}{}", logical_id("Link", link.bucket.as_str())), association(view, &id, link));
        }
        template.output(&id, format!("The file system of {}", class.name), reference(&id));
        let mount_name = output(class.name.as_str(), "MountName");
        template.output(&mount_name, format!("The mount name of {}", class.name), get_att(&id, "LustreMountName"));
    }
}

/// The zone in whose subnet file systems of a class are still to be made.
fn home(class: &Storage) -> Option<&Zone> {
    derived::lustre_at_home(class).filter(|_| derived::has_own_file_system(class)).map(|zone| zone.whole())
}

/// Whether the stack has a security group of Lustre's.
pub(super) fn makes_groups(view: &ClusterView<'_>) -> bool {
    view.cluster.storage.iter().any(|class| home(class).is_some())
}

/// Whether the cluster's stack makes it. One that is named as well stays in the stack that made it.
fn is_made_here(lustre: &Persistent2) -> bool {
    !lustre.links.is_empty()
}

/// Shows the security group of a class, with the subnet, to whoever makes file systems of the class.
fn place(template: &mut Template, view: &ClusterView<'_>, class: &Storage, zone: &Zone) {
    let (name, group) = (class.name.as_str(), output(class.name.as_str(), "SecurityGroup"));
    let subnet = match derived::own_private_subnet_in(view.cluster, zone) {
        Some(own) => json!(own),
        None => {
            let parameter = parameter(zone);
            template.parameter(&parameter, "String", "A private subnet of the cluster in the zone");
            reference(&parameter)
        }
    };
    template.output(&group, format!("The security group of {name}"), get_att(&group, "GroupId"));
    template.output(&output(name, "Subnet"), format!("The subnet of {name}"), subnet);
}

/// The parameter with the cluster's private subnet in a zone: eksctl's stack exports its subnets, but not which is where.
fn parameter(zone: &Zone) -> String {
    logical_id("PrivateSubnet", zone.to_string().as_str())
}

/// What these parameters are on the command line, looked up by the tags that eksctl's stack gives.
pub(super) fn parameters(view: &ClusterView<'_>) -> Vec<String> {
    let mut zones: Vec<&Zone> = view.cluster.storage.iter().filter_map(home).collect();
    zones.retain(|zone| derived::own_private_subnet_in(view.cluster, zone).is_none());
    zones.sort();
    zones.dedup();
    let looked_up = |zone: &Zone| {
        format!(
            "{}=$(aws ec2 describe-subnets --region {} --filters Name=tag:alpha.eksctl.io/cluster-name,Values={} \
             Name=tag:kubernetes.io/role/internal-elb,Values=1 Name=availability-zone,Values={zone} --query 'Subnets[0].SubnetId' --output text)",
            parameter(zone),
            view.region(),
            view.cluster.name,
        )
    };
    zones.into_iter().map(looked_up).collect()
}

fn file_system(view: &ClusterView<'_>, class: &Storage, lustre: &Persistent2) -> Resource {
    let (subnet, groups) = match (&lustre.place.subnet, derived::own_private_subnet_in(view.cluster, &lustre.place.zone)) {
        (Some(named), _) => {
            (json!(named.as_str()), lustre.place.security_groups.iter().map(|group| json!(group.to_string())).collect::<Vec<_>>())
        }
        (None, own) => {
            let subnet = own.map_or_else(|| reference(&parameter(&lustre.place.zone)), |own| json!(own));
            (subnet, vec![get_att(&output(class.name.as_str(), "SecurityGroup"), "GroupId")])
        }
    };
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
        "SubnetIds": [subnet],
        "SecurityGroupIds": groups,
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
