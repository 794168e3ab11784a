//! Which GPUs can be partitioned by MIG, and into what; `facts/mig_profiles.tsv`.
use super::tables::devices::MIG_PROFILES;

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

/// The profiles of a GPU, by its catalogue model and memory in MiB; empty for a GPU that MIG cannot partition.
///
/// `rtx-pro-4500` (G7) is left out: no public table names its profiles yet.
pub fn profiles(model: &str, memory_mib: u64) -> &'static [MigProfile] {
    let fits = |(name, up_to_mib, _): &&(&str, u64, _)| *name == model && memory_mib <= *up_to_mib;
    MIG_PROFILES.iter().find(fits).map_or(&[], |(_, _, profiles)| profiles)
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
        for profile in MIG_PROFILES.iter().flat_map(|(_, _, profiles)| *profiles) {
            assert!(profile.resource().parse::<crate::units::LabelKey>().is_ok(), "{}", profile.resource());
        }
        assert_eq!(MigProfile { name: "1g.5gb+me", most: 1 }.resource(), "nvidia.com/mig-1g.5gb.me");
    }
}
