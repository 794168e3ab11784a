//! Two doors, one platform: what the builders write is what `platform!` writes.

use eksml::builder::*;
use eksml::render::Gate as _;
use eksml::{
    account, capacity, cidr, date, duration, file_system, image, instance, key_arn, label_key, label_value, name, quantity,
    region, role_arn, s3_bucket, security_group, subnet, version, zone,
};

fn written() -> Platform {
    eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        bucket checkpoints { s3: "acme-checkpoints" }
        bucket training_data {
            s3: "acme-training-data",
            key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
        }
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: ["us-west-2a", "us-west-2b"], peer office { cidr: "10.8.0.0/16" } }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler { scale_down_after_minutes: 20 },
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            node_group training_gpu {
                instances: ["p5.48xlarge"], scale: 0..=16, serves: Training, efa: true, zone: "us-west-2a", taint: nvidia_gpu,
                purchase: CapacityBlock("cr-0123456789abcdef0"), volume { size_gib: 500 },
                waive { rule: "MON-06", reason: "metrics come with the next quarter", until: "2999-12-31" }
            }
            node_group notebooks {
                instances: ["g6e.2xlarge"], scale: 0..=4, serves: Development, taint: nvidia_gpu,
                taint: Custom { key: "team", value: "research" },
                sharing: TimeSlicing(4), labels { "team": "research" },
            }
            node_group batch {
                instances: ["m7i.2xlarge", "m6i.2xlarge"], scale: 0..=8,
                management: SelfManaged { distribution { on_demand_base: 1, on_demand_percent: 20 } },
            }
            namespace ml_training { serves: Training, quota { nvidia_gpu: 128 }, https_to: [Internet("S3, over NAT")] }
            queues { queue nightly { namespace: ml_training, share training_gpu { nodes: 12 }, weight: 2 } }
            priority rehearsal { value: 50_000 }
            storage scratch {
                fsx_lustre: Scratch2 {
                    place {
                        subnet: "subnet-0123456789abcdef0", zone: "us-west-2a",
                        security_groups: ["sg-0123456789abcdef0"],
                    },
                    size_gib: 2400, mirrors: bucket training_data,
                },
                reclaim: Delete,
            }
            storage standard { ebs_gp3 { iops: 4000 }, default: true }
            storage corpus {
                fsx_lustre: Persistent2 {
                    place {
                        subnet: "subnet-0123456789abcdef0", zone: "us-west-2a",
                        security_groups: ["sg-0123456789abcdef0"],
                    },
                    throughput: 1000, size_gib: 4800, metadata_iops: 12000,
                    link training_data { at: "/corpus", sync: Import },
                    made { id: "fs-0123456789abcdef0", mount_name: "abcdefgh" },
                }
            }
            volume corpus { namespace: ml_training, storage: corpus }
            volume raw { namespace: ml_training, s3 { bucket: training_data } }
            identity trainer { namespace: ml_training, read: bucket training_data, write: bucket checkpoints }
            training pretrain {
                namespace: ml_training, on: training_gpu, nodes: 4, gpus: 8, cpu: "96", memory: "1000Gi",
                image: "registry.example.com/pretrain:1.4.2", command: ["torchrun", "train.py"], identity: trainer, queue: nightly, priority: rehearsal,
                checkpoint { every: "15m", to: bucket checkpoints },
                mount corpus { at: "/corpus", read_only: true }
                mount raw { at: "/raw" }
                cache shards { at: "/cache", size: "100Gi" }
            }
            monitoring { prometheus { storage: "200Gi" }, node_exporter: true }
        }
    }
}

