//! A group of worker nodes, with what is known of it in its type.

use std::marker::PhantomData;

use super::carries::carries;
use super::devices::{Hardware, HasDevice, OfferedByPlane, SameNodesAs, SharesDevices};
use super::guard::{NotShared, Shared, Tainted, Untainted};
use super::imds::MetadataAccess;
use super::instance::{CarriesEfa, Fabric, Instance};
use super::subnets::WorkerSubnets;
use super::supply::{MayBePlaced, MayBeReserved, OnDemand, OneSupply, Placed, Reserved, RunByEks, SelfManaged, Spot};
use crate::catalog::{AmiFamily, Zone};
use crate::eksctl::NodeGroupBlock;
use crate::spec::{
    self, CustomTaint, DevicePlane, InstanceStore, InstancesDistribution, Management, PlacementGroup, Purchase, Repair, Scale,
    Sharing, Taint, TaintEffect, Use, Volume, ZoneFailure,
};
use crate::units::{CapacityReservationId, Date, LabelKey, LabelValue, Name};

/// What is known of a group while compiling: its hardware, whether it is tainted, how it is bought.
type Known<H, G, S> = PhantomData<fn() -> (H, G, S)>;

/// A group of worker nodes: what its nodes are made of, how their accelerators are guarded, how they come.
///
/// Always in private subnets (NG-03), with IMDSv2 (NG-16) and an encrypted root volume (NG-14). It is also the handle by which
/// workloads name it.
#[derive(Debug)]
pub struct NodeGroup<H, G = Untainted, S = OnDemand> {
    spec: spec::NodeGroup,
    known: Known<H, G, S>,
}

/// A group that EKS runs, bought on demand.
pub type ManagedNodeGroup<H, G = Untainted> = NodeGroup<H, G, OnDemand>;

/// A group that is an Auto Scaling group of eksctl's own.
pub type SelfManagedNodeGroup<H, G = Untainted> = NodeGroup<H, G, SelfManaged>;

carries!([H, G, S] NodeGroup<H, G, S> => spec::NodeGroup);

impl<H, G, S> Clone for NodeGroup<H, G, S> {
    fn clone(&self) -> Self {
        Self { spec: self.spec.clone(), known: PhantomData }
    }
}

impl<H: Hardware> NodeGroup<H> {
    /// A managed, on-demand group of one instance type and between so many nodes.
    pub fn new<F: Fabric>(name: Name, instance: Instance<H, F>, scale: impl Into<Scale>) -> Self {
        let spec = spec::NodeGroup { name, instances: vec![instance.name()], scale: scale.into(), ..Default::default() };
        Self { spec, known: PhantomData }
    }

    /// The same with an Elastic Fabric Adapter on every network card, in one zone (NG-18).
    pub fn with_efa<F: CarriesEfa>(name: Name, instance: Instance<H, F>, zone: Zone, scale: impl Into<Scale>) -> Self {
        Self::new(name, instance, scale).with(|group| {
            group.efa = true;
            group.zones = vec![zone];
        })
    }
}

impl<H, G, S> NodeGroup<H, G, S> {
    fn now<G2, S2>(self) -> NodeGroup<H, G2, S2> {
        NodeGroup { spec: self.spec, known: PhantomData }
    }

    /// A further instance type, taken when the ones before it are not to be had (NG-04, NG-05).
    pub fn or<H2: SameNodesAs<H>, F>(self, instance: Instance<H2, F>) -> Self
    where
        F: Fabric,
    {
        self.with(|group| group.instances.push(instance.name()))
    }

    /// What its nodes are for.
    pub fn serves(self, what: Use) -> Self {
        self.with(|group| group.serves = what)
    }

    /// Nodes at creation.
    pub fn desired(self, nodes: u32) -> Self {
        self.with(|group| group.desired = Some(nodes))
    }

    /// One more of the zones it is in; all of the cluster's where none is given.
    pub fn zone(self, zone: Zone) -> Self {
        self.with(|group| group.zones.push(zone))
    }

    /// The taint of its device, which keeps away every Pod that does not ask for the device (NG-06).
    pub fn tainted(self) -> NodeGroup<H, Tainted, S>
    where
        H: HasDevice,
    {
        let taint = H::DEVICE.taint();
        self.with(|group| {
            if !group.taints.contains(&taint) {
                group.taints.push(taint);
            }
        })
        .now()
    }

    /// A taint of your own, beside the device's (NG-09).
    pub fn taint(self, key: LabelKey, value: LabelValue, effect: TaintEffect) -> Self {
        self.with(|group| group.taints.push(Taint::Custom(CustomTaint { key, value, effect })))
    }

    /// Lets several Pods share each GPU, in one way (ACC-05).
    pub fn share(self, sharing: Sharing) -> NodeGroup<H, Shared, S>
    where
        H: SharesDevices,
        G: NotShared,
    {
        self.with(|group| group.sharing = sharing).now()
    }

