//! A GPU group made in one function joins a cluster in another without its taint.
use eksml::builder::*;
use eksml::{cidr, instance, name, version};

fn training_gpu() -> NodeGroup<Nvidia> {
    NodeGroup::new(name!("training-gpu"), instance!("g6e.2xlarge"), 0..=4)
}

fn main() {
    //~ NG-06 "&gpu"
    let gpu = training_gpu();
    let _ = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.0/16")).node_group(&gpu);
}
