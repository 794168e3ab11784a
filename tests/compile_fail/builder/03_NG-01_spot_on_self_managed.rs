//! Spot on a self-managed group: eksctl refuses the file.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ NG-01 "spot"
    let _ = NodeGroup::new(name!("batch"), instance!("m7i.xlarge"), 0..=4).self_managed().spot();
}
