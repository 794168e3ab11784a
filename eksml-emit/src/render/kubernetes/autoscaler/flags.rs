//! The Cluster Autoscaler's command line.

use crate::derived;
use crate::render::ClusterView;
use crate::spec::{ClusterAutoscaler, Expander};

/// Labels that differ between groups of the same shape and so would keep them from being balanced. The AWS provider ignores
/// `eks.amazonaws.com/nodegroup`, `alpha.eksctl.io/nodegroup-name` and zone labels by itself (`aws_compare_nodegroups.go`).
const NOT_A_DIFFERENCE: [&str; 7] = [
    derived::GROUP_LABEL,
    "eks.amazonaws.com/sourceLaunchTemplateId",
    "eks.amazonaws.com/sourceLaunchTemplateVersion",
    "topology.k8s.aws/zone-id",
    "topology.k8s.aws/network-node-layer-1",
    "topology.k8s.aws/network-node-layer-2",
    "topology.k8s.aws/network-node-layer-3",
];

/// The command with its flags. Source: Cluster Autoscaler FAQ, "What are the parameters to CA?".
pub(super) fn command(view: &ClusterView<'_>, settings: &ClusterAutoscaler) -> Vec<String> {
    let owner = settings.discovery_cluster.as_ref().unwrap_or(&view.cluster.name);
    let idle = settings.scale_down_after_minutes.unwrap_or(10);
    let mut command = vec![
        // The image has no entry point; its CMD is this file.
        "./cluster-autoscaler".to_owned(),
        "--v=4".to_owned(),
        "--stderrthreshold=info".to_owned(),
        "--cloud-provider=aws".to_owned(),
        format!("--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/{owner}"),
        format!("--expander={}", expander(&settings.expander)),
        "--balance-similar-node-groups=true".to_owned(),
    ];
    command.extend(NOT_A_DIFFERENCE.iter().map(|label| format!("--balancing-ignore-label={label}")));
    command.extend([
        format!("--scale-down-unneeded-time={idle}m"),
        format!("--scale-down-delay-after-add={idle}m"),
        // With the default, a Pod with an emptyDir holds its node for ever. What must not be moved says so itself: training Pods
        // carry `cluster-autoscaler.kubernetes.io/safe-to-evict: "false"`.
        "--skip-nodes-with-local-storage=false".to_owned(),
        // With the default, any Pod of kube-system without a PodDisruptionBudget holds its node for ever.
        "--skip-nodes-with-system-pods=false".to_owned(),
        // Device plugins and exporters alone must not make an idle accelerator node look used.
        "--ignore-daemonsets-utilization=true".to_owned(),
        "--scale-down-utilization-threshold=0.5".to_owned(),
        "--scale-down-gpu-utilization-threshold=0.5".to_owned(),
        "--leader-elect=true".to_owned(),
    ]);
    if derived::has_claims(view.cluster) {
        // Off by default before 1.35, and locked on since.
        command.push("--enable-dynamic-resource-allocation=true".to_owned());
    }
    command
}

fn expander(expander: &Expander) -> &'static str {
    match expander {
        Expander::LeastWaste => "least-waste",
        // Several groups of one priority are left over; the second expander chooses among them.
        Expander::Priority => "priority,least-waste",
        Expander::MostPods => "most-pods",
        Expander::Random => "random",
    }
}
