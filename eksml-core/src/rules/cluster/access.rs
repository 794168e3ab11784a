//! Who may do what with a cluster.

use std::collections::BTreeMap;

use super::{Check, Example, Findings, Rule, Scope};
use crate::derived::MONITORING_NAMESPACE;
use crate::findings::Severity;
use crate::rules::known::role_to_paste;
use crate::units::Name;
use crate::units::spelling::closest;

pub(super) const CL_05: Rule = Rule {
    id: "CL-05",
    name: "principal-in-aws-auth",
    title: "principals come in by access entries",
    severity: Severity::Error,
    why: "a slip in the aws-auth ConfigMap locks everyone out, and EKS Capabilities, hybrid nodes and AWS Backup do not work with it",
    source: "eksctl validation.go:109 and :386; AWS Backup, EKS backups",
    check: Check::Form,
    bad: Example::Cluster("auth: ConfigMap,"),
    good: Example::Cluster("access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }"),
};

pub(super) const CL_06: Rule = Rule {
    id: "CL-06",
    name: "no-cluster-admin",
    title: "someone can administer the cluster",
    severity: Severity::Error,
    why: "the creator of the cluster gets no access of its own; without an admin nobody could reach the API server",
    source: "EKS API, bootstrapClusterCreatorAdminPermissions",
    check: Check::Cluster(somebody_administers),
    bad: Example::Cluster("access { viewers: [\"arn:aws:iam::111122223333:role/auditor\"] }"),
    good: Example::Cluster("access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }"),
};

pub(super) const CL_07: Rule = Rule {
    id: "CL-07",
    name: "team-without-namespace",
    title: "a team's namespaces exist",
    severity: Severity::Error,
    why: "an access policy for a namespace that is not there grants nothing, and nobody is told",
    source: "EKS API, AccessScope; eksctl access_entry.go:184",
    check: Check::Cluster(team_namespaces_exist),
    bad: Example::Cluster(
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"], team research { role: \"arn:aws:iam::111122223333:role/research\", namespaces: [ml_trainin] } }\nnamespace ml_training { serves: Training }",
    ),
    good: Example::Cluster(
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"], team research { role: \"arn:aws:iam::111122223333:role/research\", namespaces: [ml_training] } }\nnamespace ml_training { serves: Training }",
    ),
};

pub(super) const CL_21: Rule = Rule {
    id: "CL-21",
    name: "role-enters-twice",
    title: "a role comes in by one way only",
    severity: Severity::Error,
    why: "a principal has one access entry, and eksctl refuses a file with two",
    source: "eksctl access_entry.go:191, duplicate access entry",
    check: Check::Cluster(roles_are_distinct),
    bad: Example::Cluster(
        "access { admins: [\"arn:aws:iam::111122223333:role/platform\"], viewers: [\"arn:aws:iam::111122223333:role/platform\"] }",
    ),
    good: Example::Cluster(
        "access { admins: [\"arn:aws:iam::111122223333:role/platform\"], viewers: [\"arn:aws:iam::111122223333:role/auditor\"] }",
    ),
};

fn somebody_administers(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let access = scope.cluster.access();
    if access.admins().is_empty() {
        findings.report(
            &access,
            format!("no role may administer cluster `{}`", *scope.cluster.name()),
            format!(
                "add `access {{ admins: [\"{}\"] }}`, with the name of a role you can assume",
                role_to_paste(&scope.platform, "admins")
            ),
        );
    }
}

fn team_namespaces_exist(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(scope.cluster.access().teams().iter(), |team, findings| {
        if team.namespaces().is_empty() {
            findings.report(
                &team.name(),
                format!("team `{}` has no namespace to work in", *team.name()),
                "name at least one: `namespaces: [ml_training]`",
            );
        }
        findings.each(team.namespaces().iter(), |wanted, findings| {
            if scope.namespace(&wanted).is_none() && !is_monitoring(scope, &wanted) {
                let names: Vec<&Name> = scope.cluster.namespaces().iter().map(|namespace| namespace.name().whole()).collect();
                let fix = closest(wanted.as_str(), names.iter().map(|name| name.as_str())).map_or_else(
                    || format!("declare it: `namespace {} {{ }}`", wanted.as_str().replace('-', "_")),
                    |near| format!("did you mean `{}`?", near.replace('-', "_")),
                );
                findings.report(
                    &wanted,
                    format!("team `{}` works in namespace `{}`, which is not declared", *team.name(), *wanted),
                    fix,
                );
            }
        });
    });
}

/// Whether a namespace is the one that eksml adds for Prometheus; dashboards and alerts of a team may live there.
fn is_monitoring(scope: &Scope<'_>, name: &Name) -> bool {
    let Some(monitoring) = scope.cluster.monitoring().get() else { return false };
    let its_own = monitoring.namespace().get();
    let is_there = monitoring.prometheus().get().is_some() || *monitoring.kube_state_metrics();
    is_there && its_own.map_or(name.as_str() == MONITORING_NAMESPACE, |own| *own == *name)
}

fn roles_are_distinct(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let access = scope.cluster.access();
    let mut ways: BTreeMap<String, String> = BTreeMap::new();
    let admins = access.admins().iter().map(|role| (role, "an admin".to_owned()));
    let viewers = access.viewers().iter().map(|role| (role, "a viewer".to_owned()));
    let teams = access.teams().iter().map(|team| (team.role(), format!("team `{}`", *team.name())));
    findings.each(admins.chain(viewers).chain(teams), |(role, way), findings| {
        if let Some(first) = ways.get(role.as_str()) {
            findings.report(
                &role,
                format!("role `{}` comes in as {way} and already as {first}", role.role_name()),
                "keep one of the two, or give each its own role",
            );
        } else {
            ways.insert(role.to_string(), way);
        }
    });
}
