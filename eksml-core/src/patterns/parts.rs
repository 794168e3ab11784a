//! The parts that patterns are made of, each with defaults that break no rule.

use crate::catalog::InstanceType;
use crate::spec::{
    Backend, ClusterAutoscaler, Dcgm, EbsGp3, Identity, Limits, Monitoring, Namespace, NodeGroup, Peers, Prometheus, Purchase,
    Quota, Scale, Scaler, Sharing, Spec, Storage, Store, Taint, Use, UsedBy, ZoneFailure,
};
use crate::units::{Name, Quantity};

/// A name that stands in the source. A test reads them all.
pub(super) fn name(text: &'static str) -> Name {
    text.parse().unwrap_or_else(|_| Name::stand_in())
}

fn instances(types: &[&'static str]) -> Vec<InstanceType> {
    types.iter().map(|text| text.parse().unwrap_or_else(|_| InstanceType::stand_in())).collect()
}

fn quantity(text: &'static str) -> Quantity {
    text.parse().unwrap_or_else(|_| Quantity::stand_in())
}

/// `system`: what keeps the cluster itself alive, on demand, untainted, a node in every zone at all times (SCH-04).
pub fn system_nodes() -> NodeGroup {
    NodeGroup {
        name: name("system"),
        instances: instances(&["m7i.xlarge"]),
        scale: Scale { min: 3, max: 6 },
        serves: Use::System,
        zone_failure: ZoneFailure::Survived,
        ..NodeGroup::default()
    }
}

/// `training-gpu`: nodes of four L40S on Spot in all zones, from zero; what runs there writes checkpoints (CST-02).
pub fn training_nodes() -> NodeGroup {
    NodeGroup {
        name: name("training-gpu"),
        instances: instances(&["g6e.12xlarge"]),
        scale: Scale { min: 0, max: 16 },
        serves: Use::Training,
        purchase: Purchase::Spot,
        taints: vec![Taint::NvidiaGpu],
        ..NodeGroup::default()
    }
}

/// `inference-gpu`: nodes of one L4 on demand, one in every zone at all times (CST-01, NG-23).
pub fn inference_nodes() -> NodeGroup {
    NodeGroup {
        name: name("inference-gpu"),
        instances: instances(&["g6.2xlarge"]),
        scale: Scale { min: 3, max: 12 },
        serves: Use::Inference,
        taints: vec![Taint::NvidiaGpu],
        zone_failure: ZoneFailure::Survived,
        ..NodeGroup::default()
    }
}

/// `development-gpu`: nodes of one L4 on Spot, from zero; four notebooks share each GPU.
pub fn development_nodes() -> NodeGroup {
    NodeGroup {
        name: name("development-gpu"),
        instances: instances(&["g6.2xlarge"]),
        scale: Scale { min: 0, max: 8 },
        serves: Use::Development,
        purchase: Purchase::Spot,
        taints: vec![Taint::NvidiaGpu],
        sharing: Sharing::TimeSlicing(4),
        ..NodeGroup::default()
    }
}

/// `cpu-workloads`: nodes of eight vCPUs on Spot, from zero, for everything without an accelerator.
pub fn cpu_nodes() -> NodeGroup {
    NodeGroup {
        name: name("cpu-workloads"),
        instances: instances(&["m7i.2xlarge", "m7a.2xlarge", "m6i.2xlarge"]),
        scale: Scale { min: 0, max: 50 },
        serves: Use::General,
        purchase: Purchase::Spot,
        ..NodeGroup::default()
    }
}

/// A namespace of this name for training: as many GPUs as [`training_nodes`] can have.
pub fn training_namespace(name: Name) -> Namespace {
    namespace(name, Use::Training, Quota { nvidia_gpu: Some(64), ..quota("768", "6Ti") })
}

/// A namespace of this name for inference: as many GPUs as [`inference_nodes`] can have.
pub fn inference_namespace(name: Name) -> Namespace {
    namespace(name, Use::Inference, Quota { nvidia_gpu: Some(12), ..quota("96", "384Gi") })
}

/// A namespace of this name for notebooks and experiments: a quota that a forgotten loop cannot exceed.
pub fn development_namespace(name: Name) -> Namespace {
    namespace(name, Use::Development, Quota { pods: Some(100), storage: Some(quantity("2Ti")), ..quota("64", "256Gi") })
}

/// HTTPS goes to the VPC and, because S3 and ECR are reached through NAT, to the internet.
fn namespace(name: Name, serves: Use, quota: Quota) -> Namespace {
    Namespace {
        name,
        serves,
        quota: Some(quota),
        limits: Some(Limits { cpu: quantity("500m"), memory: quantity("1Gi"), ..Limits::default() }),
        https_to: vec![Peers::Vpc, Peers::Internet("S3 and ECR are reached through NAT".to_owned())],
        ..Namespace::default()
    }
}

fn quota(cpu: &'static str, memory: &'static str) -> Quota {
    Quota { cpu: Some(quantity(cpu)), memory: Some(quantity(memory)), ..Quota::default() }
}

/// The service account `name` of `namespace`, which reads and writes these buckets of the platform.
pub fn identity(name: Name, namespace: &Name, read: &[&Name], write: &[&Name]) -> Identity {
    let stores = |names: &[&Name]| names.iter().map(|name| Store::Bucket((*name).clone())).collect();
    // A pattern has no workloads: who uses it declares some of them, and other tools bring others.
    Identity {
        name,
        namespace: namespace.clone(),
        read: stores(read),
        write: stores(write),
        used_by: UsedBy::Others,
        ..Identity::default()
    }
}

/// `gp3`, the default class.
pub fn default_storage() -> Storage {
    Storage { name: name("gp3"), backend: Backend::EbsGp3(EbsGp3::default()), default: true, ..Storage::default() }
}

/// Prometheus on [`default_storage`], the exporter of every NVIDIA node, and the node exporter.
pub fn metrics() -> Monitoring {
    Monitoring {
        prometheus: Some(Prometheus { class: Some(name("gp3")), ..Prometheus::default() }),
        dcgm: Some(Dcgm::default()),
        node_exporter: true,
        kube_state_metrics: true,
        ..Monitoring::default()
    }
}

/// The same without GPUs.
pub fn metrics_without_gpus() -> Monitoring {
    Monitoring { dcgm: None, ..metrics() }
}

/// The Cluster Autoscaler.
pub fn autoscaler() -> Scaler {
    Scaler::ClusterAutoscaler(ClusterAutoscaler::default())
}
