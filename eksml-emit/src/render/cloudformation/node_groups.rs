//! A security group for each kind of nodes (`security_groups: PerKind`), and by which groups a file system knows who may mount it.

use serde_json::{Value, json};

use super::template::{Resource, Template, get_att, import};
use crate::derived;
use crate::render::{ClusterView, Remark};
use crate::spec::{Management, Storage};

/// A rule more of a group that stands already.
pub(super) const INGRESS: &str = "AWS::EC2::SecurityGroupIngress";
/// The same for what its members may open.
pub(super) const EGRESS: &str = "AWS::EC2::SecurityGroupEgress";

/// Nodes that a file system lets in, by a security group that they have.
pub(super) struct Client {
    /// The end of logical ids that are about them.
    pub(super) id: String,
    /// The id of their group.
    pub(super) group: Value,
    /// What descriptions call them.
    pub(super) shown: String,
    /// Whether the group lets nothing out by itself, so that it is told where to.
    pub(super) is_closed: bool,
}

/// Adds the groups. They open nothing by themselves: nodes have the cluster's group as well, and what kinds mount is added with it.
///
/// None of them is tagged as the cluster's: of the groups on a node the AWS Load Balancer Controller wants exactly one to be, which it
/// then changes, and EKS tags its own (kubernetes-sigs/aws-load-balancer-controller #1897).
pub(super) fn groups(template: &mut Template, view: &ClusterView<'_>) {
    for kind in derived::kind_groups(view.cluster) {
        let id = kind.output();
        let mut tags = super::tags(view.platform);
        if let Some(all) = tags.as_array_mut() {
            let own = kind.tags().into_iter().chain([("Name", kind.name())]);
            all.extend(own.map(|(key, value)| json!({ "Key": key, "Value": value })));
        }
        let serves = derived::workload_type(kind.serves);
        let properties = json!({
            "GroupDescription": format!("Nodes of cluster {} that serve {serves}", view.cluster.name),
            "VpcId": import(&super::eksctl_stack(view), "VPC"),
            // Without a rule of its own EC2 would give it one to everywhere.
            "SecurityGroupEgress": [{ "IpProtocol": "-1", "CidrIp": "127.0.0.1/32", "Description": "Nowhere by itself" }],
            "Tags": tags,
        });
        template.add(id.as_str(), Resource::new("AWS::EC2::SecurityGroup", properties));
        template.output(&id, format!("The security group of {serves} nodes"), get_att(&id, "GroupId"));
    }
}

/// Whom the file systems of a class let in: the kinds of nodes that mount it, or else every node of the cluster.
pub(super) fn clients(view: &ClusterView<'_>, class: &Storage) -> Vec<Client> {
    if derived::has_group_per_kind(view.cluster) {
        let client = |kind: derived::KindGroup<'_>| {
            let named = if class.mounted_from.contains(kind.serves) { ", which the class names" } else { "" };
            Client {
                id: kind.output(),
                group: get_att(&kind.output(), "GroupId"),
                shown: format!("{} nodes{named}", derived::workload_type(kind.serves)),
                is_closed: true,
            }
        };
        return derived::kinds_let_in(view.cluster, class).into_iter().map(client).collect();
    }
    let exported = |id: &str, export: &str, shown: &str| Client {
        id: id.to_owned(),
        group: import(&super::eksctl_stack(view), export),
        shown: shown.to_owned(),
        is_closed: false,
    };
    // EKS's own group of the cluster is on the nodes that EKS, Karpenter and Auto Mode make, and not on eksctl's own, which share
    // another (eksctl `pkg/cfn/builder/nodegroup.go`, `addResourcesForSecurityGroups`).
    let by_hand = view.cluster.node_groups.iter().any(|group| matches!(group.management, Management::SelfManaged(_)));
    let by_hand = by_hand.then(|| exported("SelfManagedNodes", "SharedNodeSecurityGroup", "the self-managed nodes"));
    std::iter::once(exported("Nodes", "ClusterSecurityGroupId", "the nodes")).chain(by_hand).collect()
}

/// What the groups do, and what they do not.
pub(super) fn remark(view: &ClusterView<'_>) -> Option<Remark> {
    let kinds: Vec<_> = derived::kind_groups(view.cluster).map(|kind| format!("`{}`", kind.name())).collect();
    if kinds.is_empty() {
        return None;
    }
    let let_in = |class: &Storage| {
        let kinds = derived::kinds_let_in(view.cluster, class).into_iter();
        let kinds: Vec<_> = kinds.map(|kind| derived::workload_type(kind.serves)).collect();
        format!("{}: {}", class.name, kinds.join(" and "))
    };
    let made = view.cluster.storage.iter().filter(|class| derived::has_own_file_system(class));
    let file_systems: Vec<_> = made.map(let_in).collect();
    let mut text = format!(
        "nodes have a security group of their kind ({}) beside the cluster's own; between nodes NetworkPolicies separate, not these",
        kinds.join(", ")
    );
    if !file_systems.is_empty() {
        text.push_str(&format!("; file systems let in the kinds that mount them ({})", file_systems.join("; ")));
    }
    Some(Remark::Know(text))
}
