//! A placement group of its own beside a Capacity Block.
use eksml::builder::*;
use eksml::{capacity, instance, name, zone};

fn main() {
    //~ NG-20 "capacity_block"
    let _ = NodeGroup::with_efa(name!("training-gpu"), instance!("p5.48xlarge"), zone!("us-west-2a"), 0..=16)
        .tainted()
        .cluster_placement()
        .capacity_block(capacity!("cr-0123456789abcdef0"), zone!("us-west-2a"));
}
