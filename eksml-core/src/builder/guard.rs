//! Whether accelerators are kept from Pods that need none, and whether each is one Pod's alone, as types.

use super::devices::{Cpu, Hardware, Neuron, Nvidia};
use super::node_group::NodeGroup;
use super::sealed::Sealed;
use super::supply::Supply;

/// A group without its device's taint.
#[derive(Debug, Clone, Copy)]
pub enum Untainted {}

/// A group with its device's taint.
#[derive(Debug, Clone, Copy)]
pub enum Tainted {}

/// A group with its device's taint, each of whose devices serves several Pods.
#[derive(Debug, Clone, Copy)]
pub enum Shared {}

/// How a group's accelerators are guarded: [`Untainted`], [`Tainted`] or [`Shared`].
pub trait Guard: Sealed {}
impl Sealed for Untainted {}
impl Guard for Untainted {}
impl Sealed for Tainted {}
impl Guard for Tainted {}
impl Sealed for Shared {}
impl Guard for Shared {}

/// Node groups that may be part of a cluster.
#[diagnostic::on_unimplemented(
    message = "[NG-06] this node group has accelerators but no taint, so it cannot be part of a cluster",
    label = "an accelerator group without its device's taint",
    note = "why: Pods that need no accelerator are scheduled there and keep the most expensive nodes of the platform busy",
    note = "fix: add `.tainted()` where the group is made, as in `NodeGroup::new(name!(\"gpu\"), instance!(\"g6e.2xlarge\"), 0..=4).tainted()`"
)]
pub trait Guarded: Sealed {}
impl<H, G, S> Sealed for NodeGroup<H, G, S> {}
#[diagnostic::do_not_recommend]
impl<P, S: Supply> Guarded for NodeGroup<Cpu<P>, Untainted, S> where Cpu<P>: Hardware {}
#[diagnostic::do_not_recommend]
impl<P, S: Supply> Guarded for NodeGroup<Nvidia<P>, Tainted, S> where Nvidia<P>: Hardware {}
#[diagnostic::do_not_recommend]
impl<P, S: Supply> Guarded for NodeGroup<Nvidia<P>, Shared, S> where Nvidia<P>: Hardware {}
#[diagnostic::do_not_recommend]
impl<P, S: Supply> Guarded for NodeGroup<Neuron<P>, Tainted, S> where Neuron<P>: Hardware {}

/// Guards under which a group may begin to share its devices.
#[diagnostic::on_unimplemented(
    message = "[ACC-05] devices are shared in one way, by a group that has its taint",
    label = "this group is shared already, or has no taint yet",
    note = "why: a device plugin applies one way of sharing to all GPUs of a node; a second one would be dropped or stop the plugin",
    note = "fix: call `.tainted()` and then `.share(…)` once, with one of `Sharing::TimeSlicing(4)`, `Sharing::Mps(4)`, `Sharing::Mig(\"1g.10gb\".into())`"
)]
pub trait NotShared: Guard {}
#[diagnostic::do_not_recommend]
impl NotShared for Tainted {}
