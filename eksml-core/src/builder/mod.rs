//! The second door: a platform built by ordinary functions, with types that carry guarantees from one to the next.
//!
//! `platform!` sees one literal at a time. Here a node group may be made in one function, tainted in another and used by a
//! workload in a third, and what is known of it travels in its type:
//!
//! | type | states | what does not compile |
//! |---|---|---|
//! | [`Instance<Hardware, Fabric>`](Instance) | [`Cpu`], [`Nvidia`], [`Neuron`], each on [`X86_64`] or [`Arm64`]; [`Ethernet`], [`Efa`] | EFA on a type without it (NG-18), two architectures in a group (NG-05) |
//! | [`NodeGroup<Hardware, Guard, Supply>`](NodeGroup) | [`Untainted`], [`Tainted`], [`Shared`]; [`OnDemand`], [`Placed`], [`Reserved`], [`Spot`], [`SelfManaged`] | an untainted accelerator group in a cluster (NG-06), Spot on a self-managed group (NG-01), a placement group beside a reservation (NG-20) |
//! | [`StorageClass::primary`] | [`ForTraining`], [`ForInference`], [`ForProcessing`], [`ForDevelopment`] | storage that the decision matrix has for another use (STO-16) |
//! | [`Training`], [`Inference`] | [`Steady`], [`Interruptible`], [`Covered`] | GPUs on a group that has none (ACC-12), training on Spot without a checkpoint (CST-02), inference on Spot without a reason (CST-01) |
//! | [`Lustre<Deployment>`](Lustre) | the deployment types of [`spec`](crate::spec); [`Linked`], [`BackedUp`] | a mirrored bucket on PERSISTENT_2 (STO-06), backups of what is linked to a bucket (STO-09) |
//! | [`Bucket<Origin>`](Bucket) | [`Existing`], [`Created`] | a copy of a bucket without versions (DR-02), or in its own region (DR-01) |
//!
//! Nothing is judged here. The types carry what is known while compiling; every rule still runs at the gate, over the same
//! [`spec`](crate::spec) that `platform!` writes. What a builder has no method for is set with its `with` method.

mod backup;
mod bucket;
mod carries;
mod cluster;
mod container;
mod devices;
mod guard;
mod identity;
mod imds;
mod inference;
mod instance;
mod lustre;
mod matrix;
mod namespace;
mod node_group;
mod nodes;
mod notebook;
mod persistent2;
mod platform;
mod processing;
mod queue;
mod sealed;
mod storage;
mod subnets;
mod supply;
mod told;
mod training;
mod volume;

pub use bucket::{Bucket, Cold, Created, Existing, Replication, Versioned};
pub use cluster::ClusterBuilder;
pub use container::{Container, Service};
pub use devices::{
    Arm64, Cpu, Hardware, HasDevice, Neuron, Nvidia, OfferedByPlane, OffersDevices, SameNodesAs, SharesDevices, X86_64,
};
pub use guard::{Guard, Guarded, NotShared, Shared, Tainted, Untainted};
pub use identity::Identity;
pub use imds::MetadataAccess;
pub use inference::{Inference, MayBeInterrupted};
pub use instance::{CarriesEfa, Efa, Ethernet, Fabric, Instance};
pub use lustre::{Lustre, MirrorsBucket};
pub use matrix::{ElasticFileSystem, ForDevelopment, ForInference, ForProcessing, ForTraining, PrimaryFor, WorksOn};
pub use namespace::Namespace;
pub use node_group::{ManagedNodeGroup, NodeGroup, SelfManagedNodeGroup};
pub use nodes::{Nodes, TrainingNodes};
pub use notebook::Notebook;
pub use persistent2::{BackedUp, Linked, LinksBuckets, OnPersistent2, TakesBackups};
pub use platform::PlatformBuilder;
pub use processing::Processing;
pub use queue::Queue;
pub use storage::StorageClass;
pub use subnets::{PrivateSubnets, PublicSubnets, WorkerSubnets};
pub use supply::{
    Covered, Interruptible, MayBePlaced, MayBeReserved, OnDemand, OneSupply, Placed, Reserved, RunByEks, SelfManaged, Spot,
    Steady, Supply,
};
pub use training::{SurvivesInterruption, Training};
pub use volume::DataVolume;

// The values that builders take, so that one `use eksml::builder::*` is enough.
pub use crate::catalog::AmiFamily;
pub use crate::spec::{
    Accelerators, Alertmanager, AmongThemselves, Audience, AutoMode, Autoscale, AwsService, Backlog, Backup, Binding, Budget,
    CloudWatch, Cluster, ClusterAutoscaler, Consolidate, ContainerLogs, CreatedEfs, Dcgm, Deletion, DevicePlane, Drill, EbsGp3,
    EfsBackups, EfsThroughput, Environment, Every, Expose, Form, Grafana, Helm, Hours, Imds, InstanceStore,
    InstancesDistribution, Isolation, Karpenter, Lifecycle, Limits, LoadMetric, LoadQuery, Logs, LustrePlace, Monitoring, Nat,
    NodePool, OwnMetric, Peers, Platform, PodSecurity, Priority, Prometheus, Quota, Receiver, Reclaim, RemoteWrite, Repair,
    Scaler, SecurityGroups, Sharing, SpotStrategy, Support, Sync, TaintEffect, Use, Volume, ZoneFailure,
};
pub use crate::spec::{ArgoCd, ArgoCdCapability, Flux, GitOps, Reach};
pub use crate::spec::{ImageArch, RunAs};
