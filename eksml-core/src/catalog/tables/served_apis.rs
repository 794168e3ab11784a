//! Kubernetes API versions that a minor of Kubernetes 1 no longer serves, or serves only from it on; of several that match the first counts. Written by `cargo xtask facts write` from `facts/served_apis.tsv`: change that instead.
use crate::catalog::served_apis::{Introduced, Removed};

/// Removed APIs; the first entry that matches counts.
pub const REMOVED: &[Removed] = &[
    Removed { api_version: "policy/v1beta1", kind: "PodSecurityPolicy", minor: 25, instead: "the `pod-security.kubernetes.io/enforce` label on the namespace" },
    Removed { api_version: "policy/v1beta1", kind: "*", minor: 25, instead: "policy/v1" },
    Removed { api_version: "batch/v1beta1", kind: "*", minor: 25, instead: "batch/v1" },
    Removed { api_version: "batch/v2alpha1", kind: "*", minor: 21, instead: "batch/v1" },
    Removed { api_version: "discovery.k8s.io/v1beta1", kind: "*", minor: 25, instead: "discovery.k8s.io/v1" },
    Removed { api_version: "events.k8s.io/v1beta1", kind: "*", minor: 25, instead: "events.k8s.io/v1" },
    Removed { api_version: "node.k8s.io/v1beta1", kind: "*", minor: 25, instead: "node.k8s.io/v1" },
    Removed { api_version: "autoscaling/v2beta1", kind: "*", minor: 25, instead: "autoscaling/v2" },
    Removed { api_version: "autoscaling/v2beta2", kind: "*", minor: 26, instead: "autoscaling/v2" },
    Removed { api_version: "flowcontrol.apiserver.k8s.io/v1beta1", kind: "*", minor: 26, instead: "flowcontrol.apiserver.k8s.io/v1" },
    Removed { api_version: "flowcontrol.apiserver.k8s.io/v1beta2", kind: "*", minor: 29, instead: "flowcontrol.apiserver.k8s.io/v1" },
    Removed { api_version: "flowcontrol.apiserver.k8s.io/v1beta3", kind: "*", minor: 32, instead: "flowcontrol.apiserver.k8s.io/v1" },
    Removed { api_version: "storage.k8s.io/v1beta1", kind: "CSIStorageCapacity", minor: 27, instead: "storage.k8s.io/v1" },
    Removed { api_version: "storage.k8s.io/v1beta1", kind: "CSIDriver", minor: 22, instead: "storage.k8s.io/v1" },
    Removed { api_version: "storage.k8s.io/v1beta1", kind: "CSINode", minor: 22, instead: "storage.k8s.io/v1" },
    Removed { api_version: "storage.k8s.io/v1beta1", kind: "StorageClass", minor: 22, instead: "storage.k8s.io/v1" },
    Removed { api_version: "storage.k8s.io/v1beta1", kind: "VolumeAttachment", minor: 22, instead: "storage.k8s.io/v1" },
    Removed { api_version: "admissionregistration.k8s.io/v1beta1", kind: "ValidatingWebhookConfiguration", minor: 22, instead: "admissionregistration.k8s.io/v1" },
    Removed { api_version: "admissionregistration.k8s.io/v1beta1", kind: "MutatingWebhookConfiguration", minor: 22, instead: "admissionregistration.k8s.io/v1" },
    Removed { api_version: "apiextensions.k8s.io/v1beta1", kind: "*", minor: 22, instead: "apiextensions.k8s.io/v1" },
    Removed { api_version: "apiregistration.k8s.io/v1beta1", kind: "*", minor: 22, instead: "apiregistration.k8s.io/v1" },
    Removed { api_version: "certificates.k8s.io/v1beta1", kind: "CertificateSigningRequest", minor: 22, instead: "certificates.k8s.io/v1" },
    Removed { api_version: "coordination.k8s.io/v1beta1", kind: "Lease", minor: 22, instead: "coordination.k8s.io/v1" },
    Removed { api_version: "networking.k8s.io/v1beta1", kind: "Ingress", minor: 22, instead: "networking.k8s.io/v1" },
    Removed { api_version: "networking.k8s.io/v1beta1", kind: "IngressClass", minor: 22, instead: "networking.k8s.io/v1" },
    Removed { api_version: "rbac.authorization.k8s.io/v1beta1", kind: "*", minor: 22, instead: "rbac.authorization.k8s.io/v1" },
    Removed { api_version: "scheduling.k8s.io/v1beta1", kind: "PriorityClass", minor: 22, instead: "scheduling.k8s.io/v1" },
    Removed { api_version: "extensions/v1beta1", kind: "Ingress", minor: 22, instead: "networking.k8s.io/v1" },
    Removed { api_version: "extensions/v1beta1", kind: "NetworkPolicy", minor: 16, instead: "networking.k8s.io/v1" },
    Removed { api_version: "extensions/v1beta1", kind: "PodSecurityPolicy", minor: 16, instead: "the `pod-security.kubernetes.io/enforce` label on the namespace" },
    Removed { api_version: "extensions/v1beta1", kind: "*", minor: 16, instead: "apps/v1" },
    Removed { api_version: "apps/v1beta1", kind: "*", minor: 16, instead: "apps/v1" },
    Removed { api_version: "apps/v1beta2", kind: "*", minor: 16, instead: "apps/v1" },
];

/// APIs that came within or just before the minors EKS offers; the first entry that matches counts.
pub const INTRODUCED: &[Introduced] = &[
    Introduced { api_version: "resource.k8s.io/v1", kind: "DeviceTaintRule", minor: 37 },
    Introduced { api_version: "resource.k8s.io/v1", kind: "*", minor: 34 },
    Introduced { api_version: "admissionregistration.k8s.io/v1", kind: "MutatingAdmissionPolicy", minor: 36 },
    Introduced { api_version: "admissionregistration.k8s.io/v1", kind: "MutatingAdmissionPolicyBinding", minor: 36 },
    Introduced { api_version: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy", minor: 30 },
    Introduced { api_version: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicyBinding", minor: 30 },
    Introduced { api_version: "networking.k8s.io/v1", kind: "IPAddress", minor: 33 },
    Introduced { api_version: "networking.k8s.io/v1", kind: "ServiceCIDR", minor: 33 },
    Introduced { api_version: "storage.k8s.io/v1", kind: "VolumeAttributesClass", minor: 34 },
    Introduced { api_version: "flowcontrol.apiserver.k8s.io/v1", kind: "*", minor: 29 },
];
