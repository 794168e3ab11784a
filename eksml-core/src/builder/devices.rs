//! What nodes are made of: their accelerator and their processor's architecture, as types.

use std::marker::PhantomData;

use super::sealed::Sealed;
use crate::catalog::Arch;
use crate::derived::AcceleratorKind;

/// Intel and AMD processors.
#[derive(Debug, Clone, Copy)]
pub enum X86_64 {}

/// AWS Graviton processors.
#[derive(Debug, Clone, Copy)]
pub enum Arm64 {}

/// Nodes without accelerators.
#[derive(Debug, Clone, Copy)]
pub struct Cpu<Processor = X86_64>(PhantomData<Processor>);

/// Nodes with NVIDIA GPUs.
#[derive(Debug, Clone, Copy)]
pub struct Nvidia<Processor = X86_64>(PhantomData<Processor>);

/// Nodes with AWS Inferentia or Trainium.
#[derive(Debug, Clone, Copy)]
pub struct Neuron<Processor = X86_64>(PhantomData<Processor>);

/// What nodes are made of: [`Cpu`], [`Nvidia`] or [`Neuron`].
pub trait Hardware: Sealed {
    /// Their accelerator.
    const ACCELERATOR: Option<AcceleratorKind>;
    /// Their processor's architecture.
    const ARCH: Arch;
}

/// Declares the hardware of one accelerator on both architectures.
macro_rules! hardware {
    ($($Marker:ident: $accelerator:expr;)*) => {$(
        hardware!($Marker<X86_64>: $accelerator, Arch::X86_64);
        hardware!($Marker<Arm64>: $accelerator, Arch::Arm64);
    )*};
    ($Marker:ident<$Processor:ident>: $accelerator:expr, $arch:expr) => {
        impl Sealed for $Marker<$Processor> {}
        impl Hardware for $Marker<$Processor> {
            const ACCELERATOR: Option<AcceleratorKind> = $accelerator;
            const ARCH: Arch = $arch;
        }
    };
}

hardware! {
    Cpu: None;
    Nvidia: Some(AcceleratorKind::Nvidia);
    Neuron: Some(AcceleratorKind::Neuron);
}

/// Hardware whose Pods can be given accelerators.
#[diagnostic::on_unimplemented(
    message = "[ACC-12] this workload runs on a node group without accelerators and cannot be given any",
    label = "the group this workload is on has no accelerators",
    note = "why: no node of the group offers the device, so the Pods would stay pending for ever",
    note = "fix: put the workload on an accelerator group, such as `NodeGroup::new(name!(\"gpu\"), instance!(\"g6e.2xlarge\"), 0..=4).tainted()`, or leave this call out"
)]
pub trait OffersDevices: Hardware {}
#[diagnostic::do_not_recommend]
impl<P> OffersDevices for Nvidia<P> where Self: Hardware {}
#[diagnostic::do_not_recommend]
impl<P> OffersDevices for Neuron<P> where Self: Hardware {}

/// Hardware with a device whose taint keeps other Pods away.
#[diagnostic::on_unimplemented(
    message = "[NG-07] a node group without accelerators has no device taint to carry",
    label = "the nodes of this group have no accelerators",
    note = "why: Pods that tolerate a device's taint also ask for the device, so nothing could ever run on these nodes",
    note = "fix: leave `.tainted()` out, or keep Pods away by a taint of your own: `.taint(label_key!(\"team\"), label_value!(\"data\"), TaintEffect::NoSchedule)`"
)]
pub trait HasDevice: Hardware {
    /// The accelerator.
    const DEVICE: AcceleratorKind;
}
#[diagnostic::do_not_recommend]
impl<P> HasDevice for Nvidia<P>
where
    Self: Hardware,
{
    const DEVICE: AcceleratorKind = AcceleratorKind::Nvidia;
}
#[diagnostic::do_not_recommend]
impl<P> HasDevice for Neuron<P>
where
    Self: Hardware,
{
    const DEVICE: AcceleratorKind = AcceleratorKind::Neuron;
}

/// Hardware of which one device can serve several Pods.
#[diagnostic::on_unimplemented(
    message = "[ACC-16] only NVIDIA GPUs can be shared between Pods",
    label = "the nodes of this group have no NVIDIA GPUs",
    note = "why: time-slicing, MPS and MIG are features of the NVIDIA device plugin; nothing else would read the setting",
    note = "fix: leave `.share(…)` out, or make the group of GPU instances, such as `instance!(\"g6e.2xlarge\")`"
)]
pub trait SharesDevices: HasDevice {}
#[diagnostic::do_not_recommend]
impl<P> SharesDevices for Nvidia<P> where Self: Hardware {}

/// Hardware that one of several device planes offers to Pods.
#[diagnostic::on_unimplemented(
    message = "[ACC-24] a device plane is for nodes with NVIDIA GPUs",
    label = "the nodes of this group have no NVIDIA GPUs",
    note = "why: Neuron devices have one plugin under every plane, and other nodes have nothing to offer; the word would change nothing",
    note = "fix: leave `.plane(…)` out, or make the group of GPU instances, such as `instance!(\"g6e.2xlarge\")`"
)]
pub trait OfferedByPlane: HasDevice {}
#[diagnostic::do_not_recommend]
impl<P> OfferedByPlane for Nvidia<P> where Self: Hardware {}

/// Hardware that may stand in one group with `Other`: the same accelerator and the same architecture.
#[diagnostic::on_unimplemented(
    message = "[NG-05] nodes of another kind than the group's own cannot join it",
    label = "this instance type has another accelerator or another architecture than the group's first",
    note = "why: a group boots all its nodes from one image, and one image drives one architecture and one kind of accelerator",
    note = "fix: make a second node group of this instance type"
)]
pub trait SameNodesAs<Other>: Hardware {}
#[diagnostic::do_not_recommend]
impl<H: Hardware> SameNodesAs<H> for H {}
