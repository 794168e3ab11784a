//! Hosts by their names, where nodes look at names.

use crate::derived;
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Namespace, Peers, Scaler, Store};
use crate::units::Name;

pub(super) const NP_09: Rule = Rule {
    id: "NP-09",
    name: "open-https",
    title: "where nodes look at names, HTTPS goes to named hosts",
    severity: Severity::Warning,
    why: "who may open port 443 to every public address may send models and data to any of them; nodes of EKS Auto Mode let Pods out to \
          named hosts alone",
    source: "EKS user guide, Use Network Policies with EKS Auto Mode: ApplicationNetworkPolicy, domainNames",
    check: Check::Namespace(hosts_are_named),
    bad: Example::Cluster(
        "scaler: AutoMode,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 0..=6, management: NodePool }\n\
         namespace lab { serves: Development, https_to: [Internet(\"notebooks install packages\")] }",
    ),
    good: Example::Cluster(
        "scaler: AutoMode,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 0..=6, management: NodePool }\n\
         namespace lab { serves: Development, https_to_names: [\"pypi.org\", \"*.pythonhosted.org\"] }",
    ),
};

/// Whether nodes of the cluster look at the names of hosts.
pub(super) fn looks_at_names(scope: &Scope<'_>) -> bool {
    scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::AutoMode(_)))
}

fn hosts_are_named(scope: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    if !looks_at_names(scope) {
        return;
    }
    let https_to = namespace.https_to();
    let Some(internet) = https_to.iter().find(|peers| peers.is(|peers| matches!(peers, Peers::Internet(_)))) else { return };
    let name = namespace.name();
    let names = buckets_of(scope, &name);
    let names: Vec<String> = names.iter().map(|bucket| format!("{:?}", host_of(scope, bucket))).collect();
    let names = if names.is_empty() { "\"pypi.org\", \"*.pythonhosted.org\"".to_owned() } else { names.join(", ") };
    findings.report(
        &internet,
        format!("namespace `{}` lets its Pods open HTTPS connections to every public address", *name),
        format!("name the hosts instead: `https_to_names: [{names}]`"),
    );
}

pub(super) const NP_13: Rule = Rule {
    id: "NP-13",
    name: "hosts-named-without-effect",
    title: "hosts are named where nodes look at names",
    severity: Severity::Error,
    why: "an ApplicationNetworkPolicy with names holds on nodes of EKS Auto Mode alone: elsewhere the API server does not know the kind, or \
          nobody enforces it, and every connection to these hosts times out",
    source: "EKS user guide, Use Network Policies with EKS Auto Mode: considerations",
    check: Check::Namespace(names_hold),
    bad: Example::Cluster("namespace lab { serves: Development, https_to_names: [\"pypi.org\"] }"),
    good: Example::Cluster("namespace lab { serves: Development, https_to: [Internet(\"notebooks install packages\")] }"),
};

fn names_hold(scope: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    let names = namespace.https_to_names();
    if names.is_empty() || looks_at_names(scope) {
        return;
    }
    findings.report(
        &names,
        format!(
            "namespace `{}` names the hosts its Pods may reach, but nodes of `{}` do not look at names",
            *namespace.name(),
            *scope.cluster.name()
        ),
        "write `https_to: [Vpc, Internet(\"…\")]` with the reason, or `scaler: AutoMode` in the cluster",
    );
}

/// The host at which S3 answers for a bucket of the platform.
pub(super) fn host_of(scope: &Scope<'_>, bucket: &Name) -> String {
    let buckets = scope.platform.buckets();
    let Some(bucket) = buckets.iter().find(|it| *it.name() == *bucket) else { return String::new() };
    let region = derived::bucket_region(scope.platform, bucket);
    let end = if region.partition() == crate::units::Partition::AwsCn { ".cn" } else { "" };
    format!("{}.s3.{region}.amazonaws.com{end}", *bucket.s3())
}

/// The buckets that identities of a namespace may use.
fn buckets_of<'a>(scope: &Scope<'a>, namespace: &Name) -> Vec<&'a Name> {
    let identities = scope.cluster.identities();
    let own = identities.iter().filter(|identity| *identity.namespace() == *namespace);
    let stores = own.flat_map(|identity| identity.read().iter().chain(identity.write().iter()).collect::<Vec<_>>());
    let mut all = Vec::new();
    for store in stores {
        let Store::Bucket(name) = store.whole();
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}
