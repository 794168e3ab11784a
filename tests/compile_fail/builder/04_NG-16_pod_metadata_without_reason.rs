//! Every Pod may take the node's role, and nothing says why.
use eksml::builder::*;
use eksml::{instance, name};

fn main() {
    //~ NG-16 "Imds::PodsToo"
    let _ = NodeGroup::new(name!("cpu"), instance!("m7i.xlarge"), 0..=4).imds(Imds::PodsToo);
}
