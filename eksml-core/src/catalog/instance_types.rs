//! EC2 instance types: what each one is made of, how much of it Kubernetes may use, and what it costs.
//!
//! The table is one line per type, sorted by name; a lookup is a binary search over its text that parses the one line it finds. It
//! is `facts/instance_types.tsv` with the prices of us-east-1 in `facts/prices.tsv`. Types on which the sources disagree or are silent
//! are [`UNVERIFIED`].
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

pub use super::tables::devices::UNVERIFIED;
use super::{dates, retired};
use crate::units::{Invalid, Unit};

mod facts;
mod parse;
mod suggest;

pub use facts::{Accelerator, Arch, Hypervisor, InstanceFacts};

static TABLE: &str = include_str!("tables/instance_types.tsv");

/// The family of a type's name, known or not: the part before the dot.
pub fn family(name: &str) -> &str {
    name.find('.').map_or(name, |dot| &name[..dot])
}

/// An instance type the catalogue knows (`NG-10`), with what is known of it; compared by name.
#[derive(Clone, Copy, Debug)]
pub struct InstanceType {
    facts: InstanceFacts,
}

impl PartialEq for InstanceType {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for InstanceType {}

impl PartialOrd for InstanceType {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for InstanceType {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for InstanceType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl InstanceType {
    /// The facts about the type of that name.
    pub fn lookup(name: &str) -> Option<InstanceFacts> {
        parse::row(TABLE, name).and_then(parse::facts)
    }

    /// The facts about every type, in order of their names.
    pub fn all() -> impl Iterator<Item = InstanceFacts> {
        TABLE.lines().filter_map(parse::facts)
    }

    /// The name of every type, in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TABLE.lines().map(parse::name)
    }

    /// Up to three types that may have been meant by a name, a family or an accelerator's model, the likeliest first.
    pub fn closest(name: &str) -> Vec<&'static str> {
        suggest::closest(name)
    }

    /// The type's name.
    pub fn as_str(&self) -> &'static str {
        self.facts.name
    }

    /// The family, for example `p5`.
    pub fn family(&self) -> &'static str {
        self.facts.family()
    }

    /// What is known of the type.
    pub fn facts(&self) -> &InstanceFacts {
        &self.facts
    }
}

/// An instance type, or a family of them, that exists but has no complete public description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unverified {
    /// A type's name, or a family's name with a dot behind it.
    pub name: &'static str,
    /// Architecture of the processor.
    pub arch: Arch,
    /// Kind of accelerator.
    pub accelerator: Accelerator,
}

/// The entry of [`UNVERIFIED`] that covers a name.
pub fn unverified(name: &str) -> Option<&'static Unverified> {
    UNVERIFIED.iter().find(|entry| if entry.name.ends_with('.') { name.starts_with(entry.name) } else { name == entry.name })
}

impl Unit for InstanceType {
    const EXPECTS: &'static str = "an EC2 instance type, like \"p5.48xlarge\"";
}

impl FromStr for InstanceType {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if let Some(facts) = Self::lookup(text) {
            return Ok(Self { facts });
        }
        if let Some(retired) = retired::retired(text) {
            let problem = format!("instance type `{text}` is retired: {}", retired.why);
            return Err(Invalid::new("NG-10", problem).fix(retired.instead));
        }
        if unverified(text).is_some() {
            let problem =
                format!("instance type `{text}` has no complete public description yet, so nothing can be checked for it");
            return Err(Invalid::new("NG-10", problem).fix("a type of the same kind that the catalogue knows"));
        }
        let near = Self::closest(text);
        let fix = if near.is_empty() { None } else { Some(near.join(" or ")) };
        Err(Invalid::new(
            "NG-10",
            format!("there is no EC2 instance type `{text}` in the catalogue of {}", dates::INSTANCE_TYPES),
        )
        .maybe_fix(fix))
    }
}

impl fmt::Display for InstanceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

