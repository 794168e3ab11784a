//! A namespace as a handle.

use super::carries::carries;
use crate::spec::{self, AmongThemselves, Isolation, Limits, Peers, PodSecurity, Quota, Use};
use crate::units::{DomainName, LabelKey, LabelValue, Name};

/// A namespace. Default-deny in both directions, with DNS to kube-dns (NP-02, NP-03), and the restricted Pod Security Standard.
#[derive(Debug, Clone)]
pub struct Namespace {
    spec: spec::Namespace,
}

carries!([] Namespace => spec::Namespace);

impl Namespace {
    /// A namespace of this name.
    pub fn new(name: Name) -> Self {
        Self { spec: spec::Namespace { name, ..Default::default() } }
    }

    /// What runs in it; the workers of a training namespace may talk to each other (NP-06).
    pub fn serves(self, what: Use) -> Self {
        self.with(|namespace| namespace.serves = what)
    }

    /// The Pod Security Standard it enforces (SEC-01, SEC-02).
    pub fn pod_security(self, level: PodSecurity) -> Self {
        self.with(|namespace| namespace.pod_security = level)
    }

    /// The most its Pods may ask for together (SCH-17).
    pub fn quota(self, quota: Quota) -> Self {
        self.with(|namespace| namespace.quota = Some(quota))
    }

    /// What a container gets that asks for nothing (SCH-14).
    pub fn limits(self, limits: Limits) -> Self {
        self.with(|namespace| namespace.limits = Some(limits))
    }

    /// Who its Pods may talk to.
    pub fn network(self, isolation: Isolation) -> Self {
        self.with(|namespace| namespace.network = isolation)
    }

    /// A place its Pods may open HTTPS connections to (NP-01, NP-09).
    pub fn https_to(self, peers: Peers) -> Self {
        self.with(|namespace| namespace.https_to.push(peers))
    }

    /// A host its Pods may open HTTPS connections to, on nodes of EKS Auto Mode (NP-09, NP-13).
    pub fn https_to_name(self, host: DomainName) -> Self {
        self.with(|namespace| namespace.https_to_names.push(host))
    }

    /// Whether its Pods may talk to each other (NP-06).
    pub fn among_themselves(self, talk: AmongThemselves) -> Self {
        self.with(|namespace| namespace.among_themselves = talk)
    }

    /// The compliance regime of what runs in it; a cluster has one (CL-11).
    pub fn compliance(self, regime: Name) -> Self {
        self.with(|namespace| namespace.compliance = Some(regime))
    }

    /// A further label.
    pub fn label(self, key: LabelKey, value: LabelValue) -> Self {
        self.with(|namespace| {
            namespace.labels.insert(key, value);
        })
    }
}
