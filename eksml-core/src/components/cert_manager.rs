//! cert-manager, which issues the certificates of webhooks: for the word `cert_manager`, and for add-ons that do not come up without it.

use super::{Component, CustomKinds};
use crate::catalog::{Addon, charts};

/// Where it lives; its documentation assumes this name.
pub const NAMESPACE: &str = "cert-manager";

/// The add-ons that ask it for a certificate.
/// Source: EKS user guide, AWS Distro for OpenTelemetry: prerequisites.
const FOR: &[Addon] = &[Addon::Adot];

/// cert-manager.
pub static CERT_MANAGER: Component = Component {
    name: "cert-manager",
    chart: Some(&charts::CERT_MANAGER),
    namespace: NAMESPACE,
    is_needed: |cluster| {
        let is_for = |name: &str| FOR.iter().any(|add_on| add_on.as_str() == name);
        *cluster.cert_manager()
            || cluster.addons().chosen().iter().any(|choice| FOR.contains(&choice.name()))
            || cluster.eksctl().addons().iter().any(|add_on| is_for(&add_on.name()))
    },
    custom_kinds: Some(CustomKinds {
        group: "cert-manager.io",
        written: &["certificates", "issuers"],
        made: &["certificaterequests"],
        // Where an add-on alone needs it, it is nobody's to write.
        are_in: |cluster, _| *cluster.cert_manager(),
    }),
    before_add_ons: FOR,
    // Source: cert-manager `deploy/charts/cert-manager/values.yaml`, `imageRegistry`.
    mirrored: &[("imageRegistry", "quay.io")],
    ..Component::NEW
};
