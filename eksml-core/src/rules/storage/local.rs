//! The node's own disk: instance stores, and caches that fit it.

use crate::catalog::{AmiFamily, InstanceType};
use crate::derived;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::{Example, job};
use crate::rules::home::groups;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::{At, InstanceStore, NodeGroup};

pub(super) const STO_15: Rule = Rule {
    id: "STO-15",
    name: "missing-instance-store",
    title: "an instance store is used where there is one",
    severity: Severity::Error,
    why: "without instance store volumes nodeadm leaves the root volume in place: caches fill it, and the kubelet evicts Pods",
    source: "awslabs/amazon-eks-ami nodeadm, LocalStorageOptions; Bottlerocket, ephemeral storage",
    check: Check::NodeGroup(instance_store_is_there),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.xlarge\"], scale: 0..=4, instance_store: Raid0 }"),
    good: Example::Cluster("node_group cpu { instances: [\"m6id.xlarge\"], scale: 0..=4, instance_store: Raid0 }"),
};

fn instance_store_is_there(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let store = group.instance_store();
    if *store == InstanceStore::Unused {
        return;
    }
    findings.scope(|findings| {
        if let Some(without) = group.instances().iter().find(|instance| instance.facts().local_nvme_gb == 0) {
            findings.report(
                &store,
                format!("node group `{}`: {} has no instance store", *group.name(), *without),
                Fix::decision([Edit::remove(&store)])
                    .saying("{}, or choose types that have one: those with a `d` in their family, or GPU types"),
            );
        }
    });
    let ami = group.ami();
    if !matches!(*ami, AmiFamily::AmazonLinux2023 | AmiFamily::Bottlerocket | AmiFamily::BottlerocketFips) {
        findings.report(
            &store,
            format!("node group `{}`: {} sets up no instance store while it boots", *group.name(), *ami),
            "write `ami: AmazonLinux2023` or `ami: Bottlerocket`, or remove `instance_store`",
        );
    }
}

pub(super) const STO_17: Rule = Rule {
    id: "STO-17",
    name: "cache-larger-than-disk",
    title: "caches fit the node's disk",
    severity: Severity::Error,
    why: "a Pod that asks for more disk than any node has stays Pending; one that fills it is evicted with everything it cached",
    source: "Kubernetes, Local ephemeral storage; node-pressure eviction",
    check: Check::Workload(caches_fit),
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", cache shards { at: \"/cache\", size: \"300Gi\" }"
    ),
    good: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, instance_store: Raid0 }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", cache shards { at: \"/cache\", size: \"300Gi\" }"
    ),
};

fn caches_fit(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let caches = workload.caches();
    let Some(largest) = caches.iter().max_by_key(|cache| cache.size().bytes()) else { return };
    let asked = derived::cache_mib(&caches);
    for group in groups(scope, workload) {
        let room = |instance: &InstanceType| derived::disk_mib(group, instance.facts());
        let Some(least) = group.instances().iter().min_by_key(|instance| room(instance)) else { continue };
        let has = room(&least);
        if asked <= u128::from(has) {
            continue;
        }
        let store = *group.instance_store() == InstanceStore::Unused && least.facts().local_nvme_gb > 0;
        let fix = if store {
            "write `instance_store: Raid0` for the node group, or a larger `volume { size_gib: … }`".to_owned()
        } else if *group.instance_store() == InstanceStore::Unused {
            let whole = (asked.div_ceil(1024) + 2) * 10 / 9 + 20;
            format!("write `volume {{ size_gib: {whole} }}` for the node group, or a smaller cache")
        } else {
            format!("write at most {}Gi of caches, or choose larger instances", has / 1024)
        };
        findings.report(
            &largest.size(),
            format!(
                "{} asks its node for {}Gi of disk; a node of `{}` ({}) has {}Gi",
                workload.shown(),
                asked.div_ceil(1024),
                *group.name(),
                *least,
                has / 1024
            ),
            fix,
        );
        return;
    }
}
