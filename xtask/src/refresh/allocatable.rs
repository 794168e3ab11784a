//! What Kubernetes may use of a machine: the arithmetic of EKS and of Karpenter, for types that are new in the table.
//!
//! Sources: amazon-eks-ami (`max-pods`, reserved CPU and memory), Karpenter 1.14 (overhead of the virtual machine).

/// Pods without prefix delegation: an address each, but one of each interface is its own; two Pods use the host's.
pub const fn max_pods(enis: u64, addresses_per_eni: u64) -> u64 {
    enis * addresses_per_eni.saturating_sub(1) + 2
}

/// Millicores left: EKS reserves 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the others.
pub fn cpu_m(vcpu: u64) -> u64 {
    let share = |from: u64, to: u64| vcpu.min(to).saturating_sub(from);
    // In quarters of a thousandth.
    let reserved = share(0, 1) * 240 + share(1, 2) * 40 + share(2, 4) * 20 + share(4, u64::MAX) * 10;
    vcpu * 1000 - reserved.div_ceil(4)
}

/// MiB left: the machine itself takes 7.5 %, EKS 255 MiB and 11 MiB a Pod, eviction begins at 100 MiB; Graviton keeps 64 MiB aside.
pub fn memory_mib(memory_mib: u64, arm: bool, pods: u64) -> u64 {
    let memory = memory_mib.saturating_sub(if arm { 64 } else { 0 });
    memory.saturating_sub((memory * 75).div_ceil(1000)).saturating_sub(255 + 11 * pods + 100)
}
