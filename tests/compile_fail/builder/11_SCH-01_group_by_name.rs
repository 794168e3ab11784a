//! A workload on a text instead of a group.
use eksml::builder::*;
use eksml::{image, name, quantity};

fn main() {
    //~ SCH-01 ""inference-gpu""
    let ml_inference = Namespace::new(name!("ml-inference")).serves(Use::Inference);
    let container = Container { image: image!("registry.example.com/vllm:1.4.2"), cpu: quantity!("8"), memory: quantity!("64Gi") };
    let service = Service { replicas: 3, port: 8000, health: "/health" };
    let _ = Inference::on("inference-gpu", name!("vllm"), &ml_inference, container, service);
}
