//! What is known of one instance type.
use super::family;
use crate::catalog::retired;

/// Processor architecture, by the name Kubernetes uses for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arch {
    /// `amd64`: Intel and AMD.
    X86_64,
    /// `arm64`: AWS Graviton.
    Arm64,
}

impl Arch {
    /// The value of the node label `kubernetes.io/arch`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::X86_64 => "amd64",
            Self::Arm64 => "arm64",
        }
    }
}

/// Who makes the accelerator, and thereby which device plugin it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Accelerator {
    /// No accelerator.
    None,
    /// NVIDIA GPU: `nvidia.com/gpu`.
    Nvidia,
    /// AWS Inferentia or Trainium: `aws.amazon.com/neuron`.
    Neuron,
    /// AMD GPU: `amd.com/gpu`.
    Amd,
    /// Qualcomm Cloud AI 100.
    Qualcomm,
}

impl Accelerator {
    /// The extended resource pods ask for, which is also the key of the taint its nodes carry; `None` where no plugin is catalogued.
    pub const fn resource(self) -> Option<&'static str> {
        match self {
            Self::Nvidia => Some("nvidia.com/gpu"),
            Self::Neuron => Some("aws.amazon.com/neuron"),
            Self::Amd => Some("amd.com/gpu"),
            Self::None | Self::Qualcomm => None,
        }
    }
}

/// The virtualisation under an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hypervisor {
    /// AWS Nitro; prefix delegation works on nothing else.
    Nitro,
    /// Xen, on types before 2017.
    Xen,
}

/// What is known of one instance type; `None` means that the sources are silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceFacts {
    /// The type's name, for example `p5.48xlarge`.
    pub name: &'static str,
    /// Processor architecture.
    pub arch: Arch,
    /// Virtual CPUs.
    pub vcpu: u32,
    /// Memory in MiB, before anything is reserved.
    pub memory_mib: u64,
    /// Kind of accelerator.
    pub accelerator: Accelerator,
    /// The accelerator's model as Karpenter labels it, for example `h100`; empty without one.
    pub accelerator_model: &'static str,
    /// Whole accelerators; 0 also for types that carry a fraction of one (see [`Self::is_fractional`]).
    pub accelerator_count: u32,
    /// Memory of one accelerator in MiB; for a fractional type, of the fraction.
    pub accelerator_memory_mib: Option<u64>,
    /// NeuronCores of all accelerators together; 0 without Neuron.
    pub neuron_cores: u32,
    /// EFA interfaces the type can have.
    pub efa_interfaces: u32,
    /// Network cards.
    pub network_cards: Option<u32>,
    /// Network interfaces (ENIs) on the default network card.
    pub enis: Option<u32>,
    /// IPv4 addresses of one network interface, its own included.
    pub ipv4_per_eni: Option<u32>,
    /// Pods without prefix delegation.
    pub max_pods: u32,
    /// CPU left for pods, in millicores.
    pub allocatable_cpu_m: u64,
    /// Memory left for pods, in MiB.
    pub allocatable_memory_mib: u64,
    /// Instance store in GB (powers of ten), all disks together.
    pub local_nvme_gb: u64,
    /// Baseline network bandwidth in Mbit/s.
    pub network_mbps: Option<u64>,
    /// Whether the type is bare metal; read off its name.
    pub bare_metal: bool,
    /// The hypervisor; `None` on bare metal.
    pub hypervisor: Option<Hypervisor>,
    /// Whether eksctl 0.230 knows the type; if not, it boots the CPU image without saying so (`NG-11`).
    pub eksctl_known: bool,
    /// Whether the type can be had as a Capacity Block.
    pub capacity_block: bool,
    /// Price in millionths of a USD per hour; us-east-1, on-demand, on [`dates::PRICES`](crate::catalog::dates::PRICES).
    pub micro_usd_per_hour: Option<u64>,
}

impl InstanceFacts {
    /// The family, for example `p5`.
    pub fn family(&self) -> &'static str {
        family(self.name)
    }

    /// The size, for example `48xlarge`.
    pub fn size(&self) -> &'static str {
        self.name.split_once('.').map_or("", |(_, size)| size)
    }

    /// Whether the type runs on the Nitro system, as every bare metal type does; prefix delegation needs it (`NET-07`).
    pub fn is_nitro(&self) -> bool {
        self.bare_metal || self.hypervisor == Some(Hypervisor::Nitro)
    }

    /// Whether the type carries a fraction of a GPU (g6f, gr6f).
    pub fn is_fractional(&self) -> bool {
        retired::is_fractional(self.family())
    }
}
