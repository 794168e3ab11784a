//! Training on GPUs that other Pods use as well.
use eksml::builder::*;
use eksml::{image, instance, name, quantity};

fn main() {
    //~ ACC-07 "&shared"
    let shared = NodeGroup::new(name!("notebooks"), instance!("g6e.2xlarge"), 0..=4).tainted().share(Sharing::TimeSlicing(4));
    let ml_training = Namespace::new(name!("ml-training")).serves(Use::Training);
    let container = Container { image: image!("registry.example.com/pretrain:1.4.2"), cpu: quantity!("8"), memory: quantity!("64Gi") };
    let _ = Training::on(&shared, name!("pretrain"), &ml_training, container);
}
