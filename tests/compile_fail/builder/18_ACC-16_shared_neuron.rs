//! NVIDIA's way of sharing on Neuron devices.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ ACC-16 "share"
    let _ = NodeGroup::new(name!("neuron"), instance!("inf2.xlarge"), 0..=4).tainted().share(Sharing::Mps(4));
}
