//! Which EKS add-ons a cluster needs: the base every cluster has, and what its storage, metrics and node repair call for.

use super::region;
use crate::catalog::Addon;
use crate::spec::{
    At, Backend, Cluster, Lens, Management, Monitoring, NodeGroup, Notebook, Platform, Prometheus, Repair, Storage, VolumeSource,
    variant,
};
use crate::units::{AddonVersion, Partition};

/// The add-ons of every cluster whose nodes EKS Auto Mode does not run.
pub const ALWAYS: [Addon; 4] = [Addon::VpcCni, Addon::KubeProxy, Addon::CoreDns, Addon::PodIdentityAgent];

/// The version of an add-on that the platform names.
pub fn addon_version<'a>(cluster: impl Lens<'a, Cluster>, addon: Addon) -> Option<&'a AddonVersion> {
    let cluster = cluster.into();
    cluster.addons().chosen().iter().find(|choice| *choice.name() == addon)?.version().whole().as_ref()
}

/// The add-ons of a cluster, in the order in which they are installed.
pub fn addons<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Vec<Addon> {
    let platform = platform.into();
    let cluster = cluster.into();
    // EKS Auto Mode runs these itself, and its own driver of EBS volumes (CL-13).
    let auto = super::is_auto_mode(cluster);
    let mut all = if auto { Vec::new() } else { ALWAYS.to_vec() };
    if offers_metrics_server(platform, cluster) {
        all.push(Addon::MetricsServer);
    }
    // EKS Auto Mode brings the agent in its nodes.
    if !auto && cluster.node_groups().iter().any(is_repaired) {
        all.push(Addon::NodeMonitoringAgent);
    }
    let drivers = [Addon::EbsCsi, Addon::EfsCsi, Addon::FsxCsi, Addon::MountpointS3Csi];
    all.extend(drivers.into_iter().filter(|driver| is_used(*driver, cluster) && !(auto && *driver == Addon::EbsCsi)));
    if cluster.monitoring().get().is_some_and(|monitoring| monitoring.cloudwatch().is_some()) {
        all.push(Addon::CloudWatchObservability);
    }
    if cluster
        .storage()
        .iter()
        .any(|class| variant!(class.backend(), Backend::EbsGp3).is_some_and(|ebs| ebs.snapshots().is_some()))
    {
        all.push(Addon::SnapshotController);
    }
    for choice in cluster.addons().chosen().iter() {
        if !all.contains(&choice.name()) {
            all.push(*choice.name());
        }
    }
    all
}

/// Whether EKS offers metrics-server as an add-on where the cluster is: not in China and not in GovCloud (eksctl `known_addons.go`).
pub fn offers_metrics_server<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> bool {
    let platform = platform.into();
    let cluster = cluster.into();
    region(platform, cluster).partition() == Partition::Aws
}

/// Whether nodes of the group are repaired: by EKS those of managed groups and of Auto Mode, by Karpenter those of its pools.
/// Source: EKS user guide, "Automatically repair nodes in EKS clusters".
pub fn is_repaired<'a>(group: impl Lens<'a, NodeGroup>) -> bool {
    let group = group.into();
    let somebody_does = group.management().is(|it| matches!(it, Management::Managed | Management::NodePool(_)));
    somebody_does && *group.repair() == Repair::Automatic
}

/// The CSI driver behind a storage class.
pub fn csi_driver<'a>(storage: impl Lens<'a, Storage>) -> Addon {
    let backend = storage.into().backend();
    if backend.is(|it| matches!(it, Backend::EbsGp3(_))) {
        Addon::EbsCsi
    } else if backend.is(|it| matches!(it, Backend::Efs(_))) {
        Addon::EfsCsi
    } else {
        Addon::FsxCsi
    }
}

/// The storage class that Prometheus' volume is of: the named one, or the cluster's default. `None` where neither is declared; the
/// claim then goes to the class `gp2` that EKS brings along.
pub fn prometheus_class<'a, 'b>(
    cluster: impl Lens<'a, Cluster>,
    prometheus: impl Lens<'b, Prometheus>,
) -> Option<At<'a, Storage>> {
    let cluster = cluster.into();
    let prometheus = prometheus.into();
    let named = prometheus.class().get();
    cluster.storage().iter().find(|class| named.map_or_else(|| *class.default(), |name| class.name() == name))
}

fn is_used(driver: Addon, cluster: At<'_, Cluster>) -> bool {
    // The class `gp2` is served by the EBS driver as well (CSI migration of kubernetes.io/aws-ebs).
    let undeclared = |monitoring: At<'_, Monitoring>| {
        monitoring.prometheus().get().is_some_and(|prometheus| prometheus_class(cluster, prometheus).is_none())
    };
    let homeless =
        |notebook: At<'_, Notebook>| notebook.home().class().is_none() && !cluster.storage().iter().any(|class| *class.default());
    cluster.storage().iter().any(|class| csi_driver(class) == driver)
        || driver == Addon::MountpointS3Csi
            && cluster.volumes().iter().any(|volume| volume.source().is(|it| matches!(it, VolumeSource::S3(_))))
        || driver == Addon::EbsCsi && cluster.notebooks().iter().any(homeless)
        || driver == Addon::EbsCsi && cluster.monitoring().get().is_some_and(undeclared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Efs, NodePool, SelfManaged};

    #[test]
    fn drivers_come_with_the_classes_that_need_them() {
        let platform = Platform::default();
        let mut cluster = Cluster::default();
        let drivers = |cluster: &Cluster| {
            addons(&platform, cluster).into_iter().filter(|addon| addon.provisioner().is_some()).collect::<Vec<_>>()
        };
        assert_eq!(drivers(&cluster), []);
        cluster.storage.push(Storage { backend: Backend::Efs(Efs::default()), ..Storage::default() });
        assert_eq!(drivers(&cluster), [Addon::EfsCsi]);
        cluster.monitoring = Some(Monitoring { prometheus: Some(Prometheus::default()), ..Monitoring::default() });
        assert_eq!(drivers(&cluster), [Addon::EbsCsi, Addon::EfsCsi], "Prometheus' claim falls to gp2");
        cluster.storage.iter_mut().for_each(|class| class.default = true);
        assert_eq!(drivers(&cluster), [Addon::EfsCsi], "Prometheus' claim falls to the default class");
    }

    #[test]
    fn all_are_repaired_but_self_managed_groups() {
        let managed = NodeGroup::default();
        let own = NodeGroup { management: Management::SelfManaged(SelfManaged::default()), ..NodeGroup::default() };
        let off = NodeGroup { repair: Repair::Off, ..NodeGroup::default() };
        let pool = NodeGroup { management: Management::NodePool(NodePool::default()), ..NodeGroup::default() };
        assert_eq!([&managed, &pool, &own, &off].map(is_repaired), [true, true, false, false]);
    }
}
