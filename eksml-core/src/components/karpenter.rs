//! Karpenter, which buys nodes, and its definitions: an upgrade of its own chart leaves these alone, so they have a chart of their own.

use super::{Component, Permissions};
use crate::catalog::charts;
use crate::derived;
use crate::spec::{At, Cluster, Scaler, variant};

/// Karpenter's definitions.
pub static KARPENTER_CRD: Component = Component {
    name: "Karpenter's definitions",
    chart: Some(&charts::KARPENTER_CRD),
    is_needed: buys,
    own_version: version,
    ..Component::NEW
};

/// Karpenter.
pub static KARPENTER: Component = Component {
    name: "Karpenter",
    chart: Some(&charts::KARPENTER),
    is_needed: buys,
    own_version: version,
    defined_by: Some(&KARPENTER_CRD),
    service_account: Some("karpenter"),
    permissions: |platform, cluster| {
        buys(cluster).then(|| Permissions::Document(derived::karpenter_permissions(platform, cluster)))
    },
    // Source: karpenter-provider-aws `charts/karpenter/values.yaml`; its digest is the copy's as well.
    mirrored: &[("controller.image.repository", "public.ecr.aws/karpenter/controller")],
    ..Component::NEW
};

fn buys(cluster: At<'_, Cluster>) -> bool {
    cluster.scaler().is(|it| matches!(it, Scaler::Karpenter(_)))
}

fn version(cluster: At<'_, Cluster>) -> Option<&str> {
    variant!(cluster.scaler(), Scaler::Karpenter)?.version().whole().as_deref()
}
