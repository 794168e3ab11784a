//! What the accelerators of a node are to the scheduler: an extended resource and how many of it.

use super::{AcceleratorKind, accelerator};
use crate::catalog::{InstanceFacts, mig};
use crate::spec::{Lens, NodeGroup, Sharing};

/// The extended resource that Pods on this group ask for; `None` without an accelerator that has a device plugin. Where MIG cuts
/// the GPUs, it is the profile's (the device plugin's `mixed` strategy); with MPS and time-slicing the resource keeps its name.
pub fn device_resource<'a>(group: impl Lens<'a, NodeGroup>) -> Option<String> {
    let group = group.into();
    let (kind, facts) = accelerator(group)?;
    Some(match group.sharing().whole() {
        Sharing::Mig(name) => profile(facts, name).map_or_else(|| format!("nvidia.com/mig-{name}"), mig::MigProfile::resource),
        _ => kind.resource().to_owned(),
    })
}

/// How many of that resource one node of this type offers. A fractional type (g6f) offers its fraction as one device.
pub fn devices(facts: &InstanceFacts, sharing: &Sharing) -> u32 {
    let Some(kind) = AcceleratorKind::of(facts) else { return 0 };
    let whole = if facts.is_fractional() { 1 } else { facts.accelerator_count };
    match sharing {
        Sharing::TimeSlicing(pods) | Sharing::Mps(pods) if kind == AcceleratorKind::Nvidia => whole.saturating_mul(*pods),
        Sharing::Mig(name) => profile(facts, name).map_or(0, |profile| whole * profile.most),
        Sharing::None | Sharing::TimeSlicing(_) | Sharing::Mps(_) => whole,
    }
}

fn profile(facts: &InstanceFacts, name: &str) -> Option<mig::MigProfile> {
    let memory = facts.accelerator_memory_mib.unwrap_or(u64::MAX);
    mig::profiles(facts.accelerator_model, memory).iter().copied().find(|profile| profile.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::InstanceType;

    fn count(instance: &str, sharing: &Sharing) -> u32 {
        devices(&InstanceType::lookup(instance).unwrap(), sharing)
    }

    #[test]
    fn sharing_multiplies_what_a_node_offers() {
        assert_eq!(count("p5.48xlarge", &Sharing::None), 8);
        assert_eq!(count("g6e.2xlarge", &Sharing::TimeSlicing(4)), 4);
        assert_eq!(count("p5.48xlarge", &Sharing::Mig("1g.10gb".to_owned())), 56);
        assert_eq!(count("p5.48xlarge", &Sharing::Mig("1g.5gb".to_owned())), 0);
        assert_eq!(count("trn2.48xlarge", &Sharing::None), 16);
        assert_eq!((count("g6f.xlarge", &Sharing::None), count("m7i.xlarge", &Sharing::None)), (1, 0));
    }

    #[test]
    fn the_resource_is_the_one_the_device_plugin_advertises() {
        let group =
            |instance: &str, sharing| NodeGroup { instances: vec![instance.parse().unwrap()], sharing, ..NodeGroup::default() };
        let resource = |instance, sharing| device_resource(&group(instance, sharing));
        assert_eq!(resource("p5.48xlarge", Sharing::Mig("1g.10gb+me".to_owned())).unwrap(), "nvidia.com/mig-1g.10gb.me");
        assert_eq!(resource("g6.xlarge", Sharing::Mps(2)).unwrap(), "nvidia.com/gpu");
        assert_eq!(resource("inf2.xlarge", Sharing::None).unwrap(), "aws.amazon.com/neuron");
        assert_eq!(resource("m7i.xlarge", Sharing::None), None);
    }
}
