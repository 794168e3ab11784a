//! Backups of a file system that is linked to a bucket: FSx makes none.
use eksml::builder::*;
use eksml::{name, s3_bucket, security_group, subnet, zone};

fn main() {
    //~ STO-09 "backup_days"
    let training_data = Bucket::new(name!("training-data"), s3_bucket!("acme-training-data"));
    let place = LustrePlace {
        subnet: Some(subnet!("subnet-0123456789abcdef0")),
        zone: zone!("us-west-2a"),
        security_groups: vec![security_group!("sg-0123456789abcdef0")],
    };
    let linked = Lustre::persistent2(place, 1000, 2400).link(&training_data, "/data", Sync::Import);
    let _ = StorageClass::fsx_lustre(name!("training-data"), linked.backup_days(7));
}
