//! Karpenter itself: its settings, and what the README says about it.

use serde_json::{Value, json};

use crate::components::karpenter::KARPENTER;
use crate::derived;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::pods::scraped;
use crate::render::{ClusterView, Remark};
use crate::spec::{Scaler, Use};

/// What is said about it.
pub(in crate::render::kubernetes) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let Scaler::Karpenter(_) = &view.cluster.scaler else { return Vec::new() };
    let mut notes = vec![Remark::Know(format!(
        "Karpenter {} buys the nodes of the pools. The stack that is deployed before the cluster has the role of these nodes, and the \
         queue by which EC2 tells of Spot interruptions and of hardware that is about to fail; Karpenter's own permissions come by a \
         Pod Identity association in the ClusterConfig",
        KARPENTER.version(view.cluster)
    ))];
    if derived::pools(view.cluster).any(|(group, _)| derived::on_spot(&[group])) {
        notes.push(Remark::Before(
            "once per account, so that Spot instances can be asked for: `aws iam create-service-linked-role --aws-service-name spot.amazonaws.com`"
                .to_owned(),
        ));
    }
    notes
}

/// The settings of its chart.
pub(in crate::render) fn values(view: &ClusterView<'_>) -> Value {
    let mut values = json!({
        "replicas": 2,
        "priorityClassName": "system-cluster-critical",
        "podAnnotations": scraped(8080, "/metrics"),
        "settings": {
            "clusterName": view.cluster.name.as_str(),
            "interruptionQueue": derived::interruption_queue(view.cluster),
            // Broken nodes of the pools are replaced once the node monitoring agent says so. Source: EKS user guide, "Automatically repair
            // nodes in EKS clusters"; Karpenter, "Node Repair".
            "featureGates": { "reservedCapacity": true, "nodeRepair": derived::pools(view.cluster).any(|(group, _)| derived::is_repaired(group)) },
        },
        "controller": { "resources": {
            "requests": { "cpu": "1", "memory": "1Gi" },
            "limits": { "memory": "1Gi" },
        } },
    });
    // Never on nodes of its own: it would take itself away (SCH-05). The chart's affinity keeps it off its own; this says where it is.
    if view.cluster.node_groups.iter().any(|group| group.serves == Use::System) {
        values["nodeSelector"] = json!({ "kubernetes.io/os": "linux", "workload-type": "system" });
    }
    if let (_, Some(tolerations)) = system_home(view) {
        values["tolerations"] = json!(tolerations);
    }
    values
}
