//! Volumes: claims that bind, file systems bound by name, buckets mounted as the Pod, caches on the node's disk.

use eksml::render;
use eksml::spec::*;
use serde_json::{Value, json};

use crate::rendered::{objects, parsed, platform, service, small_job};

fn place() -> LustrePlace {
    LustrePlace {
        subnet: Some(parsed("subnet-0123456789abcdef0")),
        zone: parsed("us-west-2a"),
        security_groups: vec![parsed("sg-0123456789abcdef0")],
    }
}

fn lustre(of: Persistent2) -> Storage {
    let of = Persistent2 { place: place(), throughput: 250, size_gib: 2400, ..of };
    Storage { name: parsed("fast"), backend: Backend::FsxLustre(Lustre::Persistent2(of)), ..Storage::default() }
}

fn volume(name: &str, class: &str) -> DataVolume {
    DataVolume {
        name: parsed(name),
        namespace: parsed("ml-training"),
        source: VolumeSource::Storage(parsed(class)),
        ..DataVolume::default()
    }
}

fn mount(volume: &str, at: &str) -> Mount {
    Mount { volume: parsed(volume), at: at.to_owned(), read_only: false }
}

/// The platform with one training job on a group in one zone, which mounts what `change` adds.
fn with(change: impl FnOnce(&mut Cluster, &mut Training)) -> Platform {
    let mut platform = platform();
    let cluster = &mut platform.clusters[0];
    let mut job = Training { name: parsed("prepare"), ..small_job() };
    let group = NodeGroup { zones: vec![parsed("us-west-2a")], ..crate::rendered::group("zonal", "m6id.2xlarge", 0, 4) };
    job.placement = Placement::On(group.name.clone());
    cluster.node_groups.push(group);
    change(cluster, &mut job);
    cluster.training.push(job);
    platform
}

fn pod(platform: &Platform) -> Value {
    objects(platform).get("Job", "prepare")["spec"]["template"]["spec"].clone()
}

#[test]
fn a_gp3_claim_has_its_class_and_one_node() {
    let platform = with(|cluster, job| {
        cluster.volumes.push(DataVolume { size: Some(parsed("200Gi")), ..volume("scratch", "gp3") });
        job.mounts.push(mount("scratch", "/scratch"));
    });
    let objects = objects(&platform);
    let claim = objects.get("PersistentVolumeClaim", "scratch");
    assert_eq!(
        claim["spec"],
        json!({
            "accessModes": ["ReadWriteOnce"],
            "storageClassName": "gp3",
            "resources": { "requests": { "storage": "200Gi" } },
        })
    );
    assert_eq!(claim["metadata"]["namespace"], "ml-training");
    assert!(objects.find("PersistentVolume", "ml-training.scratch").is_none());
    let pod = pod(&platform);
    let volumes = pod["volumes"].as_array().unwrap();
    assert!(volumes.contains(&json!({ "name": "data-scratch", "persistentVolumeClaim": { "claimName": "scratch" } })));
    let mounts = pod["containers"][0]["volumeMounts"].as_array().unwrap();
    assert!(mounts.contains(&json!({ "name": "data-scratch", "mountPath": "/scratch" })));
}

#[test]
fn a_service_on_a_gp3_volume_lets_go_before_it_takes() {
    let mut platform = platform();
    let cluster = &mut platform.clusters[0];
    cluster
        .node_groups
        .push(NodeGroup { zones: vec![parsed("us-west-2a")], ..crate::rendered::group("zonal", "m7i.xlarge", 1, 4) });
    let namespace = parsed("ml-inference");
    cluster.volumes.push(DataVolume { namespace, size: Some(parsed("50Gi")), ..volume("index", "gp3") });
    cluster.inference.push(Inference {
        name: parsed("search"),
        placement: Placement::On(parsed("zonal")),
        replicas: 1,
        gpus: None,
        cpu: parsed("1"),
        memory: parsed("2Gi"),
        mounts: vec![mount("index", "/index")],
        ..service()
    });
    let strategy = objects(&platform).get("Deployment", "search")["spec"]["strategy"]["rollingUpdate"].clone();
    assert_eq!(strategy, json!({ "maxSurge": 0, "maxUnavailable": 1 }));
}

