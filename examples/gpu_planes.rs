//! GPUs for several Pods, and GPUs that are claimed: the GPU Operator with time-slicing, MPS and MIG on one cluster; on another, a move
//! from the device plugin to Dynamic Resource Allocation, group by group.
//!
//! `cargo run --example gpu_planes` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform.
pub fn platform() -> Platform {
    platform! {
        name: "acme-gpu", region: "us-west-2", account: "111122223333",

        // Small models share GPUs: by turns, at once, or cut to pieces with memory of their own.
        cluster sharing {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.30.0.0/16", zones: ["us-west-2a", "us-west-2b"], nat: PerZone }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            accelerators { plane: GpuOperator }

            node_group system  { instances: ["m7i.xlarge"], scale: 2..=4, serves: System }
            node_group sliced  { instances: ["g6.2xlarge"], scale: 2..=6, serves: Inference, taint: nvidia_gpu, sharing: TimeSlicing(4) }
            node_group by_mps  { instances: ["g6e.2xlarge"], scale: 2..=4, serves: Inference, taint: nvidia_gpu, sharing: Mps(4) }
            node_group cut     { instances: ["p5.48xlarge"], scale: 1..=2, serves: Inference, taint: nvidia_gpu, sharing: Mig("1g.10gb") }
            node_group edge    { instances: ["g6.xlarge"], scale: 1..=2, serves: Inference, taint: nvidia_gpu, ami: Bottlerocket }

            namespace serving { serves: Inference, quota { nvidia_gpu: 42 } https_to: [Internet("images come from ECR, over NAT")] }

            inference rank {
                namespace: serving, on: sliced, replicas: 4, gpus: 1, gpu_memory: "5Gi", cpu: "1", memory: "4Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/rank:2026-11-20", port: 8000, health: "/health",
            }
            inference embed {
                namespace: serving, on: by_mps, replicas: 4, gpus: 1, gpu_memory: "10Gi", cpu: "1", memory: "8Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/embed:2026-11-20", port: 8000, health: "/health",
            }
            inference chat {
                namespace: serving, on: cut, replicas: 4, gpus: 1, gpu_memory: "9Gi", cpu: "4", memory: "16Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/chat:2026-11-20", port: 8000, health: "/health",
            }
            storage gp3 { ebs_gp3, default: true }
            monitoring { prometheus { class: gp3 }, dcgm, kube_state_metrics }
        }

        // Training claims whole GPUs already, and the scheduler knows each of them; inference moves later, and what is cut to pieces stays.
        cluster moving {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.31.0.0/16", zones: ["us-west-2a", "us-west-2b"], nat: PerZone }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            accelerators { plane: DevicePlugin }

            node_group system { instances: ["m7i.xlarge"], scale: 2..=4, serves: System }
            node_group train  { instances: ["g6e.12xlarge"], scale: 1..=4, serves: Training, taint: nvidia_gpu, zone: "us-west-2a", plane: Dra }
            node_group serve  { instances: ["g6.2xlarge"], scale: 2..=6, serves: Inference, taint: nvidia_gpu, sharing: TimeSlicing(2) }
            node_group cut    {
                instances: ["p5.48xlarge"], scale: 1..=2, serves: Inference, taint: nvidia_gpu, sharing: Mig("1g.10gb"), plane: GpuOperator,
            }

            namespace training { serves: Training, quota { nvidia_gpu: 16 } https_to: [Internet("images come from ECR, over NAT")] }
            namespace serving { serves: Inference, quota { nvidia_gpu: 12 } https_to: [Internet("images come from ECR, over NAT")] }

            training tune {
                namespace: training, on: train, gpus: 4, cpu: "40", memory: "320Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/tune:2026-11-20", command: ["torchrun", "tune.py"],
            }
            inference rank {
                namespace: serving, on: serve, replicas: 4, gpus: 1, gpu_memory: "10Gi", cpu: "1", memory: "4Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/rank:2026-11-20", port: 8000, health: "/health",
            }
            inference chat {
                namespace: serving, on: cut, replicas: 4, gpus: 1, gpu_memory: "9Gi", cpu: "4", memory: "16Gi",
                image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/chat:2026-11-20", port: 8000, health: "/health",
            }
            storage gp3 { ebs_gp3, default: true }
            monitoring { prometheus { class: gp3 }, dcgm, kube_state_metrics, node_exporter }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
