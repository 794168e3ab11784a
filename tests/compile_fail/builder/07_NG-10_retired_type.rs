//! A retired instance type.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ NG-10 ""p3.2xlarge""
    let _ = NodeGroup::new(name!("gpu"), instance!("p3.2xlarge"), 0..=4).tainted();
}
