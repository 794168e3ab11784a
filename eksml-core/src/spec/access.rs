//! Who may do what with a cluster, and what it logs.

use super::declare::spec;
use crate::units::{Name, RoleArn};

spec! {
    /// The principals with access entries. The creator of the cluster gets none by itself (CL-06).
    pub struct Access {
        /// Roles with AmazonEKSClusterAdminPolicy; at least one, or nobody could reach the API server (CL-06).
        admins: Vec<RoleArn> = optional;
        /// Roles that may view everything in the cluster but Secrets.
        viewers: Vec<RoleArn> = optional;
        /// Teams with edit rights in their own namespaces.
        teams: Vec<Team> = each "team";
    }
    refuses {
        "aws_auth" by "CL-05": "the aws-auth ConfigMap is not read in authentication mode API",
            "declare principals with `admins`, `viewers` or `team`";
    }
}

spec! {
    /// A team: a role with edit rights in some namespaces.
    pub struct Team {
        /// What it is called.
        name: Name = name;
        /// The role its people assume.
        role: RoleArn = required;
        /// The namespaces it may edit (CL-07).
        namespaces: Vec<Name> = required;
        /// Git repositories of its own, `https://…` or `ssh://…`: GitOps brings what is in them into its namespaces, and nothing of the
        /// whole cluster's, no quota, role or network policy (FL-08).
        repos: Vec<String> = optional;
        /// Groups of Argo CD's sign-in whose people see and sync what its repositories bring: ids of Identity Center groups under the EKS
        /// capability (FL-08).
        sign_in_groups: Vec<String> = optional;
    }
    refuses {
        "verbs" by "SEC-16": "a team edits what is in its namespaces, and nothing else",
            "remove the word; further rights are a Role of yours by the raw door, `Platform::with_yaml`";
        "policy" by "SEC-16": "a team edits what is in its namespaces, and nothing else",
            "remove the word; who administers the cluster belongs among the `admins`";
    }
}

spec! {
    /// Control-plane logs in CloudWatch. `audit` and `authenticator` are always among them (CL-10).
    #[derive(typed_builder::TypedBuilder)]
    #[builder(field_defaults(default, setter(strip_option(ignore_invalid))))]
    pub struct Logs {
        /// Days to keep them; one of CloudWatch's own steps (CL-10). 90 when absent.
        retention_days: Option<u32> = optional;
        /// Also the API server's own log.
        api: bool = optional;
        /// Also the controller manager's log.
        controller_manager: bool = optional;
        /// Also the scheduler's log: why a Pod stayed pending.
        scheduler: bool = optional;
    }
    refuses {
        "audit" by "CL-10": "the audit log is always kept: it alone says who did what",
            "remove the word; `retention_days` says for how long";
        "authenticator" by "CL-10": "the authenticator log is always kept: it alone says which IAM principal came in",
            "remove the word; `retention_days` says for how long";
    }
}

spec! {
    /// EKS add-ons whose settings can be overridden. The add-ons a platform needs are derived from it.
    pub struct Addons {
        /// Whether the VPC CNI enforces NetworkPolicies (NP-05). On unless a value says otherwise.
        network_policy: NetworkPolicyEnforcement = optional;
        /// Whether the OIDC provider that IRSA needs may be created (SEC-05).
        oidc: Oidc = optional;
        /// Add-ons beside those that follow from the platform, and versions of those that do (CL-14).
        chosen: Vec<super::AddonChoice> = each "addon";
    }
    refuses {
        "pod_identity_agent" by "SEC-08": "the Pod Identity agent is installed exactly when an identity uses it", "remove the word";
        "eks_pod_identity_agent" by "SEC-08": "the Pod Identity agent is installed exactly when an identity uses it", "remove the word";
        "ebs_csi" by "STO-14": "a CSI driver is installed exactly when a storage class uses it, with the identity it needs",
            "remove the word; declare `storage … { ebs_gp3 { } }`";
        "efs_csi" by "STO-14": "a CSI driver is installed exactly when a storage class uses it, with the identity it needs",
            "remove the word; declare `storage … { efs { file_system: \"fs-…\" } }`";
        "fsx_csi" by "STO-14": "a CSI driver is installed exactly when a storage class uses it, with the identity it needs",
            "remove the word; declare `storage … { fsx_lustre: … }`";
    }
}

spec! {
    /// Whether the VPC CNI enforces NetworkPolicies.
    pub enum NetworkPolicyEnforcement {
        /// Policies are enforced once programmed; a new Pod may talk freely for its first moments.
        Standard,
        /// A Pod may not talk to anyone before its policies are programmed.
        Strict,
        /// Policies are accepted and ignored (NP-05).
        Off,
    }
}

spec! {
    /// Whether the cluster's OIDC provider is registered with IAM.
    pub enum Oidc {
        /// Created exactly when an identity uses IRSA.
        WhenNeeded,
        /// Never created: IRSA cannot work (SEC-05).
        Off,
    }
}
