//! Security groups by kind of nodes: which there are, what they are called, and which kinds a file system lets in (NET-18 to NET-21).

use super::{Workload, created_efs, labels, lustre_at_home, pool, taints, workload_type};
use crate::spec::{
    At, Backend, Cluster, Lens, Lustre, Mount, NodeGroup, Placement, SecurityGroups, Storage, TaintEffect, Use, VolumeSource,
    variant,
};
use crate::units::Name;

/// The kinds, in the order in which their groups are made. What keeps the cluster itself alive has none: its nodes come with the
/// cluster, before any group can be made, and mount nothing.
const KINDS: [Use; 4] = [Use::General, Use::Training, Use::Inference, Use::Development];

/// Prefixes of labels that nodes get from Kubernetes, AWS, eksctl and Karpenter, and which the platform cannot hold against a group.
const GIVEN_LABELS: [&str; 5] =
    ["kubernetes.io/", "node.kubernetes.io/", "topology.kubernetes.io/", "eks.amazonaws.com/", "alpha.eksctl.io/"];

/// The security group of one kind of nodes.
#[derive(Debug, Clone, Copy)]
pub struct KindGroup<'a> {
    cluster: At<'a, Cluster>,
    /// What its nodes are for.
    pub serves: &'static Use,
}

impl KindGroup<'_> {
    /// Its name in AWS, such as `shared-training-nodes`.
    pub fn name(&self) -> String {
        format!("{}-{}-nodes", self.cluster.name(), workload_type(self.serves))
    }

    /// The output of the cluster's stack with its id, which is its logical id as well: `TrainingNodes`.
    pub fn output(&self) -> String {
        format!("{:?}Nodes", self.serves)
    }

    /// The tags by which Karpenter and EKS Auto Mode find it, and which no other group in the region has.
    pub fn tags(&self) -> [(&'static str, String); 2] {
        [("eksml/cluster", self.cluster.name().to_string()), ("eksml/nodes", workload_type(self.serves).to_owned())]
    }
}

/// Whether each kind of nodes has a security group.
pub fn has_group_per_kind<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    *cluster.into().security_groups() == SecurityGroups::PerKind
}

/// The security groups of a cluster's kinds of nodes.
pub fn kind_groups<'a>(cluster: impl Lens<'a, Cluster>) -> impl Iterator<Item = KindGroup<'a>> {
    let cluster = cluster.into();
    let is_there = move |serves: &&Use| cluster.node_groups().iter().any(|group| *group.serves() == **serves);
    let kinds: &[Use] = if has_group_per_kind(cluster) { &KINDS } else { &[] };
    kinds.iter().filter(is_there).map(move |serves| KindGroup { cluster, serves })
}

/// The security group that nodes of a group have beside the cluster's, if they have one.
pub fn kind_group<'a, 'b>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'b, NodeGroup>) -> Option<KindGroup<'a>> {
    let serves = group.into().serves();
    kind_groups(cluster).find(|kind| *kind.serves == *serves)
}

/// Whether eksctl makes a group's nodes only when the cluster's stack stands, and with it the security group they get. The nodes of
/// pools come later anyway.
pub fn comes_after_stack<'a>(cluster: impl Lens<'a, Cluster>, group: impl Lens<'a, NodeGroup>) -> bool {
    let cluster = cluster.into();
    let group = group.into();
    pool(group).is_none() && kind_group(cluster, group).is_some()
}

/// Whether the cluster's stack makes the security group of a class's file systems, so that the platform decides whom it lets in.
pub fn has_own_file_system<'a>(class: impl Lens<'a, Storage>) -> bool {
    let class = class.into();
    let is_home = || match variant!(class.backend(), Backend::FsxLustre).and_then(|lustre| variant!(lustre, Lustre::Persistent2))
    {
        // One that exists stays in the stack that made it, unless this one did.
        Some(of) => of.made().is_none() || !of.links().is_empty(),
        None => true,
    };
    created_efs(class).is_some() || (lustre_at_home(class).is_some() && is_home())
}

/// The kinds of nodes that the file systems of a class let in: those on which some workload that mounts it may run, and those that the
/// class names.
pub fn kinds_let_in<'a, 'b>(cluster: impl Lens<'a, Cluster>, class: impl Lens<'b, Storage>) -> Vec<KindGroup<'a>> {
    let cluster = cluster.into();
    let class = class.into();
    let mounting = mounters(cluster, class);
    let is_let_in = |kind: &KindGroup<'_>| {
        let runs_there =
            |group: At<'_, NodeGroup>| *group.serves() == *kind.serves && mounting.iter().any(|it| may_run_on(group, it));
        class.mounted_from().contains(kind.serves) || cluster.node_groups().iter().any(runs_there)
    };
    kind_groups(cluster).filter(is_let_in).collect()
}

/// Where the workloads of a cluster run that mount volumes of a class. Restore drills read buckets, and monitoring keeps to disks (MON-05).
fn mounters<'a>(cluster: At<'a, Cluster>, class: At<'_, Storage>) -> Vec<At<'a, Placement>> {
    let is_of_class = |namespace: &Name, mount: At<'_, Mount>| {
        let name = mount.volume();
        cluster.volumes().iter().any(|volume| {
            *volume.namespace() == *namespace
                && volume.name() == name
                && variant!(volume.source(), VolumeSource::Storage).is_some_and(|of| of == class.name())
        })
    };
    let mounters = Workload::all(cluster).filter(|workload| {
        let is_home = || {
            workload.notebook().is_some_and(|it| match it.home().class().get() {
                Some(name) => name == class.name(),
                None => *class.default(),
            })
        };
        is_home() || workload.mounts().iter().any(|mount| is_of_class(&workload.namespace(), mount))
    });
    mounters.map(|workload| workload.placement()).collect()
}