#[test]
fn a_lustre_claim_is_of_its_class_size_and_open_to_the_pods_group() {
    let platform = with(|cluster, job| {
        cluster.storage.push(lustre(Persistent2 { backup_days: Some(7), metadata_iops: Some(12_000), ..Persistent2::default() }));
        cluster.volumes.push(volume("corpus", "fast"));
        job.mounts.push(mount("corpus", "/corpus"));
    });
    let objects = objects(&platform);
    let claim = &objects.get("PersistentVolumeClaim", "corpus")["spec"];
    assert_eq!(claim["resources"]["requests"]["storage"], "2400Gi");
    // The kubelet applies fsGroup only where one of the modes is ReadWriteOnce and the file system has a type.
    assert_eq!(claim["accessModes"], json!(["ReadWriteMany", "ReadWriteOnce"]));
    let parameters = &objects.get("StorageClass", "fast")["parameters"];
    assert_eq!(parameters["csi.storage.k8s.io/fstype"], "lustre");
    assert_eq!(
        (&parameters["automaticBackupRetentionDays"], &parameters["metadataConfigurationMode"], &parameters["metadataIops"]),
        (&json!("7"), &json!("USER_PROVISIONED"), &json!("12000"))
    );
}

#[test]
fn a_linked_file_system_is_bound_by_name_and_has_no_class() {
    let linked = |made| {
        with(|cluster, job| {
            let link = Link { bucket: parsed("checkpoints"), at: "/data".to_owned(), ..Link::default() };
            cluster.storage.push(lustre(Persistent2 { links: vec![link], made, ..Persistent2::default() }));
            cluster.volumes.push(volume("corpus", "fast"));
            job.mounts.push(mount("corpus", "/corpus"));
        })
    };
    let made = FileSystem { id: parsed("fs-0123456789abcdef0"), mount_name: "abcdefgh".to_owned() };
    let known = objects(&linked(Some(made)));
    assert!(known.find("StorageClass", "fast").is_none());
    let persistent = &known.get("PersistentVolume", "ml-training.corpus")["spec"];
    assert_eq!(
        persistent["csi"],
        json!({
            "driver": "fsx.csi.aws.com",
            "fsType": "lustre",
            "volumeHandle": "ml-training.corpus",
            "volumeAttributes": { "dnsname": "fs-0123456789abcdef0.fsx.us-west-2.amazonaws.com", "mountname": "abcdefgh" },
        })
    );
    assert_eq!(persistent["persistentVolumeReclaimPolicy"], "Retain");
    assert_eq!(
        (&persistent["claimRef"]["namespace"], &persistent["claimRef"]["name"]),
        (&json!("ml-training"), &json!("corpus"))
    );
    let claim = &known.get("PersistentVolumeClaim", "corpus")["spec"];
    assert_eq!((&claim["storageClassName"], &claim["volumeName"]), (&json!(""), &json!("ml-training.corpus")));
    assert_eq!(claim["accessModes"], persistent["accessModes"]);
    assert_eq!(claim["resources"]["requests"]["storage"], persistent["capacity"]["storage"]);

    let set = render::manifests(&linked(None)).unwrap();
    let file =
        |name: &str| set.iter().find(|(path, _)| path.to_string().ends_with(name)).unwrap_or_else(|| panic!("no {name}")).1;
    let waiting = file("01-infra.objects.yaml");
    for part in [
        "name: ml-training.corpus",
        "dnsname: \"@LustreFast@.fsx.us-west-2.amazonaws.com\"",
        "mountname: \"@LustreFastMountName@\"",
    ] {
        assert!(waiting.contains(part), "{part} in {waiting}");
    }
    assert!(file("README.md").contains("01-infra.objects.yaml | kubectl apply -f -"));
    assert!(!file("31-volumes.yaml").contains("kind: PersistentVolume\n"), "the claim alone");
}

