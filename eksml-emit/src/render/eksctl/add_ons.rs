//! Add-ons of EKS that do not come up before a component of the cluster is there: they are a ClusterConfig of their own, split off where it
//! is written, from which `eksctl create addon` makes them once the component answers (eksctl `pkg/actions/addon/create.go`).

use crate::components::{self, Component};
use crate::derived;
use crate::eksctl::ClusterConfig;
use crate::render::ClusterView;

/// Its file.
pub(super) const FILE: &str = "03-add-ons.eksctl.yaml";

/// The ClusterConfig as it is created, and the add-ons that come later, if any do.
pub(super) fn split(mut config: ClusterConfig) -> (ClusterConfig, Option<ClusterConfig>) {
    let waits = |name: &str| components::before_add_on(name).is_some();
    let later = ClusterConfig {
        metadata: config.metadata.clone(),
        addons: config.addons.extract_if(.., |add_on| waits(&add_on.name)).collect(),
        addons_config: config.addons_config.clone(),
        ..ClusterConfig::default()
    };
    let is_empty = later.addons.is_empty();
    (config, (!is_empty).then_some(later))
}

/// The commands that make them; `folder` is the cluster's.
pub(super) fn create(view: &ClusterView<'_>, folder: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for component in awaited(view) {
        let wait = format!("kubectl wait --namespace {} --timeout 15m", component.namespace);
        // An engine installs it in its own time; its webhook is what add-ons ask.
        if derived::gitops_installs_operators(view.platform, view.cluster) {
            commands.push(format!("{wait} --for create deployment/cert-manager-webhook"));
        }
        commands.push(format!("{wait} --for condition=Available deployment --all"));
    }
    if !commands.is_empty() {
        commands.push(format!("eksctl create addon -f {folder}/{FILE}"));
    }
    commands
}

/// The components that add-ons of the cluster wait for.
fn awaited(view: &ClusterView<'_>) -> Vec<&'static Component> {
    let config = derived::cluster_config(view.platform, view.cluster);
    let mut all: Vec<&Component> = Vec::new();
    for component in config.addons.iter().filter_map(|add_on| components::before_add_on(&add_on.name)) {
        if !all.contains(&component) {
            all.push(component);
        }
    }
    all
}
