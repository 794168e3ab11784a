//! A Kubernetes version that EKS has ended.
use eksml::builder::*;
use eksml::{cidr, name, version};

fn main() {
    //~ CL-03 ""1.21""
    let _ = Cluster::builder(name!("shared"), version!("1.21"), cidr!("10.0.0.0/16"));
}
