//! What a workload may read and write in AWS, it can reach.

use crate::findings::Severity;
use crate::rules::storage::bucket;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, AwsService, Callee, Isolation, Namespace, Peers, Store, Traffic};
use crate::units::Name;

use super::names::{host_of, looks_at_names};

pub(super) const NP_12: Rule = Rule {
    id: "NP-12",
    name: "bucket-or-queue-blocked",
    title: "a workload reaches the buckets and the queues it may use",
    severity: Severity::Error,
    why: "S3 has public addresses, behind a gateway endpoint as well: where the namespace lets nothing out to them, every request times out \
          and the permissions are of no use",
    source: "Kubernetes, network policies; Amazon VPC, gateway endpoints: public addresses of the service remain in use",
    check: Check::Workload(aws_is_reached),
    bad: Example::Platform(SILENT),
    good: Example::Platform(REACHED),
};

const SILENT: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\nbucket models { s3: \"acme-ml-models\" }\n\
    cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler,\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
    node_group cpu { instances: [\"m7i.xlarge\"], scale: 3..=6 }\n\
    namespace serving { serves: Inference }\nidentity server { namespace: serving, read: bucket models }\n\
    inference rank { namespace: serving, on: cpu, replicas: 3, cpu: \"1\", memory: \"2Gi\", port: 8000, health: \"/health\",\n\
    image: \"registry.example.com/ml/rank:1.0\", identity: server } }";
const REACHED: &str = "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\nbucket models { s3: \"acme-ml-models\" }\n\
    cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 },\n\
    access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler,\n\
    node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
    node_group cpu { instances: [\"m7i.xlarge\"], scale: 3..=6 }\n\
    namespace serving { serves: Inference, https_to: [Internet(\"S3, over NAT\")] }\n\
    identity server { namespace: serving, read: bucket models }\n\
    inference rank { namespace: serving, on: cpu, replicas: 3, cpu: \"1\", memory: \"2Gi\", port: 8000, health: \"/health\",\n\
    image: \"registry.example.com/ml/rank:1.0\", identity: server } }";

fn aws_is_reached(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let (Some(name), Some(identity)) = (workload.identity().get(), workload.identity_in(&scope.cluster)) else { return };
    let Some(namespace) = scope.namespace(&workload.namespace()) else { return };
    findings.scope(|findings| {
        let stores: Vec<At<'_, Store>> = identity.read().iter().chain(identity.write().iter()).collect();
        let mounted = mounted(scope, workload);
        // What is mounted is fetched by the driver's own Pods.
        if let Some(wanted) = stores.iter().map(|store| bucket_of(store)).find(|bucket| !mounted.contains(bucket)) {
            let host = host_of(scope, wanted);
            if !lets_out(scope, workload, &namespace, &host, false) {
                findings.report(
                    &name,
                    format!(
                        "{} may use bucket `{wanted}` as `{}`, but namespace `{}` lets its Pods out to no address of S3",
                        workload.shown(),
                        *name,
                        *namespace.name()
                    ),
                    way_out(scope, &namespace, &host, "S3"),
                );
            }
        }
    });
    let consumed = identity.consumes();
    let Some(queue) = consumed.iter().next() else { return };
    // An interface endpoint has addresses of the VPC, and answers for its own region.
    let in_vpc = queue.region() == scope.region().as_str()
        && scope.cluster.vpc().endpoints().iter().any(|service| *service == AwsService::Sqs);
    if !lets_out(scope, workload, &namespace, &queue.host(), in_vpc) {
        findings.report(
            &name,
            format!(
                "{} may take the messages of `{}` as `{}`, but namespace `{}` lets its Pods out to no address of SQS",
                workload.shown(),
                *queue,
                *name,
                *namespace.name()
            ),
            way_out(scope, &namespace, &queue.host(), "SQS"),
        );
    }
}

/// Whether Pods of the namespace reach a host of AWS, whose addresses are public ones, or are `in_vpc`.
fn lets_out(scope: &Scope<'_>, workload: &Workload<'_>, namespace: &At<'_, Namespace>, host: &str, in_vpc: bool) -> bool {
    let open = |peers: &At<'_, Peers>| is_public(peers) || in_vpc && matches!(peers.whole(), Peers::Vpc | Peers::Cidr(_));
    if namespace.network().is(|network| *network != Isolation::DefaultDeny)
        || namespace.https_to().iter().any(|peers| open(&peers))
        || namespace.https_to_names().iter().any(|name| name.covers(host))
    {
        return true;
    }
    let talks = workload.talks_to();
    let others = talks
        .iter()
        .filter_map(|callee| callee.variant(|callee| if let Callee::Others(others) = callee { Some(others) } else { None }));
    let policies = scope.cluster.network_policies();
    let declared = policies.iter().filter(|policy| *policy.namespace() == *workload.namespace());
    let declared: Vec<At<'_, Traffic>> = declared.flat_map(|policy| policy.allow_to().iter().collect::<Vec<_>>()).collect();
    others.chain(declared).any(|traffic| is_https(&traffic) && traffic.peers().iter().any(|peers| open(&peers)))
}

/// The namespace's whole list, with the one that is missing.
fn way_out(scope: &Scope<'_>, namespace: &At<'_, Namespace>, host: &str, service: &str) -> String {
    if looks_at_names(scope) {
        let names = namespace.https_to_names();
        let mut list: Vec<String> = names.iter().map(|name| format!("{:?}", name.as_str())).collect();
        list.push(format!("{host:?}"));
        return format!("write `https_to_names: [{}]` in `namespace {}`", list.join(", "), namespace.name().word());
    }
    let listed = namespace.https_to();
    let mut list: Vec<String> = listed.iter().map(|peers| in_words(peers.whole())).collect();
    if list.is_empty() {
        list.push(in_words(&Peers::Vpc));
    }
    list.push(in_words(&Peers::Internet(format!("{service} has public addresses"))));
    let list = list.join(", ");
    let namespace = namespace.name().word();
    if listed.is_empty() {
        format!("add `https_to: [{list}]` to `namespace {namespace}`")
    } else {
        format!("write `https_to: [{list}]` in `namespace {namespace}`")
    }
}

/// The peers as `platform!` takes them.
fn in_words(peers: &Peers) -> String {
    match peers {
        Peers::Vpc => "Vpc".to_owned(),
        Peers::Namespace(name) => format!("namespace {}", name.word()),
        Peers::SameNamespace => "SameNamespace".to_owned(),
        Peers::ClusterDns => "ClusterDns".to_owned(),
        Peers::Cidr(cidr) => format!("Cidr(\"{cidr}\")"),
        Peers::Internet(reason) => format!("Internet({reason:?})"),
    }
}

/// The buckets that the workload mounts.
fn mounted<'a>(scope: &Scope<'a>, workload: &Workload<'a>) -> Vec<&'a Name> {
    let volumes = scope.cluster.volumes();
    let of_namespace = volumes.iter().filter(|volume| *volume.namespace() == *workload.namespace());
    let mounts = workload.mounts();
    let named: Vec<_> = mounts.iter().map(|mount| mount.volume()).collect();
    of_namespace
        .filter(|volume| named.iter().any(|name| **name == *volume.name()))
        .filter_map(|volume| Some(bucket(&volume)?.bucket().whole()))
        .collect()
}

fn bucket_of<'a>(store: &At<'a, Store>) -> &'a Name {
    let Store::Bucket(name) = store.whole();
    name
}

/// Whether public addresses are among these.
fn is_public(peers: &At<'_, Peers>) -> bool {
    match peers.whole() {
        Peers::Internet(_) => true,
        Peers::Cidr(cidr) => !cidr.is_private_rfc1918(),
        _ => false,
    }
}

fn is_https(traffic: &At<'_, Traffic>) -> bool {
    let ports = traffic.ports();
    ports.is_empty() || ports.iter().any(|port| *port == 443)
}
