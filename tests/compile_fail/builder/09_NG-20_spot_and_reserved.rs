//! Nodes bought in two ways at once.
use eksml::builder::*;
use eksml::{capacity, instance, name};

fn main() {
    //~ NG-20 "reservation"
    let _ = NodeGroup::new(name!("gpu"), instance!("g6e.2xlarge"), 0..=4).tainted().spot().reservation(capacity!("cr-0123456789abcdef0"));
}
