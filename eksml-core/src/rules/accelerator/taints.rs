//! Taints of accelerator nodes: the agents tolerate them, and they name the device that is there.

use crate::derived::DeviceAgent;
use crate::findings::Severity;
use crate::rules::home::{in_the_way, plane};
use crate::rules::known::listed;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup, Tolerate};

pub(super) const ACC_03: Rule = Rule {
    id: "ACC-03",
    name: "device-daemonset-intolerant",
    title: "device DaemonSets tolerate every taint of the nodes they serve",
    severity: Severity::Error,
    why: "a DaemonSet that does not tolerate a node's taint puts no Pod there: the node offers no devices and its workloads stay \
          Pending, without an error anywhere",
    source: "dcgm-exporter deployment/values.yaml tolerates the control plane alone; k8s-device-plugin chart tolerates one value",
    check: Check::Cluster(agents_tolerate),
    bad: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 1..=4, taint: nvidia_gpu, taint: Custom { key: \"team\", value: \"nlp\" } }\n\
         accelerators { tolerate: Only([\"nvidia.com/gpu\"]) }",
    ),
    good: Example::Cluster(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 1..=4, taint: nvidia_gpu, taint: Custom { key: \"team\", value: \"nlp\" } }\n\
         accelerators { tolerate: Derived }",
    ),
};

fn agents_tolerate(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let tolerate = scope.cluster.accelerators().tolerate();
    let only = tolerate.variant(|tolerate| match tolerate {
        Tolerate::Only(keys) => Some(keys),
        Tolerate::Derived => None,
    });
    let Some(keys) = only else { return };
    let dcgm = scope.cluster.monitoring().get().is_some_and(|monitoring| monitoring.dcgm().get().is_some());
    findings.each(scope.cluster.node_groups().iter(), |group, findings| {
        let missed: Vec<_> = agents(&group, dcgm).iter().map(|agent| agent.shown(&plane(scope, &group))).collect();
        let missing = if missed.is_empty() { Vec::new() } else { in_the_way(&group, &keys) };
        if missing.is_empty() {
            return;
        }
        let written = keys.iter().map(|key| key.to_string()).chain(missing.iter().cloned());
        let all: Vec<_> = written.map(|key| format!("{key:?}")).collect();
        findings.report(
            &keys,
            format!(
                "nodes of `{}` carry the taint{} {}, which this list does not tolerate: {} never start{} there",
                *group.name(),
                if missing.len() == 1 { "" } else { "s" },
                listed(&missing),
                missed.join(" and "),
                if missed.len() == 1 { "s" } else { "" },
            ),
            format!("write `tolerate: Derived`, or `tolerate: Only([{}])`", all.join(", ")),
        );
    });
}

/// The agents that have to run on a group.
fn agents(group: &At<'_, NodeGroup>, dcgm: bool) -> Vec<DeviceAgent> {
    let plugins = [DeviceAgent::NvidiaPlugin, DeviceAgent::NeuronPlugin, DeviceAgent::EfaPlugin];
    let exporter = dcgm.then_some(DeviceAgent::DcgmExporter);
    plugins.into_iter().chain(exporter).filter(|agent| agent.runs_on(group)).collect()
}