crate::units::serde_as_text!(InstanceType);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_types_are_described() {
        let p5 = InstanceType::lookup("p5.48xlarge").unwrap();
        assert_eq!((p5.arch, p5.vcpu, p5.memory_mib), (Arch::X86_64, 192, 2_097_152));
        assert_eq!((p5.accelerator, p5.accelerator_model, p5.accelerator_count), (Accelerator::Nvidia, "h100", 8));
        assert_eq!((p5.accelerator_memory_mib, p5.efa_interfaces, p5.network_cards), (Some(81_920), 32, Some(32)));
        assert_eq!((p5.enis, p5.ipv4_per_eni, p5.max_pods), (Some(2), Some(50), 100));
        assert_eq!((p5.hypervisor, p5.eksctl_known, p5.capacity_block), (Some(Hypervisor::Nitro), true, true));
        assert_eq!((p5.micro_usd_per_hour, p5.family(), p5.size()), (Some(55_040_000), "p5", "48xlarge"));

        let trn2 = InstanceType::lookup("trn2.48xlarge").unwrap();
        assert_eq!((trn2.accelerator, trn2.neuron_cores, trn2.network_cards), (Accelerator::Neuron, 128, None));
        assert_eq!(trn2.micro_usd_per_hour, None);

        let g6f = InstanceType::lookup("g6f.large").unwrap();
        assert!(g6f.is_fractional() && g6f.accelerator_count == 0 && g6f.accelerator == Accelerator::Nvidia);
        assert_eq!(InstanceType::lookup("p4d.24xlarge").unwrap().micro_usd_per_hour, Some(21_957_642));
        let metal = InstanceType::lookup("g5g.metal").unwrap();
        assert!(metal.bare_metal && metal.is_nitro() && metal.hypervisor.is_none());
        assert!(!InstanceType::lookup("m4.large").unwrap().is_nitro());
        assert!(InstanceType::lookup("m7i.metal-24xl").unwrap().bare_metal);
    }

    #[test]
    fn every_line_of_the_table_is_found_by_its_name() {
        let mut names: Vec<&str> = InstanceType::names().collect();
        assert_eq!(names.len(), 1363);
        for name in &names {
            assert_eq!(InstanceType::lookup(name).map(|facts| facts.name), Some(*name));
            assert_eq!(name.parse::<InstanceType>().map(|parsed| parsed.as_str()), Ok(*name));
        }
        assert_eq!(InstanceType::all().count(), names.len());
        let table_order = names.clone();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names, table_order);
    }

    #[test]
    fn names_near_a_line_are_not_taken_for_it() {
        for name in
            ["", "p5", "p5.", "p5.48xlarg", "p5.48xlarge ", "p5.48xlarge\t", "P5.48xlarge", "a", "zzz", "p5.48xlarge\namd64"]
        {
            assert_eq!(InstanceType::lookup(name), None, "{name:?}");
        }
    }

    #[test]
    fn the_unknown_is_refused_with_a_suggestion() {
        let fix = |name: &str| name.parse::<InstanceType>().unwrap_err().fix.unwrap_or_default();
        assert!(fix("p5.48xlage").starts_with("p5.48xlarge"));
        assert!(fix("p5-48xlarge").starts_with("p5.48xlarge"));
        assert!(fix("g6e.2xlrage").starts_with("g6e.2xlarge"));
        assert!(fix("M7I.XLARGE").starts_with("m7i.xlarge"));
        assert_eq!("completely-else".parse::<InstanceType>().unwrap_err().fix, None);
    }

    #[test]
    fn retired_and_unverified_types_say_so() {
        let p3 = "p3.2xlarge".parse::<InstanceType>().unwrap_err();
        assert!(p3.problem.contains("retired") && p3.fix.is_some_and(|fix| fix.contains("g6e")));
        assert!("p3dn.24xlarge".parse::<InstanceType>().is_ok());
        let gb200 = "p6e-gb200.36xlarge".parse::<InstanceType>().unwrap_err();
        assert!(gb200.problem.contains("public description"));
        assert!(UNVERIFIED.iter().all(|entry| InstanceType::lookup(entry.name).is_none()));
    }
}
