//! How a group's nodes are bought and who runs them, and whether they may be taken back, as types.

use super::sealed::Sealed;

/// Bought by the hour.
#[derive(Debug, Clone, Copy)]
pub enum OnDemand {}

/// Bought by the hour, in a cluster placement group of its own.
#[derive(Debug, Clone, Copy)]
pub enum Placed {}

/// From a capacity reservation or a Capacity Block.
#[derive(Debug, Clone, Copy)]
pub enum Reserved {}

/// Spare capacity, taken back at two minutes' notice.
#[derive(Debug, Clone, Copy)]
pub enum Spot {}

/// An Auto Scaling group of eksctl's own, which may mix on-demand and Spot by a distribution.
#[derive(Debug, Clone, Copy)]
pub enum SelfManaged {}

/// Nodes that stay until they are given back.
#[derive(Debug, Clone, Copy)]
pub enum Steady {}

/// Nodes that may be taken back at two minutes' notice.
#[derive(Debug, Clone, Copy)]
pub enum Interruptible {}

/// Nodes that may be taken back, under a workload that says how it bears that.
#[derive(Debug, Clone, Copy)]
pub enum Covered {}

/// How a group's nodes come: [`OnDemand`], [`Placed`], [`Reserved`], [`Spot`] or [`SelfManaged`].
pub trait Supply: Sealed {
    /// Whether they stay: [`Steady`] or [`Interruptible`].
    type Stay;
}

/// Declares ways in which nodes come.
macro_rules! supplies {
    ($($Supply:ident: $Stay:ident;)*) => {$(
        impl Sealed for $Supply {}
        impl Supply for $Supply {
            type Stay = $Stay;
        }
    )*};
}

supplies! {
    OnDemand: Steady;
    Placed: Steady;
    Reserved: Steady;
    Spot: Interruptible;
    SelfManaged: Steady;
}

/// Groups that EKS runs.
#[diagnostic::on_unimplemented(
    message = "[NG-01] a self-managed node group cannot be bought as Spot, from a reservation or as a Capacity Block",
    label = "this group is self-managed",
    note = "why: eksctl knows these settings for managed groups alone and refuses the whole file",
    note = "fix: leave `.self_managed()` out, or mix Spot in with `.distribution(InstancesDistribution::builder().on_demand_base(1).build())`"
)]
pub trait RunByEks: Supply {}

/// Groups whose nodes have not been bought in another way yet.
#[diagnostic::on_unimplemented(
    message = "[NG-20] the nodes of a group are bought in one way",
    label = "this group is bought in another way already",
    note = "why: EC2 refuses a launch that is Spot and reserved at once, and CloudFormation rolls the group back",
    note = "fix: keep one of `.spot()`, `.reservation(…)` and `.capacity_block(…)`, and make a second group for the other"
)]
pub trait OneSupply: Supply {}

/// Groups that may take a reservation.
#[diagnostic::on_unimplemented(
    message = "[NG-20] a group with a placement group of its own cannot be bought from a reservation",
    label = "this group has a placement group of its own",
    note = "why: the reservation fixes where the nodes are, and EC2 finds no capacity that is in the placement group as well",
    note = "fix: leave `.cluster_placement()` out: the nodes of a Capacity Block are close to each other as they come"
)]
pub trait MayBeReserved: Supply {}

/// Groups that may have a placement group of their own.
#[diagnostic::on_unimplemented(
    message = "[NG-20] a group bought from a reservation, as Spot or by a distribution cannot have a placement group of its own",
    label = "how these nodes are bought decides where they are",
    note = "why: the reservation fixes where the nodes are, and EC2 finds no capacity that is in the placement group as well",
    note = "fix: leave `.cluster_placement()` out: the nodes of a Capacity Block are close to each other as they come"
)]
pub trait MayBePlaced: Supply {}

/// Declares for which supplies a trait holds.
macro_rules! holds {
    ($($Trait:ident for $($Supply:ident),+;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl $Trait for $Supply {}
    )+)*};
}

holds! {
    RunByEks for OnDemand, Placed, Reserved, Spot;
    OneSupply for OnDemand, Placed, SelfManaged;
    MayBeReserved for OnDemand, Reserved, Spot, SelfManaged;
    MayBePlaced for OnDemand;
}
