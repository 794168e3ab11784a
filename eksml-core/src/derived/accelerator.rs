//! Which accelerator a node group carries.

use crate::catalog::{Accelerator, InstanceFacts};
use crate::spec::{Lens, NodeGroup, Taint};

/// The accelerators that have a device plane of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceleratorKind {
    /// NVIDIA GPUs.
    Nvidia,
    /// AWS Inferentia and Trainium.
    Neuron,
}

impl AcceleratorKind {
    /// The extended resource that Pods ask for.
    pub fn resource(self) -> &'static str {
        match self {
            Self::Nvidia => "nvidia.com/gpu",
            Self::Neuron => "aws.amazon.com/neuron",
        }
    }

    /// The taint its nodes carry, as a word of `platform!`.
    pub fn taint_word(self) -> &'static str {
        match self {
            Self::Nvidia => "nvidia_gpu",
            Self::Neuron => "aws_neuron",
        }
    }

    /// The taint its nodes carry.
    pub fn taint(self) -> Taint {
        match self {
            Self::Nvidia => Taint::NvidiaGpu,
            Self::Neuron => Taint::AwsNeuron,
        }
    }

    /// The accelerator of one instance type.
    pub fn of(facts: &InstanceFacts) -> Option<Self> {
        match facts.accelerator {
            Accelerator::Nvidia => Some(Self::Nvidia),
            Accelerator::Neuron => Some(Self::Neuron),
            _ => None,
        }
    }
}

/// The accelerator of a group, if any of its types carries one, with that type's facts.
pub fn accelerator<'a>(group: impl Lens<'a, NodeGroup>) -> Option<(AcceleratorKind, &'a InstanceFacts)> {
    let group = group.into();
    group.instances().iter().find_map(|instance| {
        let facts = instance.whole().facts();
        Some((AcceleratorKind::of(facts)?, facts))
    })
}
