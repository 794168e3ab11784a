//! Where each part of a ClusterConfig comes from.

use crate::eksctl::{ClusterBlock, ClusterConfig, NodeGroupBlock};
use crate::source::{Path, Step};
use crate::spec::shape::Kind;
use crate::spec::{Cluster, Management, NodeGroup, Spec};

/// The way between a ClusterConfig and the cluster it comes from.
#[derive(Debug)]
pub struct ConfigOrigin<'a> {
    cluster: &'a Cluster,
    config: &'a ClusterConfig,
    at: Path,
}

impl<'a> ConfigOrigin<'a> {
    /// Of the cluster that stands at `at`, and is rendered to `config`.
    pub fn new(cluster: &'a Cluster, config: &'a ClusterConfig, at: Path) -> Self {
        Self { cluster, config, at }
    }

    /// The part of the platform that `path` of the ClusterConfig comes from: the user's own `eksctl` block, or else the group or the
    /// cluster whose words say it.
    pub fn of(&self, path: &Path) -> Path {
        let (block, is_set, rest) = match path.steps() {
            [Step::Field(list), Step::Index(position), rest @ ..] if self.group(list, *position).is_some() => {
                let Some(index) = self.group(list, *position) else { return self.at.clone() };
                let group = self.at.field("node_groups").index(index);
                let block = self.cluster.node_groups.get(index).map(|group| &group.eksctl);
                (group, block.is_some_and(|block| sets_group(block, rest)), rest)
            }
            rest if sets_cluster(&self.cluster.eksctl, rest) => {
                return self.written(rest).map_or_else(|| self.at.clone(), |rest| self.at.field("eksctl").join(&rest));
            }
            rest => (self.at.clone(), false, rest),
        };
        if is_set { block.field("eksctl").join(rest) } else { block }
    }

    /// Whether `path` of the ClusterConfig is said in an `eksctl` block.
    pub fn is_said(&self, path: &Path) -> bool {
        let of = self.of(path);
        of.steps().contains(&Step::Field("eksctl"))
    }

    /// The same steps as the block has them: its entries of a list stand behind those that follow from words.
    fn written(&self, rest: &[Step]) -> Option<Vec<Step>> {
        let (config, block) = (self.config, &self.cluster.eksctl);
        let Some(list) = rest.iter().position(|step| matches!(step, Step::Index(_))) else { return Some(rest.to_vec()) };
        let (before, Step::Index(index), behind) = (rest.get(..list)?, rest.get(list)?, rest.get(list + 1..)?) else {
            return None;
        };
        let iam = || Some((config.iam.as_ref()?, block.iam.as_ref()?));
        let index = match before {
            [Step::Field("addons")] => {
                let name = &config.addons.get(*index)?.name;
                block.addons.iter().position(|addon| addon.name == *name)
            }
            [Step::Field("iam"), Step::Field("service_accounts")] => {
                iam().and_then(|(all, own)| (index + own.service_accounts.len()).checked_sub(all.service_accounts.len()))
            }
            [Step::Field("iam"), Step::Field("pod_identity_associations")] => iam().and_then(|(all, own)| {
                (index + own.pod_identity_associations.len()).checked_sub(all.pod_identity_associations.len())
            }),
            [Step::Field("access_config"), Step::Field("access_entries")] => {
                let (all, own) = (config.access_config.as_ref()?, block.access_config.as_ref()?);
                (index + own.access_entries.len()).checked_sub(all.access_entries.len())
            }
            _ => Some(*index),
        }?;
        Some(before.iter().cloned().chain([Step::Index(index)]).chain(behind.iter().cloned()).collect())
    }

    /// The node group that stands in `list` of the ClusterConfig at `position`.
    fn group(&self, list: &str, position: usize) -> Option<usize> {
        let in_list = |(_, group): &(usize, &NodeGroup)| list_of(group) == Some(list);
        self.cluster.node_groups.iter().enumerate().filter(in_list).nth(position).map(|(index, _)| index)
    }
}

/// The list of a ClusterConfig that a node group is in. Node pools are Karpenter's, not eksctl's.
fn list_of(group: &NodeGroup) -> Option<&'static str> {
    match group.management {
        Management::Managed => Some("managed_node_groups"),
        Management::SelfManaged(_) => Some("self_managed_node_groups"),
        Management::NodePool(_) => None,
    }
}

fn sets_group(block: &NodeGroupBlock, rest: &[Step]) -> bool {
    matches!(rest, [Step::Field(field), ..] if is_field::<NodeGroupBlock>(field) && block.is_set(field))
}

fn sets_cluster(block: &ClusterBlock, rest: &[Step]) -> bool {
    matches!(rest, [Step::Field(field), ..] if is_field::<ClusterBlock>(field) && block.is_set(field))
}

fn is_field<T: Spec>(name: &str) -> bool {
    matches!(T::SHAPE.kind, Kind::Struct { fields, .. } if fields.iter().any(|field| field.name == name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::SelfManaged;

    fn cluster() -> Cluster {
        let own = NodeGroup { management: Management::SelfManaged(SelfManaged::default()), ..NodeGroup::default() };
        let block = NodeGroupBlock { instance_prefix: Some("x".to_owned()), ..NodeGroupBlock::default() };
        let managed = NodeGroup { eksctl: block, ..NodeGroup::default() };
        Cluster { node_groups: vec![own, NodeGroup::default(), managed], ..Cluster::default() }
    }

    fn config(cluster: &Cluster) -> ClusterConfig {
        super::super::cluster_config(&crate::spec::Platform::default(), cluster)
    }

    #[test]
    fn an_entry_of_a_list_is_found_where_it_was_written() {
        let addon = |name: &str| crate::eksctl::Addon { name: name.to_owned(), ..crate::eksctl::Addon::default() };
        let block = ClusterBlock { addons: vec![addon("vpc-cni"), addon("snapshot-controller")], ..ClusterBlock::default() };
        let cluster = Cluster { eksctl: block, ..Cluster::default() };
        let config = config(&cluster);
        let at = Path::root().field("clusters").index(0);
        let origin = ConfigOrigin::new(&cluster, &config, at.clone());
        let addons = Path::root().field("addons");
        for (position, addon) in config.addons.iter().enumerate() {
            let expected = match addon.name.as_str() {
                "vpc-cni" => at.field("eksctl").field("addons").index(0).field("name"),
                "snapshot-controller" => at.field("eksctl").field("addons").index(1).field("name"),
                _ => at.clone(),
            };
            assert_eq!(origin.of(&addons.index(position).field("name")), expected, "{}", addon.name);
        }
    }

    #[test]
    fn findings_go_to_the_block_that_says_it_or_to_the_group() {
        let cluster = cluster();
        let at = Path::root().field("clusters").index(0);
        let config = config(&cluster);
        let origin = ConfigOrigin::new(&cluster, &config, at.clone());
        let second = Path::root().field("managed_node_groups").index(1);
        let group = at.field("node_groups").index(2);
        assert_eq!(origin.of(&second.field("instance_prefix")), group.field("eksctl").field("instance_prefix"));
        assert_eq!(origin.of(&second.field("taints").index(0)), group);
        assert_eq!(origin.of(&Path::root().field("self_managed_node_groups").index(0)), at.field("node_groups").index(0));
        assert_eq!(origin.of(&Path::root().field("vpc")), at);
    }
}
