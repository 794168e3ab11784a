//! A CIDR with host bits.
use eksml::builder::*;
use eksml::{cidr, name, version};

fn main() {
    //~ NET-01 ""10.0.0.1/16""
    let _ = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.1/16"));
}
