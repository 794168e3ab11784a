//! The hub: it is there, and nobody's work is in it.

use crate::derived::accelerators_shown;
use crate::findings::Severity;
use crate::rules::known::instead;
use crate::rules::scheduling::takes;
use crate::rules::{Check, Example, Findings, Rule, Workload};
use crate::spec::{At, Cluster, Platform, Use};
use crate::units::Name;

/// A hub `shared` beside a spoke; the hub's own entries are those of the sound platform.
macro_rules! hub {
    ($($line:literal),*) => {
        Example::Beside(concat!(
            "hub: tools,\n",
            "cluster tools { version: V1_35, vpc { cidr: \"10.1.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            $($line, "\n",)* "}",
        ))
    };
}

pub(super) const DR_07: Rule = Rule {
    id: "DR-07",
    name: "hub-missing-or-working",
    title: "the hub exists and holds nobody's work",
    severity: Severity::Error,
    why: "the hub has a way into every spoke and every spoke's metrics; what runs in it for one team reaches all the others, and a GPU \
          in it is paid for by nobody",
    source: "architecture decisions, pattern 3: hub and spoke",
    check: Check::Platform(hub_is_shared),
    bad: hub!(
        "node_group gpu { instances: [\"g6.2xlarge\"], scale: 0..=4, serves: Inference, taint: nvidia_gpu }",
        "namespace serving { serves: Inference }"
    ),
    good: hub!("namespace platform_tools { serves: General }"),
};

fn hub_is_shared(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let Some(hub) = platform.hub().get() else { return };
    let clusters = platform.clusters();
    let Some(cluster) = clusters.iter().find(|cluster| *cluster.name() == *hub) else {
        let declared: Vec<&Name> = clusters.iter().map(|cluster| cluster.name().whole()).collect();
        let fix = instead(&hub, &declared, &format!("declare `cluster {} {{ … }}`", hub.word()));
        return findings.report(&hub, format!("the hub is cluster `{}`, which is not declared", *hub), fix);
    };
    let name = cluster.name().whole();
    findings.each(Workload::all(&cluster), |workload, findings| {
        findings.report(
            &workload.name(),
            format!("{} runs in the hub `{name}`", workload.shown()),
            "move it to a spoke, with its namespace, its identity and its node group",
        );
    });
    findings.each(cluster.namespaces().iter(), |namespace, findings| {
        let serves = namespace.serves();
        if !waits_to_be_sent(&cluster, &namespace.name()) && matches!(*serves, Use::Training | Use::Inference | Use::Development)
        {
            findings.report(
                &namespace.name(),
                format!("namespace `{}` of the hub `{name}` is for {}", *namespace.name(), work(&serves)),
                "move it to a spoke, or write `serves: General` if shared services live in it",
            );
        }
    });
    accelerators(&cluster, name, findings);
}

/// Whether the namespace is there for the hub's queues alone: its jobs run in spokes, and it takes no Pods.
fn waits_to_be_sent(cluster: &At<'_, Cluster>, namespace: &At<'_, Name>) -> bool {
    let queues = cluster.queues().get();
    let mut sending = queues.iter().flat_map(|queues| queues.queues().iter()).filter(|queue| !queue.send_to().is_empty());
    sending.any(|queue| takes(&queue, namespace))
}

fn accelerators(cluster: &At<'_, Cluster>, hub: &Name, findings: &mut Findings<'_>) {
    findings.each(cluster.node_groups().iter(), |group, findings| {
        if let Some(shown) = group.instances().iter().find_map(|instance| accelerators_shown(instance.facts())) {
            findings.report(
                &group.name(),
                format!("nodes of group `{}` in the hub `{hub}` have {shown}", *group.name()),
                "move it to a spoke; shared services run on CPU",
            );
        }
    });
}

fn work(serves: &Use) -> &'static str {
    match serves {
        Use::Training => "training",
        Use::Inference => "inference",
        Use::Development => "development",
        Use::General | Use::System => "anything",
    }
}
