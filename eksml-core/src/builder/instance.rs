//! An EC2 instance type whose accelerator, architecture and network fabric the compiler knows.

use std::marker::PhantomData;

use super::devices::Hardware;
use super::sealed::Sealed;
use crate::catalog::InstanceType;
use crate::derived::AcceleratorKind;
use crate::units::Invalid;

/// Instance types without an Elastic Fabric Adapter.
#[derive(Debug, Clone, Copy)]
pub enum Ethernet {}

/// Instance types that can have an Elastic Fabric Adapter.
#[derive(Debug, Clone, Copy)]
pub enum Efa {}

/// How an instance type is connected: [`Ethernet`] or [`Efa`].
pub trait Fabric: Sealed {
    /// Whether the type can have an Elastic Fabric Adapter.
    const EFA: bool;
}
impl Sealed for Ethernet {}
impl Fabric for Ethernet {
    const EFA: bool = false;
}
impl Sealed for Efa {}
impl Fabric for Efa {
    const EFA: bool = true;
}

/// Instance types that can have an Elastic Fabric Adapter.
#[diagnostic::on_unimplemented(
    message = "[NG-18] this instance type cannot have an Elastic Fabric Adapter",
    label = "this type has no EFA interfaces",
    note = "why: eksctl would ask EC2 for a network interface the type does not have, and the node group would never come up",
    note = "fix: take a larger size or another family, such as `instance!(\"g6.8xlarge\")` or `instance!(\"p5.48xlarge\")`, or make the group with `NodeGroup::new`"
)]
pub trait CarriesEfa: Fabric {}
#[diagnostic::do_not_recommend]
impl CarriesEfa for Efa {}

/// An EC2 instance type. `instance!("p5.48xlarge")` makes one and knows its `Hardware` and `Fabric` from the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Instance<H, F = Ethernet> {
    name: InstanceType,
    known: PhantomData<fn() -> (H, F)>,
}

impl<H: Hardware, F: Fabric> Instance<H, F> {
    /// An instance type that is only known when the program runs: a setting, a flag.
    ///
    /// # Errors
    /// When the catalogue knows the type to be made otherwise than `H` and `F` say.
    pub fn claimed(name: InstanceType) -> Result<Self, Invalid> {
        let facts = name.facts();
        if AcceleratorKind::of(facts) == H::ACCELERATOR && facts.arch == H::ARCH && (facts.efa_interfaces > 0) == F::EFA {
            return Ok(Self { name, known: PhantomData });
        }
        Err(Invalid {
            rule: "NG-05",
            problem: format!("`{}` is made otherwise than the program expects", facts.name),
            fix: Some("check its accelerator, architecture and EFA interfaces, or choose another type".to_owned()),
        })
    }

    /// What `instance!` expands to; it has looked at the catalogue already.
    #[doc(hidden)]
    pub fn known(name: InstanceType) -> Self {
        Self { name, known: PhantomData }
    }

    /// The instance type itself.
    pub fn name(self) -> InstanceType {
        self.name
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Arm64, Cpu, Nvidia};
    use super::*;

    #[test]
    fn claims_are_held_against_the_catalogue() {
        let named = |name: &str| name.parse::<InstanceType>().unwrap();
        assert!(Instance::<Nvidia, Efa>::claimed(named("p5.48xlarge")).is_ok());
        assert!(Instance::<Nvidia, Ethernet>::claimed(named("p5.48xlarge")).is_err());
        assert!(Instance::<Cpu, Efa>::claimed(named("p5.48xlarge")).is_err());
        assert!(Instance::<Nvidia<Arm64>>::claimed(named("g5g.xlarge")).is_ok());
        let refused = Instance::<Nvidia>::claimed(named("g5g.xlarge")).unwrap_err();
        assert!(refused.problem.contains("g5g.xlarge"));
    }
}
