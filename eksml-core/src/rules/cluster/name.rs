//! What a cluster is called and where it is.

use super::{Check, Example, Findings, Rule, Scope};
use crate::findings::{Fix, Severity};

pub(super) const CL_01: Rule = Rule {
    id: "CL-01",
    name: "region-without-eks",
    title: "every cluster lies in a region that has EKS",
    severity: Severity::Error,
    why: "eksctl takes no ClusterConfig without `metadata.name` and `metadata.region`, and no cluster can be created elsewhere",
    source: "eksctl schema.json, ClusterMeta; EKS endpoints and quotas",
    check: Check::Form,
    bad: Example::Cluster("region: \"us-wset-2\","),
    good: Example::Cluster("region: \"us-west-2\","),
};

pub(super) const CL_02: Rule = Rule {
    id: "CL-02",
    name: "invalid-cluster-name",
    title: "a cluster's name begins with a letter",
    severity: Severity::Error,
    why: "it begins the names of CloudFormation stacks, which take no digit there; eksctl finds out after its AWS calls have begun",
    source: "EKS CreateCluster, name; eksctl pkg/ctl/create/cluster.go:155",
    check: Check::Cluster(name_begins_with_a_letter),
    bad: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\", cluster \"1-prod\" { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 }, access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }",
    ),
    good: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\", cluster prod_1 { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 }, access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }",
    ),
};

fn name_begins_with_a_letter(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let name = scope.cluster.name();
    let text = name.as_str();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    if rest.len() < text.len() {
        let digits = text[..text.len() - rest.len()].trim_matches('-');
        let better = if rest.is_empty() { format!("cluster-{digits}") } else { format!("{rest}-{digits}") };
        findings.report(
            &name,
            format!("cluster name `{text}` does not begin with a letter"),
            Fix::new(format!("call it `{}`", better.replace('-', "_")), format!("call it `{better}`")),
        );
    }
}
