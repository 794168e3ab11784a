//! A group as a handle: what a workload must know of the nodes it runs on.

use super::devices::Hardware;
use super::guard::{Guard, Tainted, Untainted};
use super::node_group::NodeGroup;
use super::sealed::Sealed;
use super::supply::Supply;
use crate::units::Name;

/// The nodes of a group. A workload takes a reference to its group, so selector, tolerations, device and architecture follow from
/// it and a group that does not exist has no spelling.
#[diagnostic::on_unimplemented(
    message = "[SCH-01] a workload runs on the nodes of a group, and this is not a node group",
    label = "expected a reference to a node group",
    note = "why: a name or a selector written by hand can miss every group, and then the Pods stay pending for ever",
    note = "fix: pass the group itself, such as `&training_gpu` for `let training_gpu = NodeGroup::new(name!(\"training-gpu\"), …)`"
)]
pub trait Nodes<Hardware, Stay>: Sealed {
    /// The group's name.
    fn group_name(&self) -> &Name;
}

#[diagnostic::do_not_recommend]
impl<H: Hardware, G: Guard, S: Supply> Nodes<H, S::Stay> for NodeGroup<H, G, S> {
    fn group_name(&self) -> &Name {
        &self.spec().name
    }
}

/// The nodes of a group whose accelerators a training job has to itself.
#[diagnostic::on_unimplemented(
    message = "[ACC-07] training runs on a node group whose accelerators it has to itself",
    label = "not a node group, or one whose accelerators other Pods share",
    note = "why: sharing slows every step of the job to its neighbours' pace, and one Pod's out-of-memory error is an error of all",
    note = "fix: pass a reference to a group made without `.share(…)`, such as `&training_gpu`"
)]
pub trait TrainingNodes<Hardware, Stay>: Nodes<Hardware, Stay> {}
#[diagnostic::do_not_recommend]
impl<H: Hardware, S: Supply> TrainingNodes<H, S::Stay> for NodeGroup<H, Untainted, S> {}
#[diagnostic::do_not_recommend]
impl<H: Hardware, S: Supply> TrainingNodes<H, S::Stay> for NodeGroup<H, Tainted, S> {}
