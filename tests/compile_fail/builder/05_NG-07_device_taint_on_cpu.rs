//! The taint of a device the nodes do not have.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ NG-07 "tainted"
    let _ = NodeGroup::new(name!("cpu"), instance!("m7i.xlarge"), 0..=4).tainted();
}
