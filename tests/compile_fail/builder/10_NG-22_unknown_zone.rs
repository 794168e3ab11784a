//! A zone that does not exist.
use eksml::builder::*;
use eksml::{instance, name, zone};

fn main() {
    //~ NG-22 ""us-west-2e""
    let _ = NodeGroup::new(name!("cpu"), instance!("m7i.xlarge"), 0..=4).zone(zone!("us-west-2e"));
}
