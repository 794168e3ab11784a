//! One accelerator for several Pods: which groups may, and by how much.

use crate::derived::{self, AcceleratorKind};
use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup, Scaler, Sharing, Use};

pub(super) const ACC_05: Rule = Rule {
    id: "ACC-05",
    name: "invalid-gpu-sharing",
    title: "sharing is one way, of NVIDIA GPUs, between at least two Pods",
    severity: Severity::Error,
    why: "the device plugin refuses its configuration and the nodes offer no GPU at all",
    source: "k8s-device-plugin README: time-slicing and MPS are mutually exclusive, replicas are 2 or more",
    check: Check::NodeGroup(sharing_is_well_formed),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: TimeSlicing(1) }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: TimeSlicing(4) }",
    ),
};

fn sharing_is_well_formed(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let sharing = group.sharing();
    let (word, pods) = match *sharing {
        Sharing::None => return,
        Sharing::TimeSlicing(pods) => ("TimeSlicing", pods),
        Sharing::Mps(pods) => ("Mps", pods),
        Sharing::Mig(_) => ("Mig", 2),
    };
    if let Some(other) = group.instances().iter().find(|it| AcceleratorKind::of(it.facts()) != Some(AcceleratorKind::Nvidia)) {
        let has = if other.facts().accelerator_model.is_empty() { "no accelerator" } else { other.facts().accelerator_model };
        findings.report(
            &sharing,
            format!(
                "node group `{}` shares GPUs by {word}, but {} has {has}: only NVIDIA GPUs can be shared",
                *group.name(),
                *other
            ),
            Fix::decision([Edit::remove(&sharing)]),
        );
    } else if pods < 2 {
        findings.report(
            &sharing,
            format!("node group `{}` shares each GPU between {pods} Pod{}", *group.name(), if pods == 1 { "" } else { "s" }),
            format!("write `sharing: {word}(2)` or more, or remove `sharing`"),
        );
    }
}

pub(super) const ACC_26: Rule = Rule {
    id: "ACC-26",
    name: "unforeseen-devices",
    title: "who buys nodes knows what they will offer",
    severity: Severity::Error,
    why: "Karpenter counts the GPUs of an instance type, before any device plugin divides them: four Pods that share one GPU get four nodes, and a MIG \
          profile is a resource of which it has never heard",
    source: "karpenter #729 and #2140; karpenter-provider-aws instancetype/types.go: capacity is the physical GPUs",
    check: Check::NodeGroup(scaler_foresees_devices),
    bad: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, management: NodePool, sharing: TimeSlicing(4) }",
    ),
    good: Example::Cluster(
        "scaler: Karpenter,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=3, serves: System }\n\
         node_group cpu { instances: [\"m7i.xlarge\"], scale: 0..=4, management: NodePool }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=2, taint: nvidia_gpu, sharing: TimeSlicing(4) }",
    ),
};

fn scaler_foresees_devices(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let sharing = group.sharing();
    let by_karpenter = scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::Karpenter(_)));
    if !by_karpenter || derived::pool(group).is_none() || sharing.is(|it| matches!(it, Sharing::None)) {
        return;
    }
    findings.report(
        &sharing,
        format!("Karpenter buys the nodes of pool `{}`, and does not know that their GPUs are divided", *group.name()),
        "leave `management` out and give the group one size, `scale: 2..=2`, or remove `sharing`",
    );
}

pub(super) const ACC_06: Rule = Rule {
    id: "ACC-06",
    name: "misplaced-gpu-sharing",
    title: "sharing belongs to a node group",
    severity: Severity::Error,
    why: "a sharing configuration that no node's device plugin is told to read changes nothing: every Pod gets a whole GPU",
    source: "k8s-device-plugin README: config.name, and the node label nvidia.com/device-plugin.config",
    check: Check::Form,
    bad: Example::Cluster(
        "accelerators { sharing: TimeSlicing(4) }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 1..=4, taint: nvidia_gpu }",
    ),
    good: Example::Cluster(
        "accelerators { plane: DevicePlugin }\n\
         node_group gpu { instances: [\"g6e.2xlarge\"], scale: 1..=4, taint: nvidia_gpu, sharing: TimeSlicing(4) }",
    ),
};

pub(super) const ACC_07: Rule = Rule {
    id: "ACC-07",
    name: "shared-training-group",
    title: "training groups are not shared",
    severity: Severity::Error,
    why: "sharing holds for every GPU of a node: training Pods would take turns with strangers and fail when GPU memory, which is not \
          kept apart, runs out",
    source: "k8s-device-plugin README: the same sharing method is applied to all GPUs on the node",
    check: Check::NodeGroup(training_is_not_shared),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu, sharing: TimeSlicing(4) }",
    ),
    good: Example::Cluster("node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, serves: Training, taint: nvidia_gpu }"),
};

fn training_is_not_shared(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let sharing = group.sharing();
    if *sharing == Sharing::None || *group.serves() != Use::Training {
        return;
    }
    findings.report(
        &sharing,
        format!("node group `{}` serves training and shares its GPUs", *group.name()),
        Fix::decision([Edit::remove(&sharing)])
            .saying("{}, or move what shares GPUs to a group of its own with `serves: Inference` or `serves: Development`"),
    );
}
