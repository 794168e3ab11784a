//! Two doors for every kind of workload: what the builders write is what `platform!` writes.

use eksml::builder::*;
use eksml::{cidr, cron, data_key, duration, host, image, instance, name, quantity, queue_arn, region, variable, version, zone};

fn written() -> Platform {
    eksml::platform! {
        name: "acme-ml", region: "us-west-2",
        cluster bench {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16" }
            scaler: ClusterAutoscaler,
            load_balancer_controller,
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group cpu { instances: ["m7i.4xlarge"], scale: 2..=9 }
            node_group lab { instances: ["g6.2xlarge"], scale: 0..=4, zone: "us-west-2a", taint: nvidia_gpu }
            namespace work { serves: Development, quota { nvidia_gpu: 4 }, https_to: [Internet("SQS, over NAT")] }
            queues { queue batch { namespace: work, share cpu { nodes: 8 } } }
            storage gp3 { ebs_gp3, default: true }
            identity worker { namespace: work, consumes: ["arn:aws:sqs:us-west-2:111122223333:pages"] }
            training tune {
                namespace: work, on: cpu, run_as: RayJob, cpu: "2", memory: "8Gi", command: ["python", "tune.py"],
                image: "registry.example.com/tune@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            }
            inference embed {
                namespace: work, on: cpu, replicas: 2, cpu: "2", memory: "8Gi", image: "registry.example.com/embed@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                port: 8080, health: "/healthz", serves: [SameNamespace], queue: batch, over { nodes: 2, worker_command: ["work"] },
                autoscale { up_to: 4, cpu: 70 }, identity: worker,
                expose { host: "embed.example.com", to: Internet("customers call it") }
                env { OMP_NUM_THREADS: "2" }
                secret huggingface { env { HF_TOKEN: "token" }, at: "/etc/huggingface" }
                config server { at: "/etc/embed", files { "server.yaml": "batch: 8\n" } }
            }
            processing tokenize {
                namespace: work, on: cpu, parts: 100, at_once: 10, cpu: "2", memory: "8Gi", give_up_after: "6h", schedule: "0 3 * * *",
                image: "registry.example.com/tokenize@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                talks_to: service embed, queue: batch,
            }
            notebook ada {
                namespace: work, on: lab, gpus: 1, cpu: "2", memory: "8Gi",
                image: "registry.example.com/lab@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                home { size: "50Gi", class: gp3 }, idle { kernels_after: "1h", stop: "0 20 * * *" }, talks_to: [service embed],
            }
            monitoring { dcgm, cloudwatch { container_logs: Left } }
        }
    }
}

fn container(image: eksml::units::Image) -> Container {
    Container { image, cpu: quantity!("2"), memory: quantity!("8Gi") }
}

fn built() -> Platform {
    let work = Namespace::new(name!("work"))
        .serves(Use::Development)
        .quota(Quota::builder().nvidia_gpu(4).build())
        .https_to(Peers::Internet("SQS, over NAT".to_owned()));
    let cpu = NodeGroup::new(name!("cpu"), instance!("m7i.4xlarge"), 2..=9);
    let worker = Identity::new(name!("worker"), &work).consumes(queue_arn!("arn:aws:sqs:us-west-2:111122223333:pages"));
    let batch = Queue::new(name!("batch"), &work).share(&cpu, 8);
    let lab = NodeGroup::new(name!("lab"), instance!("g6.2xlarge"), 0..=4).zone(zone!("us-west-2a")).tainted();
    let gp3 = StorageClass::ebs_gp3(name!("gp3"), EbsGp3::builder().build()).default_class();
    let image = image!("registry.example.com/tune@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    let tune = Training::on(&cpu, name!("tune"), &work, container(image)).run_as(RunAs::RayJob).command(["python", "tune.py"]);
    let image = image!("registry.example.com/embed@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    let service = Service { replicas: 2, port: 8080, health: "/healthz" };
    let embed = Inference::on(&cpu, name!("embed"), &work, container(image), service)
        .serves([Peers::SameNamespace])
        .queue(&batch)
        .over(2, ["work"])
        .autoscale(Autoscale { up_to: 4, by: LoadMetric::Cpu(70), calm: None, to_zero: false })
        .identity(&worker)
        .expose(Expose {
            host: host!("embed.example.com"),
            to: Audience::Internet("customers call it".into()),
            certificate: None,
        })
        .env(variable!("OMP_NUM_THREADS"), "2")
        .secret_env(variable!("HF_TOKEN"), name!("huggingface"), data_key!("token"))
        .secret_files(name!("huggingface"), "/etc/huggingface")
        .config(name!("server"), "/etc/embed", [(data_key!("server.yaml"), "batch: 8\n")]);
    let image = image!("registry.example.com/tokenize@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    let tokenize = Processing::on(&cpu, name!("tokenize"), &work, container(image))
        .parts(100, 10)
        .give_up_after(duration!("6h"))
        .schedule(cron!("0 3 * * *"))
        .talks_to(&embed)
        .queue(&batch);
    let image = image!("registry.example.com/lab@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    let ada = Notebook::on(&lab, name!("ada"), &work, container(image), quantity!("50Gi"), &gp3)
        .gpus(1)
        .kernels_after(duration!("1h"))
        .stop(cron!("0 20 * * *"))
        .talks_to(&embed);
    let cluster = Cluster::builder(name!("bench"), version!("1.35"), cidr!("10.0.0.0/16"))
        .admin(eksml::role_arn!("arn:aws:iam::111122223333:role/platform-admin"))
        .secrets_key(eksml::key_arn!("arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555"))
        .scaler(Scaler::ClusterAutoscaler(ClusterAutoscaler::builder().build()))
        .node_group(&NodeGroup::new(name!("system"), instance!("m7i.xlarge"), 3..=6).serves(Use::System))
        .node_group(&cpu)
        .node_group(&lab)
        .queue(&batch)
        .namespace(&work)
        .storage(&gp3)
        .identity(&worker)
        .training(&tune)
        .inference(&embed)
        .load_balancer_controller(false)
        .processing(&tokenize)
        .notebook(&ada)
        .monitoring(
            Monitoring::builder().dcgm(Dcgm::default()).cloudwatch(CloudWatch { container_logs: ContainerLogs::Left }).build(),
        )
        .build();
    Platform::builder(name!("acme-ml"), region!("us-west-2")).cluster(cluster).build()
}

#[test]
fn builders_and_macro_write_the_same_workloads() {
    assert_eq!(built(), written());
}
