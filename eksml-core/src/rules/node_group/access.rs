//! Who reaches a group's nodes, and what their role gives away.

use super::{Check, Example, Findings, Rule, Scope};
use crate::findings::{Fix, Severity};
use crate::spec::{At, Environment, Imds, NodeGroup};

pub(super) const NG_03: Rule = Rule {
    id: "NG-03",
    title: "nodes join private subnets only",
    severity: Severity::Error,
    why: "eksctl's own default gives every node a public address; one open port on a GPU node is then open to the internet",
    source: "eksctl schema, privateNetworking; AWS EKS best practices, subnets",
    check: Check::Form,
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, subnets: Public }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
};

pub(super) const NG_16: Rule = Rule {
    id: "NG-16",
    title: "instance metadata is for the node alone, unless a reason is given; IMDSv1 never in production",
    severity: Severity::Error,
    why: "whoever reaches the metadata service holds the node's role: any Pod at hop limit 2, any forged request with IMDSv1",
    source: "AWS EKS best practices, iam; eksctl nodegroup.go makeMetadataOptions, whose hop limit is 2",
    check: Check::NodeGroup(metadata_is_guarded),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, imds: Version1(\"a legacy agent\") }"),
    good: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, imds: PodsToo(\"the log agent reads the instance id\") }",
    ),
};

pub(super) const NG_17: Rule = Rule {
    id: "NG-17",
    title: "the node role has no permissions for workloads",
    severity: Severity::Error,
    why: "what the node's role may do, every Pod that reaches the metadata service may do; beside hop limit 1 eksctl refuses it",
    source: "eksctl validation.go:864; AWS EKS best practices, iam",
    check: Check::Form,
    bad: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, iam { with_addon_policies: { auto_scaler: true } } }",
    ),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
};

fn metadata_is_guarded(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let imds = group.imds();
    if imds.is(|imds| matches!(imds, Imds::Version1(_))) && *scope.cluster.environment() == Environment::Production {
        return findings.report(
            &imds,
            format!("node group `{}` answers IMDSv1 in production cluster `{}`", *group.name(), *scope.cluster.name()),
            Fix::new(
                "leave `imds` out, or write `imds: PodsToo(\"…\")` with the reason: SDKs have spoken IMDSv2 since 2019",
                "write `disableIMDSv1: true`: SDKs have spoken IMDSv2 since 2019",
            ),
        );
    }
    let reason = imds.variant(|imds| match imds {
        Imds::NodeOnly => None,
        Imds::PodsToo(reason) | Imds::Version1(reason) => Some(reason),
    });
    if let Some(reason) = reason.filter(|reason| reason.trim().is_empty()) {
        findings.report(
            &reason,
            format!("node group `{}` gives its node role to every Pod for no stated reason", *group.name()),
            "say what needs it, or leave `imds` out and declare an `identity` for the workload",
        );
    }
}