fn built() -> Platform {
    let key = || key_arn!("arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555");
    let checkpoints = Bucket::new(name!("checkpoints"), s3_bucket!("acme-checkpoints"));
    let training_data = Bucket::new(name!("training-data"), s3_bucket!("acme-training-data")).key(key());
    let ml_training = Namespace::new(name!("ml-training"))
        .serves(Use::Training)
        .quota(Quota::builder().nvidia_gpu(128).build())
        .https_to(Peers::Internet("S3, over NAT".to_owned()));
    let trainer = Identity::new(name!("trainer"), &ml_training).reads(&training_data).writes(&checkpoints);
    let training_gpu = training_gpu();
    let corpus = corpus(&training_data);
    let corpus_volume = DataVolume::of(name!("corpus"), &ml_training, &corpus);
    let raw = DataVolume::bucket(name!("raw"), &ml_training, &training_data);
    let nightly = Queue::new(name!("nightly"), &ml_training).share(&training_gpu, 12).weight(2);
    let cluster = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.0/16"))
        .zones_named([zone!("us-west-2a"), zone!("us-west-2b")])
        .peer(name!("office"), cidr!("10.8.0.0/16"))
        .admin(role_arn!("arn:aws:iam::111122223333:role/platform-admin"))
        .secrets_key(key())
        .scaler(Scaler::ClusterAutoscaler(ClusterAutoscaler::builder().scale_down_after_minutes(20).build()))
        .node_group(&system())
        .node_group(&training_gpu)
        .node_group(&notebooks())
        .node_group(&batch())
        .queue(&nightly)
        .priority(Priority { name: name!("rehearsal"), value: 50_000, ..Default::default() })
        .namespace(&ml_training)
        .storage(&scratch(&training_data))
        .storage(&StorageClass::ebs_gp3(name!("standard"), EbsGp3::builder().iops(4000).build()).default_class())
        .storage(&corpus)
        .volume(&corpus_volume)
        .volume(&raw)
        .identity(&trainer)
        .training(
            &pretrain(&training_gpu, &ml_training, &trainer, &checkpoints)
                .mount_read_only(&corpus_volume, "/corpus")
                .mount(&raw, "/raw")
                .queue(&nightly)
                .priority(name!("rehearsal"))
                .cache(name!("shards"), "/cache", quantity!("100Gi")),
        )
        .monitoring(
            Monitoring::builder()
                .prometheus(Prometheus::builder().storage(quantity!("200Gi")).build())
                .node_exporter(true)
                .build(),
        )
        .build();
    Platform::builder(name!("acme-ml"), region!("us-west-2"))
        .account(account!("111122223333"))
        .bucket(&checkpoints)
        .bucket(&training_data)
        .cluster(cluster)
        .build()
}

fn system() -> NodeGroup<Cpu> {
    NodeGroup::new(name!("system"), instance!("m7i.xlarge"), 3..=6).serves(Use::System).zone_failure(ZoneFailure::Survived)
}

fn training_gpu() -> NodeGroup<Nvidia, Tainted, Reserved> {
    NodeGroup::with_efa(name!("training-gpu"), instance!("p5.48xlarge"), zone!("us-west-2a"), 0..=16)
        .serves(Use::Training)
        .tainted()
        .capacity_block(capacity!("cr-0123456789abcdef0"), zone!("us-west-2a"))
        .volume(Volume::builder().size_gib(500).build())
        .waive("MON-06", "metrics come with the next quarter", date!("2999-12-31"))
}

fn notebooks() -> NodeGroup<Nvidia, Shared> {
    NodeGroup::new(name!("notebooks"), instance!("g6e.2xlarge"), 0..=4)
        .serves(Use::Development)
        .tainted()
        .taint(label_key!("team"), label_value!("research"), TaintEffect::NoSchedule)
        .share(Sharing::TimeSlicing(4))
        .label(label_key!("team"), label_value!("research"))
}

fn batch() -> SelfManagedNodeGroup<Cpu> {
    NodeGroup::new(name!("batch"), instance!("m7i.2xlarge"), 0..=8)
        .or(instance!("m6i.2xlarge"))
        .self_managed()
        .distribution(InstancesDistribution::builder().on_demand_base(1).on_demand_percent(20).build())
}

