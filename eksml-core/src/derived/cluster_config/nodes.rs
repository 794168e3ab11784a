//! What managed and self-managed groups say alike, each in its own type: image, volume, taints, purchase, metadata service.

use super::view::View;
use crate::catalog;
use crate::derived;
use crate::eksctl::{
    AmiFamily, CapacityReservation, InstanceMarketOptions, MarketType, NodeGroupSgs, NodeGroupTaint, TaintEffect,
};
use crate::spec::{self, At, Imds, NodeGroup, Purchase, variant};

/// The family of the image, by eksctl's name.
pub(super) fn ami_family(group: At<'_, NodeGroup>) -> AmiFamily {
    match *group.ami() {
        catalog::AmiFamily::AmazonLinux2023 => AmiFamily::AmazonLinux2023,
        catalog::AmiFamily::AmazonLinux2 => AmiFamily::AmazonLinux2,
        catalog::AmiFamily::Bottlerocket => AmiFamily::Bottlerocket,
        catalog::AmiFamily::BottlerocketFips => AmiFamily::BottlerocketFips,
        catalog::AmiFamily::Ubuntu2204 => AmiFamily::Ubuntu2204,
        catalog::AmiFamily::Ubuntu2404 => AmiFamily::Ubuntu2404,
        catalog::AmiFamily::Ubuntu2604 => AmiFamily::Ubuntu2604,
        catalog::AmiFamily::UbuntuPro2204 => AmiFamily::UbuntuPro2204,
        catalog::AmiFamily::UbuntuPro2404 => AmiFamily::UbuntuPro2404,
        catalog::AmiFamily::UbuntuPro2604 => AmiFamily::UbuntuPro2604,
    }
}

/// The taints of a group's nodes.
pub(super) fn taints(group: At<'_, NodeGroup>) -> Vec<NodeGroupTaint> {
    let taint = |taint: &spec::Taint| {
        let (key, value, effect) = taint.parts();
        let effect = match effect {
            spec::TaintEffect::NoSchedule => TaintEffect::NoSchedule,
            spec::TaintEffect::NoExecute => TaintEffect::NoExecute,
            spec::TaintEffect::PreferNoSchedule => TaintEffect::PreferNoSchedule,
        };
        NodeGroupTaint::new(key, value, effect)
    };
    derived::taints(group).iter().map(taint).collect()
}

/// The reservation a group's nodes run in, and the market they are bought on where it is not the usual one.
pub(super) fn reservation(group: At<'_, NodeGroup>) -> (Option<CapacityReservation>, Option<InstanceMarketOptions>) {
    let (reserved, block) =
        (variant!(group.purchase(), Purchase::Reservation), variant!(group.purchase(), Purchase::CapacityBlock));
    let market = block.map(|_| InstanceMarketOptions { market_type: Some(MarketType::CapacityBlock) });
    (reserved.map(|id| id.to_string()).or_else(|| block.map(|id| id.to_string())).map(CapacityReservation::id), market)
}

/// The security group of the nodes' kind, beside those that EKS and eksctl attach. Its id is known when the cluster's stack stands: until
/// then the place of it is held by the output's name.
///
/// EFA wants a group in common that lets its members send everything to each other, in both directions; a group more on the same
/// interfaces takes nothing from that. EKS's own group of the cluster is such a one on managed nodes, eksctl's EFA group on the others
/// (EKS user guide, "View Amazon EKS security group requirements"; eksctl `pkg/cfn/builder/managed_launch_template.go`, `nodegroup.go`).
pub(super) fn security_groups(view: View<'_>, group: At<'_, NodeGroup>) -> Option<NodeGroupSgs> {
    let kind = derived::kind_group(view.cluster, group)?;
    Some(NodeGroupSgs { attach_ids: vec![format!("@{}@", kind.output())], ..NodeGroupSgs::default() })
}

/// `disableIMDSv1` and `disablePodIMDS`.
pub(super) fn imds(group: At<'_, NodeGroup>) -> (bool, bool) {
    match group.imds().whole() {
        Imds::NodeOnly => (true, true),
        Imds::PodsToo(_) => (true, false),
        Imds::Version1(_) => (false, false),
    }
}
