//! Which GPUs can be partitioned by MIG, and into what.
//!
//! Sources: NVIDIA MIG user guide ("Supported MIG Profiles") and the mig-parted configurations of the GPU Operator 26.7
//! (`assets/state-mig-manager/0400_configmap.yaml`), 2026-11-23.

/// One way to cut a GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MigProfile {
    /// The profile's name, for example `1g.10gb`.
    pub name: &'static str,
    /// How many fit on one GPU when it is cut into nothing else.
    pub most: u32,
}

impl MigProfile {
    /// The extended resource of the device plugin's `mixed` strategy, for example `nvidia.com/mig-1g.10gb`.
    pub fn resource(self) -> String {
        // A `+` is not allowed in a resource name; the device plugin writes `.me` for `+me`.
        format!("nvidia.com/mig-{}", self.name.replace('+', "."))
    }
}

const fn profile(name: &'static str, most: u32) -> MigProfile {
    MigProfile { name, most }
}

const A100_40GB: &[MigProfile] = &[
    profile("1g.5gb", 7),
    profile("1g.5gb+me", 1),
    profile("1g.10gb", 4),
    profile("2g.10gb", 3),
    profile("3g.20gb", 2),
    profile("4g.20gb", 1),
    profile("7g.40gb", 1),
];
// A100 80 GB and H100 80 GB are cut alike.
const EIGHTY_GB: &[MigProfile] = &[
    profile("1g.10gb", 7),
    profile("1g.10gb+me", 1),
    profile("1g.20gb", 4),
    profile("2g.20gb", 3),
    profile("3g.40gb", 2),
    profile("4g.40gb", 1),
    profile("7g.80gb", 1),
];
const H200: &[MigProfile] = &[
    profile("1g.18gb", 7),
    profile("1g.18gb+me", 1),
    profile("1g.35gb", 4),
    profile("2g.35gb", 3),
    profile("3g.71gb", 2),
    profile("4g.71gb", 1),
    profile("7g.141gb", 1),
];
const B200: &[MigProfile] = &[
    profile("1g.23gb", 7),
    profile("1g.23gb+me", 1),
    profile("1g.45gb", 4),
    profile("2g.45gb", 3),
    profile("3g.90gb", 2),
    profile("4g.90gb", 1),
    profile("7g.180gb", 1),
];
const B300: &[MigProfile] = &[
    profile("1g.34gb", 7),
    profile("1g.34gb+me", 1),
    profile("1g.67gb", 4),
    profile("2g.67gb", 3),
    profile("3g.135gb", 2),
    profile("4g.135gb", 1),
    profile("7g.269gb", 1),
];
const RTX_PRO_6000: &[MigProfile] = &[profile("1g.24gb", 4), profile("2g.48gb", 2), profile("4g.96gb", 1)];

/// The profiles of a GPU, by its catalogue model and memory in MiB; empty for a GPU that MIG cannot partition.
///
/// `rtx-pro-4500` (G7) is left out: no public table names its profiles yet.
pub fn profiles(model: &str, memory_mib: u64) -> &'static [MigProfile] {
    match model {
        "a100" if memory_mib <= 40_960 => A100_40GB,
        "a100" | "h100" => EIGHTY_GB,
        "h200" => H200,
        "b200" => B200,
        "b300" => B300,
        "rtx-pro-server-6000" => RTX_PRO_6000,
        _ => &[],
    }
}

/// Whether MIG can partition a GPU of that catalogue model (`ACC-10`).
pub fn is_capable(model: &str) -> bool {
    !profiles(model, u64::MAX).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::InstanceType;

    fn names(instance_type: &str) -> Vec<&'static str> {
        let facts = InstanceType::lookup(instance_type).unwrap();
        let memory = facts.accelerator_memory_mib.unwrap_or_default();
        profiles(facts.accelerator_model, memory).iter().map(|profile| profile.name).collect()
    }

    #[test]
    fn profiles_go_by_the_gpu_of_the_instance_type() {
        assert!(names("p4d.24xlarge").contains(&"1g.5gb") && !names("p4de.24xlarge").contains(&"1g.5gb"));
        assert_eq!(names("p5.48xlarge"), ["1g.10gb", "1g.10gb+me", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"]);
        assert!(names("p5en.48xlarge").contains(&"7g.141gb"));
        assert!(names("p6-b200.48xlarge").contains(&"7g.180gb"));
        assert!(names("p6-b300.48xlarge").contains(&"7g.269gb"));
        assert!(names("g7e.2xlarge").contains(&"4g.96gb"));
        for none in ["g4dn.xlarge", "g5.xlarge", "g6.xlarge", "g6e.xlarge", "p3dn.24xlarge", "inf2.xlarge", "m7i.large"] {
            assert_eq!(names(none), [""; 0], "{none}");
        }
    }

    #[test]
    fn capability_is_a_matter_of_the_model() {
        assert!(is_capable("h100") && is_capable("a100"));
        assert!(!is_capable("l40s") && !is_capable("t4") && !is_capable(""));
    }

    #[test]
    fn every_profile_has_a_resource_name_kubernetes_takes() {
        for list in [A100_40GB, EIGHTY_GB, H200, B200, B300, RTX_PRO_6000] {
            for profile in list {
                assert!(profile.resource().parse::<crate::units::LabelKey>().is_ok(), "{}", profile.resource());
            }
        }
        assert_eq!(A100_40GB[1].resource(), "nvidia.com/mig-1g.5gb.me");
    }
}
