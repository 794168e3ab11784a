//! Accelerated instance families that are gone, need a newer driver, or carry only a part of a GPU;
//! `facts/retired_families.tsv` and `facts/gpu_families.tsv`.
use super::instance_types::family;
use super::tables::devices::GPU_FAMILIES;
pub use super::tables::devices::RETIRED;
pub use super::tables::nodes::STOCK_NVIDIA_DRIVER;
use crate::units::Date;

/// An instance family that can no longer be launched, or is about to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retired {
    /// The family, for example `p3`.
    pub family: &'static str,
    /// The GPU it carried.
    pub model: &'static str,
    /// What happened to it, as half a sentence.
    pub why: &'static str,
    /// The day by which AWS told its users to be gone, where a public source names one.
    pub migrate_by: Option<Date>,
    /// What to use instead.
    pub instead: &'static str,
}

/// A family that needs more to be known of.
pub(super) struct GpuFamily {
    pub(super) name: &'static str,
    pub(super) fractional: bool,
    pub(super) driver_floor: Option<u16>,
    pub(super) driver_ceiling: Option<u16>,
}

fn gpu_family(name: &str) -> Option<&'static GpuFamily> {
    GPU_FAMILIES.iter().find(|family| family.name == name)
}

/// The entry for an instance type's or a family's name, if its family is retired.
pub fn retired(name: &str) -> Option<&'static Retired> {
    let family = family(name);
    RETIRED.iter().find(|entry| entry.family == family)
}

/// Whether a family carries a fraction of a GPU and counts none.
///
/// Karpenter computes no `nvidia.com/gpu` for such a type and never launches one for a pod that asks for a GPU (`ACC-21`).
pub fn is_fractional(family: &str) -> bool {
    gpu_family(family).is_some_and(|family| family.fractional)
}

/// The oldest NVIDIA driver branch that drives a family, where the stock one does not (`NG-12`).
pub fn driver_floor(family: &str) -> Option<u16> {
    gpu_family(family)?.driver_floor
}

/// The newest NVIDIA driver branch a family still works with, where there is a limit (`NG-12`).
pub fn driver_ceiling(family: &str) -> Option<u16> {
    gpu_family(family)?.driver_ceiling
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::InstanceType;

    #[test]
    fn a_retired_type_names_what_replaces_it() {
        assert_eq!(retired("p3.2xlarge").map(|entry| entry.family), Some("p3"));
        assert_eq!(retired("g3s.xlarge").map(|entry| entry.model), Some("M60"));
        assert_eq!(retired("p3dn.24xlarge"), None);
        assert_eq!(retired("g6.xlarge"), None);
    }

    #[test]
    fn no_retired_family_is_in_the_catalogue_but_every_replacement_is() {
        for entry in RETIRED {
            assert!(InstanceType::all().all(|facts| facts.family() != entry.family), "{}", entry.family);
            let named: Vec<&str> = entry.instead.split([' ', ',']).filter(|word| word.contains('.')).collect();
            assert!(!named.is_empty() && named.iter().all(|name| InstanceType::lookup(name).is_some()), "{}", entry.instead);
        }
    }

    #[test]
    fn driver_limits_stand_around_the_stock_driver() {
        assert!(driver_floor("g7").is_some_and(|floor| floor > STOCK_NVIDIA_DRIVER));
        assert!(driver_floor("g7e").is_none());
        assert!(driver_ceiling("p3dn").is_some_and(|ceiling| (STOCK_NVIDIA_DRIVER..595).contains(&ceiling)));
    }
}
