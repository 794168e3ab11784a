//! Two doors for device planes and for storage by use: what the builders write is what `platform!` writes.

use eksml::builder::*;
use eksml::{cidr, file_system, image, instance, name, quantity, region, role_arn, s3_bucket, version};

fn written() -> Platform {
    eksml::platform! {
        name: "acme-ml", region: "us-west-2",
        bucket models { s3: "acme-ml-models" }
        cluster shared {
            version: V1_35,
            environment: Development,
            vpc { cidr: "10.0.0.0/16" }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            accelerators { plane: GpuOperator }
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group gpu {
                instances: ["p5.48xlarge"], scale: 1..=2, serves: Inference, taint: nvidia_gpu, sharing: Mig("1g.10gb"),
                instance_store: Raid0,
            }
            node_group claimed { instances: ["g6e.12xlarge"], scale: 1..=2, taint: nvidia_gpu, plane: Dra }
            namespace serving { serves: Inference }
            identity server { namespace: serving, write: bucket models }
            storage shared { serves: Inference, efs { file_system: "fs-0123456789abcdef0" } }
            storage team { serves: Development, efs { create { throughput: Provisioned(128), backups: Off } } }
            storage standard { ebs_gp3 { snapshots: Retain } }
            volume adapters { namespace: serving, storage: shared, size: "100Gi" }
            volume outputs { namespace: serving, s3 { bucket: models, access: Write } }
            inference chat {
                namespace: serving, on: gpu, replicas: 2, gpus: 1, gpu_memory: "9Gi", cpu: "2", memory: "8Gi",
                image: "registry.example.com/chat:1.4.2", port: 8000, health: "/health", identity: server,
                mount adapters { at: "/adapters", read_only: true }
                mount outputs { at: "/outputs" }
                cache weights { at: "/cache", size: "100Gi" }
            }
        }
    }
}

fn built() -> Platform {
    let models = Bucket::new(name!("models"), s3_bucket!("acme-ml-models"));
    let serving = Namespace::new(name!("serving")).serves(Use::Inference);
    let server = Identity::new(name!("server"), &serving).writes(&models);
    let shared = StorageClass::primary::<ForInference>(name!("shared"), ElasticFileSystem(file_system!("fs-0123456789abcdef0")));
    let own = CreatedEfs { throughput: EfsThroughput::Provisioned(128), backups: EfsBackups::Off, ..CreatedEfs::default() };
    let team = StorageClass::primary::<ForDevelopment>(name!("team"), own);
    let standard = StorageClass::ebs_gp3(name!("standard"), EbsGp3::builder().snapshots(Reclaim::Retain).build());
    let adapters = DataVolume::of(name!("adapters"), &serving, &shared).size(quantity!("100Gi"));
    let outputs = DataVolume::writable_bucket(name!("outputs"), &serving, &models);
    let gpu = NodeGroup::new(name!("gpu"), instance!("p5.48xlarge"), 1..=2)
        .serves(Use::Inference)
        .tainted()
        .share(Sharing::Mig("1g.10gb".to_owned()))
        .instance_store();
    let container = Container { image: image!("registry.example.com/chat:1.4.2"), cpu: quantity!("2"), memory: quantity!("8Gi") };
    let service = Service { replicas: 2, port: 8000, health: "/health" };
    let chat = Inference::on(&gpu, name!("chat"), &serving, container, service)
        .gpus(1)
        .identity(&server)
        .gpu_memory(quantity!("9Gi"))
        .mount_read_only(&adapters, "/adapters")
        .mount(&outputs, "/outputs")
        .cache(name!("weights"), "/cache", quantity!("100Gi"));
    let cluster = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.0/16"))
        .admin(role_arn!("arn:aws:iam::111122223333:role/platform-admin"))
        .environment(Environment::Development)
        .scaler(Scaler::ClusterAutoscaler(ClusterAutoscaler::default()))
        .device_plane(DevicePlane::GpuOperator)
        .node_group(&NodeGroup::new(name!("system"), instance!("m7i.xlarge"), 3..=6).serves(Use::System))
        .node_group(&gpu)
        .node_group(&NodeGroup::new(name!("claimed"), instance!("g6e.12xlarge"), 1..=2).tainted().plane(DevicePlane::Dra))
        .namespace(&serving)
        .storage(&shared)
        .storage(&team)
        .storage(&standard)
        .identity(&server)
        .volume(&adapters)
        .volume(&outputs)
        .inference(&chat)
        .build();
    Platform::builder(name!("acme-ml"), region!("us-west-2")).bucket(&models).cluster(cluster).build()
}

#[test]
fn builders_and_macro_write_the_same_storage_and_planes() {
    assert_eq!(built(), written());
}
