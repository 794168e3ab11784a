//! The tags by which the Cluster Autoscaler finds a group and knows its nodes before the first one exists.

use indexmap::IndexMap;

use super::{device_resource, devices, disk_mib, labels, taints};
use crate::spec::{At, Lens, NodeGroup, Sharing};
use crate::units::Name;

/// Before the key of a node label. Source: cluster-autoscaler `cloudprovider/aws/aws_manager.go`.
pub const LABEL_TAG: &str = "k8s.io/cluster-autoscaler/node-template/label/";

/// Before the key of a taint.
pub const TAINT_TAG: &str = "k8s.io/cluster-autoscaler/node-template/taint/";

/// Before the name of a resource.
pub const RESOURCE_TAG: &str = "k8s.io/cluster-autoscaler/node-template/resources/";

const DISK: &str = "ephemeral-storage";
const HUGE_PAGES: &str = "hugepages-2Mi";

/// The tags of a group's Auto Scaling group: what its nodes will carry and offer, then the user's own, which win.
///
/// A taint is `value:Effect`: eksctl's `propagateASGTags` writes the value alone, which the autoscaler drops (eksctl #7543, CST-06).
/// Resources are those it cannot see in the instance type: EFA, Neuron, MIG, and GPUs that several Pods share (CST-05, CST-07).
pub fn asg_tags<'a>(group: impl Lens<'a, NodeGroup>) -> IndexMap<String, String> {
    let group = group.into();
    let mut tags = template_tags(group);
    tags.extend(group.tags().iter().map(|(key, value)| (key.to_string(), value.to_string())));
    tags
}

/// Those of them that follow from the group.
pub fn template_tags<'a>(group: impl Lens<'a, NodeGroup>) -> IndexMap<String, String> {
    let group = group.into();
    let mut tags = IndexMap::new();
    tags.extend(labels(group).into_iter().map(|(key, value)| (format!("{LABEL_TAG}{key}"), value)));
    tags.extend(taint_tags(group));
    let resources = resources(group).into_iter().map(|(resource, count)| (resource, count.to_string()));
    let disk = disk(group).map(|disk| (DISK.to_owned(), disk));
    let pages = huge_pages(group).map(|pages| (HUGE_PAGES.to_owned(), pages));
    tags.extend(resources.chain(disk).chain(pages).map(|(resource, count)| (format!("{RESOURCE_TAG}{resource}"), count)));
    tags
}

/// The one of them that has this key; reads nothing of the group but what that follows from.
pub fn template_tag<'a>(group: impl Lens<'a, NodeGroup>, key: &str) -> Option<String> {
    let group = group.into();
    if let Some(label) = key.strip_prefix(LABEL_TAG) {
        return super::label(group, label);
    }
    match key.strip_prefix(RESOURCE_TAG) {
        None => taint_tags(group).find(|(known, _)| known == key).map(|(_, value)| value),
        Some(DISK) => disk(group),
        Some(HUGE_PAGES) => huge_pages(group),
        Some(resource) => resources(group).into_iter().find(|(known, _)| known == resource).map(|(_, count)| count.to_string()),
    }
}

fn taint_tags(group: At<'_, NodeGroup>) -> impl Iterator<Item = (String, String)> {
    taints(group).iter().map(|taint| {
        let (key, value, effect) = taint.parts();
        (format!("{TAINT_TAG}{key}"), format!("{value}:{effect:?}"))
    })
}

/// Without it a Pod that asks for disk fits no node that is not there yet (autoscaler `aws_manager.go`).
fn disk(group: At<'_, NodeGroup>) -> Option<String> {
    let instance = group.instances().first()?;
    Some(format!("{}Mi", disk_mib(group, instance.facts())))
}

/// The same of huge pages, which the image sets aside only once a node has booted.
fn huge_pages(group: At<'_, NodeGroup>) -> Option<String> {
    super::huge_pages_mib(&[group]).map(|pages| format!("{pages}Mi"))
}

/// The tags by which auto-discovery finds a group of `cluster`. EKS puts them on managed groups by itself.
/// Source: cluster-autoscaler `cloudprovider/aws/README.md`.
pub fn discovery_tags(cluster: &Name) -> IndexMap<String, String> {
    IndexMap::from([
        ("k8s.io/cluster-autoscaler/enabled".to_owned(), "true".to_owned()),
        (format!("k8s.io/cluster-autoscaler/{cluster}"), "owned".to_owned()),
    ])
}

