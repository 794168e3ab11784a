//! The instance store as one RAID 0, by what each image reads while it boots.

use serde_json::json;

use crate::eksctl::{InlineDocument, NodeGroupBottlerocket};
use crate::spec::{InstanceStore, NodeGroup};

/// A NodeConfig for Amazon Linux 2023. Despite its name, eksctl's `overrideBootstrapCommand` adds it to the node's own instead of
/// replacing that (eksctl documentation, "Node bootstrapping"; `pkg/nodebootstrap/al2023.go`), for managed groups without a custom
/// image as well. nodeadm then mounts kubelet, containerd and Pod logs on the RAID.
pub(super) fn node_config(group: &NodeGroup) -> Option<String> {
    let used = group.instance_store == InstanceStore::Raid0 && !group.ami.is_bottlerocket();
    used.then(|| {
        "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  instance:\n    localStorage:\n      strategy: RAID0\n"
            .to_owned()
    })
}

/// Settings for Bottlerocket, which runs these commands before the kubelet (Bottlerocket, `settings.bootstrap-commands`).
pub(super) fn bottlerocket(group: &NodeGroup) -> Option<NodeGroupBottlerocket> {
    if group.instance_store != InstanceStore::Raid0 || !group.ami.is_bottlerocket() {
        return None;
    }
    let commands = json!({
        "bootstrap-commands": {
            "instance-store": {
                "commands": [
                    ["apiclient", "ephemeral-storage", "init"],
                    [
                        "apiclient", "ephemeral-storage", "bind", "--dirs",
                        "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods",
                    ],
                ],
                "essential": true,
                "mode": "always",
            },
        },
    });
    let settings: InlineDocument = serde_json::from_value(commands).ok()?;
    Some(NodeGroupBottlerocket { settings: Some(settings), ..NodeGroupBottlerocket::default() })
}
