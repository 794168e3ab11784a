//! Time-slicing and MIG on one group.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ ACC-05 "share"
    let _ = NodeGroup::new(name!("gpu"), instance!("p4d.24xlarge"), 0..=4)
        .tainted()
        .share(Sharing::TimeSlicing(4))
        .share(Sharing::Mig("1g.5gb".to_owned()));
}
