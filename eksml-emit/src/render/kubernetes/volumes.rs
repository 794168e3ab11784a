//! Volumes by name: a claim for each, and the PersistentVolume behind it where no driver makes one.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    CSIPersistentVolumeSource, ObjectReference, PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimSpec,
    PersistentVolumeSpec, VolumeResourceRequirements,
};

use super::metadata::metadata;
use super::pods::amounts;
use super::storage_classes::OfAws;
use super::workloads::USER;
use crate::catalog::Addon;
use crate::derived;
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::spec::{Backend, BucketAccess, BucketVolume, DataVolume, FileSystem, Storage, VolumeSource};
use crate::units::Quantity;

const FILE: &str = "31-volumes.yaml";

/// What a claim asks for where its driver looks at no size.
const NOMINAL: &str = "1Gi";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    for volume in &view.cluster.volumes {
        if let Some(persistent) = persistent_volume(view, volume) {
            files.add(FILE, &persistent)?;
        }
        files.add(FILE, &claim(view, volume))?;
    }
    Ok(())
}

/// The volumes whose file systems the cluster's stack makes, each with `known` where something of AWS's will be.
pub(in crate::render) fn waiting<'a>(
    view: &'a ClusterView<'_>,
    known: impl Fn(&Storage, OfAws) -> String + 'a,
) -> impl Iterator<Item = PersistentVolume> + 'a {
    view.cluster.volumes.iter().filter_map(move |volume| {
        let class = derived::class_of(view.cluster, volume)?;
        derived::single_file_system(class).filter(|lustre| lustre.made.is_none())?;
        let csi = file_system(view, volume, &known(class.whole(), OfAws::FileSystem), known(class.whole(), OfAws::MountName));
        Some(bound(view, volume, csi, lustre_options()))
    })
}

/// What must be there for volumes to be filled. A key that the platform creates lets the file system's own role use it; of a given one its
/// owner must say so.
pub(super) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let classes = view.cluster.storage.iter().filter_map(derived::single_file_system);
    let links: Vec<_> = classes.flat_map(|lustre| &lustre.whole().links).map(|link| &link.bucket).collect();
    let linked = view.platform.buckets.iter().filter(|bucket| links.contains(&&bucket.name));
    let note = |bucket: &crate::spec::Bucket| {
        let key = bucket.key.as_ref()?;
        Some(Remark::Before(format!(
            "the policy of key {key} lets the role of the file system that is linked to `{}` use it \
             (aws:PrincipalArn like `arn:{}:iam::*:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_fs-*`: \
             Decrypt, DescribeKey, Encrypt, GenerateDataKey*, ReEncrypt*), or nothing of the bucket is read",
            bucket.s3,
            view.region().partition()
        )))
    };
    linked.filter_map(note).collect()
}

fn claim(view: &ClusterView<'_>, volume: &DataVolume) -> PersistentVolumeClaim {
    let class = derived::class_of(view.cluster, volume);
    // A claim without a class is bound to the volume it names, and never to one that a default class would make.
    let provisioned = class.filter(|class| derived::is_provisioned(class));
    let requests = amounts([("storage", size(view, volume).as_str())]);
    PersistentVolumeClaim {
        metadata: metadata(volume.name.as_str(), Some(volume.namespace.as_str())),
        spec: Some(PersistentVolumeClaimSpec {
            access_modes: Some(access_modes(view, volume)),
            storage_class_name: Some(provisioned.map(|class| class.name.to_string()).unwrap_or_default()),
            volume_name: provisioned.is_none().then(|| derived::persistent_volume_name(volume)),
            resources: Some(VolumeResourceRequirements { requests: Some(requests), ..VolumeResourceRequirements::default() }),
            ..PersistentVolumeClaimSpec::default()
        }),
        ..PersistentVolumeClaim::default()
    }
}

fn size(view: &ClusterView<'_>, volume: &DataVolume) -> String {
    let lustre = derived::class_of(view.cluster, volume).and_then(|class| match &class.backend {
        Backend::FsxLustre(lustre) => Some(format!("{}Gi", derived::lustre_size_gib(lustre))),
        Backend::EbsGp3(_) | Backend::Efs(_) => None,
    });
    let own = || volume.size.as_ref().map(Quantity::to_string);
    lustre.or_else(own).unwrap_or_else(|| NOMINAL.to_owned())
}

/// How many nodes may mount it (STO-01).
fn access_modes(view: &ClusterView<'_>, volume: &DataVolume) -> Vec<String> {
    let modes: &[&str] = match &volume.source {
        VolumeSource::S3(BucketVolume { access: BucketAccess::Read, .. }) => &["ReadOnlyMany"],
        VolumeSource::S3(_) => &["ReadWriteMany"],
        VolumeSource::Storage(_) => match derived::class_of(view.cluster, volume).map(|class| &class.whole().backend) {
            Some(Backend::EbsGp3(_)) | None => &["ReadWriteOnce"],
            Some(Backend::Efs(_)) => &["ReadWriteMany"],
            // The first is the one it is mounted by. With the second among them, and a file system type, the kubelet gives the root
            // of the file system to the Pod's group: it is root's otherwise, and no restricted Pod may write there (kubelet
            // `csi_mounter.go`, fsGroupPolicy ReadWriteOnceWithFSType, which the FSx driver has).
            Some(Backend::FsxLustre(_)) => &["ReadWriteMany", "ReadWriteOnce"],
        },
    };
    modes.iter().map(ToString::to_string).collect()
}

