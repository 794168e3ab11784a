//! Which Kubernetes APIs a minor serves: those it has lost and those it does not have yet.
//!
//! Sources: Kubernetes deprecation guide (`kubernetes.io/docs/reference/using-api/deprecation-guide`) for removals, the
//! `prerelease-lifecycle` tags of kubernetes/api (1.37-dev, 2026-08) for introductions. An API that is in neither table is served as
//! far as this catalogue knows.
use super::KubernetesVersion;

/// An API version that Kubernetes no longer serves (`CL-15`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Group and version, for example `policy/v1beta1`.
    pub api_version: &'static str,
    /// The kind, or `*` for all of them.
    pub kind: &'static str,
    /// The minor of Kubernetes 1 that no longer serves it.
    pub minor: u8,
    /// What to write instead.
    pub instead: &'static str,
}

/// An API version that Kubernetes serves by default only from some minor on (`CL-16`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Introduced {
    /// Group and version, for example `resource.k8s.io/v1`.
    pub api_version: &'static str,
    /// The kind, or `*` for all of them.
    pub kind: &'static str,
    /// The first minor of Kubernetes 1 that serves it.
    pub minor: u8,
}

/// Whether a Kubernetes minor serves an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// As far as is known, it does.
    Yes,
    /// It no longer does.
    Removed(&'static Removed),
    /// It does not yet.
    NotYet(&'static Introduced),
}

const fn removed(api_version: &'static str, kind: &'static str, minor: u8, instead: &'static str) -> Removed {
    Removed { api_version, kind, minor, instead }
}

/// Removed APIs; the first entry that matches counts.
pub const REMOVED: &[Removed] = &[
    removed("policy/v1beta1", "PodSecurityPolicy", 25, "the `pod-security.kubernetes.io/enforce` label on the namespace"),
    removed("policy/v1beta1", "*", 25, "policy/v1"),
    removed("batch/v1beta1", "*", 25, "batch/v1"),
    removed("batch/v2alpha1", "*", 21, "batch/v1"),
    removed("discovery.k8s.io/v1beta1", "*", 25, "discovery.k8s.io/v1"),
    removed("events.k8s.io/v1beta1", "*", 25, "events.k8s.io/v1"),
    removed("node.k8s.io/v1beta1", "*", 25, "node.k8s.io/v1"),
    removed("autoscaling/v2beta1", "*", 25, "autoscaling/v2"),
    removed("autoscaling/v2beta2", "*", 26, "autoscaling/v2"),
    removed("flowcontrol.apiserver.k8s.io/v1beta1", "*", 26, "flowcontrol.apiserver.k8s.io/v1"),
    removed("flowcontrol.apiserver.k8s.io/v1beta2", "*", 29, "flowcontrol.apiserver.k8s.io/v1"),
    removed("flowcontrol.apiserver.k8s.io/v1beta3", "*", 32, "flowcontrol.apiserver.k8s.io/v1"),
    removed("storage.k8s.io/v1beta1", "CSIStorageCapacity", 27, "storage.k8s.io/v1"),
    removed("storage.k8s.io/v1beta1", "CSIDriver", 22, "storage.k8s.io/v1"),
    removed("storage.k8s.io/v1beta1", "CSINode", 22, "storage.k8s.io/v1"),
    removed("storage.k8s.io/v1beta1", "StorageClass", 22, "storage.k8s.io/v1"),
    removed("storage.k8s.io/v1beta1", "VolumeAttachment", 22, "storage.k8s.io/v1"),
    removed("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", 22, "admissionregistration.k8s.io/v1"),
    removed("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", 22, "admissionregistration.k8s.io/v1"),
    removed("apiextensions.k8s.io/v1beta1", "*", 22, "apiextensions.k8s.io/v1"),
    removed("apiregistration.k8s.io/v1beta1", "*", 22, "apiregistration.k8s.io/v1"),
    removed("certificates.k8s.io/v1beta1", "CertificateSigningRequest", 22, "certificates.k8s.io/v1"),
    removed("coordination.k8s.io/v1beta1", "Lease", 22, "coordination.k8s.io/v1"),
    removed("networking.k8s.io/v1beta1", "Ingress", 22, "networking.k8s.io/v1"),
    removed("networking.k8s.io/v1beta1", "IngressClass", 22, "networking.k8s.io/v1"),
    removed("rbac.authorization.k8s.io/v1beta1", "*", 22, "rbac.authorization.k8s.io/v1"),
    removed("scheduling.k8s.io/v1beta1", "PriorityClass", 22, "scheduling.k8s.io/v1"),
    removed("extensions/v1beta1", "Ingress", 22, "networking.k8s.io/v1"),
    removed("extensions/v1beta1", "NetworkPolicy", 16, "networking.k8s.io/v1"),
    removed("extensions/v1beta1", "PodSecurityPolicy", 16, "the `pod-security.kubernetes.io/enforce` label on the namespace"),
    removed("extensions/v1beta1", "*", 16, "apps/v1"),
    removed("apps/v1beta1", "*", 16, "apps/v1"),
    removed("apps/v1beta2", "*", 16, "apps/v1"),
];

const fn introduced(api_version: &'static str, kind: &'static str, minor: u8) -> Introduced {
    Introduced { api_version, kind, minor }
}

/// APIs that came within or just before the minors EKS offers; the first entry that matches counts.
pub const INTRODUCED: &[Introduced] = &[
    introduced("resource.k8s.io/v1", "DeviceTaintRule", 37),
    introduced("resource.k8s.io/v1", "*", 34),
    introduced("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", 36),
    introduced("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicyBinding", 36),
    introduced("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", 30),
    introduced("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", 30),
    introduced("networking.k8s.io/v1", "IPAddress", 33),
    introduced("networking.k8s.io/v1", "ServiceCIDR", 33),
    introduced("storage.k8s.io/v1", "VolumeAttributesClass", 34),
    introduced("flowcontrol.apiserver.k8s.io/v1", "*", 29),
];

/// Whether a version serves an API, by `apiVersion` and `kind` as they stand in a manifest.
pub fn served(version: KubernetesVersion, api_version: &str, kind: &str) -> Served {
    let is = |entry_version: &str, entry_kind: &str| entry_version == api_version && (entry_kind == "*" || entry_kind == kind);
    let minor = version.minor();
    if let Some(entry) = REMOVED.iter().find(|entry| is(entry.api_version, entry.kind)).filter(|entry| minor >= entry.minor) {
        return Served::Removed(entry);
    }
    match INTRODUCED.iter().find(|entry| is(entry.api_version, entry.kind)).filter(|entry| minor < entry.minor) {
        Some(entry) => Served::NotYet(entry),
        None => Served::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removed_apis_are_named_with_their_successor() {
        let psp = served(KubernetesVersion::V1_35, "policy/v1beta1", "PodSecurityPolicy");
        assert!(matches!(psp, Served::Removed(entry) if entry.minor == 25 && entry.instead.contains("pod-security")));
        let pdb = served(KubernetesVersion::V1_35, "policy/v1beta1", "PodDisruptionBudget");
        assert!(matches!(pdb, Served::Removed(entry) if entry.instead == "policy/v1"));
        assert_eq!(served(KubernetesVersion::V1_35, "policy/v1", "PodDisruptionBudget"), Served::Yes);
        let flow = served(KubernetesVersion::V1_31, "flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema");
        assert_eq!(flow, Served::Yes);
        assert!(matches!(
            served(KubernetesVersion::V1_32, "flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema"),
            Served::Removed(_)
        ));
    }

    #[test]
    fn apis_come_with_their_minor() {
        for (api_version, kind, first) in [
            ("resource.k8s.io/v1", "ResourceClaimTemplate", Some(KubernetesVersion::V1_34)),
            ("resource.k8s.io/v1", "DeviceTaintRule", None),
            ("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", Some(KubernetesVersion::V1_36)),
            ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", Some(KubernetesVersion::V1_31)),
            ("apps/v1", "Deployment", Some(KubernetesVersion::V1_31)),
            ("kueue.x-k8s.io/v1beta2", "ClusterQueue", Some(KubernetesVersion::V1_31)),
        ] {
            let serving = KubernetesVersion::ALL.into_iter().find(|version| served(*version, api_version, kind) == Served::Yes);
            assert_eq!(serving, first, "{kind}");
        }
    }

    #[test]
    fn no_entry_hides_behind_a_wider_one() {
        for (index, entry) in REMOVED.iter().enumerate() {
            let hidden = REMOVED[..index].iter().any(|earlier| earlier.api_version == entry.api_version && earlier.kind == "*");
            assert!(!hidden, "{} {}", entry.api_version, entry.kind);
        }
        for (index, entry) in INTRODUCED.iter().enumerate() {
            let hidden =
                INTRODUCED[..index].iter().any(|earlier| earlier.api_version == entry.api_version && earlier.kind == "*");
            assert!(!hidden, "{} {}", entry.api_version, entry.kind);
        }
    }
}
