//! A CPU type as fallback of a GPU group.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ NG-05 "instance!("m7i.2xlarge")"
    let _ = NodeGroup::new(name!("gpu"), instance!("g6e.2xlarge"), 0..=4).tainted().or(instance!("m7i.2xlarge"));
}
