//! A role belongs to the workloads of one cluster.

use std::collections::BTreeMap;

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{At, Environment, Mechanism, Platform};
use crate::units::{Name, RoleArn};

/// A second cluster whose server has this role.
macro_rules! two_servers {
    ($role:literal) => {
        Example::Beside(concat!(
            "cluster europe { version: V1_35, region: \"eu-west-1\", vpc { cidr: \"10.1.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
            "secrets_key: \"arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            "namespace serving { serves: Inference }\n",
            "identity server { namespace: serving, via: ExistingRole(\"arn:aws:iam::111122223333:role/server\") } }\n",
            "cluster america { version: V1_35, vpc { cidr: \"10.2.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            "namespace serving { serves: Inference }\n",
            "identity server { namespace: serving, via: ExistingRole(\"arn:aws:iam::111122223333:role/",
            $role,
            "\") } }",
        ))
    };
}

pub(super) const FL_04: Rule = Rule {
    id: "FL-04",
    name: "role-shared-across-clusters",
    title: "workloads of two clusters have two roles",
    severity: Severity::Error,
    why: "a role that Pods of two clusters take cannot be withdrawn from one of them, and what breaks into one has the other's data",
    source: "EKS best practices, identity and access management: one role per service account",
    check: Check::Platform(roles_are_of_one_cluster),
    bad: two_servers!("server"),
    good: two_servers!("server-america"),
};

fn roles_are_of_one_cluster(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let mut owners: BTreeMap<&RoleArn, (&Name, &Name, Option<&Environment>)> = BTreeMap::new();
    findings.each(platform.clusters().iter(), |cluster, findings| {
        findings.each(cluster.identities().iter(), |identity, findings| {
            let via = identity.via();
            let Some(Mechanism::ExistingRole(role)) = via.known() else { return };
            let environment = cluster.environment().known();
            let (cluster, user) = (cluster.name().whole(), identity.name().whole());
            let (owner, first, of) = *owners.entry(role).or_insert((cluster, user, environment));
            // What development takes of production is FL-02's.
            let pair = [of, environment];
            let is_told = [Environment::Production, Environment::Development].iter().all(|one| pair.contains(&Some(one)));
            if owner != cluster && !is_told {
                findings.report(
                    &via,
                    format!(
                        "identity `{user}` of cluster `{cluster}` takes role `{}`, which is identity `{first}` of cluster `{owner}`",
                        role.role_name()
                    ),
                    "write `via: PodIdentity` for a role of its own, or name another role",
                );
            }
        });
    });
}
