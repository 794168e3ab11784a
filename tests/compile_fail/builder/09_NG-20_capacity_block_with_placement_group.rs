//! The same in the other order.
use eksml::builder::*;
use eksml::{capacity, instance, name, zone};

fn main() {
    //~ NG-20 "cluster_placement"
    let _ = NodeGroup::with_efa(name!("training-gpu"), instance!("p5.48xlarge"), zone!("us-west-2a"), 0..=16)
        .tainted()
        .capacity_block(capacity!("cr-0123456789abcdef0"), zone!("us-west-2a"))
        .cluster_placement();
}
