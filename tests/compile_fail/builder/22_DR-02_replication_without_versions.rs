//! A copy of a bucket that nobody knows to be versioned.
use eksml::builder::*;
use eksml::{name, replication, s3_bucket};

fn main() {
    //~ DR-02 "replicate"
    let models = Bucket::new(name!("models"), s3_bucket!("acme-ml-models"));
    let _ = models.replicate(replication!("us-west-2" => "us-east-2"));
}
