//! The same with Trainium.
use eksml::builder::*;
use eksml::{cidr, instance, name, version};

fn main() {
    //~ NG-06 "&trainium"
    let trainium = NodeGroup::new(name!("trainium"), instance!("trn1.32xlarge"), 0..=4).serves(Use::Training);
    let _ = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.0/16")).node_group(&trainium);
}
