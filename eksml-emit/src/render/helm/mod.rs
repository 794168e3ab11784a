//! Helm releases: the operators that a cluster's objects need, and what is declared. GitOps installs them where it keeps the cluster,
//! `helmfile.yaml` everywhere else; their settings are the same.

mod cert_manager;
mod external_dns;
mod helmfile;
mod load_balancer_controller;
mod release;
mod values;

use super::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::components;
use crate::derived;
use crate::spec::GitOps;
use crate::yaml;

pub(in crate::render) use release::{Release, values_file};

/// Adds the file that installs the releases of a cluster, and their settings where they are read from files; or gives the releases
/// that GitOps installs.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<Vec<Release>, RenderError> {
    let releases = Release::all(view)?;
    let by_gitops = derived::gitops_installs_operators(view.platform, view.cluster);
    // Flux takes settings in its own objects; Argo CD takes them from the cluster's folder.
    if !(by_gitops && matches!(view.platform.gitops, Some(GitOps::Flux(_)))) {
        for release in &releases {
            if let Some(values) = &release.values {
                files.text(values_file(&release.name), yaml::to_string(values)?);
            }
        }
    }
    if by_gitops {
        return Ok(releases);
    }
    if !releases.is_empty() {
        files.text(helmfile::FILE, helmfile::text(&releases)?);
    }
    Ok(Vec::new())
}

/// The command that installs what the cluster's objects need.
pub(super) fn before_apply(view: &ClusterView<'_>, folder: &str) -> Option<String> {
    helmfile::command(&by_hand(view), true, folder)
}

/// The command that installs what needs the cluster's objects.
pub(super) fn after_apply(view: &ClusterView<'_>, folder: &str) -> Option<String> {
    helmfile::command(&by_hand(view), false, folder)
}

/// What must be there first.
pub(super) fn remark(view: &ClusterView<'_>) -> Option<Remark> {
    (!by_hand(view).is_empty())
        .then(|| Remark::Before("have Helm 3 or 4 and helmfile 1 or later at hand, which install the releases".to_owned()))
}

/// Of each release that no engine installs, whether it comes before the cluster's objects.
fn by_hand(view: &ClusterView<'_>) -> Vec<bool> {
    if derived::gitops_installs_operators(view.platform, view.cluster) {
        return Vec::new();
    }
    let operators = components::charts(view.cluster).into_iter().map(|(component, _)| component.comes_first);
    let declared =
        view.cluster.helm.iter().map(|release| components::prometheus_operator::defines_monitors(view.cluster, release));
    operators.chain(declared).collect()
}