fn place() -> LustrePlace {
    LustrePlace {
        subnet: Some(subnet!("subnet-0123456789abcdef0")),
        zone: zone!("us-west-2a"),
        security_groups: vec![security_group!("sg-0123456789abcdef0")],
    }
}

/// One file system, linked to the bucket it is filled from.
fn corpus(training_data: &Bucket) -> StorageClass {
    let lustre = Lustre::persistent2(place(), 1000, 4800)
        .link(training_data, "/corpus", Sync::Import)
        .made(file_system!("fs-0123456789abcdef0"), "abcdefgh")
        .metadata_iops(12000);
    StorageClass::fsx_lustre(name!("corpus"), lustre)
}

fn scratch(training_data: &Bucket) -> StorageClass {
    StorageClass::fsx_lustre(name!("scratch"), Lustre::scratch2(place(), 2400).mirrors(training_data)).reclaim(Reclaim::Delete)
}

/// The job knows its nodes by their type alone: any accelerator group that is its own will do.
fn pretrain(
    nodes: &NodeGroup<Nvidia, Tainted, Reserved>,
    namespace: &Namespace,
    trainer: &Identity,
    checkpoints: &Bucket,
) -> Training<Nvidia, Covered> {
    let container =
        Container { image: image!("registry.example.com/pretrain:1.4.2"), cpu: quantity!("96"), memory: quantity!("1000Gi") };
    Training::on(nodes, name!("pretrain"), namespace, container)
        .nodes(4)
        .gpus(8)
        .command(["torchrun", "train.py"])
        .identity(trainer)
        .checkpoint(duration!("15m"), checkpoints)
}

#[test]
fn builders_and_macro_write_the_same_platform() {
    assert_eq!(built(), written());
}

/// The builders are no way around the rules: what `with` changes is judged like everything else.
#[test]
fn the_gate_judges_what_the_types_do_not_see() {
    let group = system().with(|group| group.scale = eksml::spec::Scale { min: 9, max: 3 });
    let cluster = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.0/16"))
        .admin(role_arn!("arn:aws:iam::111122223333:role/platform-admin"))
        .node_group(&group)
        .build();
    let platform = Platform::builder(name!("acme-ml"), region!("us-west-2")).cluster(cluster).build();
    let report = eksml::rules::check(&platform, None);
    assert!(report.errors().any(|finding| finding.rule == "NG-02"), "{report}");
}

/// A type that is only known when the program runs enters by a claim that is held against the catalogue.
#[test]
fn an_instance_type_from_a_setting_is_checked_when_it_is_claimed() {
    let setting = |name: &str| Instance::<Nvidia>::claimed(name.parse().expect("a known type"));
    let group = NodeGroup::new(name!("gpu"), setting("g6e.2xlarge").expect("an NVIDIA type without EFA"), 0..=4).tainted();
    assert_eq!(group.spec().instances[0].as_str(), "g6e.2xlarge");
    assert!(setting("m7i.xlarge").is_err());
}

