//! CST-09: the autoscaler knows which new nodes still wait for their GPUs.

use crate::derived;
use crate::findings::Severity;
use crate::rules::home::labels;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup, Scaler};

/// The label by which it knows.
const LABEL: &str = "k8s.amazonaws.com/accelerator";

pub(super) const CST_09: Rule = Rule {
    id: "CST-09",
    name: "gpu-label-by-hand",
    title: "the label that names the GPU is the derived one",
    severity: Severity::Error,
    why: "a new node offers no GPU until its device plugin runs; only by this label the autoscaler waits for it, and without it buys \
          another node for the same Pod",
    source: "cluster-autoscaler cloudprovider/aws/README.md, special note on GPU instances",
    check: Check::NodeGroup(label_is_derived),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, labels { \"k8s.amazonaws.com/accelerator\": \"gpu\" } }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, labels { \"team\": \"research\" } }",
    ),
};

fn label_is_derived(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    if !scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::ClusterAutoscaler(_))) {
        return;
    }
    let written = group.labels();
    let Some((_, own)) = written.iter().find(|(key, _)| key.as_str() == LABEL) else { return };
    if labels(scope, group).get(LABEL).map(String::as_str) != derived::model_label(group) {
        let fix = "remove it: the label follows from the instance type";
        findings.report(&own, format!("node group `{}` names its GPU `{}`", *group.name(), *own), fix);
    }
}
