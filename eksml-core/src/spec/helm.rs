//! Helm releases: charts whose manifests nobody should write by hand.

use super::Waiver;
use super::declare::spec;
use crate::eksctl::InlineDocument;
use crate::units::{HostedZoneId, Name};

spec! {
    /// A release of a Helm chart: installed by the GitOps engine that keeps the cluster, or by `helmfile.yaml`.
    pub struct Helm {
        /// The release's name, the only one of the cluster (EM-08), and no operator's (ADD-03).
        name: Name = name;
        /// The chart's name in its repository.
        chart: String = required;
        /// The repository: `https://…` or `oci://…` (ADD-02).
        repo: String = required;
        /// The chart's version, exactly (ADD-01).
        version: String = required;
        /// The namespace it is installed into; declared here, or `kube-system` (EM-04).
        namespace: Name = required;
        /// The chart's settings.
        values: Option<InlineDocument> = optional;
        /// Rules set aside for this release.
        waivers: Vec<Waiver> = each "waive";
    }
    refuses {
        "set" by "ADD-01": "settings are written with the types they have", "write `values { … }`";
        "create_namespace" by "EM-04": "a namespace that Helm makes has no security level, quota or policy",
            "declare `namespace … { }` and name it here";
    }
}

spec! {
    /// The AWS Load Balancer Controller: Application Load Balancers for Ingresses, Network Load Balancers for Services.
    pub struct LoadBalancerController {
        /// Whether its IngressClass `alb` is the one of Ingresses that name none.
        default_class: bool = optional;
    }
    refuses {
        "version" by "ADD-01": "chart and controller are the catalogue's, which are known to work with the permissions eksctl gives them",
            "remove the word";
    }
}

spec! {
    /// ExternalDNS: the records of exposed services in hosted zones of Route 53.
    pub struct ExternalDns {
        /// The ids of the zones, such as `Z0123456789ABCDEFGHIJ`: it writes to these and to no others (ADD-07).
        zones: Vec<HostedZoneId> = required;
        /// What becomes of a record whose service is gone; it stays when absent.
        policy: RecordPolicy = optional;
    }
    refuses {
        "domain_filters" by "ADD-07": "its role may write to whole zones, and looks at no names",
            "name the zones: `zones: [\"Z0123456789ABCDEFGHIJ\"]`";
        "txt_owner_id" by "ADD-07": "records are marked with the cluster's name, so that no two clusters take each other's",
            "remove the word";
        "version" by "ADD-01": "the chart is the catalogue's", "remove the word";
    }
}

spec! {
    /// What becomes of a DNS record whose service is gone.
    pub enum RecordPolicy {
        /// It stays: nothing is ever deleted.
        UpsertOnly,
        /// It is deleted, if the cluster made it.
        Sync,
    }
}

spec! {
    /// An EKS add-on beside those that follow from the platform, or the version of one that does (CL-14).
    pub struct AddonChoice {
        /// The add-on's name in EKS.
        name: crate::catalog::Addon = name;
        /// Its version, such as `v1.20.4-eksbuild.2`; what EKS recommends for the cluster's Kubernetes version when absent.
        version: Option<crate::units::AddonVersion> = optional;
    }
}
