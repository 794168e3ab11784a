//! A copy in the region it is to survive.
use eksml::builder::*;
use eksml::{name, replication, s3_bucket};

fn main() {
    //~ DR-01 ""us-west-2""
    let models = Bucket::new(name!("models"), s3_bucket!("acme-ml-models"));
    let _ = models.create(Lifecycle::noncurrent(30)).replicate(replication!("us-west-2" => "us-west-2"));
}