#[test]
fn a_bucket_is_mounted_as_the_pod_that_mounts_it() {
    let bucket = |access| {
        with(|cluster, job| {
            let of = BucketVolume { bucket: parsed("checkpoints"), prefix: Some("runs/".to_owned()), access };
            cluster.volumes.push(DataVolume { source: VolumeSource::S3(of), ..volume("runs", "gp3") });
            job.identity = Some(parsed("trainer"));
            job.mounts.push(mount("runs", "/runs"));
        })
    };
    let reads = bucket(BucketAccess::Read);
    let all = objects(&reads);
    let persistent = &all.get("PersistentVolume", "ml-training.runs")["spec"];
    assert_eq!(persistent["accessModes"], json!(["ReadOnlyMany"]));
    assert_eq!(
        persistent["csi"]["volumeAttributes"],
        json!({ "authenticationSource": "pod", "bucketName": "acme-checkpoints", "stsRegion": "us-west-2" })
    );
    assert_eq!(
        persistent["mountOptions"],
        json!(["uid=10001", "gid=10001", "allow-other", "region us-west-2", "prefix runs/", "read-only"])
    );
    let mounts = pod(&reads)["containers"][0]["volumeMounts"].clone();
    assert!(mounts.as_array().unwrap().contains(&json!({ "name": "data-runs", "mountPath": "/runs", "readOnly": true })));
    let writes = objects(&bucket(BucketAccess::Write));
    let persistent = &writes.get("PersistentVolume", "ml-training.runs")["spec"];
    assert_eq!(persistent["accessModes"], json!(["ReadWriteMany"]));
    assert_eq!(persistent["mountOptions"][6], "allow-overwrite");
    let set = render::manifests(&reads).unwrap();
    let config = set.iter().find(|(path, _)| path.to_string().contains(".eksctl.")).unwrap().1;
    assert!(config.contains("aws-mountpoint-s3-csi-driver"), "{config}");
}

#[test]
fn caches_are_on_the_nodes_disk_and_asked_for() {
    let platform = with(|_, job| {
        job.caches.push(Cache { name: parsed("shards"), at: "/cache".to_owned(), size: parsed("50Gi") });
    });
    let pod = pod(&platform);
    let volumes = pod["volumes"].as_array().unwrap();
    assert!(volumes.contains(&json!({ "name": "cache-shards", "emptyDir": { "sizeLimit": "50Gi" } })));
    let resources = &pod["containers"][0]["resources"];
    assert_eq!(resources["requests"]["ephemeral-storage"], "51200Mi");
    assert!(resources["limits"].get("ephemeral-storage").is_none());
}

#[test]
fn an_instance_store_is_set_up_by_what_the_image_reads() {
    let config = |ami| {
        let mut platform = platform();
        let store =
            NodeGroup { instance_store: InstanceStore::Raid0, ami, ..crate::rendered::group("batch", "m6id.2xlarge", 0, 4) };
        platform.clusters[0].node_groups.push(store);
        let set = render::manifests(&platform).unwrap_or_else(|refusal| panic!("{refusal}"));
        let text = set.iter().find(|(path, _)| path.to_string().contains(".eksctl.")).unwrap().1.to_owned();
        let config: Value = serde_yaml::from_str(&text).unwrap();
        let groups = config["managedNodeGroups"].as_array().unwrap();
        groups.iter().find(|group| group["name"] == "batch").unwrap().clone()
    };
    let linux = config(parsed("AmazonLinux2023"));
    let node: Value = serde_yaml::from_str(linux["overrideBootstrapCommand"].as_str().unwrap()).unwrap();
    assert_eq!(node["apiVersion"], "node.eks.aws/v1alpha1");
    assert_eq!(node["spec"], json!({ "instance": { "localStorage": { "strategy": "RAID0" } } }));
    let disk = "k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage";
    assert_eq!(linux["tags"][disk], format!("{}Mi", 474_000_000_000_u64 / (1024 * 1024) * 9 / 10 - 1024));
    let bottlerocket = config(parsed("Bottlerocket"));
    assert!(bottlerocket.get("overrideBootstrapCommand").is_none());
    let commands = &bottlerocket["bottlerocket"]["settings"]["bootstrap-commands"]["instance-store"]["commands"];
    assert_eq!(commands[0], json!(["apiclient", "ephemeral-storage", "init"]));
}

#[test]
fn snapshots_have_a_class_and_their_controller() {
    let mut platform = platform();
    let gp3 = EbsGp3 { snapshots: Some(Reclaim::Retain), ..EbsGp3::default() };
    platform.clusters[0].storage[0].backend = Backend::EbsGp3(gp3);
    let objects = objects(&platform);
    let class = objects.get("VolumeSnapshotClass", "gp3");
    assert_eq!((&class["driver"], &class["deletionPolicy"]), (&json!("ebs.csi.aws.com"), &json!("Retain")));
    let set = render::manifests(&platform).unwrap();
    let config = set.iter().find(|(path, _)| path.to_string().contains(".eksctl.")).unwrap().1;
    assert!(config.contains("snapshot-controller"), "{config}");
}
