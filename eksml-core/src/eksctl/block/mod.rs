//! What an `eksctl { … }` block in `platform!` may say: eksctl's own keys, where no word of the platform covers them.
//!
//! A key that a word covers, or that would undo what a rule holds, is not among them: it is refused with the rule and the word to use.
//! So nothing can be smuggled past a rule; what is said here becomes part of the ClusterConfig, and every rule about ClusterConfigs
//! judges it there.

mod cluster;
mod node_group;

pub use cluster::{AccessConfigBlock, AutoModeConfigBlock, ClusterBlock, ClusterIamBlock, ClusterMetaBlock, ClusterVpcBlock};
pub use node_group::{InstancesDistributionBlock, NodeGroupBlock, NodeRepairBlock};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eksctl::{ClusterConfig, ClusterIam, ClusterMeta, ClusterVpc, ManagedNodeGroup, SelfManagedNodeGroup};
    use crate::spec::Spec;
    use crate::spec::shape::{Kind, Shape};

    fn keys(shape: &Shape) -> Vec<String> {
        let Kind::Struct { fields, .. } = &shape.kind else { panic!("{} is an object", shape.rust) };
        fields.iter().map(|field| field.word().into_owned()).collect()
    }

    #[test]
    fn every_key_of_eksctl_is_in_the_block_or_refused_with_a_reason() {
        let pairs = [
            (ClusterConfig::SHAPE, ClusterBlock::SHAPE),
            (ManagedNodeGroup::SHAPE, NodeGroupBlock::SHAPE),
            (SelfManagedNodeGroup::SHAPE, NodeGroupBlock::SHAPE),
            (ClusterMeta::SHAPE, ClusterMetaBlock::SHAPE),
            (ClusterIam::SHAPE, ClusterIamBlock::SHAPE),
            (crate::eksctl::AutoModeConfig::SHAPE, AutoModeConfigBlock::SHAPE),
            (ClusterVpc::SHAPE, ClusterVpcBlock::SHAPE),
            (crate::eksctl::NodeGroupNodeRepairConfig::SHAPE, NodeRepairBlock::SHAPE),
            (crate::eksctl::NodeGroupInstancesDistribution::SHAPE, InstancesDistributionBlock::SHAPE),
            (crate::eksctl::AccessConfig::SHAPE, AccessConfigBlock::SHAPE),
        ];
        for (whole, block) in pairs {
            for key in keys(whole) {
                let (taken, refused) = (block.field_of_key(&key).is_some(), block.refusal(&key).is_some());
                assert!(taken != refused, "`{key}` of {} is neither taken nor refused by {}, or both", whole.rust, block.rust);
            }
        }
    }

    #[test]
    fn a_control_plane_on_outposts_is_refused_in_one_sentence() {
        use crate::source::{Entry, Mark, Node, Path, Value};
        let entry =
            Entry { key: "outpost".to_owned(), key_mark: Mark(0), name: None, value: Node::plain(Value::Block(Vec::new())) };
        let mut reader = crate::spec::Reader::default();
        ClusterBlock::read(&Node::plain(Value::Block(vec![entry])), &Path::root(), &mut reader);
        let told: Vec<_> = reader.faults.iter().map(|(finding, _)| (finding.rule, finding.limit.is_some())).collect();
        assert_eq!(told, [("EK-30", true)]);
    }

    #[test]
    fn every_refusal_names_a_rule_and_a_key_of_eksctl() {
        for block in
            [ClusterBlock::SHAPE, NodeGroupBlock::SHAPE, ClusterMetaBlock::SHAPE, ClusterIamBlock::SHAPE, ClusterVpcBlock::SHAPE]
        {
            let Kind::Struct { refused, .. } = &block.kind else { panic!("{} is an object", block.rust) };
            for word in *refused {
                assert!(crate::rules::find(word.rule).is_some(), "{} of {} is no rule", word.rule, word.word);
            }
        }
    }
}
