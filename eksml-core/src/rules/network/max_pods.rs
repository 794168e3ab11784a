//! How many Pods find an address on a node.

use crate::derived::ip_plan::{max_pods, most_pods};
use crate::findings::{Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, NodeGroup, PodAddresses};

pub(super) const NET_07: Rule = Rule {
    id: "NET-07",
    name: "prefixes-on-old-instances",
    title: "prefixes go to Nitro instances only",
    severity: Severity::Error,
    why: "the VPC CNI cannot attach prefixes to instances on Xen; their Pods would wait for addresses forever",
    source: "EKS best practices, Prefix mode for Linux",
    check: Check::NodeGroup(prefixes_on_nitro),
    bad: Example::Cluster("node_group cpu { instances: [\"m4.xlarge\"], scale: 0..=4 }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.xlarge\"], scale: 0..=4 }"),
};

fn prefixes_on_nitro(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    findings.each(group.instances().iter(), |instance, findings| {
        let as_prefixes = *scope.cluster.vpc().pod_addresses() == PodAddresses::PrefixDelegation;
        if as_prefixes && !instance.facts().is_nitro() {
            findings.report(
                &instance,
                format!(
                    "node group `{}` has `{}`, which is no Nitro instance, but Pods get their addresses as prefixes",
                    *group.name(),
                    *instance
                ),
                Fix::new(
                    "take a type of the current generation, or write `pod_addresses: SecondaryAddresses` in `vpc`",
                    "take a type of the current generation, or leave `ENABLE_PREFIX_DELEGATION` out of the settings of `vpc-cni`",
                ),
            );
        }
    });
}

pub(super) const NET_08: Rule = Rule {
    id: "NET-08",
    name: "pods-without-addresses",
    title: "a node takes no more Pods than find an address",
    severity: Severity::Error,
    why: "the scheduler fills a node up to its Pod limit; Pods above what its network interfaces hold stay in ContainerCreating",
    source: "amazon-eks-ami nodeadm/internal/kubelet/eni_max_pods.go; EKS best practices, Prefix mode for Linux",
    check: Check::NodeGroup(pods_find_addresses),
    bad: Example::Cluster(
        "vpc { cidr: \"10.0.0.0/16\", zones: 3, pod_addresses: SecondaryAddresses }\n\
         node_group cpu { instances: [\"m7i.xlarge\"], scale: 0..=4, max_pods: 200 }",
    ),
    good: Example::Cluster(
        "vpc { cidr: \"10.0.0.0/16\", zones: 3, pod_addresses: PrefixDelegation }\n\
         node_group cpu { instances: [\"m7i.xlarge\"], scale: 0..=4, max_pods: 200 }",
    ),
};

fn pods_find_addresses(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(own) = group.max_pods().get() else { return };
    let wanted = *own;
    let mode = scope.cluster.vpc().pod_addresses();
    let instances = group.instances();
    let most = |mode: &PodAddresses| {
        instances
            .iter()
            .filter_map(|instance| Some((most_pods(instance.facts(), mode)?, *instance)))
            .min_by_key(|(most, _)| *most)
    };
    if wanted == 0 {
        findings.report(
            &own,
            format!("nodes of group `{}` may take no Pod at all", *group.name()),
            format!("write `max_pods: {}`, or remove the word", max_pods(&instances, None)),
        );
    } else if let Some((most_here, narrowest)) = most(&mode)
        && wanted > most_here
    {
        let (how, other) = match *mode {
            PodAddresses::SecondaryAddresses => ("with secondary addresses", PodAddresses::PrefixDelegation),
            PodAddresses::PrefixDelegation => ("with prefixes", PodAddresses::SecondaryAddresses),
        };
        let prefixes = other == PodAddresses::PrefixDelegation;
        let (also, also_in_keys) = match most(&other) {
            Some((most_there, _)) if wanted <= most_there => (
                format!(", or `pod_addresses: {other:?}` in `vpc`"),
                format!(", or set `ENABLE_PREFIX_DELEGATION` to \"{prefixes}\" in the `configurationValues` of `vpc-cni`"),
            ),
            _ => (String::new(), String::new()),
        };
        findings.report(
            &own,
            format!(
                "node group `{}` lets {wanted} Pods onto a node, but `{narrowest}` has addresses for {most_here} {how}",
                *group.name()
            ),
            Fix::new(
                format!("write `max_pods: {most_here}`{also}"),
                format!("write `maxPodsPerNode: {most_here}`{also_in_keys}"),
            ),
        );
    }
}
