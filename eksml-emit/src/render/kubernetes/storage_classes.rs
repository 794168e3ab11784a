//! StorageClasses, and the policies that hold claims of Lustre classes to the declared size.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{TopologySelectorLabelRequirement, TopologySelectorTerm};
use k8s_openapi::api::storage::v1::StorageClass;

use super::lustre_size;
use super::metadata::metadata;
use super::snapshots;
use super::workloads::USER;
use crate::derived;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Backend, Binding, EbsGp3, Efs, EfsSource, Lustre, LustrePlace, Persistent2, Reclaim, Scaler, Storage, Store};

pub(super) const FILE: &str = "30-storage.yaml";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    // The driver makes nothing where there is one file system: volumes are bound to it by name.
    // A class that needs the id of something that is still to be made waits for it, beside the stack that has it.
    for storage in view.cluster.storage.iter().filter(|class| derived::is_provisioned(class)) {
        if !derived::waits_for_stack(storage) {
            files.add(FILE, &class(view, storage))?;
        }
        if let Backend::FsxLustre(lustre) = &storage.backend {
            lustre_size::render(storage.name.as_str(), derived::lustre_size_gib(lustre), files)?;
        }
        if let Backend::EbsGp3(EbsGp3 { snapshots: Some(of_deleted), .. }) = &storage.backend {
            files.add(FILE, &snapshots::class(storage, provisioner(view, storage), of_deleted))?;
        }
    }
    Ok(())
}

/// What only AWS knows of a class.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) enum OfAws {
    /// The id of its file system.
    FileSystem,
    /// The name by which that is mounted.
    MountName,
    /// The subnet of its file systems.
    Subnet,
    /// Their security group.
    SecurityGroup,
}

/// The classes that the cluster's stack must stand for, each with `known` where something of AWS's will be.
pub(in crate::render) fn waiting<'a>(
    view: &'a ClusterView<'_>,
    known: impl Fn(&Storage, OfAws) -> String + 'a,
) -> impl Iterator<Item = StorageClass> + 'a {
    view.cluster.storage.iter().filter(|storage| derived::waits_for_stack(storage)).map(move |storage| {
        let mut class = class(view, storage);
        let of_aws: &[(&str, OfAws)] = match storage.backend {
            Backend::FsxLustre(_) => &[("subnetId", OfAws::Subnet), ("securityGroupIds", OfAws::SecurityGroup)],
            Backend::EbsGp3(_) | Backend::Efs(_) => &[("fileSystemId", OfAws::FileSystem)],
        };
        let of_aws = of_aws.iter().map(|(key, what)| ((*key).to_owned(), known(storage, *what)));
        class.parameters.get_or_insert_default().extend(of_aws);
        class
    })
}

