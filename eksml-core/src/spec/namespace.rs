//! A namespace with its security level, quota, defaults and isolation.

use indexmap::IndexMap;

use super::declare::spec;
use super::{Peers, Use, Waiver};
use crate::units::{DomainName, LabelKey, LabelValue, Name, Quantity};

spec! {
    /// A namespace. Default-deny in both directions, with DNS to kube-dns (NP-02, NP-03).
    pub struct Namespace {
        /// Its name.
        name: Name = name;
        /// What runs in it; training namespaces let their workers talk to each other (NP-06).
        serves: Use = optional;
        /// The Pod Security Standard it enforces (SEC-01, SEC-02).
        pod_security: PodSecurity = optional;
        /// The most its Pods may ask for together (SCH-17).
        quota: Option<Quota> = optional;
        /// What a container gets that asks for nothing (SCH-14).
        limits: Option<Limits> = optional;
        /// Who its Pods may talk to.
        network: Isolation = optional;
        /// Where its Pods may open HTTPS connections to, beside the EKS Pod Identity agent (NP-01, NP-09).
        https_to: Vec<Peers> = optional;
        /// Hosts its Pods may open HTTPS connections to, such as `pypi.org` or `*.pythonhosted.org`: nodes of EKS Auto Mode look at the
        /// names (NP-09, NP-13).
        https_to_names: Vec<DomainName> = optional;
        /// Whether Pods of this namespace may talk to each other; training needs it (NP-06).
        among_themselves: AmongThemselves = optional;
        /// The compliance regime of what runs in it, such as `pci_dss`; a cluster has one (CL-11).
        compliance: Option<Name> = optional;
        /// Further labels.
        labels: IndexMap<LabelKey, LabelValue> = optional;
        /// Rules set aside for this namespace.
        waivers: Vec<Waiver> = each "waive";
    }
    refuses {
        "pod_security_policy" by "CL-15": "PodSecurityPolicy was removed in Kubernetes 1.25", "write `pod_security: Restricted`";
    }
}

spec! {
    /// A level of the Pod Security Standards, enforced, audited and warned about alike.
    pub enum PodSecurity {
        /// Hardened: no root, no privilege escalation, no host access.
        Restricted,
        /// No known privilege escalation.
        Baseline,
        /// Anything; only for device plugins and node agents (SEC-03).
        Privileged,
    }
}

spec! {
    /// A ResourceQuota: the most a namespace's Pods may ask for together.
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct Quota {
        /// CPU cores.
        cpu: Option<Quantity> = optional;
        /// Memory.
        memory: Option<Quantity> = optional;
        /// NVIDIA GPUs.
        nvidia_gpu: Option<u32> = optional;
        /// AWS Neuron devices.
        neuron: Option<u32> = optional;
        /// Storage that volume claims may ask for.
        storage: Option<Quantity> = optional;
        /// Pods.
        pods: Option<u32> = optional;
    }
}

spec! {
    /// A LimitRange: what a container gets that asks for nothing.
    pub struct Limits {
        /// CPU request and limit.
        cpu: Quantity = required;
        /// Memory request and limit.
        memory: Quantity = required;
        /// The most CPU a container may ask for.
        max_cpu: Option<Quantity> = optional;
        /// The most memory a container may ask for.
        max_memory: Option<Quantity> = optional;
    }
}

spec! {
    /// Who the Pods of a namespace may talk to.
    pub enum Isolation {
        /// Nobody but whom a rule names.
        DefaultDeny,
        /// Anybody, for the stated reason (NP-02).
        Unrestricted(String),
    }
}

spec! {
    /// Whether the Pods of a namespace may talk to each other.
    pub enum AmongThemselves {
        /// Exactly where the namespace serves training.
        ByUse,
        /// On every port.
        Allowed,
        /// Not unless a rule names them (NP-06).
        Denied,
    }
}
