//! The DaemonSets that serve accelerators, the groups they run on, and the taints they have to tolerate.

use super::{AcceleratorKind, accelerator};
use crate::components::{agents, device_plugins, dra_driver};
use crate::spec::{Cluster, DevicePlane, Lens, NodeGroup, TaintEffect, Tolerate, variant};

/// A DaemonSet without which a node's devices cannot be used or seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceAgent {
    /// The NVIDIA device plugin, or what the group's plane has in its place.
    NvidiaPlugin,
    /// The AWS Neuron device plugin.
    NeuronPlugin,
    /// The EFA device plugin.
    EfaPlugin,
    /// The DCGM exporter: GPU metrics.
    DcgmExporter,
    /// The Neuron monitor: metrics of Inferentia and Trainium.
    NeuronMonitor,
}

impl DeviceAgent {
    /// What messages call it on nodes of this plane.
    pub fn shown(self, plane: &DevicePlane) -> &'static str {
        match self {
            Self::NvidiaPlugin => match plane {
                DevicePlane::DevicePlugin => device_plugins::NVIDIA.name,
                DevicePlane::GpuOperator => "the GPU Operator's device plugin",
                DevicePlane::Dra => dra_driver::DRA_DRIVER.name,
            },
            Self::NeuronPlugin => device_plugins::NEURON.name,
            Self::EfaPlugin => device_plugins::EFA.name,
            Self::DcgmExporter => agents::DCGM_EXPORTER.name,
            Self::NeuronMonitor => agents::NEURON_MONITOR.name,
        }
    }

    /// Whether it has to run on the nodes of a group; looks at `instances` and `efa` alone.
    pub fn runs_on<'a>(self, group: impl Lens<'a, NodeGroup>) -> bool {
        let group = group.into();
        let kind = accelerator(group).map(|(kind, _)| kind);
        match self {
            Self::NvidiaPlugin | Self::DcgmExporter => kind == Some(AcceleratorKind::Nvidia),
            Self::NeuronPlugin | Self::NeuronMonitor => kind == Some(AcceleratorKind::Neuron),
            Self::EfaPlugin => *group.efa(),
        }
    }
}

/// The device DaemonSets of a cluster: those that some group needs, exporters where they are declared.
pub fn device_agents<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<DeviceAgent> {
    let cluster = cluster.into();
    let monitoring = cluster.monitoring().get();
    let mut all = vec![DeviceAgent::NvidiaPlugin, DeviceAgent::NeuronPlugin, DeviceAgent::EfaPlugin];
    if monitoring.is_some_and(|monitoring| monitoring.dcgm().is_some()) {
        all.push(DeviceAgent::DcgmExporter);
    }
    if monitoring.is_some_and(|monitoring| *monitoring.neuron_monitor()) {
        all.push(DeviceAgent::NeuronMonitor);
    }
    all.retain(|agent| cluster.node_groups().iter().any(|group| agent.runs_on(group)));
    all
}

/// The taint keys a device DaemonSet tolerates, each with `operator: Exists`: charts that ask for a certain value miss nodes that
/// carry another (ACC-03). In the order in which groups declare them.
pub fn tolerated_keys<'a>(cluster: impl Lens<'a, Cluster>, agent: DeviceAgent) -> Vec<String> {
    let cluster = cluster.into();
    if let Some(keys) = variant!(cluster.accelerators().tolerate(), Tolerate::Only) {
        return keys.iter().map(|key| key.to_string()).collect();
    }
    let mut keys: Vec<String> = Vec::new();
    for taint in cluster.node_groups().iter().filter(|group| agent.runs_on(group)).flat_map(|group| group.taints().whole()) {
        let (key, _, effect) = taint.parts();
        if *effect != TaintEffect::PreferNoSchedule && !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Accelerators, CustomTaint, Taint};

    fn cluster() -> Cluster {
        let team = Taint::Custom(CustomTaint { key: "team".parse().unwrap(), value: "a".parse().unwrap(), ..Default::default() });
        let group =
            |instance: &str, taints| NodeGroup { instances: vec![instance.parse().unwrap()], taints, ..NodeGroup::default() };
        Cluster {
            node_groups: vec![
                group("m7i.xlarge", vec![team.clone()]),
                group("g6e.2xlarge", vec![Taint::NvidiaGpu]),
                group("p5.48xlarge", vec![Taint::NvidiaGpu, team]),
            ],
            ..Cluster::default()
        }
    }

    #[test]
    fn agents_tolerate_what_their_own_groups_carry() {
        let cluster = cluster();
        assert_eq!(device_agents(&cluster), [DeviceAgent::NvidiaPlugin]);
        assert_eq!(tolerated_keys(&cluster, DeviceAgent::NvidiaPlugin), ["nvidia.com/gpu", "team"]);
        assert_eq!(tolerated_keys(&cluster, DeviceAgent::EfaPlugin), [""; 0]);
    }

    #[test]
    fn a_written_list_is_taken_as_it_is() {
        let tolerate = Tolerate::Only(vec!["nvidia.com/gpu".parse().unwrap()]);
        let cluster = Cluster { accelerators: Accelerators { tolerate, ..Accelerators::default() }, ..cluster() };
        assert_eq!(tolerated_keys(&cluster, DeviceAgent::NvidiaPlugin), ["nvidia.com/gpu"]);
    }
}
