//! Which subnets nodes join, as types.

use super::sealed::Sealed;
use crate::spec::Subnets;

/// The private subnets of the cluster's VPC, behind NAT; every group joins them unless told otherwise.
#[derive(Debug, Clone, Copy)]
pub struct PrivateSubnets;

/// The public subnets of the cluster's VPC, where load balancers live.
#[derive(Debug, Clone, Copy)]
pub struct PublicSubnets;

/// Subnets that nodes may join.
#[diagnostic::on_unimplemented(
    message = "[NG-03] worker nodes are never in public subnets",
    label = "these are not private subnets",
    note = "why: a node there has a public address, and whatever listens on it can be reached from the whole internet",
    note = "fix: write `.subnets(PrivateSubnets)` or leave the call out; load balancers find the public subnets by themselves"
)]
pub trait WorkerSubnets: Sealed {
    /// The subnets.
    fn subnets(self) -> Subnets;
}

impl Sealed for PublicSubnets {}
impl Sealed for PrivateSubnets {}
#[diagnostic::do_not_recommend]
impl WorkerSubnets for PrivateSubnets {
    fn subnets(self) -> Subnets {
        Subnets::Private
    }
}