/// Whether Pods that are placed so may come to run on nodes of a group. In doubt they may: a file system that lets in a kind too many
/// works, one that lets in a kind too few stands still.
pub fn may_run_on<'a, 'b>(group: impl Lens<'a, NodeGroup>, placement: impl Lens<'b, Placement>) -> bool {
    let (group, placement) = (group.into(), placement.into());
    if let Some(name) = variant!(placement, Placement::On) {
        return group.name() == name;
    }
    let Some(selection) = variant!(placement, Placement::Select) else { return false };
    let tolerated = selection.tolerate();
    let is_open = taints(group).iter().all(|taint| {
        let (key, _, effect) = taint.parts();
        *effect == TaintEffect::PreferNoSchedule || tolerated.iter().any(|known| known.as_str() == key)
    });
    let carried = labels(group);
    let carries = |key: &str, value: &str| match carried.get(key) {
        Some(own) => own == value,
        None => GIVEN_LABELS.iter().any(|prefix| key.starts_with(prefix)),
    };
    is_open && selection.labels().iter().all(|(key, value)| carries(key.as_str(), value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{CreatedEfs, DataVolume, Efs, EfsSource, Home, Notebook, Processing, Selection, Taint};

    fn group(name: &str, serves: Use) -> NodeGroup {
        NodeGroup { name: name.parse().unwrap(), serves, ..NodeGroup::default() }
    }

    fn class(name: &str) -> Storage {
        let backend = Backend::Efs(Efs { source: EfsSource::Create(CreatedEfs::default()) });
        Storage { name: name.parse().unwrap(), backend, ..Storage::default() }
    }

    fn cluster() -> Cluster {
        let groups = [("system", Use::System), ("gpu", Use::Training), ("web", Use::Inference), ("lab", Use::Development)];
        Cluster {
            name: "shared".parse().unwrap(),
            security_groups: SecurityGroups::PerKind,
            node_groups: groups.into_iter().map(|(name, serves)| group(name, serves)).collect(),
            storage: vec![class("home"), class("models")],
            volumes: vec![DataVolume {
                name: "data".parse().unwrap(),
                namespace: "ml".parse().unwrap(),
                source: VolumeSource::Storage("models".parse().unwrap()),
                ..DataVolume::default()
            }],
            ..Cluster::default()
        }
    }

    fn let_in(cluster: &Cluster, class: usize) -> Vec<String> {
        kinds_let_in(cluster, &cluster.storage[class]).iter().map(KindGroup::output).collect()
    }

    #[test]
    fn every_kind_but_the_system_has_a_group() {
        let mut cluster = cluster();
        let names: Vec<_> = kind_groups(&cluster).map(|kind| kind.name()).collect();
        assert_eq!(names, ["shared-training-nodes", "shared-inference-nodes", "shared-development-nodes"]);
        assert!(!comes_after_stack(&cluster, &cluster.node_groups[0]) && comes_after_stack(&cluster, &cluster.node_groups[1]));
        cluster.security_groups = SecurityGroups::Shared;
        assert_eq!(kind_groups(&cluster).count(), 0);
        assert!(!comes_after_stack(&cluster, &cluster.node_groups[1]));
    }

    #[test]
    fn who_mounts_it_is_let_in_and_nobody_else() {
        let mut cluster = cluster();
        assert!(let_in(&cluster, 0).is_empty() && let_in(&cluster, 1).is_empty());
        let placed = |on: &str| Placement::On(on.parse().unwrap());
        let mounts = vec![Mount { volume: "data".parse().unwrap(), ..Mount::default() }];
        cluster.processing.push(Processing {
            namespace: "ml".parse().unwrap(),
            placement: placed("gpu"),
            mounts: mounts.clone(),
            ..Processing::default()
        });
        // A volume of the same name in another namespace is another volume.
        cluster.processing.push(Processing {
            namespace: "other".parse().unwrap(),
            placement: placed("web"),
            mounts,
            ..Processing::default()
        });
        cluster.notebooks.push(Notebook {
            placement: placed("lab"),
            home: Home { class: Some("home".parse().unwrap()), ..Home::default() },
            ..Notebook::default()
        });
        assert_eq!((let_in(&cluster, 0), let_in(&cluster, 1)), (vec!["DevelopmentNodes".into()], vec!["TrainingNodes".into()]));
        cluster.storage[0].mounted_from = vec![Use::Inference];
        assert_eq!(let_in(&cluster, 0), ["InferenceNodes", "DevelopmentNodes"]);
    }

    #[test]
    fn a_selection_leads_to_every_group_that_may_take_it() {
        let select = |key: &str, value: &str, tolerate: &[&str]| {
            Placement::Select(Selection {
                labels: [(key.parse().unwrap(), value.parse().unwrap())].into_iter().collect(),
                tolerate: tolerate.iter().map(|key| key.parse().unwrap()).collect(),
            })
        };
        let gpu = NodeGroup { taints: vec![Taint::NvidiaGpu], ..group("gpu", Use::Training) };
        assert!(may_run_on(&gpu, &select("workload-type", "training", &["nvidia.com/gpu"])));
        assert!(!may_run_on(&gpu, &select("workload-type", "training", &[])), "its taint is in the way");
        assert!(!may_run_on(&gpu, &select("workload-type", "inference", &["nvidia.com/gpu"])));
        assert!(!may_run_on(&gpu, &select("team", "research", &["nvidia.com/gpu"])), "nobody gave it that label");
        assert!(may_run_on(&gpu, &select("topology.kubernetes.io/zone", "us-west-2a", &["nvidia.com/gpu"])));
    }
}
