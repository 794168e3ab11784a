//! Karpenter itself: its settings, the commands around it, and what the README says about it.

use serde_json::json;

use crate::catalog::releases;
use crate::derived;
use crate::render::kubernetes::pods::scraped;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Karpenter, Scaler, Use};
use crate::yaml;

/// Its settings, beside the objects.
const VALUES: &str = "values/karpenter.yaml";

fn settings<'a>(view: &ClusterView<'a>) -> Option<&'a Karpenter> {
    match &view.cluster.scaler {
        Scaler::Karpenter(karpenter) => Some(karpenter),
        Scaler::Fixed | Scaler::ClusterAutoscaler(_) | Scaler::AutoMode(_) => None,
    }
}

fn version(karpenter: &Karpenter) -> &str {
    karpenter.version.as_deref().unwrap_or(releases::KARPENTER)
}

/// The command that installs it, after the cluster is there and before its objects are applied. Chart upgrades leave CRDs alone, so they
/// have a chart of their own.
pub(in crate::render::kubernetes) fn before_apply(view: &ClusterView<'_>, folder: &str) -> Vec<String> {
    let Some(karpenter) = settings(view) else { return Vec::new() };
    let version = version(karpenter);
    let chart = |name: &str| {
        format!(
            "helm upgrade --install {name} oci://public.ecr.aws/karpenter/{name} --version {version} --namespace kube-system --wait"
        )
    };
    vec![chart("karpenter-crd"), format!("{} --skip-crds --values {folder}/{VALUES}", chart("karpenter"))]
}

/// What the README says about it.
pub(in crate::render::kubernetes) fn requirements(view: &ClusterView<'_>) -> Vec<String> {
    let Some(karpenter) = settings(view) else { return Vec::new() };
    let mut notes = vec![format!(
        "Karpenter {} buys the nodes of the pools. The stack that is deployed before the cluster has the role of these nodes, and the \
         queue by which EC2 tells of Spot interruptions and of hardware that is about to fail; Karpenter's own permissions come by a \
         Pod Identity association in the ClusterConfig",
        version(karpenter)
    )];
    if derived::pools(view.cluster).any(|(group, _)| derived::on_spot(&[group])) {
        notes.push(
            "once per account, so that Spot instances can be asked for: `aws iam create-service-linked-role --aws-service-name spot.amazonaws.com`"
                .to_owned(),
        );
    }
    notes
}

/// Adds the settings of its chart.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let mut values = json!({
        "replicas": 2,
        "priorityClassName": "system-cluster-critical",
        "podAnnotations": scraped(8080, "/metrics"),
        "settings": {
            "clusterName": view.cluster.name.as_str(),
            "interruptionQueue": derived::interruption_queue(view.cluster),
            "featureGates": { "reservedCapacity": true },
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
    files.text(VALUES, yaml::to_string(&values)?);
    Ok(())
}
