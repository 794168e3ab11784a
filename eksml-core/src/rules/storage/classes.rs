//! Storage classes of any kind: who may mount a volume, when it is made, and what becomes of it.

use crate::findings::{Edit, Fix, Severity};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::source::Node;
use crate::spec::{At, Backend, Binding, Environment, Lustre, Reclaim, Storage};

pub(super) const STO_02: Rule = Rule {
    id: "STO-02",
    name: "volume-made-too-early",
    title: "EBS volumes are made where their Pod runs",
    severity: Severity::Error,
    why: "a volume that is made at once lands in any zone; a Pod whose nodes are in another one never starts",
    source: "aws-ebs-csi-driver docs/parameters.md; Kubernetes, Volume binding mode",
    check: Check::Storage(volumes_wait_for_their_pod),
    bad: Example::Cluster("storage scratch { ebs_gp3 { }, binding: Immediate }"),
    good: Example::Cluster("storage scratch { ebs_gp3 { }, binding: FirstConsumer }"),
};

fn volumes_wait_for_their_pod(scope: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let binding = class.binding();
    if *binding != Binding::Immediate || !class.backend().is(|backend| matches!(backend, Backend::EbsGp3(_))) {
        return;
    }
    let zones = scope.cluster.vpc().zones().names(&scope.region()).len();
    if zones > 1 {
        findings.report(
            &binding,
            format!("volumes of `{}` are made at once, in any of {zones} zones, before a Pod needs one", *class.name()),
            Fix::safe([Edit::set(&binding, Node::word("FirstConsumer"))]),
        );
    }
}

pub(super) const STO_10: Rule = Rule {
    id: "STO-10",
    name: "data-deleted-with-claim",
    title: "in production data outlive the claim",
    severity: Severity::Error,
    why: "who deletes a claim, or the namespace it is in, deletes what is behind it with every dataset and checkpoint",
    source: "Kubernetes, Persistent volume reclaim policy",
    check: Check::Storage(data_outlive_the_claim),
    bad: Example::Cluster("storage models { efs { file_system: \"fs-0123456789abcdef0\" }, reclaim: Delete }"),
    good: Example::Cluster("storage models { efs { file_system: \"fs-0123456789abcdef0\" }, reclaim: Retain }"),
};

fn data_outlive_the_claim(scope: &Scope<'_>, class: &At<'_, Storage>, findings: &mut Findings<'_>) {
    let Some(reclaim) = class.reclaim().get() else { return };
    if *reclaim != Reclaim::Delete || *scope.cluster.environment() != Environment::Production {
        return;
    }
    let backend = class.backend();
    let lustre = backend.variant(|backend| if let Backend::FsxLustre(lustre) = backend { Some(lustre) } else { None });
    let what = if let Some(lustre) = lustre {
        if lustre.is(|lustre| matches!(lustre, Lustre::Scratch2(_))) {
            return;
        }
        "a persistent Lustre file system"
    } else if backend.is(|backend| matches!(backend, Backend::Efs(_))) {
        "an EFS access point"
    } else {
        return;
    };
    findings.report(
        &reclaim,
        format!(
            "in production cluster `{}` a claim of `{}` takes {what} with it when it goes",
            *scope.cluster.name(),
            *class.name()
        ),
        Fix::decision([Edit::set(&reclaim, Node::word("Retain"))]).saying("{}; scratch data belong on `Scratch2`"),
    );
}

pub(super) const STO_12: Rule = Rule {
    id: "STO-12",
    name: "storage-class-of-s3",
    title: "no storage class is made of S3",
    severity: Severity::Error,
    why: "the Mountpoint for S3 driver provisions nothing: a claim of such a class waits forever",
    source: "mountpoint-s3-csi-driver docs/CONFIGURATION.md",
    check: Check::Form,
    bad: Example::Cluster("storage models { s3: \"acme-ml-models\" }"),
    good: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\nbucket models { s3: \"acme-ml-models\" }\n\
         cluster shared { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 },\n\
         access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler,\n\
         node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
         namespace serving { serves: Inference }\nvolume models { namespace: serving, s3 { bucket: models } } }",
    ),
};

pub(super) const STO_14: Rule = Rule {
    id: "STO-14",
    name: "missing-csi-driver",
    title: "every storage class has its CSI driver",
    severity: Severity::Error,
    why: "without the driver on its node a Pod that mounts a volume stays in ContainerCreating",
    source: "EKS user guide, Use application data storage for your cluster",
    check: Check::Form,
    bad: Example::Cluster("addons { ebs_csi: Off }\nstorage scratch { ebs_gp3 { } }"),
    good: Example::Cluster("storage scratch { ebs_gp3 { } }"),
};

pub(super) const STO_19: Rule = Rule {
    id: "STO-19",
    name: "two-default-classes",
    title: "at most one storage class is the default",
    severity: Severity::Error,
    why: "of several default classes Kubernetes takes the newest: where a claim without a class lands depends on the order of apply",
    source: "Kubernetes, Change the default StorageClass",
    check: Check::Cluster(one_default),
    bad: Example::Cluster("storage a { ebs_gp3 { }, default: true }\nstorage b { ebs_gp3 { iops: 6000 }, default: true }"),
    good: Example::Cluster("storage a { ebs_gp3 { }, default: true }\nstorage b { ebs_gp3 { iops: 6000 } }"),
};

fn one_default(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let mut defaults = scope.cluster.storage().iter().filter(|class| *class.default());
    let Some(first) = defaults.next() else { return };
    findings.each(defaults, |other, findings| {
        findings.report(
            &other.default(),
            format!("storage classes `{}` and `{}` are both the default", *first.name(), *other.name()),
            "remove `default` from one of them",
        );
    });
}
