//! What a fully private cluster calls has an endpoint in its VPC (NET-22), and no NAT gateway leads out of it (NET-23).

use super::{Check, Example, Findings, Rule, Scope, is_fully_private};
use crate::derived;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::Nat;

pub(super) const NET_22: Rule = Rule {
    id: "NET-22",
    name: "private-cluster-without-endpoint",
    title: "services that a fully private cluster calls have an endpoint",
    severity: Severity::Error,
    why: "without a way to the internet a call to AWS is answered by an endpoint in the VPC or not at all: without the one of Pod Identity the VPC \
          CNI has no credentials, and no node becomes ready",
    source: "eksctl user guide, EKS Fully-Private Cluster; EKS user guide, Deploy private clusters with limited internet access",
    check: Check::Cluster(calls_are_answered),
    bad: Example::Platform(WITHOUT),
    good: Example::Platform(WITH),
};

const WITHOUT: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n\
    cluster island { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] },\n\
    eksctl { privateCluster { enabled: true } },\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3, serves: System } }";
const WITH: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n\
    cluster island { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3, endpoints: [EksAuth] },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] },\n\
    eksctl { privateCluster { enabled: true } },\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3, serves: System } }";

fn calls_are_answered(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let vpc = scope.cluster.vpc();
    // A VPC that is there already may have them.
    if scope.cluster.eksctl().vpc().get().is_some() {
        return;
    }
    let there: Vec<_> = vpc.endpoints().iter().map(|service| (*service).clone()).collect();
    let missing: Vec<_> =
        derived::needed_endpoints(scope.cluster).into_iter().filter(|(service, _)| !there.contains(service)).collect();
    if missing.is_empty() {
        return;
    }
    let shown: Vec<String> = missing.iter().map(|(service, who)| format!("{service:?} ({who})")).collect();
    let all: Vec<String> =
        there.iter().chain(missing.iter().map(|(service, _)| service)).map(|service| format!("{service:?}")).collect();
    findings.report(
        &vpc,
        format!("cluster `{}` is fully private, and its VPC has no endpoint for {}", *scope.cluster.name(), shown.join(", ")),
        format!("write `endpoints: [{}]` in `vpc`", all.join(", ")),
    );
}

pub(super) const NET_23: Rule = Rule {
    id: "NET-23",
    name: "nat-in-private-cluster",
    title: "a fully private cluster has no NAT gateway to choose",
    severity: Severity::Error,
    why: "it has no public subnet for one: the word changes nothing, and who reads it believes that nodes reach the internet",
    source: "eksctl user guide, EKS Fully-Private Cluster",
    check: Check::Cluster(has_no_gateway),
    bad: Example::Platform(GATEWAY),
    good: Example::Platform(WITH),
};

const GATEWAY: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n\
    cluster island { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3, nat: Single, endpoints: [EksAuth] },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] },\n\
    eksctl { privateCluster { enabled: true } },\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3, serves: System } }";

fn has_no_gateway(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let nat = scope.cluster.vpc().nat();
    if *nat == Nat::Single && is_fully_private(scope) {
        findings.report(
            &nat,
            format!("`nat` says nothing: cluster `{}` is fully private", *scope.cluster.name()),
            Fix::decision([Edit::remove(&nat)]).saying("{}, or `privateCluster`"),
        );
    }
}
