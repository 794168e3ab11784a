//! Which cluster GitOps runs in, which it keeps, and how it comes in.

use crate::spec::{ArgoCd, At, Cluster, GitOps, Lens, Platform, Reach, variant};
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
pub fn argo_cd<'a>(platform: impl Lens<'a, Platform>) -> Option<At<'a, ArgoCd>> {
    variant!(platform.into().gitops().get()?, GitOps::ArgoCd)
}

/// The cluster Argo CD runs in: the named one, the hub, or the only one.
pub fn argo_cd_home<'a>(platform: impl Lens<'a, Platform>, argo: impl Lens<'a, ArgoCd>) -> Option<&'a Name> {
    let (platform, argo) = (platform.into(), argo.into());
    let only = || {
        let clusters = platform.clusters();
        clusters.first().filter(|_| clusters.len() == 1).map(|only| only.name())
    };
    argo.on().get().or_else(|| platform.hub().get()).or_else(only).map(|home| home.whole())
}

/// Whether Argo CD keeps this cluster. It does not keep the hub it runs in: what reaches every spoke has no hold of its own home, and
/// an administrator applies the hub's set.
pub fn argo_cd_keeps<'a>(
    platform: impl Lens<'a, Platform>,
    argo: impl Lens<'a, ArgoCd>,
    cluster: impl Lens<'a, Cluster>,
) -> bool {
    let (platform, name) = (platform.into(), cluster.into().name());
    platform.hub().get() != Some(name) || argo_cd_home(platform, argo) != Some(name.whole())
}

/// Whether GitOps installs a cluster's operators: Flux always does, Argo CD where it may do everything or keeps its own home.
pub fn gitops_installs_operators<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> bool {
    let (platform, cluster) = (platform.into(), cluster.into());
    match argo_cd(platform) {
        None => platform.gitops().is_some(),
        Some(argo) => {
            let whole = *argo.reach() == Reach::WholeCluster || argo_cd_entry(platform, cluster).is_none();
            whole && argo_cd_keeps(platform, argo, cluster)
        }
    }
}

/// The role by which Argo CD comes into a cluster that it keeps from outside.
pub fn argo_cd_entry<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>) -> Option<&'a RoleArn> {
    let platform = platform.into();
    let argo = argo_cd(platform)?;
    let at_home = argo_cd_home(platform, argo) == Some(cluster.into().name().whole());
    if at_home { None } else { argo.role().whole().as_ref() }
}
