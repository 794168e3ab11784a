//! Accelerators of containers: how they are asked for, what several of them need, and the agents that serve them.

use crate::applied::{Applied, Breaches, DEVICES, Runs, amount, at, containers, items, meets, text};
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::{Check, Rule};
use crate::source::Node;
use crate::spec::TaintEffect;

/// The accelerators that a container asks for: the resource, how many, where.
pub(super) fn devices_of(container: &Node) -> Option<(&'static str, u32, &Node)> {
    DEVICES.iter().find_map(|device| {
        let of = |kind| at(container, &["resources", kind, device]);
        let node = of("limits").or_else(|| of("requests"))?;
        let count: u32 = amount(node)?.parse().ok()?;
        (count > 0).then_some((*device, count, node))
    })
}

pub(super) const APP_09: Rule = Rule {
    id: "APP-09",
    name: "small-shared-memory",
    title: "several GPUs share more than 64 MiB",
    severity: Severity::Error,
    why: "the processes of several GPUs hand each other data in /dev/shm, of which a container has 64 MiB unless told otherwise: NCCL and data loaders end with a bus error",
    source: "NVIDIA NCCL, Troubleshooting, shared memory; vLLM, Using Kubernetes: shared memory",
    check: Check::Applied(memory_is_shared),
    bad: Example::Objects(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: tp}\nspec: {containers: [{name: tp, image: \"registry.example.com/tp:1\", resources: {limits: {nvidia.com/gpu: 4}}}]}",
    ),
    good: Example::Objects(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: tp}\nspec:\n  containers: [{name: tp, image: \"registry.example.com/tp:1\", resources: {limits: {nvidia.com/gpu: 4}}, volumeMounts: [{name: shm, mountPath: /dev/shm}]}]\n  \
         volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 16Gi}}]",
    ),
};

fn memory_is_shared(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (own, _, pods) in applied.pods() {
        for container in items(pods.spec, &["containers"]) {
            let Some(("nvidia.com/gpu", count, node)) = devices_of(container).filter(|(_, count, _)| *count > 1) else {
                continue;
            };
            let is_mounted = items(container, &["volumeMounts"])
                .iter()
                .any(|mount| text(mount, &["mountPath"]).is_some_and(|path| path.trim_end_matches('/') == "/dev/shm"));
            // The host's own is as large as half its memory.
            if !is_mounted && !crate::applied::is_true(pods.spec, &["hostIPC"]) {
                let problem = format!("asks for {count} GPUs, whose processes share the 64 MiB that /dev/shm has by default");
                let fix = "mount memory there: `volumeMounts: [{name: shm, mountPath: /dev/shm}]` and `volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 16Gi}}]`";
                breaches.report(own, node.mark, problem, fix);
            }
        }
    }
}

pub(super) const APP_10: Rule = Rule {
    id: "APP-10",
    name: "agent-kept-off-its-nodes",
    title: "agents of GPU nodes run on GPU nodes",
    severity: Severity::Error,
    why: "a device plugin or exporter that does not tolerate the taint of the nodes it is for runs on none of them: Pods wait for GPUs that are there, and nobody sees what they do",
    source: "NVIDIA k8s-device-plugin and dcgm-exporter, README; Kubernetes, Taints and Tolerations",
    check: Check::Applied(agents_reach_their_nodes),
    bad: Example::Objects(AGENT_LEFT_OUT),
    good: Example::Objects(AGENT_LET_IN),
};

const AGENT_LEFT_OUT: &str = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: gpu}\nspec:\n  template:\n    spec:\n      \
     taints: [{key: nvidia.com/gpu, value: \"true\", effect: NoSchedule}]\n      \
     requirements: [{key: node.kubernetes.io/instance-type, operator: In, values: [g6.xlarge]}]\n---\n\
     apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: dcgm-exporter}\nspec:\n  selector: {matchLabels: {app: dcgm}}\n  template:\n    metadata: {labels: {app: dcgm}}\n    \
     spec: {containers: [{name: dcgm, image: \"nvcr.io/nvidia/k8s/dcgm-exporter:4.2.0\"}]}";

const AGENT_LET_IN: &str = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: gpu}\nspec:\n  template:\n    spec:\n      \
     taints: [{key: nvidia.com/gpu, value: \"true\", effect: NoSchedule}]\n      \
     requirements: [{key: node.kubernetes.io/instance-type, operator: In, values: [g6.xlarge]}]\n---\n\
     apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: dcgm-exporter}\nspec:\n  selector: {matchLabels: {app: dcgm}}\n  template:\n    metadata: {labels: {app: dcgm}}\n    \
     spec: {tolerations: [{key: nvidia.com/gpu, operator: Exists}], containers: [{name: dcgm, image: \"nvcr.io/nvidia/k8s/dcgm-exporter:4.2.0\"}]}";

/// Images of agents, by a part of their names, each with the taint of the nodes they are for.
const AGENTS: [(&str, &str); 5] = [
    ("k8s-device-plugin", "nvidia.com/gpu"),
    ("dcgm-exporter", "nvidia.com/gpu"),
    ("neuron-device-plugin", "aws.amazon.com/neuron"),
    ("neuron-monitor", "aws.amazon.com/neuron"),
    ("gpu-feature-discovery", "nvidia.com/gpu"),
];

fn agents_reach_their_nodes(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    let Some(cluster) = applied.cluster else { return };
    for (own, object, pods) in applied.pods().filter(|(_, _, pods)| pods.runs == Runs::OnEveryNode) {
        let agent = containers(pods.spec)
            .filter_map(|container| text(container, &["image"]))
            .find_map(|image| AGENTS.iter().find(|(agent, _)| image.contains(agent)));
        let Some((_, key)) = agent else { continue };
        let tolerations = items(pods.spec, &["tolerations"]);
        for group in cluster.node_groups().iter() {
            let taints = group.taints();
            let stands =
                |taint: &&crate::spec::Taint| taint.parts().0 == *key && *taint.parts().2 != TaintEffect::PreferNoSchedule;
            let Some(taint) = taints.whole().iter().find(stands) else { continue };
            let is_met = tolerations.iter().any(|toleration| {
                let own_key = text(toleration, &["key"]).unwrap_or_default();
                (own_key.is_empty() || own_key == *key) && meets(toleration, taint)
            });
            // It may be for other nodes, by a selector of its own.
            let is_for_all = at(pods.spec, &["nodeSelector"]).is_none() && at(pods.spec, &["affinity"]).is_none();
            if !is_met && is_for_all {
                let mark = at(pods.spec, &["tolerations"]).map_or(object.mark(), |node| node.mark);
                let problem = format!(
                    "does not tolerate the taint {} of node group `{}`, whose nodes it is for",
                    taint.shown(),
                    *group.name()
                );
                breaches.report(own, mark, problem, format!("add `{{key: {key}, operator: Exists}}` to `tolerations`"));
                break;
            }
        }
    }
}

pub(super) const APP_12: Rule = Rule {
    id: "APP-12",
    name: "device-without-limit",
    title: "accelerators are limits",
    severity: Severity::Error,
    why: "the API server refuses a container that requests an extended resource without a limit of the same number: there is no overcommitting of devices",
    source: "Kubernetes, Extended resources; validation.go, \"Limit must be set for non overcommitable resources\"",
    check: Check::Applied(devices_are_limits),
    bad: Example::Objects(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: \"registry.example.com/a:1\", resources: {requests: {nvidia.com/gpu: 1}}}]}",
    ),
    good: Example::Objects(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: \"registry.example.com/a:1\", resources: {limits: {nvidia.com/gpu: 1}}}]}",
    ),
};

fn devices_are_limits(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (own, _, pods) in applied.pods() {
        for container in containers(pods.spec) {
            for device in DEVICES {
                let of = |kind| at(container, &["resources", kind, device]);
                let Some(request) = of("requests") else { continue };
                let (asked, limit) = (amount(request).unwrap_or_default(), of("limits").and_then(amount));
                let counts = asked.parse::<u32>().is_ok_and(|count| count > 0);
                if counts && limit.as_ref() != Some(&asked) {
                    let problem = match limit {
                        Some(limit) => format!("requests {asked} of `{device}` and is limited to {limit}"),
                        None => format!("requests {asked} of `{device}` without a limit"),
                    };
                    breaches.report(
                        own,
                        request.mark,
                        problem,
                        format!("write `limits: {{{device}: {asked}}}`; the request follows from it"),
                    );
                }
            }
        }
    }
}
