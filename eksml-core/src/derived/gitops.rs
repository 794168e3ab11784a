//! Which cluster GitOps runs in, which it keeps, and how it comes in.

use crate::spec::{ArgoCd, Cluster, GitOps, Platform, Reach};
use crate::units::{Name, RoleArn};

/// The folder of the set in the repository, where the platform does not say.
pub const GITOPS_PATH: &str = "manifests";

/// The branch that is followed, where the platform does not say.
pub const GITOPS_REVISION: &str = "main";

/// The folder of the set that has GitOps' own files; no cluster may be called so.
pub const GITOPS_FOLDER: &str = "gitops";

/// The Kubernetes group of Argo CD's role in the clusters it keeps.
pub const GITOPS_GROUP: &str = "eksml:gitops";

/// Argo CD, if the platform has it.
pub fn argo_cd(platform: &Platform) -> Option<&ArgoCd> {
    match &platform.gitops {
        Some(GitOps::ArgoCd(argo)) => Some(argo),
        _ => None,
    }
}

/// The cluster Argo CD runs in: the named one, the hub, or the only one.
pub fn argo_cd_home<'a>(platform: &'a Platform, argo: &'a ArgoCd) -> Option<&'a Name> {
    let only = || match platform.clusters.as_slice() {
        [only] => Some(&only.name),
        _ => None,
    };
    argo.on.as_ref().or(platform.hub.as_ref()).or_else(only)
}

/// Whether Argo CD keeps this cluster. It does not keep the hub it runs in: what reaches every spoke has no hold of its own home, and
/// an administrator applies the hub's set.
pub fn argo_cd_keeps(platform: &Platform, argo: &ArgoCd, cluster: &Cluster) -> bool {
    platform.hub.as_ref() != Some(&cluster.name) || argo_cd_home(platform, argo) != Some(&cluster.name)
}

/// Whether GitOps installs a cluster's operators: Flux always does, Argo CD where it may do everything or keeps its own home.
pub fn gitops_installs_operators(platform: &Platform, cluster: &Cluster) -> bool {
    match &platform.gitops {
        None => false,
        Some(GitOps::Flux(_)) => true,
        Some(GitOps::ArgoCd(argo)) => {
            let whole = argo.reach == Reach::WholeCluster || argo_cd_entry(platform, cluster).is_none();
            whole && argo_cd_keeps(platform, argo, cluster)
        }
    }
}

/// The role by which Argo CD comes into a cluster that it keeps from outside.
pub fn argo_cd_entry<'a>(platform: &'a Platform, cluster: &Cluster) -> Option<&'a RoleArn> {
    let argo = argo_cd(platform)?;
    let at_home = argo_cd_home(platform, argo) == Some(&cluster.name);
    if at_home { None } else { argo.role.as_ref() }
}