/// Buckets with copies, and backups, at both doors.
#[test]
fn what_brings_a_platform_back_is_written_the_same() {
    let written = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        bucket checkpoints {
            s3: "acme-checkpoints",
            create {
                region: "us-west-2", own_key: true, lifecycle { noncurrent_days: 30, archive_days: 60, expire_days: 180 }, replicate { to: "us-east-2" },
            }
        }
        cluster shared {
            version: V1_35, environment: Production,
            vpc { cidr: "10.0.0.0/16", endpoints: [S3, Ecr] }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            own_secrets_key: true, deletion: Protected, scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            backup { every: Hour, keep_days: 120, cold_after_days: 30, copy { to: "us-east-2" }, buckets: [bucket checkpoints], locked: true }
        }
    };
    let elsewhere = || eksml::replication!("us-west-2" => "us-east-2");
    let checkpoints = Bucket::new(name!("checkpoints"), s3_bucket!("acme-checkpoints"))
        .create(Lifecycle::noncurrent(30).cold(eksml::cold!(60 => 180)))
        .own_key()
        .replicate(elsewhere());
    let cluster = Cluster::builder(name!("shared"), version!("1.35"), cidr!("10.0.0.0/16"))
        .environment(Environment::Production)
        .endpoints([AwsService::S3, AwsService::Ecr])
        .admin(role_arn!("arn:aws:iam::111122223333:role/platform-admin"))
        .own_secrets_key()
        .deletion(Deletion::Protected)
        .scaler(Scaler::ClusterAutoscaler(ClusterAutoscaler::builder().build()))
        .node_group(&system())
        .backup(Backup::every(Every::Hour).cold(eksml::cold!(30 => 120)).copy(elsewhere()).bucket(&checkpoints).locked())
        .build();
    let built = Platform::builder(name!("acme-ml"), region!("us-west-2"))
        .account(account!("111122223333"))
        .bucket(&checkpoints)
        .cluster(cluster)
        .build();
    assert_eq!(built, written);
}

#[test]
fn a_base_is_inherited_by_both_doors() {
    let written = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        gitops: Flux { repo: "https://github.com/acme/platform" }
        metrics_workspace { region: "us-east-1" }
        base standard {
            version: V1_35,
            access {
                admins: ["arn:aws:iam::111122223333:role/platform-admin"],
                team research {
                    role: "arn:aws:iam::111122223333:role/research", namespaces: [ml],
                    repos: ["https://github.com/acme/research"],
                }
            }
            namespace ml { serves: Training }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
        }
        cluster canary {
            inherits: standard, environment: Staging, vpc { cidr: "10.1.0.0/16" }
            node_group batch { instances: ["m7i.2xlarge"], scale: 0..=8 }
        }
    };
    let ml = Namespace::new(name!("ml")).serves(Use::Training);
    let standard = Cluster::builder(name!("standard"), version!("1.35"), cidr!("10.0.0.0/16"))
        .admin(role_arn!("arn:aws:iam::111122223333:role/platform-admin"))
        .secrets_key(key_arn!("arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555"))
        .scaler(Scaler::ClusterAutoscaler(ClusterAutoscaler::default()))
        .node_group(&system())
        .namespace(&ml)
        .team(name!("research"), role_arn!("arn:aws:iam::111122223333:role/research"), [&ml])
        .team_repo("https://github.com/acme/research")
        .build();
    let canary = eksml::patterns::Base::new(name!("standard"), standard)
        .builder(&eksml::patterns::Site::new(name!("canary"), cidr!("10.1.0.0/16")))
        .environment(Environment::Staging)
        .node_group(&NodeGroup::new(name!("batch"), instance!("m7i.2xlarge"), 0..=8))
        .build();
    let built = Platform::builder(name!("acme-ml"), region!("us-west-2"))
        .account(account!("111122223333"))
        .gitops(eksml::spec::GitOps::Flux(eksml::spec::Flux {
            repo: "https://github.com/acme/platform".to_owned(),
            ..Default::default()
        }))
        .metrics_workspace(eksml::spec::MetricsWorkspace { region: Some(region!("us-east-1")), made: None })
        .cluster(canary)
        .build();
    let (written, built) = (written.manifests().expect("sound"), built.manifests().expect("sound"));
    for (path, text) in written.iter() {
        assert_eq!(Some(text), built.get(path.as_str()), "{path}");
    }
    assert_eq!(written.manifest_json(), built.manifest_json());
    let readme = written.get("canary/README.md").expect("a README");
    assert!(readme.contains("- `environment`: `Staging` instead of `Production`"), "{readme}");
    assert!(readme.contains("- `node_groups.batch`: added") && !readme.contains("cidr"), "{readme}");
}
