//! Accelerated instance families that are gone, need a newer driver, or carry only a part of a GPU.
use super::instance_types::family;
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

/// Retired accelerated families (2026-11-23); p3dn is not among them.
///
/// Sources: zalando-incubator/kubernetes-on-aws#8685 and dstackai/dstack#3903 (the AWS notice on P3); the others are absent from the
/// instance list of Karpenter 1.14.
pub const RETIRED: &[Retired] = &[
    Retired {
        family: "g2",
        model: "GRID K520",
        why: "AWS no longer offers G2",
        migrate_by: None,
        instead: "g6.xlarge or g6e.xlarge",
    },
    Retired { family: "g3", model: "M60", why: "AWS no longer offers G3", migrate_by: None, instead: "g6.xlarge or g6e.xlarge" },
    Retired { family: "g3s", model: "M60", why: "AWS no longer offers G3s", migrate_by: None, instead: "g6.xlarge" },
    Retired {
        family: "p2",
        model: "K80",
        why: "AWS no longer offers P2",
        migrate_by: None,
        instead: "g6e.2xlarge or p5.4xlarge",
    },
    Retired {
        family: "p3",
        model: "V100",
        why: "AWS asked its users to leave P3 by 2025-12-20",
        migrate_by: Some(Date::known(2025, 12, 20)),
        instead: "g6e.2xlarge or p5.4xlarge for one GPU, p5.48xlarge for eight",
    },
];

/// The entry for an instance type's or a family's name, if its family is retired.
pub fn retired(name: &str) -> Option<&'static Retired> {
    let family = family(name);
    RETIRED.iter().find(|entry| entry.family == family)
}

/// Whether a family carries a fraction of a GPU and counts none.
///
/// Karpenter computes no `nvidia.com/gpu` for such a type and never launches one for a pod that asks for a GPU (`ACC-21`; Karpenter
/// 1.14 `reference/instance-types.md`).
pub fn is_fractional(family: &str) -> bool {
    matches!(family, "g6f" | "gr6f")
}

/// The NVIDIA driver branch of the stock accelerated AMIs (amazon-eks-ami `doc/usage/g7-ami.md`, 2026-08).
pub const STOCK_NVIDIA_DRIVER: u16 = 580;

/// The oldest NVIDIA driver branch that drives a family, where the stock one does not (`NG-12`; amazon-eks-ami `g7-ami.md`).
pub fn driver_floor(family: &str) -> Option<u16> {
    (family == "g7").then_some(595)
}

/// The newest NVIDIA driver branch a family still works with, where there is a limit (`NG-12`; amazon-eks-ami `g7-ami.md`).
pub fn driver_ceiling(family: &str) -> Option<u16> {
    matches!(family, "p3" | "p3dn" | "g6f").then_some(580)
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
