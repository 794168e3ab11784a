//! Hybrid nodes: machines outside AWS.

use super::ask::{authentication, is_ipv6, is_on_outposts, said};
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{AuthenticationMode, ClusterConfig, RemoteNodesProvider};
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-35",
        name: "hybrid-nodes-cannot-join",
        title: "hybrid nodes join IPv4 clusters, by access entries",
        severity: Severity::Error,
        why: "EKS admits a hybrid node by an access entry of its own type, and reaches it over IPv4",
        source: "eksctl validation.go:105, 109",
        check: Check::Config(hybrid_nodes_can_join),
        bad: Example::Config(
            "accessConfig: {authenticationMode: CONFIG_MAP}\nremoteNetworkConfig: {remoteNodeNetworks: [{cidrs: [10.200.0.0/16]}]}",
        ),
        good: Example::Config(
            "accessConfig: {authenticationMode: API}\nremoteNetworkConfig: {remoteNodeNetworks: [{cidrs: [10.200.0.0/16]}]}",
        ),
    },
    Rule {
        id: "EK-36",
        name: "hybrid-network-wrong",
        title: "hybrid nodes have one network, and their pods one at most",
        severity: Severity::Error,
        why: "eksctl takes exactly one remote node network; several ranges go into its `cidrs`",
        source: "eksctl validation.go:113, 117, 129, 133",
        check: Check::Config(remote_networks_are_one),
        bad: Example::Config("remoteNetworkConfig: {remoteNodeNetworks: [{cidrs: [10.200.0.0/16]}, {cidrs: [10.201.0.0/16]}]}"),
        good: Example::Config("remoteNetworkConfig: {remoteNodeNetworks: [{cidrs: [10.200.0.0/16, 10.201.0.0/16]}]}"),
    },
    Rule {
        id: "EK-37",
        name: "invalid-hybrid-gateway",
        title: "the gateway to hybrid nodes is a transit or virtual private gateway of a new VPC",
        severity: Severity::Error,
        why: "eksctl attaches it to the VPC it creates, and routes an existing VPC no way at all",
        source: "eksctl validation.go:138, 142",
        check: Check::Config(gateway_is_attachable),
        bad: Example::Config(
            "remoteNetworkConfig: {vpcGatewayID: igw-0123456789abcdef0, remoteNodeNetworks: [{cidrs: [10.200.0.0/16]}]}",
        ),
        good: Example::Config(
            "remoteNetworkConfig: {vpcGatewayID: tgw-0123456789abcdef0, remoteNodeNetworks: [{cidrs: [10.200.0.0/16]}]}",
        ),
    },
    Rule {
        id: "EK-38",
        name: "hybrid-trust-anchor-wrong",
        title: "credentials of hybrid nodes have a trust anchor exactly if they come from IAM Roles Anywhere",
        severity: Severity::Error,
        why: "IAM Roles Anywhere trusts the certificate authority in `caBundleCert`; SSM has no use for one",
        source: "eksctl validation.go:156, 160",
        check: Check::Config(trust_anchor_fits),
        bad: Example::Config("remoteNetworkConfig: {iam: {provider: ira}, remoteNodeNetworks: [{cidrs: [10.200.0.0/16]}]}"),
        good: Example::Config("remoteNetworkConfig: {iam: {provider: ssm}, remoteNodeNetworks: [{cidrs: [10.200.0.0/16]}]}"),
    },
];

fn hybrid_nodes_can_join(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(remote) = config.remote_network_config().get() else { return };
    findings.scope(|findings| {
        if is_ipv6(config) {
            findings.report(
                &remote,
                "hybrid nodes cannot join an IPv6 cluster",
                "remove `ipFamily: \"IPv6\"`, or `remoteNetworkConfig`",
            );
        }
    });
    if config.remote_network_config().get().is_some() && authentication(config) == AuthenticationMode::ConfigMap {
        findings.report(
            &remote,
            "hybrid nodes are admitted by access entries, which mode `CONFIG_MAP` does not read",
            "write `authenticationMode: \"API\"` in `accessConfig`",
        );
    }
}

fn remote_networks_are_one(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(remote) = config.remote_network_config().get() else { return };
    let (nodes, pods) = (remote.remote_node_networks(), remote.remote_pod_networks());
    findings.each([("node", &nodes), ("pod", &pods)], |(of, networks), findings| {
        if networks.len() > 1 {
            findings.report(
                networks,
                format!("there are {} remote {of} networks, and eksctl takes one", networks.len()),
                "put all ranges into the `cidrs` of the first",
            );
        }
    });
    if nodes.is_empty() {
        findings.report(&remote, "hybrid nodes have no network", "write `remoteNodeNetworks: [{cidrs: […]}]`");
    }
    if pods.is_empty() && is_on_outposts(config) {
        findings.report(
            &remote,
            "pods on hybrid nodes of a local cluster have no network",
            "write `remotePodNetworks: [{cidrs: […]}]`",
        );
    }
}

fn gateway_is_attachable(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(gateway) = config.remote_network_config().get().and_then(|remote| remote.vpc_gateway_id().get()) else { return };
    let text = gateway.whole();
    if text.is_empty() {
        return;
    }
    findings.scope(|findings| {
        if !["tgw-", "vgw-"].iter().any(|prefix| text.starts_with(prefix)) {
            findings.report(
                &gateway,
                format!("`{text}` is not a gateway to other networks"),
                "write the ID of a transit gateway (`tgw-…`) or a virtual private gateway (`vgw-…`)",
            );
        }
    });
    if !gateway.whole().is_empty() && config.vpc().get().is_some_and(|vpc| said(&vpc.id())) {
        findings.report(
            &gateway,
            "the gateway is not attached to an existing VPC",
            Fix::decision([Edit::remove(&gateway)]).saying("{}, and attach the gateway to the VPC yourself"),
        );
    }
}

fn trust_anchor_fits(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(iam) = config.remote_network_config().get().and_then(|remote| remote.iam().get()) else { return };
    let provider = iam.provider().get().map_or(RemoteNodesProvider::Ssm, |provider| *provider);
    let anchor = iam.ca_bundle_cert();
    match provider {
        RemoteNodesProvider::Ssm if said(&anchor) => {
            findings.report(
                &anchor,
                "credentials from SSM have no trust anchor",
                "remove `caBundleCert`, or write `provider: \"ira\"`",
            );
        }
        RemoteNodesProvider::Ira if !said(&anchor) => {
            findings.report(
                &iam,
                "credentials from IAM Roles Anywhere need a trust anchor",
                "write the PEM certificates of your authority in `caBundleCert`",
            );
        }
        _ => {}
    }
}
