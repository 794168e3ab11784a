//! Family EK: what an eksctl ClusterConfig says, whether it was rendered here or written by hand and imported.
//!
//! These rules look at the rendered form, so they hold for every door: a platform's own ClusterConfig is judged by them at the gate,
//! an imported file where it stands. One file per part of the ClusterConfig. Together with what the reader refuses they are eksctl's
//! own checks, the late ones included, and what eksctl overlooks; `tests/eksctl/rules.tsv` says which is which.

mod access;
mod addon_identity;
mod addons;
mod addresses;
mod arns;
mod ask;
mod auto_mode;
mod aws_auth;
mod bootstrap;
mod bottlerocket;
mod capabilities;
mod capacity;
mod cluster;
mod control_plane;
mod control_plane_network;
mod document;
mod efa;
mod fargate;
mod gitops;
mod group;
mod hardware;
mod iam;
mod identity_providers;
mod images;
mod instance_selector;
mod ipv6;
mod karpenter;
mod kubelet;
mod labels_taints;
mod launch_template;
mod logging;
mod managed;
mod node_group;
mod node_iam;
mod node_update;
mod outpost_nodes;
mod outposts;
mod pod_identity;
mod private_cluster;
mod remote_network;
mod security_groups;
mod self_managed;
mod ssh;
mod volume;
mod volume_speed;
mod volumes;
mod vpc;
mod zones;

pub(super) use node_iam::policies as node_addon_policies;

use super::{Check, Example, Findings, Rule};

/// The rules of each part, in the order of their ids.
pub(super) const PARTS: &[&[Rule]] = &[
    cluster::RULES,
    control_plane::RULES,
    addresses::RULES,
    vpc::RULES,
    control_plane_network::RULES,
    ipv6::RULES,
    private_cluster::RULES,
    outposts::RULES,
    outpost_nodes::RULES,
    remote_network::RULES,
    auto_mode::RULES,
    addons::RULES,
    addon_identity::RULES,
    pod_identity::RULES,
    iam::RULES,
    arns::RULES,
    access::RULES,
    aws_auth::RULES,
    identity_providers::RULES,
    logging::RULES,
    karpenter::RULES,
    gitops::RULES,
    fargate::RULES,
    capabilities::RULES,
    node_group::RULES,
    ssh::RULES,
    node_iam::RULES,
    zones::RULES,
    efa::RULES,
    labels_taints::RULES,
    volumes::RULES,
    volume_speed::RULES,
    images::RULES,
    bootstrap::RULES,
    hardware::RULES,
    bottlerocket::RULES,
    kubelet::RULES,
    managed::RULES,
    launch_template::RULES,
    node_update::RULES,
    self_managed::RULES,
    capacity::RULES,
    instance_selector::RULES,
    security_groups::RULES,
];
