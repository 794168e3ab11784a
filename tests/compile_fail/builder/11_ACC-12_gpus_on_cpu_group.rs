//! GPUs asked of nodes that have none.
use eksml::builder::*;
use eksml::{image, instance, name, quantity};

fn main() {
    //~ ACC-12 "gpus"
    let cpu = NodeGroup::new(name!("cpu"), instance!("m7i.4xlarge"), 0..=4);
    let ml_training = Namespace::new(name!("ml-training")).serves(Use::Training);
    let container = Container { image: image!("registry.example.com/pretrain:1.4.2"), cpu: quantity!("8"), memory: quantity!("64Gi") };
    let _ = Training::on(&cpu, name!("pretrain"), &ml_training, container).gpus(8);
}