    /// Who offers its GPUs to Pods, where it is not who offers those of the cluster's other groups (ACC-01, ACC-18, CL-16).
    pub fn plane(self, plane: DevicePlane) -> Self
    where
        H: OfferedByPlane,
    {
        self.with(|group| group.plane = Some(plane))
    }

    /// A node label (NG-08).
    pub fn label(self, key: LabelKey, value: LabelValue) -> Self {
        self.with(|group| {
            group.labels.insert(key, value);
        })
    }

    /// Bought as Spot: spare capacity, taken back at two minutes' notice (CST-01, CST-02).
    pub fn spot(self) -> NodeGroup<H, G, Spot>
    where
        S: RunByEks + OneSupply,
    {
        self.with(|group| group.purchase = Purchase::Spot).now()
    }

    /// A pool: Karpenter or EKS Auto Mode buys its nodes one by one, when Pods need them (NG-28).
    pub fn pool(self, pool: spec::NodePool) -> Self
    where
        S: RunByEks,
    {
        self.with(|group| group.management = Management::NodePool(pool))
    }

    /// Bought from an On-Demand Capacity Reservation.
    pub fn reservation(self, reservation: CapacityReservationId) -> NodeGroup<H, G, Reserved>
    where
        S: RunByEks + OneSupply + MayBeReserved,
    {
        self.with(|group| group.purchase = Purchase::Reservation(reservation)).now()
    }

    /// Bought as a Capacity Block for ML, which is in one zone (NG-20).
    pub fn capacity_block(self, block: CapacityReservationId, zone: Zone) -> NodeGroup<H, G, Reserved>
    where
        S: RunByEks + OneSupply + MayBeReserved,
    {
        self.with(|group| {
            group.purchase = Purchase::CapacityBlock(block);
            group.zones = vec![zone];
        })
        .now()
    }

    /// The last day of its Capacity Block, ahead of which alerts are raised (MON-07, MON-10).
    pub fn block_ends(self, day: Date) -> Self {
        self.with(|group| group.block_ends = Some(day))
    }

    /// A cluster placement group of its own (NG-20). EFA groups get one by themselves.
    pub fn cluster_placement(self) -> NodeGroup<H, G, Placed>
    where
        S: MayBePlaced,
    {
        self.with(|group| group.placement = PlacementGroup::Cluster).now()
    }

    /// The image its nodes boot (NG-05, NG-12, NG-13).
    pub fn ami(self, family: AmiFamily) -> Self {
        self.with(|group| group.ami = family)
    }

    /// Who may read instance metadata; only the node itself where nothing is said (NG-16).
    pub fn imds<M: MetadataAccess>(self, readers: M) -> Self {
        let imds = readers.imds();
        self.with(|group| group.imds = imds)
    }

    /// The root volume.
    pub fn volume(self, volume: Volume) -> Self {
        self.with(|group| group.volume = volume)
    }

    /// What the group promises when a zone fails (NG-23).
    pub fn zone_failure(self, promise: ZoneFailure) -> Self {
        self.with(|group| group.zone_failure = promise)
    }

    /// The disks that come with the instance as one RAID 0, in place of the root volume (STO-15).
    pub fn instance_store(self) -> Self {
        self.with(|group| group.instance_store = InstanceStore::Raid0)
    }

    /// What EKS does with a node that is broken (NG-25).
    pub fn repair(self, repair: Repair) -> Self {
        self.with(|group| group.repair = repair)
    }

    /// The most Pods a node takes (NET-08).
    pub fn max_pods(self, pods: u32) -> Self {
        self.with(|group| group.max_pods = Some(pods))
    }

    /// eksctl's own keys, where nothing else here says it (NG-41).
    pub fn eksctl(self, keys: NodeGroupBlock) -> Self {
        self.with(|group| group.eksctl = keys)
    }

    /// The subnets its nodes join (NG-03).
    pub fn subnets<W: WorkerSubnets>(self, subnets: W) -> Self {
        let subnets = subnets.subnets();
        self.with(|group| group.subnets = subnets)
    }
}

impl<H, G> NodeGroup<H, G, OnDemand> {
    /// Run by eksctl's own CloudFormation instead of EKS.
    pub fn self_managed(self) -> NodeGroup<H, G, SelfManaged> {
        self.with(|group| group.management = Management::SelfManaged(spec::SelfManaged::default())).now()
    }
}

impl<H, G> NodeGroup<H, G, SelfManaged> {
    /// How on-demand and Spot are mixed (NG-01).
    pub fn distribution(self, distribution: InstancesDistribution) -> Self {
        let own = spec::SelfManaged { distribution: Some(distribution) };
        self.with(|group| group.management = Management::SelfManaged(own))
    }
}
