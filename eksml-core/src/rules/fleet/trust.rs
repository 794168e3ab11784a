//! Nothing in development opens anything in production.

use std::collections::BTreeMap;

use super::{known_to_be, of_production};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{At, Cluster, Environment, Mechanism, Platform, Store};
use crate::units::RoleArn;

/// A sound cluster beside the example's own, of the given environment and with the given entries.
macro_rules! beside {
    ($environment:literal, $($entry:literal),*) => {
        Example::Beside(concat!(
            "bucket models { s3: \"acme-ml-models\" }\nbucket experiments { s3: \"acme-ml-experiments\" }\n",
            "cluster training { version: V1_35, environment: Production, vpc { cidr: \"10.1.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"],\n",
            "team research { role: \"arn:aws:iam::111122223333:role/ml-research\", namespaces: [ml_training] } }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            "namespace ml_training { serves: Training }\n",
            "identity trainer { namespace: ml_training, write: bucket models } }\n",
            "cluster workbench { version: V1_35, environment: ", $environment, ", vpc { cidr: \"10.2.0.0/16\", zones: 3 }\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            "namespace notebooks { serves: Development }\n", $($entry, "\n",)* "}",
        ))
    };
}

const A_BUCKET: &str = "give development one of its own: `bucket experiments { s3: \"…\" }` beside the cluster";

pub(super) const FL_01: Rule = Rule {
    id: "FL-01",
    name: "development-reaches-production-bucket",
    title: "development has no way to production's buckets",
    severity: Severity::Error,
    why: "whoever opens a notebook in development then reads production's data or replaces the model that production serves next; \
          staging rehearses with production's data, but changes nothing of it",
    source: "AWS Well-Architected, SEC01-BP01: separate workloads and environments",
    check: Check::Platform(development_has_its_own_buckets),
    bad: beside!(
        "Development",
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }",
        "identity notebook { namespace: notebooks, read: bucket models }"
    ),
    good: beside!(
        "Development",
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }",
        "identity notebook { namespace: notebooks, write: bucket experiments }"
    ),
};

fn development_has_its_own_buckets(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let production = of_production(platform);
    let mut complain = |cluster: &At<'_, Cluster>, user: &str, does: &str, store: &At<'_, Store>, fix: &str| {
        findings.scope(|findings| {
            let Store::Bucket(bucket) = store.whole();
            if let Some(owner) = production.get(bucket) {
                let cluster = cluster.name();
                findings.report(
                    store,
                    format!("identity `{user}` of `{}` {does} bucket `{bucket}` of production cluster `{owner}`", *cluster),
                    fix,
                );
            }
        });
    };
    for cluster in known_to_be(platform, &Environment::Development) {
        for identity in cluster.identities().iter() {
            let user = identity.name().known().map_or_else(String::new, ToString::to_string);
            identity.read().iter().for_each(|store| complain(&cluster, &user, "reads", &store, A_BUCKET));
            identity.write().iter().for_each(|store| complain(&cluster, &user, "writes", &store, A_BUCKET));
        }
    }
    for cluster in known_to_be(platform, &Environment::Staging) {
        for identity in cluster.identities().iter() {
            let user = identity.name().known().map_or_else(String::new, ToString::to_string);
            let fix = "write `read` for it, and give staging a bucket of its own to write";
            identity.write().iter().for_each(|store| complain(&cluster, &user, "writes", &store, fix));
        }
    }
}

pub(super) const FL_02: Rule = Rule {
    id: "FL-02",
    name: "development-role-opens-production",
    title: "no role of development's Pods opens production",
    severity: Severity::Error,
    why: "code that runs in development then has the API server of production, or the credentials of its workloads",
    source: "AWS Well-Architected, SEC01-BP01; EKS best practices, identity and access management",
    check: Check::Platform(pods_of_development_stay_there),
    bad: beside!(
        "Development",
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }",
        "identity notebook { namespace: notebooks, via: ExistingRole(\"arn:aws:iam::111122223333:role/ml-research\") }"
    ),
    good: beside!(
        "Development",
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }",
        "identity notebook { namespace: notebooks, via: ExistingRole(\"arn:aws:iam::111122223333:role/dev-notebook\") }"
    ),
};

fn pods_of_development_stay_there(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let mut opens: BTreeMap<&RoleArn, String> = BTreeMap::new();
    for cluster in known_to_be(platform, &Environment::Production) {
        let Some(name) = cluster.name().known() else { continue };
        let access = cluster.access();
        let admins = access.admins().iter().map(|role| (role, "administers"));
        let viewers = access.viewers().iter().map(|role| (role, "views"));
        let teams = access.teams().iter().map(|team| (team.role(), "edits in"));
        for (role, does) in admins.chain(viewers).chain(teams) {
            if let Some(role) = role.known() {
                opens.entry(role).or_insert_with(|| format!("{does} production cluster `{name}`"));
            }
        }
        for identity in cluster.identities().iter() {
            if let (Some(Mechanism::ExistingRole(role)), Some(user)) = (identity.via().known(), identity.name().known()) {
                opens.entry(role).or_insert_with(|| format!("is identity `{user}` of production cluster `{name}`"));
            }
        }
    }
    findings.each(known_to_be(platform, &Environment::Development), |cluster, findings| {
        findings.each(cluster.identities().iter(), |identity, findings| {
            let via = identity.via();
            let Mechanism::ExistingRole(role) = via.whole() else { return };
            if let Some(does) = opens.get(role) {
                findings.report(
                    &via,
                    format!(
                        "identity `{}` of development cluster `{}` takes role `{}`, which {does}",
                        *identity.name(),
                        *cluster.name(),
                        role.role_name()
                    ),
                    "write `via: PodIdentity` for a role of its own, with what it reads and writes",
                );
            }
        });
    });
}

pub(super) const FL_03: Rule = Rule {
    id: "FL-03",
    name: "one-role-edits-both-stages",
    title: "people edit production with another role than development",
    severity: Severity::Warning,
    why: "credentials that lie about on laptops for everyday work in development then change production, too",
    source: "AWS Well-Architected, SEC03-BP02: grant least privilege access",
    check: Check::Platform(people_change_roles),
    bad: beside!(
        "Development",
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"],",
        "team research { role: \"arn:aws:iam::111122223333:role/ml-research\", namespaces: [notebooks] } }"
    ),
    good: beside!(
        "Development",
        "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"],",
        "team research { role: \"arn:aws:iam::111122223333:role/ml-research-dev\", namespaces: [notebooks] } }"
    ),
};

fn people_change_roles(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let mut edits = BTreeMap::new();
    for cluster in known_to_be(platform, &Environment::Production) {
        let access = cluster.access();
        for role in access.admins().iter().chain(access.teams().iter().map(|team| team.role())) {
            if let (Some(role), Some(name)) = (role.known(), cluster.name().known()) {
                edits.entry(role).or_insert(name);
            }
        }
    }
    findings.each(known_to_be(platform, &Environment::Development), |cluster, findings| {
        findings.each(cluster.access().teams().iter(), |team, findings| {
            let role = team.role();
            if let Some(production) = edits.get(role.whole()) {
                findings.report(
                    &role,
                    format!(
                        "role `{}` of team `{}` in development cluster `{}` also edits in production cluster `{production}`",
                        role.role_name(),
                        *team.name(),
                        *cluster.name()
                    ),
                    "give the team a role for development alone",
                );
            }
        });
    });
}