/// Resources of one node that the autoscaler does not read off the instance type, or reads wrongly. It simulates a group by its
/// first type.
fn resources(group: At<'_, NodeGroup>) -> Vec<(String, u32)> {
    let mut all = Vec::new();
    let Some(facts) = group.instances().first().map(|instance| instance.whole().facts()) else { return all };
    if *group.efa() && facts.efa_interfaces > 0 {
        let interfaces = facts.network_cards.map_or(facts.efa_interfaces, |cards| facts.efa_interfaces.min(cards));
        all.push(("vpc.amazonaws.com/efa".to_owned(), interfaces));
    }
    if let Some(resource) = device_resource(group) {
        let plain = resource == "nvidia.com/gpu" && *group.sharing() == Sharing::None && !facts.is_fractional();
        if group.sharing().is(|it| matches!(it, Sharing::Mig(_))) {
            // The instance type's whole GPUs are gone once they are cut.
            all.push(("nvidia.com/gpu".to_owned(), 0));
        }
        if !plain {
            all.push((resource, devices(facts, &group.sharing())));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{CustomTaint, Taint, TaintEffect};

    fn group(instance: &str) -> NodeGroup {
        NodeGroup { name: "gpu".parse().unwrap(), instances: vec![instance.parse().unwrap()], ..NodeGroup::default() }
    }

    fn resources_of(group: &NodeGroup) -> Vec<(String, String)> {
        let tags = asg_tags(group);
        let resources = tags.iter().filter_map(|(key, value)| Some((key.strip_prefix(RESOURCE_TAG)?.to_owned(), value.clone())));
        resources.filter(|(resource, _)| !["ephemeral-storage", "hugepages-2Mi"].contains(&resource.as_str())).collect()
    }

    #[test]
    fn taints_carry_their_effect() {
        let evict = CustomTaint { key: "team".parse().unwrap(), value: "a".parse().unwrap(), effect: TaintEffect::NoExecute };
        let tags = asg_tags(&NodeGroup { taints: vec![Taint::NvidiaGpu, Taint::Custom(evict)], ..group("g6e.2xlarge") });
        assert_eq!(tags["k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu"], "true:NoSchedule");
        assert_eq!(tags["k8s.io/cluster-autoscaler/node-template/taint/team"], "a:NoExecute");
        assert_eq!(tags["k8s.io/cluster-autoscaler/node-template/label/k8s.amazonaws.com/accelerator"], "l40s");
    }

    #[test]
    fn resources_are_what_the_instance_type_does_not_tell() {
        let pair = |name: &str, count: &str| (name.to_owned(), count.to_owned());
        assert_eq!(resources_of(&group("g6e.2xlarge")), []);
        assert_eq!(resources_of(&NodeGroup { efa: true, ..group("p5.48xlarge") }), [pair("vpc.amazonaws.com/efa", "32")]);
        assert_eq!(resources_of(&group("trn2.48xlarge")), [pair("aws.amazon.com/neuron", "16")]);
        assert_eq!(resources_of(&group("g6f.xlarge")), [pair("nvidia.com/gpu", "1")]);
        let shared = NodeGroup { sharing: Sharing::TimeSlicing(4), ..group("g6e.2xlarge") };
        assert_eq!(resources_of(&shared), [pair("nvidia.com/gpu", "4")]);
        let cut = NodeGroup { sharing: Sharing::Mig("1g.10gb".to_owned()), ..group("p5.48xlarge") };
        assert_eq!(resources_of(&cut), [pair("nvidia.com/gpu", "0"), pair("nvidia.com/mig-1g.10gb", "56")]);
    }

    #[test]
    fn a_job_that_asks_for_huge_pages_finds_them_on_a_node_that_is_not_there_yet() {
        let pages =
            |group: &NodeGroup| asg_tags(group).get("k8s.io/cluster-autoscaler/node-template/resources/hugepages-2Mi").cloned();
        assert_eq!(pages(&NodeGroup { efa: true, ..group("p5.48xlarge") }), Some("5120Mi".to_owned()));
        assert_eq!(pages(&group("p5.48xlarge")), None);
    }

    #[test]
    fn the_users_own_tags_win() {
        let mut own = group("g6e.2xlarge");
        own.tags.insert("k8s.io/cluster-autoscaler/node-template/label/workload-type".parse().unwrap(), "mine".to_owned());
        assert_eq!(asg_tags(&own)["k8s.io/cluster-autoscaler/node-template/label/workload-type"], "mine");
        assert_eq!(discovery_tags(&"shared".parse().unwrap())["k8s.io/cluster-autoscaler/shared"], "owned");
    }
}
