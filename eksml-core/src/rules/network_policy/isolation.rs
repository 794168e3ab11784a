//! Whether namespaces are closed, whether that is enforced, and whether workers still find each other.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{AmongThemselves, At, Isolation, Namespace, NetworkPolicyEnforcement, Peers, Traffic, Use};

pub(super) const NP_02: Rule = Rule {
    id: "NP-02",
    name: "unexplained-open-namespace",
    title: "a namespace without isolation says why",
    severity: Severity::Error,
    why: "without a default-deny policy one compromised Pod reaches every other Pod, every service of the VPC and the internet",
    source: "EKS best practices, Network security",
    check: Check::Namespace(openness_has_a_reason),
    bad: Example::Cluster("namespace ml { network: Unrestricted(\"\") }"),
    good: Example::Cluster("namespace ml { network: Unrestricted(\"its service mesh enforces policies of its own\") }"),
};

fn openness_has_a_reason(_: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    let reason = namespace.network().variant(|network| match network {
        Isolation::Unrestricted(reason) => Some(reason),
        Isolation::DefaultDeny => None,
    });
    if let Some(reason) = reason
        && reason.trim().is_empty()
    {
        findings.report(
            &reason,
            format!("namespace `{}` lets its Pods talk to anybody and gives no reason", *namespace.name()),
            "remove the word to isolate it, or say why: `network: Unrestricted(\"…\")`",
        );
    }
}

pub(super) const NP_05: Rule = Rule {
    id: "NP-05",
    name: "network-policies-not-enforced",
    title: "network policies are enforced",
    severity: Severity::Error,
    why: "with enforcement off the API server accepts every policy and nothing applies it: the cluster looks isolated and is open",
    source: "amazon-vpc-cni-k8s charts/aws-vpc-cni/values.yaml, enableNetworkPolicy",
    check: Check::Cluster(policies_are_enforced),
    bad: Example::Cluster("addons { network_policy: Off }\nnamespace ml { serves: Training }"),
    good: Example::Cluster("addons { network_policy: Strict }\nnamespace ml { serves: Training }"),
};

fn policies_are_enforced(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let enforcement = scope.cluster.addons().network_policy();
    if *enforcement != NetworkPolicyEnforcement::Off {
        return;
    }
    let isolated = scope.cluster.namespaces().iter().find(|namespace| namespace.network().is(|is| *is == Isolation::DefaultDeny));
    let what = match (isolated, scope.cluster.network_policies().iter().next()) {
        (Some(namespace), _) => format!("namespace `{}` is isolated", *namespace.name()),
        (None, Some(policy)) => format!("network policy `{}` is declared", *policy.name()),
        (None, None) => return,
    };
    findings.report(
        &enforcement,
        format!("{what}, but cluster `{}` enforces no network policy", *scope.cluster.name()),
        "remove the word, or write `network_policy: Strict` to keep new Pods closed from their first moment",
    );
}

pub(super) const NP_06: Rule = Rule {
    id: "NP-06",
    name: "workers-cut-off",
    title: "the workers of one training job reach each other",
    severity: Severity::Error,
    why: "NCCL and MPI open connections between all workers on random ports; where those are denied the job holds its GPUs and hangs \
          at its first collective",
    source: "Kubernetes API, NetworkPolicy; NCCL user guide, NCCL_SOCKET_IFNAME and port use",
    check: Check::Namespace(workers_reach_each_other),
    bad: Example::Cluster(
        "queues,\nnamespace ml { serves: Training, among_themselves: Denied }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training pretrain { namespace: ml, on: train, nodes: 4, gpus: 1, cpu: \"4\", memory: \"32Gi\",\n\
             image: \"registry.example.com/train:1.0\" }",
    ),
    good: Example::Cluster(
        "queues,\nnamespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training pretrain { namespace: ml, on: train, nodes: 4, gpus: 1, cpu: \"4\", memory: \"32Gi\",\n\
             image: \"registry.example.com/train:1.0\" }",
    ),
};

fn workers_reach_each_other(scope: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    let (among, serves, name) = (namespace.among_themselves(), namespace.serves(), namespace.name());
    let by_use = match &*among {
        AmongThemselves::Allowed => return,
        AmongThemselves::ByUse if *serves == Use::Training => return,
        AmongThemselves::ByUse => true,
        AmongThemselves::Denied => false,
    };
    let several = |nodes: u32| if nodes > 1 { Some(nodes) } else { None };
    let mut jobs = scope.cluster.training().iter().filter(|job| *job.namespace() == *name);
    let Some((job, nodes)) = jobs.find_map(|job| Some((job.name(), several(job.nodes().unwrap_or(1))?))) else { return };
    if !namespace.network().is(|network| *network == Isolation::DefaultDeny) || opened_by_a_policy(scope, namespace) {
        return;
    }
    if by_use {
        findings.report(
            &serves,
            format!(
                "namespace `{}` serves {}, so its Pods may not talk to each other, but `{}` trains on {nodes} nodes in it",
                *name,
                format!("{:?}", *serves).to_lowercase(),
                *job
            ),
            format!("write `serves: Training`, or `among_themselves: Allowed` in namespace `{}`", *name),
        );
    } else {
        findings.report(
            &among,
            format!("Pods of namespace `{}` may not talk to each other, but `{}` trains on {nodes} nodes in it", *name, *job),
            match *serves {
                Use::Training => "remove the word: a training namespace lets its Pods talk to each other",
                _ => "write `among_themselves: Allowed`",
            },
        );
    }
}

/// Whether a policy of the namespace lets all of its Pods talk to each other on every port, in both directions.
fn opened_by_a_policy(scope: &Scope<'_>, namespace: &At<'_, Namespace>) -> bool {
    let name = namespace.name();
    let own = |peer: &Peers| match peer {
        Peers::SameNamespace => true,
        Peers::Namespace(peer) => *peer == *name,
        _ => false,
    };
    let open = |traffic: At<'_, Vec<Traffic>>| {
        traffic.iter().any(|traffic| traffic.ports().is_empty() && traffic.peers().iter().any(|peer| own(&peer)))
    };
    let policies = || scope.cluster.network_policies().iter().filter(|it| *it.namespace() == *name && it.pods().is_empty());
    policies().any(|policy| open(policy.allow_from())) && policies().any(|policy| open(policy.allow_to()))
}