/// The driver that makes volumes of a class: of EBS, EKS Auto Mode has its own.
fn provisioner(view: &ClusterView<'_>, storage: &Storage) -> &'static str {
    match (&view.cluster.scaler, &storage.backend) {
        (Scaler::AutoMode(_), Backend::EbsGp3(_)) => "ebs.csi.eks.amazonaws.com",
        _ => derived::csi_driver(storage).provisioner().unwrap_or_default(),
    }
}

fn class(view: &ClusterView<'_>, storage: &Storage) -> StorageClass {
    let mut meta = metadata(storage.name.as_str(), None);
    // EKS's own class gp2 is no default since Kubernetes 1.30 (EKS user guide, "Kubernetes versions"), so this is the only one.
    if storage.default {
        meta.annotations = Some(BTreeMap::from([("storageclass.kubernetes.io/is-default-class".to_owned(), "true".to_owned())]));
    }
    if let Some(serves) = &storage.serves {
        let labels = meta.labels.get_or_insert_default();
        labels.insert(derived::USE_LABEL.to_owned(), derived::workload_type(serves).to_owned());
    }
    let scratch = matches!(storage.backend, Backend::FsxLustre(Lustre::Scratch2(_)));
    let keep = storage.reclaim.as_ref().map_or(!scratch, |reclaim| matches!(reclaim, Reclaim::Retain));
    let lustre = match &storage.backend {
        Backend::FsxLustre(lustre) => Some(lustre_parts(lustre)),
        Backend::EbsGp3(_) | Backend::Efs(_) => None,
    };
    StorageClass {
        metadata: meta,
        provisioner: provisioner(view, storage).to_owned(),
        parameters: Some(match &storage.backend {
            Backend::EbsGp3(ebs) => ebs_parameters(ebs),
            Backend::Efs(efs) => efs_parameters(storage.name.as_str(), efs),
            Backend::FsxLustre(lustre) => {
                let mut all = lustre_parameters(view, &lustre_parts(lustre));
                if let Lustre::Persistent2(of) = lustre {
                    all.extend(persistent2_parameters(of));
                }
                all
            }
        }),
        reclaim_policy: Some(if keep { "Retain" } else { "Delete" }.to_owned()),
        volume_binding_mode: Some(match storage.binding {
            Binding::FirstConsumer => "WaitForFirstConsumer".to_owned(),
            Binding::Immediate => "Immediate".to_owned(),
        }),
        // An EFS file system grows by itself.
        allow_volume_expansion: (!matches!(storage.backend, Backend::Efs(_))).then_some(true),
        // Without flock(2), much training code fails on Lustre at its first lock.
        mount_options: lustre.as_ref().map(|_| vec!["flock".to_owned()]),
        // The driver knows no zones; the scheduler honours these and puts the first consumer beside its file system (STO-03).
        allowed_topologies: lustre.map(|lustre| vec![in_zone(lustre.place)]),
    }
}

fn in_zone(place: &LustrePlace) -> TopologySelectorTerm {
    TopologySelectorTerm {
        match_label_expressions: Some(vec![TopologySelectorLabelRequirement {
            key: "topology.kubernetes.io/zone".to_owned(),
            values: vec![place.zone.to_string()],
        }]),
    }
}

fn parameters<const N: usize>(pairs: [(&str, Option<String>); N]) -> BTreeMap<String, String> {
    pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn ebs_parameters(ebs: &EbsGp3) -> BTreeMap<String, String> {
    parameters([
        ("type", Some("gp3".to_owned())),
        // The driver's default is "false" (EBS CSI driver, docs/parameters.md).
        ("encrypted", Some("true".to_owned())),
        ("kmsKeyId", ebs.key.as_ref().map(ToString::to_string)),
        ("iops", ebs.iops.map(|iops| iops.to_string())),
        ("throughput", ebs.throughput.map(|throughput| throughput.to_string())),
    ])
}

fn efs_parameters(class: &str, efs: &Efs) -> BTreeMap<String, String> {
    let exists = match &efs.source {
        EfsSource::FileSystem(id) => Some(id.clone()),
        EfsSource::Create(_) => None,
    };
    parameters([
        ("provisioningMode", Some("efs-ap".to_owned())),
        ("fileSystemId", exists),
        ("directoryPerms", Some("700".to_owned())),
        // The owner that workloads run as; git and others refuse what seems to be somebody else's.
        ("uid", Some(USER.to_string())),
        ("gid", Some(USER.to_string())),
        // A folder of each class keeps classes on one file system apart.
        ("basePath", Some(format!("/{class}"))),
    ])
}

/// What every kind of Lustre has, by one shape.
struct LustreParts<'a> {
    deployment_type: &'static str,
    place: &'a LustrePlace,
    throughput: Option<u32>,
    mirrors: Option<&'a Store>,
}

fn lustre_parts(lustre: &Lustre) -> LustreParts<'_> {
    match lustre {
        Lustre::Persistent2(of) => {
            LustreParts { deployment_type: "PERSISTENT_2", place: &of.place, throughput: Some(of.throughput), mirrors: None }
        }
        Lustre::Persistent1(of) => LustreParts {
            deployment_type: "PERSISTENT_1",
            place: &of.place,
            throughput: Some(of.throughput),
            mirrors: of.mirrors.as_ref(),
        },
        Lustre::Scratch2(of) => {
            LustreParts { deployment_type: "SCRATCH_2", place: &of.place, throughput: None, mirrors: of.mirrors.as_ref() }
        }
    }
}

/// What PERSISTENT_2 alone has. Source: aws-fsx-csi-driver 1.10, `pkg/driver/controller.go`.
fn persistent2_parameters(lustre: &Persistent2) -> BTreeMap<String, String> {
    // EFA asks for metadata of its own (STO-11): as many operations as fit the size, where nobody says how many.
    let mode = match (lustre.metadata_iops, lustre.efa) {
        (Some(_), _) => Some("USER_PROVISIONED"),
        (None, true) => Some("AUTOMATIC"),
        (None, false) => None,
    };
    parameters([
        ("automaticBackupRetentionDays", lustre.backup_days.map(|days| days.to_string())),
        ("efaEnabled", lustre.efa.then(|| "true".to_owned())),
        ("kmsKeyId", lustre.key.as_ref().map(ToString::to_string)),
        ("metadataConfigurationMode", mode.map(str::to_owned)),
        ("metadataIops", lustre.metadata_iops.map(|iops| iops.to_string())),
    ])
}

fn lustre_parameters(view: &ClusterView<'_>, lustre: &LustreParts<'_>) -> BTreeMap<String, String> {
    let bucket = lustre.mirrors.and_then(|Store::Bucket(name)| view.platform.buckets.iter().find(|bucket| bucket.name == *name));
    let path = bucket.map(|bucket| format!("s3://{}", bucket.s3));
    let groups: Vec<_> = lustre.place.security_groups.iter().map(ToString::to_string).collect();
    parameters([
        ("deploymentType", Some(lustre.deployment_type.to_owned())),
        ("storageType", Some("SSD".to_owned())),
        // Without a type of file system the kubelet leaves its root to root, where no restricted Pod may write.
        ("csi.storage.k8s.io/fstype", Some("lustre".to_owned())),
        ("fileSystemTypeVersion", Some("2.15".to_owned())),
        ("dataCompressionType", Some("LZ4".to_owned())),
        ("subnetId", lustre.place.subnet.as_ref().map(ToString::to_string)),
        ("securityGroupIds", Some(groups.join(",")).filter(|groups| !groups.is_empty())),
        ("perUnitStorageThroughput", lustre.throughput.map(|throughput| throughput.to_string())),
        // A mirror shows what is put into the bucket later, too, and what is exported goes back to where it came from.
        ("autoImportPolicy", path.as_ref().map(|_| "NEW_CHANGED".to_owned())),
        ("s3ImportPath", path.clone()),
        ("s3ExportPath", path),
    ])
}
