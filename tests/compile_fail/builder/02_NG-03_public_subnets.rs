//! Workers in public subnets.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ NG-03 "PublicSubnets"
    let _ = NodeGroup::new(name!("cpu"), instance!("m7i.xlarge"), 0..=4).subnets(PublicSubnets);
}
