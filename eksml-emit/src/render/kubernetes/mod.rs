//! The Kubernetes objects of a cluster, one file per concern.

mod admission;
mod alertmanager;
mod alerts;
mod auto_mode;
mod autoscaler;
mod dcgm;
mod devices;
mod drill;
mod efa_counters;
mod fingerprint;
mod grafana;
mod karpenter;
mod kube_state_metrics;
mod lustre_size;
mod metadata;
mod named_hosts;
mod namespaces;
mod network_policies;
mod neuron_monitor;
mod node_exporter;
mod nodes;
mod permissions;
mod pods;
mod policy_peers;
mod priorities;
mod prometheus;
mod queues;
mod quotas;
mod raw;
mod rbac;
mod security;
mod service_accounts;
mod snapshots;
mod storage_classes;
mod system_policies;
mod traffic;
mod volumes;
mod workloads;

pub(in crate::render) use devices::{dra_driver_values, gpu_operator_values};
pub(in crate::render) use karpenter::values as karpenter_values;
pub(super) use nodes::system_home;
pub(in crate::render) use permissions::role_ref;
pub(in crate::render) use queues::values as kueue_values;
pub(in crate::render) use storage_classes::{OfAws, waiting as waiting_classes};
pub(in crate::render) use volumes::waiting as waiting_volumes;

use super::{ClusterFiles, ClusterView, Remark, RenderError};

/// Adds every Kubernetes object.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    namespaces::render(view, files)?;
    quotas::render(view, files)?;
    rbac::render(view, files)?;
    service_accounts::render(view, files)?;
    priorities::render(view, files)?;
    admission::render(view, files)?;
    network_policies::render(view, files)?;
    storage_classes::render(view, files)?;
    volumes::render(view, files)?;
    devices::render(view, files)?;
    autoscaler::render(view, files)?;
    karpenter::render(view, files)?;
    auto_mode::render(view, files)?;
    queues::render(view, files)?;
    dcgm::render(view, files)?;
    neuron_monitor::render(view, files)?;
    node_exporter::render(view, files)?;
    kube_state_metrics::render(view, files)?;
    prometheus::render(view, files)?;
    alertmanager::render(view, files)?;
    grafana::render(view, files)?;
    drill::render(view, files)?;
    workloads::render(view, files)?;
    raw::render(view, files)?;
    super::mirror::render(view, files);
    Ok(())
}

/// What is said beside the commands about the cluster's objects.
pub(super) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let mut all: Vec<Remark> = devices::remarks(view).collect();
    all.extend(quotas::remark(view));
    all.extend(volumes::remarks(view));
    all.extend(karpenter::remarks(view));
    all.extend(auto_mode::remarks(view));
    all.extend(queues::remarks(view));
    all.extend(prometheus::remark(view));
    all.extend(alertmanager::remark(view));
    all.extend(grafana::remarks(view));
    all.extend(workloads::remarks(view));
    all
}
