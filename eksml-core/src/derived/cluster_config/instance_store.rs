//! The instance store as one RAID 0, by what each image reads while it boots.

use crate::eksctl::{Json, NodeGroupBottlerocket};
use crate::spec::{At, InstanceStore, NodeGroup};

/// A NodeConfig for Amazon Linux 2023. Despite its name, eksctl's `overrideBootstrapCommand` adds it to the node's own instead of
/// replacing that (eksctl documentation, "Node bootstrapping"; `pkg/nodebootstrap/al2023.go`), for managed groups without a custom
/// image as well. nodeadm then mounts kubelet, containerd and Pod logs on the RAID.
pub(super) fn node_config(group: At<'_, NodeGroup>) -> Option<String> {
    let used = *group.instance_store() == InstanceStore::Raid0 && !group.ami().is_bottlerocket();
    used.then(|| {
        "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  instance:\n    localStorage:\n      strategy: RAID0\n"
            .to_owned()
    })
}

/// Settings for Bottlerocket, which runs these commands before the kubelet (Bottlerocket, `settings.bootstrap-commands`).
pub(super) fn bottlerocket(group: At<'_, NodeGroup>) -> Option<NodeGroupBottlerocket> {
    if *group.instance_store() != InstanceStore::Raid0 || !group.ami().is_bottlerocket() {
        return None;
    }
    let bind = ["apiclient", "ephemeral-storage", "bind", "--dirs", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"];
    let commands = Json::List(vec![Json::texts(["apiclient", "ephemeral-storage", "init"]), Json::texts(bind)]);
    let store = Json::object([("commands", commands), ("essential", Json::from(true)), ("mode", Json::from("always"))]);
    let settings = [("bootstrap-commands", Json::object([("instance-store", store)]))].into_iter().collect();
    Some(NodeGroupBottlerocket { settings: Some(settings), ..NodeGroupBottlerocket::default() })
}