fn persistent_volume(view: &ClusterView<'_>, volume: &DataVolume) -> Option<PersistentVolume> {
    let (csi, mount_options) = match &volume.source {
        VolumeSource::S3(bucket) => (mountpoint(view, volume, bucket)?, mountpoint_options(view, bucket)),
        VolumeSource::Storage(_) => {
            let lustre = derived::single_file_system(derived::class_of(view.cluster, volume)?)?;
            let FileSystem { id, mount_name } = lustre.made.as_ref()?;
            (file_system(view, volume, id.as_ref(), mount_name.clone()), lustre_options())
        }
    };
    Some(bound(view, volume, csi, mount_options))
}

/// Without flock(2), much training code fails on Lustre at its first lock.
fn lustre_options() -> Vec<String> {
    vec!["flock".to_owned()]
}

/// A volume that is bound to its claim by name.
fn bound(
    view: &ClusterView<'_>,
    volume: &DataVolume,
    csi: CSIPersistentVolumeSource,
    mount_options: Vec<String>,
) -> PersistentVolume {
    let claim_ref = ObjectReference {
        api_version: Some("v1".to_owned()),
        kind: Some("PersistentVolumeClaim".to_owned()),
        namespace: Some(volume.namespace.to_string()),
        name: Some(volume.name.to_string()),
        ..ObjectReference::default()
    };
    PersistentVolume {
        metadata: metadata(&derived::persistent_volume_name(volume), None),
        spec: Some(PersistentVolumeSpec {
            capacity: Some(amounts([("storage", size(view, volume).as_str())])),
            access_modes: Some(access_modes(view, volume)),
            // What eksml did not make it does not delete.
            persistent_volume_reclaim_policy: Some("Retain".to_owned()),
            storage_class_name: Some(String::new()),
            claim_ref: Some(claim_ref),
            mount_options: Some(mount_options),
            csi: Some(csi),
            ..PersistentVolumeSpec::default()
        }),
        ..PersistentVolume::default()
    }
}

fn source(driver: Addon, volume: &DataVolume, attributes: BTreeMap<String, String>) -> CSIPersistentVolumeSource {
    CSIPersistentVolumeSource {
        driver: driver.provisioner().unwrap_or_default().to_owned(),
        // The kubelet takes two volumes with one handle for the same, and mounts only one of them.
        volume_handle: derived::persistent_volume_name(volume),
        volume_attributes: Some(attributes),
        ..CSIPersistentVolumeSource::default()
    }
}

/// Source: aws-fsx-csi-driver, `examples/kubernetes/static_provisioning`; `pkg/driver/node.go` reads the two attributes alone.
fn file_system(view: &ClusterView<'_>, volume: &DataVolume, id: &str, mount_name: String) -> CSIPersistentVolumeSource {
    let region = view.region();
    let host = format!("{id}.fsx.{region}.{}", region.partition().dns_suffix());
    let attributes = BTreeMap::from([("dnsname".to_owned(), host), ("mountname".to_owned(), mount_name)]);
    CSIPersistentVolumeSource { fs_type: Some("lustre".to_owned()), ..source(Addon::FsxCsi, volume, attributes) }
}

/// Source: mountpoint-s3-csi-driver, `docs/CONFIGURATION.md`.
fn mountpoint(view: &ClusterView<'_>, volume: &DataVolume, bucket: &BucketVolume) -> Option<CSIPersistentVolumeSource> {
    let known = view.platform.buckets.iter().find(|known| known.name == bucket.bucket)?;
    let attributes = BTreeMap::from([
        ("bucketName".to_owned(), known.s3.to_string()),
        // Each Pod reads with its own identity, so that one team's mount opens no other team's bucket.
        ("authenticationSource".to_owned(), "pod".to_owned()),
        // The driver would ask the instance metadata otherwise, which nodes with hop limit 1 keep from Pods.
        ("stsRegion".to_owned(), view.region().to_string()),
    ]);
    Some(source(Addon::MountpointS3Csi, volume, attributes))
}

fn mountpoint_options(view: &ClusterView<'_>, bucket: &BucketVolume) -> Vec<String> {
    // S3 knows no owners: without these everything would be root's, and closed to everybody else.
    let mut options =
        vec![format!("uid={USER}"), format!("gid={USER}"), "allow-other".to_owned(), format!("region {}", view.region())];
    if let Some(prefix) = &bucket.prefix {
        options.push(format!("prefix {prefix}"));
    }
    match bucket.access {
        BucketAccess::Read => options.push("read-only".to_owned()),
        BucketAccess::Write => options.extend(["allow-delete".to_owned(), "allow-overwrite".to_owned()]),
    }
    options
}
