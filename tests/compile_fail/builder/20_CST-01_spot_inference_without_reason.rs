//! Inference on Spot, and nothing says why.
use eksml::builder::*;
use eksml::{cidr, image, instance, name, quantity, version};

fn main() {
    //~ CST-01 "&vllm"
    let spot = NodeGroup::new(name!("spot-gpu"), instance!("g6e.2xlarge"), 0..=4).tainted().spot();
    let ml_inference = Namespace::new(name!("ml-inference")).serves(Use::Inference);
    let container = Container { image: image!("registry.example.com/vllm:1.4.2"), cpu: quantity!("8"), memory: quantity!("64Gi") };
    let service = Service { replicas: 3, port: 8000, health: "/health" };
    let vllm = Inference::on(&spot, name!("vllm"), &ml_inference, container, service).gpus(1);
    let _ = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.0/16")).inference(&vllm);
}
