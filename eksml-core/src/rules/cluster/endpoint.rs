//! Who reaches the API server.

use super::{Check, Example, Findings, Rule, Scope};
use crate::findings::Severity;
use crate::spec::Endpoint;

pub(super) const CL_09: Rule = Rule {
    id: "CL-09",
    name: "open-api-endpoint",
    title: "the API server is reached from the VPC and from named networks only",
    severity: Severity::Error,
    why: "EKS opens a public endpoint to 0.0.0.0/0 unless told otherwise; one leaked token is then enough from anywhere",
    source: "EKS API, VpcConfigRequest.publicAccessCidrs; EKS user guide, cluster API server endpoint",
    check: Check::Cluster(public_access_is_named),
    bad: Example::Cluster("endpoint: PrivateAndPublic { from: [\"0.0.0.0/0\"] },"),
    good: Example::Cluster("endpoint: PrivateAndPublic { from: [\"203.0.113.0/24\"] },"),
};

/// A network wider than this is nobody's own: a /8 has 16.7 million addresses.
const WIDEST: u8 = 8;

fn public_access_is_named(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let endpoint = scope.cluster.endpoint();
    if endpoint.is(|endpoint| matches!(endpoint, Endpoint::Public(_))) {
        findings.report(
            &endpoint,
            "without a private endpoint what nodes say to their API server leaves the VPC, and the server stands on the internet",
            "write `endpoint: Private`, or `endpoint: PrivateAndPublic { from: [\"203.0.113.0/24\"] }` with your own networks",
        );
    }
    let Some(public) = endpoint.variant(|endpoint| match endpoint {
        Endpoint::PrivateAndPublic(public) => Some(public),
        Endpoint::Private | Endpoint::Public(_) => None,
    }) else {
        return;
    };
    let from = public.from();
    if from.is_empty() {
        findings.report(
            &from,
            format!("the API server of cluster `{}` is public, but for no network", *scope.cluster.name()),
            "write `endpoint: Private`, or name your networks: `from: [\"203.0.113.0/24\"]`",
        );
    }
    findings.each(from.iter(), |network, findings| {
        if network.prefix() < WIDEST {
            let all = if network.prefix() == 0 { "the whole internet" } else { "a good part of the internet" };
            findings.report(
                &network,
                format!("`{}` opens the API server of cluster `{}` to {all}", *network, *scope.cluster.name()),
                "write `endpoint: Private`, or name your own networks: `from: [\"203.0.113.0/24\"]`",
            );
        } else if network.is_private_rfc1918() {
            findings.report(
                &network,
                format!("`{}` is a private network: it never comes in from the internet, and EKS refuses it here", *network),
                "remove it; private networks reach the private endpoint through the VPC, peering or VPN",
            );
        }
    });
}
