//! Names have a form, stand for one thing, and are not taken.

use super::references::{BUILT_IN, is_added};
use crate::derived::FLEET_FOLDER;
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Namespace, Platform};
use crate::units::{Name, VariableName};

pub(super) const EM_05: Rule = Rule {
    id: "EM-05",
    name: "invalid-name-or-quantity",
    title: "names, quantities and durations have the form Kubernetes takes",
    severity: Severity::Error,
    why: "the API server refuses the object after half of the others were applied",
    source: "Kubernetes, object names (RFC 1123) and resource quantities",
    check: Check::Form,
    bad: Example::Cluster("namespace ML_Training { serves: Training }"),
    good: Example::Cluster("namespace ml_training { serves: Training }"),
};

pub(super) const EM_08: Rule = Rule {
    id: "EM-08",
    name: "name-stands-twice",
    title: "a name stands for one thing",
    severity: Severity::Error,
    why: "of two objects with one name the second overwrites the first, or is refused after everything else was applied",
    source: "Kubernetes, object names",
    check: Check::Platform(names_are_unique),
    bad: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }\nnode_group cpu { instances: [\"c7i.large\"], scale: 0..=4 }",
    ),
    good: Example::Cluster(
        "node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }\nnode_group compute { instances: [\"c7i.large\"], scale: 0..=4 }",
    ),
};

fn names_are_unique(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let buckets = platform.buckets();
    once("bucket", "the platform", buckets.iter().map(|bucket| (None, bucket.name())), findings);
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let place = format!("cluster `{}`", *cluster.name());
        once("node group", &place, cluster.node_groups().iter().map(|group| (None, group.name())), findings);
        once("namespace", &place, cluster.namespaces().iter().map(|namespace| (None, namespace.name())), findings);
        once("storage class", &place, cluster.storage().iter().map(|storage| (None, storage.name())), findings);
        once("team", &place, cluster.access().teams().iter().map(|team| (None, team.name())), findings);
        once("peer", &place, cluster.vpc().peers().iter().map(|peer| (None, peer.name())), findings);
        once("volume", &place, cluster.volumes().iter().map(|it| (Some(it.namespace()), it.name())), findings);
        findings.each(Workload::all(&cluster), |workload, findings| {
            let place = workload.shown();
            once("mount", &place, workload.mounts().iter().map(|mount| (None, mount.volume())), findings);
            once("cache", &place, workload.caches().iter().map(|cache| (None, cache.name())), findings);
            once("secret", &place, workload.secrets().iter().map(|secret| (None, secret.name())), findings);
            once("config", &place, workload.configs().iter().map(|config| (None, config.name())), findings);
            variables(&workload, findings);
        });
        once("priority class", &place, cluster.priorities().iter().map(|it| (None, it.name())), findings);
        if let Some(queues) = cluster.queues().get() {
            once("queue", &place, queues.queues().iter().map(|it| (None, it.name())), findings);
        }
        // Its name is also that of its settings and of what installs it.
        once("Helm release", &place, cluster.helm().iter().map(|it| (None, it.name())), findings);
        let identities = cluster.identities();
        once("identity", &place, identities.iter().map(|it| (Some(it.namespace()), it.name())), findings);
        let policies = cluster.network_policies();
        once("network policy", &place, policies.iter().map(|it| (Some(it.namespace()), it.name())), findings);
        once("workload", &place, Workload::all(&cluster).map(|it| (Some(it.namespace()), it.name())), findings);
    });
}

/// Reports every variable that is said a second time: by another Secret, or beside one.
fn variables(workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let of_secrets: Vec<_> = workload.secrets().iter().flat_map(|secret| secret.env().keys().collect::<Vec<_>>()).collect();
    let mut seen: Vec<&VariableName> = Vec::new();
    findings.each(of_secrets.into_iter().chain(workload.env().keys()), |name, findings| {
        if seen.contains(&name.whole()) {
            let problem = format!("{} has the variable `{}` twice", workload.shown(), *name);
            findings.report(&name, problem, format!("keep one `{}`", *name));
        }
        seen.push(name.whole());
    });
}

/// Reports every name that came before, within its namespace if it has one.
fn once<'a>(
    kind: &str,
    place: &str,
    names: impl Iterator<Item = (Option<At<'a, Name>>, At<'a, Name>)>,
    findings: &mut Findings<'_>,
) {
    let mut seen: Vec<(Option<&Name>, &Name)> = Vec::new();
    findings.each(names, |(namespace, name), findings| {
        let place = namespace.as_ref().map_or_else(|| place.to_owned(), |it| format!("namespace `{}` of {place}", **it));
        let full = (namespace.map(|namespace| namespace.whole()), name.whole());
        if seen.contains(&full) {
            findings.report(
                &name,
                format!("a second {kind} `{}` in {place}", *name),
                "give one of them another name, or remove it",
            );
        } else {
            seen.push(full);
        }
    });
}

pub(super) const EM_09: Rule = Rule {
    id: "EM-09",
    name: "built-in-namespace-declared",
    title: "namespaces that exist anyway are not declared",
    severity: Severity::Error,
    why: "default-deny policies, quotas and security levels of your own would stop what the cluster itself runs there",
    source: "Kubernetes, initial namespaces",
    check: Check::Namespace(namespace_is_free),
    bad: Example::Cluster("namespace kube_system { serves: General }"),
    good: Example::Cluster("namespace tools { serves: General }"),
};

fn namespace_is_free(scope: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    let name = namespace.name();
    if BUILT_IN.contains(&name.as_str()) {
        findings.report(
            &name,
            format!("namespace `{}` is Kubernetes' own", *name),
            "put your workloads into a namespace of another name, and remove this one",
        );
    } else if is_added(scope, &name) {
        findings.report(
            &name,
            format!("eksml adds namespace `{}` by itself, for its own agents", *name),
            "remove the block, or choose another name",
        );
    }
}

pub(super) const DR_08: Rule = Rule {
    id: "DR-08",
    name: "clusters-share-a-name",
    title: "clusters have names of their own",
    severity: Severity::Error,
    why: "EKS refuses a second cluster of one name in a region, and the manifests of both would share one folder",
    source: "EKS API, CreateCluster name",
    check: Check::Platform(clusters_are_unique),
    bad: Example::Beside(
        "cluster shared { version: V1_35, vpc { cidr: \"10.1.0.0/16\", zones: 3 }\n\
         access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
         secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
         scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }",
    ),
    good: Example::Beside(
        "cluster research { version: V1_35, vpc { cidr: \"10.1.0.0/16\", zones: 3 }\n\
         access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
         secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
         scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }",
    ),
};

fn clusters_are_unique(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    once("cluster", "the platform", platform.clusters().iter().map(|cluster| (None, cluster.name())), findings);
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let name = cluster.name();
        if name.as_str() == FLEET_FOLDER {
            findings.report(
                &name,
                format!("the folder `{}` has what all clusters share, so that no cluster can have it", *name),
                "give the cluster another name",
            );
        }
    });
}
