//! Who reaches a group's nodes, and what their role gives away.

use indexmap::IndexMap;

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog;
use crate::eksctl::{AzSubnetSpec, subnet_of};
use crate::findings::{Fix, Severity};
use crate::rules::eksctl::node_addon_policies;
use crate::spec::{At, Environment, Imds, NodeGroup, Subnets};

pub(super) const NG_03: Rule = Rule {
    id: "NG-03",
    name: "public-nodes",
    title: "nodes join private subnets only",
    severity: Severity::Error,
    why: "eksctl's own default gives every node a public address; one open port on a GPU node is then open to the internet",
    source: "eksctl schema, privateNetworking; AWS EKS best practices, subnets",
    check: Check::NodeGroup(subnets_are_private),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, subnets: Public }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
};

pub(super) const NG_16: Rule = Rule {
    id: "NG-16",
    name: "open-instance-metadata",
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
    name: "workload-rights-on-node-role",
    title: "the node role has no permissions for workloads",
    severity: Severity::Error,
    why: "what the node's role may do, every Pod that reaches the metadata service may do; beside hop limit 1 eksctl refuses it",
    source: "eksctl validation.go:864; AWS EKS best practices, iam",
    check: Check::NodeGroup(the_role_is_the_nodes),
    bad: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, iam { with_addon_policies: { auto_scaler: true } } }",
    ),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
};

fn subnets_are_private(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let subnets = group.subnets();
        if *subnets == Subnets::Public {
            findings.report(
                &subnets,
                "worker nodes in public subnets have public addresses and stand on the internet",
                Fix::new(
                    "remove the word: nodes join private subnets, and public ones are for load balancers",
                    "write `privateNetworking: true`: public subnets are for load balancers",
                ),
            );
        }
    });
    findings.each(group.eksctl().subnets().iter(), |named, findings| {
        let own = scope.cluster.eksctl().vpc().get().and_then(|vpc| vpc.subnets().get());
        let among = |of: &At<'_, IndexMap<String, AzSubnetSpec>>| subnet_of(of.whole(), named.whole()).is_some();
        let (is_private, is_public) = own.map_or((false, false), |own| (among(&own.private()), among(&own.public())));
        let (name, group) = (named.whole(), group.name());
        if is_public {
            findings.report(
                &named,
                format!("node group `{}` joins subnet `{name}`, which is a public one", *group),
                "name private subnets: public ones are for load balancers",
            );
        } else if !is_private {
            findings.report(
                &named,
                format!("nothing says that subnet `{name}` of node group `{}` is private", *group),
                Fix::new(
                    format!(
                        "name it among the private ones: `eksctl {{ vpc {{ id: \"vpc-…\", subnets {{ private {{ \"{}\" {{ id: \"subnet-…\" }} }} }} }} }}` in the cluster",
                        scope.cluster.vpc().zones().names(&scope.region()).first().map_or_else(|| "us-west-2a".to_owned(), ToString::to_string),
                    ),
                    "name it in `vpc.subnets.private`",
                ),
            );
        }
    });
}

fn the_role_is_the_nodes(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(iam) = group.eksctl().iam().get() else { return };
    let name = group.name();
    let fix = || {
        Fix::new(
            "declare an `identity` for the workload that needs it; if it is the node itself: `waive(NG-17, \"…\", until: \"YYYY-MM-DD\")`, \
             and `imds: PodsToo(\"…\")` where it is in `withAddonPolicies`",
            "remove the policy, and give the workload that needs it a role of its own in `iam.podIdentityAssociations`",
        )
    };
    findings.each(iam.attach_policy_arns().iter(), |policy, findings| {
        if !catalog::is_node_policy(policy.whole()) {
            let problem = format!(
                "`{}` is attached to the nodes of group `{}`, and with that to every Pod that reaches instance metadata there",
                *policy, *name
            );
            findings.report(&policy, problem, fix());
        }
    });
    findings.scope(|findings| {
        if iam.attach_policy().get().is_some() {
            let problem = format!(
                "a policy is attached to the nodes of group `{}`, and with that to every Pod that reaches instance metadata there",
                *name
            );
            findings.report(&iam.attach_policy(), problem, fix());
        }
    });
    let Some(policies) = iam.with_addon_policies().get() else { return };
    let on = node_addon_policies(&policies);
    if !on.is_empty() {
        let problem = format!(
            "the nodes of group `{}`, and with that all Pods that reach instance metadata there, may do what {} needs",
            *name,
            on.join(", ")
        );
        findings.report(&policies, problem, fix());
    }
}

fn metadata_is_guarded(scope: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        if let Some(template) = group.eksctl().launch_template().get() {
            let problem = format!(
                "launch template `{}` of node group `{}` decides about metadata service, volumes and security groups, and no rule can look into it",
                *template.id(),
                *group.name()
            );
            findings.report(
                &template,
                problem.clone(),
                Fix::new(
                    "remove the key, and say it in words; or let the template do what the words say, and `waive(NG-16, \"it has IMDSv2, hop limit 1 and an encrypted volume\", until: \"YYYY-MM-DD\")`",
                    "remove `launchTemplate`, and say it in the group",
                )
                .or_limit(problem),
            );
        }
    });
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
