//! Node groups that come after the cluster's stack, because their nodes get a security group that the stack makes (NET-18).
//!
//! eksctl wants the group's id, and there is none before the cluster. So the cluster comes with the nodes that keep it alive, and with
//! them its add-ons become active; the others are a ClusterConfig of their own, from which `eksctl create nodegroup` makes what is not
//! there yet. Of the cluster it reads everything else from the cluster's own stack (eksctl `pkg/actions/nodegroup/create.go`,
//! `pkg/vpc/vpc.go`, `UseFromClusterStack`).

use super::steps::flags;
use crate::derived;
use crate::eksctl::{ClusterConfig, ClusterVpc};
use crate::render::ClusterView;
use crate::render::cloudformation::with_outputs;

/// Its file: outputs of the stack go into it, so that it is applied by its command alone.
pub(super) const FILE: &str = "02-node-groups.eksctl.yaml";

/// The ClusterConfig as it is created, and what comes after the stack, if anything does.
pub(super) fn split(view: &ClusterView<'_>, mut config: ClusterConfig) -> (ClusterConfig, Option<ClusterConfig>) {
    let waits = |name: &str| view.node_group(name).is_some_and(|group| derived::comes_after_stack(view.cluster, group));
    let (managed, own) = (&mut config.managed_node_groups, &mut config.self_managed_node_groups);
    let later = ClusterConfig {
        metadata: config.metadata.clone(),
        // A group names its subnets by what they are called here.
        vpc: config.vpc.as_ref().filter(|vpc| vpc.subnets.is_some()).map(|vpc| ClusterVpc {
            id: vpc.id.clone(),
            subnets: vpc.subnets.clone(),
            ..ClusterVpc::default()
        }),
        outpost: config.outpost.clone(),
        local_zones: config.local_zones.clone(),
        managed_node_groups: managed.extract_if(.., |group| waits(&group.name)).collect(),
        self_managed_node_groups: own.extract_if(.., |group| waits(&group.name)).collect(),
        ..ClusterConfig::default()
    };
    let is_empty = later.managed_node_groups.is_empty() && later.self_managed_node_groups.is_empty();
    (config, (!is_empty).then_some(later))
}

/// The command that makes them; `folder` is the cluster's.
pub fn create(view: &ClusterView<'_>, folder: &str) -> Option<String> {
    if !has_any(view) {
        return None;
    }
    let mut command = format!("{} | eksctl create nodegroup -f -", with_outputs(view, &format!("{folder}/{FILE}")));
    for flag in flags(view, true) {
        command.push(' ');
        command.push_str(flag);
    }
    Some(command)
}

/// The commands by which nodes go that have security groups of the stack's, which can only go after them.
pub fn delete(view: &ClusterView<'_>) -> Vec<String> {
    let pools = derived::pools(view.cluster).filter(|(group, _)| derived::kind_group(view.cluster, group).is_some());
    let pools: Vec<_> = pools.map(|(group, _)| group.name().whole().as_str()).collect();
    let pools = (!pools.is_empty()).then(|| format!("`kubectl delete nodepools.karpenter.sh {}`", pools.join(" ")));
    let groups = has_any(view).then(|| format!("`eksctl delete nodegroup -f {FILE} --approve`"));
    pools.into_iter().chain(groups).collect()
}

fn has_any(view: &ClusterView<'_>) -> bool {
    view.cluster.node_groups.iter().any(|group| derived::comes_after_stack(view.cluster, group))
}
