//! EFA on a type that has no EFA interface.
use eksml::builder::*;
use eksml::{instance, name, zone};

fn main() {
    //~ NG-18 "instance!("g6.xlarge")"
    let _ = NodeGroup::with_efa(name!("training-gpu"), instance!("g6.xlarge"), zone!("us-west-2a"), 0..=4).tainted();
}
