//! EFS: a file system for each class that has one of its own, its mount target in every zone, and who reaches it.

use serde_json::{Value, json};

use super::node_groups::{Client, EGRESS, clients};
use super::template::{Resource, Template, get_att, import, logical_id, reference};
use crate::derived;
use crate::render::ClusterView;
use crate::spec::{CreatedEfs, EfsBackups, EfsThroughput};

/// The output with the id of a class' file system, which is its logical id as well.
pub(super) fn output(class: &str) -> String {
    logical_id("Efs", class)
}

/// Adds the file systems of a cluster's classes.
pub(super) fn created(template: &mut Template, view: &ClusterView<'_>) {
    let subnets = subnet_of_each_zone(view);
    for class in &view.cluster.storage {
        let Some(created) = derived::created_efs(class) else { continue };
        let id = output(class.name.as_str());
        let group = format!("{id}SecurityGroup");
        template.add(id.as_str(), file_system(view, class.name.as_str(), created.whole()));
        let clients = clients(view, class);
        template.add(group.as_str(), security_group(view, &clients));
        for client in clients.into_iter().filter(|client| client.is_closed) {
            let mut rule = nfs("DestinationSecurityGroupId", get_att(&group, "GroupId"), "NFS to the file system of a class");
            rule["GroupId"] = client.group;
            template.add(format!("{group}From{}", client.id), Resource::new(EGRESS, rule));
        }
        for (zone, subnet) in subnets.iter().enumerate() {
            let properties = json!({
                "FileSystemId": reference(&id),
                "SubnetId": subnet,
                "SecurityGroups": [reference(&group)],
            });
            template.add(format!("{id}MountTarget{zone}"), Resource::new("AWS::EFS::MountTarget", properties));
        }
        template.output(&id, format!("The file system of {}", class.name), reference(&id));
    }
}

/// A private subnet of each zone: a file system has one mount target in a zone.
fn subnet_of_each_zone(view: &ClusterView<'_>) -> Vec<Value> {
    if let Some(own) = derived::own_private_subnet_of_each_zone(view.cluster) {
        return own.into_iter().map(Value::from).collect();
    }
    let all = json!({ "Fn::Split": [",", import(&super::eksctl_stack(view), "SubnetsPrivate")] });
    (0..view.zones().len()).map(|zone| json!({ "Fn::Select": [zone, all] })).collect()
}

fn file_system(view: &ClusterView<'_>, class: &str, created: &CreatedEfs) -> Resource {
    let backups = matches!(created.backups, EfsBackups::Daily);
    let mut tags = super::tags(view.platform);
    if let Some(tags) = tags.as_array_mut() {
        tags.push(json!({ "Key": "Name", "Value": format!("{}-{class}", view.cluster.name) }));
    }
    let mut properties = json!({
        "Encrypted": true,
        "PerformanceMode": "generalPurpose",
        "BackupPolicy": { "Status": if backups { "ENABLED" } else { "DISABLED" } },
        "FileSystemPolicy": over_tls_alone(),
        "FileSystemTags": tags,
    });
    match created.throughput {
        EfsThroughput::Elastic => properties["ThroughputMode"] = json!("elastic"),
        EfsThroughput::Bursting => properties["ThroughputMode"] = json!("bursting"),
        EfsThroughput::Provisioned(mibps) => {
            properties["ThroughputMode"] = json!("provisioned");
            properties["ProvisionedThroughputInMibps"] = json!(mibps);
        }
    }
    if let Some(days) = created.infrequent_after_days {
        let after = if days == 1 { "AFTER_1_DAY".to_owned() } else { format!("AFTER_{days}_DAYS") };
        properties["LifecyclePolicies"] =
            json!([{ "TransitionToIA": after }, { "TransitionToPrimaryStorageClass": "AFTER_1_ACCESS" }]);
    }
    if let Some(key) = &created.key {
        properties["KmsKeyId"] = json!(key.to_string());
    }
    Resource::kept("AWS::EFS::FileSystem", properties)
}

/// Whoever reaches a mount target may mount, as without a policy, but not in plain text. Source: EFS user guide, Using IAM to control
/// file system data access.
fn over_tls_alone() -> Value {
    let mount = ["ClientMount", "ClientWrite", "ClientRootAccess"].map(|action| format!("elasticfilesystem:{action}"));
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": { "AWS": "*" },
                "Action": mount,
                "Condition": { "Bool": { "elasticfilesystem:AccessedViaMountTarget": "true" } },
            },
            { "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
        ],
    })
}

fn security_group(view: &ClusterView<'_>, clients: &[Client]) -> Resource {
    let from = |client: &Client| nfs("SourceSecurityGroupId", client.group.clone(), &format!("NFS from {}", client.shown));
    let properties = json!({
        "GroupDescription": "NFS from the nodes of the cluster",
        "VpcId": import(&super::eksctl_stack(view), "VPC"),
        "SecurityGroupIngress": clients.iter().map(from).collect::<Vec<_>>(),
        // A mount target answers and opens nothing; without this EC2 would let it talk to everyone.
        "SecurityGroupEgress": [{ "IpProtocol": "-1", "CidrIp": "127.0.0.1/32", "Description": "Nowhere" }],
        "Tags": super::tags(view.platform),
    });
    Resource::new("AWS::EC2::SecurityGroup", properties)
}

/// NFS to or from a group, which `end` of the rule names.
fn nfs(end: &str, group: Value, what: &str) -> Value {
    let mut rule = json!({ "IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049 });
    rule[end] = group;
    rule["Description"] = json!(what);
    rule
}
