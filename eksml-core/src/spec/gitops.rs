//! GitOps: what keeps clusters at what the repository says.

use super::declare::spec;
use crate::catalog::Region;
use crate::units::{Duration, Name, RoleArn};

spec! {
    /// What keeps the clusters at what is committed: one engine for all (DR-06).
    pub enum GitOps {
        /// Argo CD, once for all clusters: AppProjects, and an ApplicationSet over the registered clusters.
        ArgoCd(ArgoCd),
        /// Flux, in every cluster by itself: no cluster depends on another.
        Flux(Flux),
    }
}

spec! {
    /// Argo CD in one cluster, for all of them.
    pub struct ArgoCd {
        /// The Git repository that the emitted set is committed to, `https://…` or `ssh://…` (DR-06).
        repo: String = required;
        /// The branch or tag that is followed; `main` when absent (DR-06).
        revision: Option<String> = optional;
        /// The folder of the set in the repository; `manifests` when absent (DR-06).
        folder: Option<String> = optional;
        /// The cluster it runs in; the hub when absent (FL-06).
        on: Option<Name> = optional;
        /// The IAM role of its controllers, by which it reaches other clusters (FL-06).
        role: Option<RoleArn> = optional;
        /// EKS runs it as a managed capability (CL-19); absent: it is installed into the cluster.
        capability: Option<ArgoCdCapability> = optional;
        /// What its role may do in the clusters it keeps from outside (FL-06).
        reach: Reach = optional;
        /// Whether what leaves the repository also leaves the clusters.
        prune: bool = optional;
    }
    refuses {
        "path" by "DR-06": "the set's place in the repository is its `folder`", "write `folder: \"manifests\"`, or whatever it is called";
        "sync_wave" by "EM-06": "the order follows from what the objects are: operators, namespaces, what uses both, workloads", "remove the word";
        "depends_on" by "EM-06": "the order follows from what the objects are: operators, namespaces, what uses both, workloads", "remove the word";
    }
}

spec! {
    /// What Argo CD may do in a cluster that it keeps from outside.
    pub enum Reach {
        /// Write the kinds of objects that the set has, where the set has them; operators are installed by an administrator.
        OwnObjects,
        /// Everything, so that it installs operators as well.
        WholeCluster,
    }
}

spec! {
    /// The EKS capability for Argo CD.
    pub struct ArgoCdCapability {
        /// The IAM Identity Center instance its people come from, `arn:aws:sso:::instance/ssoins-…` (CL-19).
        identity_center: String = required;
        /// The region of that instance, where it is not the cluster's.
        identity_center_region: Option<Region> = optional;
        /// Identity Center groups that administer it, by their ids.
        admins: Vec<String> = optional;
        /// Identity Center groups that may look, by their ids.
        viewers: Vec<String> = optional;
    }
    refuses {
        "policies" by "CL-19": "a policy on its role, AdministratorAccess above all, opens the account to whoever may push to the repository",
            "remove the word: the role needs no IAM policy; access entries say what it may do in each cluster";
        "attach_policies" by "CL-19": "a policy on its role, AdministratorAccess above all, opens the account to whoever may push to the repository",
            "remove the word: the role needs no IAM policy; access entries say what it may do in each cluster";
    }
}

spec! {
    /// Flux in every cluster.
    pub struct Flux {
        /// The Git repository that the emitted set is committed to, `https://…` or `ssh://…` (DR-06).
        repo: String = required;
        /// The branch that is followed; `main` when absent (DR-06).
        revision: Option<String> = optional;
        /// The folder of the set in the repository; `manifests` when absent (DR-06).
        folder: Option<String> = optional;
        /// How often it looks; 5 minutes when absent.
        every: Option<Duration> = optional;
        /// The Secret in `flux-system` with the repository's credentials, where it needs any.
        secret: Option<Name> = optional;
        /// Whether what leaves the repository also leaves the clusters.
        prune: bool = optional;
    }
    refuses {
        "path" by "DR-06": "the set's place in the repository is its `folder`", "write `folder: \"manifests\"`, or whatever it is called";
        "depends_on" by "EM-06": "the order follows from what the objects are: operators, namespaces, what uses both, workloads", "remove the word";
    }
}
