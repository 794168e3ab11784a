//! Training on Spot that saves no progress.
use eksml::builder::*;
use eksml::{cidr, image, instance, name, quantity, version};

fn main() {
    //~ CST-02 "&pretrain"
    let spot = NodeGroup::new(name!("spot-gpu"), instance!("g6e.2xlarge"), 0..=4).tainted().spot();
    let ml_training = Namespace::new(name!("ml-training")).serves(Use::Training);
    let container = Container { image: image!("registry.example.com/pretrain:1.4.2"), cpu: quantity!("8"), memory: quantity!("64Gi") };
    let pretrain = Training::on(&spot, name!("pretrain"), &ml_training, container).gpus(1);
    let _ = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.0/16")).training(&pretrain);
}
