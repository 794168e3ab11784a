//! A plane for NVIDIA GPUs on Neuron devices.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ ACC-24 "plane"
    let _ = NodeGroup::new(name!("neuron"), instance!("inf2.xlarge"), 0..=4).tainted().plane(DevicePlane::Dra);
}
