//! Scalers: what they go by, and who else sets the same number.

use crate::applied::{Applied, Breaches, amount, at, items, number, text};
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::{Check, Rule};

pub(super) const APP_04: Rule = Rule {
    id: "APP-04",
    name: "scaler-blind-at-zero",
    title: "what has gone to zero comes back",
    severity: Severity::Error,
    why: "at zero no Pod is there to measure: a scaler that goes by its Pods' own metric, or by their CPU, sees nothing and never brings one back",
    source: "KEDA, Scaling Deployments: activation; CPU and memory scalers need a replica",
    check: Check::Applied(comes_back),
    bad: Example::Objects(
        "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: chat}\nspec:\n  scaleTargetRef: {name: chat}\n  minReplicaCount: 0\n  triggers:\n  \
         - type: prometheus\n    metadata: {serverAddress: \"http://prometheus:9090\", query: \"sum(vllm:num_requests_waiting)\", threshold: \"5\"}",
    ),
    good: Example::Objects(
        "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: chat}\nspec:\n  scaleTargetRef: {name: chat}\n  minReplicaCount: 1\n  triggers:\n  \
         - type: prometheus\n    metadata: {serverAddress: \"http://prometheus:9090\", query: \"sum(vllm:num_requests_waiting)\", threshold: \"5\"}",
    ),
};

/// Metrics that model servers serve of themselves, by how their names begin. Source: the servers' own metrics pages.
const OF_SERVERS: [&str; 8] = ["vllm:", "vllm_", "sglang:", "tgi_", "nv_inference_", "triton_", "ray_serve_", "DCGM_FI_"];

fn comes_back(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (own, scaler) in applied.each().filter(|(_, object)| object.kind() == "ScaledObject" && object.group() == "keda.sh") {
        let least = scaler.at(&["spec", "minReplicaCount"]);
        // Without the field it is zero.
        if least.is_some_and(|least| number(least, &[]) != Some(0)) {
            continue;
        }
        let triggers = items(scaler.node, &["spec", "triggers"]);
        let blind = |trigger: &&crate::source::Node| match text(trigger, &["type"]) {
            Some("cpu" | "memory") => true,
            Some("prometheus") => {
                text(trigger, &["metadata", "query"]).is_some_and(|query| OF_SERVERS.iter().any(|metric| query.contains(metric)))
            }
            _ => false,
        };
        if !triggers.is_empty() && triggers.iter().all(|trigger| blind(&trigger)) {
            let mark =
                triggers.first().map_or(scaler.mark(), |trigger| at(trigger, &["metadata", "query"]).unwrap_or(trigger).mark);
            breaches.report(
                own,
                mark,
                "goes to zero, and what it goes by is measured by the very Pods that are gone then",
                "write `minReplicaCount: 1`, or scale by something that is there without them: a queue, the gateway's requests",
            );
        }
    }
}

pub(super) const APP_06: Rule = Rule {
    id: "APP-06",
    name: "replicas-beside-scaler",
    title: "replicas have one owner",
    severity: Severity::Warning,
    why: "whenever the manifest is applied again, as GitOps does every few minutes, the number of replicas falls back to the one written, under load as well",
    source: "Kubernetes, Horizontal Pod Autoscaling, Migrating Deployments: remove spec.replicas",
    check: Check::Applied(replicas_have_one_owner),
    bad: Example::Objects(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: chat}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: chat}}\n  template:\n    metadata: {labels: {app: chat}}\n    \
         spec: {containers: [{name: chat, image: \"registry.example.com/chat:1\"}]}\n---\n\
         apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: chat}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}, minReplicas: 2, maxReplicas: 8}",
    ),
    good: Example::Objects(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: chat}\nspec:\n  selector: {matchLabels: {app: chat}}\n  template:\n    metadata: {labels: {app: chat}}\n    \
         spec: {containers: [{name: chat, image: \"registry.example.com/chat:1\"}]}\n---\n\
         apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: chat}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}, minReplicas: 2, maxReplicas: 8}",
    ),
};

fn replicas_have_one_owner(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (own, object) in applied.each().filter(|(_, object)| matches!(object.kind(), "Deployment" | "StatefulSet")) {
        let Some(replicas) = object.at(&["spec", "replicas"]) else { continue };
        if let Some(scaler) = applied.scaler_of(&object) {
            let problem = format!(
                "has {} replicas by its manifest, and as many as load asks for by {}",
                amount(replicas).unwrap_or_default(),
                scaler.shown()
            );
            breaches.report(own, replicas.mark, problem, "remove `replicas`: the scaler has the fewest");
        }
    }
}
