//! Training on EFS: the matrix has Lustre for it.
use eksml::builder::*;
use eksml::{file_system, name};

fn main() {
    //~ STO-16 "home"
    let home = ElasticFileSystem(file_system!("fs-0123456789abcdef0"));
    let _ = StorageClass::primary::<ForTraining>(name!("corpus"), home);
}
