//! Which Kubernetes APIs a minor serves: those it has lost and those it does not have yet; `facts/served_apis.tsv`.
//!
//! An API that is in neither table is served as far as this catalogue knows.
use super::KubernetesVersion;
pub use super::tables::served_apis::{INTRODUCED, REMOVED};

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
