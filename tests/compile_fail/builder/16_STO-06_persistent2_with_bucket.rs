//! A mirrored bucket on PERSISTENT_2: FSx answers 400.
use eksml::builder::*;
use eksml::{name, s3_bucket, security_group, subnet, zone};

fn main() {
    //~ STO-06 "mirrors"
    let training_data = Bucket::new(name!("training-data"), s3_bucket!("acme-training-data"));
    let place = LustrePlace {
        subnet: Some(subnet!("subnet-0123456789abcdef0")),
        zone: zone!("us-west-2a"),
        security_groups: vec![security_group!("sg-0123456789abcdef0")],
    };
    let _ = StorageClass::fsx_lustre(name!("training-data"), Lustre::persistent2(place, 1000, 2400).mirrors(&training_data));
}
