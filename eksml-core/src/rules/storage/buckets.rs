//! Buckets as volumes.

use super::consumers::{bucket, consumers};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, BucketAccess, DataVolume, Store};
use crate::units::Name;

pub(super) const STO_23: Rule = Rule {
    id: "STO-23",
    name: "mount-without-permissions",
    title: "who mounts a bucket has the permissions for it",
    severity: Severity::Error,
    why: "Mountpoint signs its requests as the Pod that mounts the bucket: without an identity that may, the Pod stays in \
          ContainerCreating",
    source: "mountpoint-s3-csi-driver docs/CONFIGURATION.md, pod-level credentials",
    check: Check::Volume(mounters_may),
    bad: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\nbucket models { s3: \"acme-ml-models\" }\n\
         cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 },\n\
         access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler,\n\
         node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
         node_group cpu { instances: [\"m7i.xlarge\"], scale: 3..=6 }\n\
         namespace serving { serves: Inference }\nidentity server { namespace: serving }\n\
         volume models { namespace: serving, s3 { bucket: models } }\n\
         inference rank { namespace: serving, on: cpu, replicas: 3, cpu: \"1\", memory: \"2Gi\", port: 8000, health: \"/health\",\n\
         image: \"registry.example.com/ml/rank:1.0\", identity: server, mount models { at: \"/models\" } } }",
    ),
    good: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\nbucket models { s3: \"acme-ml-models\" }\n\
         cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 },\n\
         access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler,\n\
         node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
         node_group cpu { instances: [\"m7i.xlarge\"], scale: 3..=6 }\n\
         namespace serving { serves: Inference }\nidentity server { namespace: serving, read: bucket models }\n\
         volume models { namespace: serving, s3 { bucket: models } }\n\
         inference rank { namespace: serving, on: cpu, replicas: 3, cpu: \"1\", memory: \"2Gi\", port: 8000, health: \"/health\",\n\
         image: \"registry.example.com/ml/rank:1.0\", identity: server, mount models { at: \"/models\" } } }",
    ),
};

fn mounters_may(scope: &Scope<'_>, volume: &At<'_, DataVolume>, findings: &mut Findings<'_>) {
    let Some(mounted) = bucket(volume) else { return };
    let writes = *mounted.access() == BucketAccess::Write;
    findings.each(consumers(scope, volume), |(workload, mount), findings| {
        let name = mounted.bucket();
        let Some(identity) = workload.identity_in(&scope.cluster) else {
            findings.report(
                &mount.volume(),
                format!("{} mounts bucket `{}` and has no identity", workload.shown(), *name),
                format!(
                    "declare `identity … {{ namespace: {}, {}: bucket {} }}` and name it: `identity: …`",
                    workload.namespace().word(),
                    if writes { "write" } else { "read" },
                    name.word()
                ),
            );
            return;
        };
        let may = grants(&identity.write(), &name) || !writes && grants(&identity.read(), &name);
        if !may && identity.via().is(|via| !matches!(via, crate::spec::Mechanism::ExistingRole(_))) {
            let word = if writes { "write" } else { "read" };
            findings.report(
                &mount.volume(),
                format!(
                    "{} mounts bucket `{}`, which its identity `{}` may not {word}",
                    workload.shown(),
                    *name,
                    *identity.name()
                ),
                format!("add `{word}: bucket {}` to `identity {}`", name.word(), identity.name().word()),
            );
        }
    });
}

fn grants(stores: &At<'_, Vec<Store>>, name: &Name) -> bool {
    stores.iter().any(|store| matches!(store.whole(), Store::Bucket(bucket) if bucket == name))
}
