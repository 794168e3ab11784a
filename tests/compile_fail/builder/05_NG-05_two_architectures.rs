//! Graviton and Intel hosts in one GPU group: one image cannot boot both.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ NG-05 "instance!("g5g.xlarge")"
    let _ = NodeGroup::new(name!("gpu"), instance!("g5.xlarge"), 0..=4).or(instance!("g5g.xlarge")).tainted();
}
