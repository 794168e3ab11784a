//! Namespaces, quotas, access, network policies and storage classes as they are emitted.

use crate::emitted::{at, cluster, files, group, list, named, objects, platform, unit, yaml};
use eksml::spec::{
    Addons, AmongThemselves, Backend, BucketAccess, BucketVolume, Cluster, DataVolume, EbsGp3, Efs, EfsSource, Identity,
    Isolation, Limits, Lustre, LustrePlace, Monitoring, Namespace, NetworkPolicy, NetworkPolicyEnforcement, NodeGroup, Peers,
    Persistent2, Placement, PodSecurity, Prometheus, Queues, Quota, Reclaim, Scale, Scratch2, Storage, Store, Taint, Team,
    Traffic, Training, Use, VolumeSource,
};
use serde_yaml::Value;

fn training() -> Namespace {
    Namespace { name: unit("ml"), serves: Use::Training, ..Namespace::default() }
}

fn gpu() -> NodeGroup {
    NodeGroup { scale: Scale { min: 4, max: 4 }, taints: vec![Taint::NvidiaGpu], ..group("gpu", "g6e.12xlarge", Use::Training) }
}

fn policies(of: Cluster) -> Vec<Value> {
    objects(&platform(of), "20-network.yaml")
}

fn names(objects: &[Value]) -> Vec<String> {
    let name = |object: &Value| {
        let text = |path| at(object, path).as_str().unwrap_or_default().to_owned();
        format!("{}/{}", text("metadata/namespace"), text("metadata/name"))
    };
    objects.iter().map(name).collect()
}

#[test]
fn namespaces_enforce_their_level_at_a_pinned_version() {
    let mut named_by_team = training();
    named_by_team.labels.insert(unit("team"), unit("ml"));
    let open = Namespace {
        name: unit("open"),
        pod_security: PodSecurity::Baseline,
        network: Isolation::Unrestricted("a legacy scheduler scans ports".to_owned()),
        ..Namespace::default()
    };
    let cluster = Cluster {
        namespaces: vec![named_by_team, open],
        node_groups: vec![group("system", "m7i.xlarge", Use::System), gpu()],
        ..cluster()
    };
    let all = objects(&platform(cluster), "10-namespaces.yaml");
    for (name, level) in [("ml", "restricted"), ("open", "baseline"), ("gpu-system", "privileged")] {
        let labels = at(&named(&all, name), "metadata/labels");
        for mode in ["enforce", "audit", "warn"] {
            assert_eq!(labels.get(format!("pod-security.kubernetes.io/{mode}")), Some(&yaml(level)), "{name}");
            assert_eq!(labels.get(format!("pod-security.kubernetes.io/{mode}-version")), Some(&yaml("v1.35")), "{name}");
        }
    }
    assert_eq!(at(&named(&all, "ml"), "metadata/labels/team"), "ml");
    let because = at(&named(&all, "open"), "metadata/annotations").get("eksml/network-unrestricted-because").cloned();
    assert_eq!(because, Some(yaml("a legacy scheduler scans ports")));
}

#[test]
fn quotas_count_requests_and_limits_fill_them_in() {
    let quota = Quota {
        cpu: Some(unit("960")),
        memory: Some(unit("6Ti")),
        nvidia_gpu: Some(12),
        neuron: Some(16),
        storage: Some(unit("2Ti")),
        pods: Some(100),
    };
    let limits = Limits { cpu: unit("500m"), memory: unit("1Gi"), max_cpu: Some(unit("16")), max_memory: None };
    let with = Namespace { quota: Some(quota), limits: Some(limits), ..training() };
    let without = Namespace { name: unit("none"), quota: Some(Quota::default()), ..Namespace::default() };
    let neuron = NodeGroup { taints: vec![Taint::AwsNeuron], ..group("neuron", "trn1.32xlarge", Use::Training) };
    let node_groups = vec![group("system", "m7i.xlarge", Use::System), gpu(), neuron];
    let all = objects(&platform(Cluster { namespaces: vec![with, without], node_groups, ..cluster() }), "10-namespaces.yaml");
    let hard = "{requests.cpu: '960', requests.memory: 6Ti, requests.nvidia.com/gpu: '12', requests.aws.amazon.com/neuron: '16',
        requests.storage: 2Ti, pods: '100'}";
    assert_eq!(at(&named(&all, "ml/quota"), "spec/hard"), yaml(hard));
    assert_eq!(named(&all, "none/quota"), Value::Null, "a quota of nothing is none");
    let item = "{type: Container, default: {cpu: 500m, memory: 1Gi}, defaultRequest: {cpu: 500m, memory: 1Gi}, max: {cpu: '16'}}";
    assert_eq!(at(&named(&all, "ml/container-defaults"), "spec/limits/0"), yaml(item));
}

#[test]
fn every_namespace_denies_and_then_allows_what_follows() {
    let identity = Identity {
        name: unit("trainer"),
        namespace: unit("ml"),
        read: vec![Store::Bucket(unit("models"))],
        ..Identity::default()
    };
    let https = Namespace { https_to: vec![Peers::Vpc, Peers::Internet("S3 has no endpoint yet".to_owned())], ..training() };
    let quiet = Namespace { name: unit("quiet"), ..Namespace::default() };
    let all = policies(Cluster { namespaces: vec![https, quiet], identities: vec![identity], ..cluster() });
    assert_eq!(
        names(&all),
        [
            "ml/eksml-default-deny",
            "ml/eksml-allow-dns",
            "ml/eksml-allow-peers",
            "ml/eksml-allow-https-out",
            "ml/eksml-allow-pod-identity",
            "quiet/eksml-default-deny",
            "quiet/eksml-allow-dns",
        ]
    );
    assert_eq!(at(&named(&all, "ml/eksml-default-deny"), "spec"), yaml("{podSelector: {}, policyTypes: [Ingress, Egress]}"));
    let dns = "[{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}],
        ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}]";
    assert_eq!(at(&named(&all, "ml/eksml-allow-dns"), "spec/egress"), yaml(dns));
    let out = named(&all, "ml/eksml-allow-https-out");
    let https = "[{to: [{ipBlock: {cidr: 10.0.0.0/16}}, {ipBlock: {cidr: 0.0.0.0/0,
        except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 169.254.0.0/16]}}], ports: [{port: 443, protocol: TCP}]}]";
    assert_eq!(at(&out, "spec/egress"), yaml(https));
    assert_eq!(at(&out, "spec/policyTypes"), yaml("[Egress]"));
    assert_eq!(at(&out, "metadata/annotations"), yaml("{eksml/internet-because: S3 has no endpoint yet}"));
    let agent = "[{to: [{ipBlock: {cidr: 169.254.170.23/32}}], ports: [{port: 80, protocol: TCP}]}]";
    assert_eq!(at(&named(&all, "ml/eksml-allow-pod-identity"), "spec/egress"), yaml(agent));
    let peers = at(&named(&all, "ml/eksml-allow-peers"), "spec");
    assert_eq!(
        peers,
        yaml(
            "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {}}]}], egress: [{to: [{podSelector: {}}]}]}"
        )
    );
}

#[test]
fn peers_follow_the_word_before_the_use() {
    let talks = |serves, among_themselves| {
        let namespace = Namespace { serves, among_themselves, ..training() };
        names(&policies(Cluster { namespaces: vec![namespace], ..cluster() })).contains(&"ml/eksml-allow-peers".to_owned())
    };
    assert!(talks(Use::Training, AmongThemselves::ByUse));
    assert!(!talks(Use::General, AmongThemselves::ByUse));
    assert!(talks(Use::General, AmongThemselves::Allowed));
}

#[test]
fn a_vpc_with_public_addresses_is_not_the_internet() {
    let mut cluster = cluster();
    cluster.vpc.cidr = unit("198.18.0.0/16");
    cluster.namespaces = vec![Namespace { https_to: vec![Peers::Internet("packages".to_owned())], ..training() }];
    let all = policies(cluster);
    let except = list(&named(&all, "ml/eksml-allow-https-out"), "spec/egress/0/to/0/ipBlock/except");
    assert!(except.contains(&yaml("198.18.0.0/16")), "{except:?}");
}

#[test]
fn prometheus_gets_in_where_there_is_one() {
    let monitoring = Monitoring { prometheus: Some(Prometheus::default()), ..Monitoring::default() };
    let gp3 = Storage { name: unit("gp3"), default: true, ..Storage::default() };
    let all = policies(Cluster { namespaces: vec![training()], monitoring: Some(monitoring), storage: vec![gp3], ..cluster() });
    let scrape = "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}},
            podSelector: {matchLabels: {app.kubernetes.io/name: prometheus}}}],
        ports: [{port: 1024, endPort: 65535, protocol: TCP}]}]}";
    assert_eq!(at(&named(&all, "ml/eksml-allow-scrape"), "spec"), yaml(scrape));
    let of_prometheus: Vec<_> = names(&all).into_iter().filter(|name| name.starts_with("monitoring/")).collect();
    assert_eq!(of_prometheus, ["monitoring/eksml-default-deny"], "its own policy stands beside its other objects");
}

#[test]
fn strict_mode_needs_the_system_s_own_policies() {
    let open = Namespace { network: Isolation::Unrestricted("legacy".to_owned()), ..training() };
    let of = |network_policy| {
        names(&policies(Cluster {
            namespaces: vec![open.clone()],
            addons: Addons { network_policy, ..Addons::default() },
            ..cluster()
        }))
    };
    assert_eq!(of(NetworkPolicyEnforcement::Standard), Vec::<String>::new());
    assert_eq!(of(NetworkPolicyEnforcement::Strict), ["ml/eksml-allow-all", "kube-system/eksml-allow-all"]);

    // The Pods that read buckets for others are in a namespace of the driver's own.
    let (mounted, bucket) = (unit("models"), unit("data"));
    let source = VolumeSource::S3(BucketVolume { bucket, prefix: None, access: BucketAccess::Read });
    let volume = DataVolume { name: mounted, namespace: unit("ml"), source, ..DataVolume::default() };
    let strict = Addons { network_policy: NetworkPolicyEnforcement::Strict, ..Addons::default() };
    let with_bucket = policies(Cluster { namespaces: vec![open], volumes: vec![volume], addons: strict, ..cluster() });
    assert!(names(&with_bucket).contains(&"mount-s3/eksml-allow-all".to_owned()), "{:?}", names(&with_bucket));
}

#[test]
fn declared_policies_say_what_was_written() {
    let web = NetworkPolicy {
        name: unit("web"),
        namespace: unit("ml"),
        pods: [(unit("app"), unit("web"))].into_iter().collect(),
        allow_from: vec![Traffic { peers: vec![Peers::Namespace(unit("front"))], ports: vec![8080] }],
        allow_to: vec![Traffic { peers: vec![Peers::ClusterDns, Peers::Cidr(unit("192.0.2.0/24"))], ports: vec![443] }],
        ..NetworkPolicy::default()
    };
    let front = Namespace { name: unit("front"), ..Namespace::default() };
    let all = policies(Cluster { namespaces: vec![training(), front], network_policies: vec![web], ..cluster() });
    let spec = at(&named(&all, "ml/web"), "spec");
    assert_eq!(at(&spec, "podSelector"), yaml("{matchLabels: {app: web}}"));
    assert_eq!(at(&spec, "policyTypes"), yaml("[Ingress, Egress]"));
    let front = "[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: front}}}], ports: [{port: 8080, protocol: TCP}]}]";
    assert_eq!(at(&spec, "ingress"), yaml(front));
    assert_eq!(at(&spec, "egress/0/ports"), yaml("[{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]"));
    assert_eq!(at(&spec, "egress/1"), yaml("{to: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: 443, protocol: TCP}]}"));
}

#[test]
fn teams_may_edit_their_custom_resources_and_viewers_see_them() {
    let job = |nodes| Training {
        name: unit("pretrain"),
        namespace: unit("ml"),
        placement: Placement::On(unit("gpu")),
        nodes: Some(nodes),
        gpus: Some(4),
        cpu: unit("40"),
        memory: unit("320Gi"),
        image: unit(
            "111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
        ),
        identity: Some(unit("trainer")),
        ..Training::default()
    };
    let of = |nodes| {
        let mut cluster = cluster();
        cluster.node_groups.push(gpu());
        cluster.namespaces = vec![training()];
        cluster.identities = vec![Identity { name: unit("trainer"), namespace: unit("ml"), ..Identity::default() }];
        cluster.queues = Some(Queues::default());
        cluster.training = vec![job(nodes)];
        cluster.access.viewers = vec![unit("arn:aws:iam::111122223333:role/auditor")];
        let role = unit("arn:aws:iam::111122223333:role/ml");
        cluster.access.teams = vec![Team { name: unit("research"), role, namespaces: vec![unit("ml")], ..Team::default() }];
        platform(cluster)
    };
    let gang = objects(&of(4), "11-rbac.yaml");
    assert_eq!(names(&gang), ["/eksml-viewer", "/eksml-viewer", "ml/eksml-workload-editor", "ml/eksml-workload-editor-research"]);
    let subject = "[{apiGroup: rbac.authorization.k8s.io, kind: Group, name: 'eksml:team:research'}]";
    assert_eq!(at(&named(&gang, "ml/eksml-workload-editor-research"), "subjects"), yaml(subject));
    assert!(files(&of(4))["00-cluster.eksctl.yaml"].contains("eksml:team:research"));
    assert!(!files(&of(4))["11-rbac.yaml"].contains("\"*\""), "no wildcards");
    let editor = format!("{:?}", at(&named(&gang, "ml/eksml-workload-editor"), "rules"));
    assert!(editor.contains("jobsets") && editor.contains("localqueues") && !editor.contains("trainjobs"), "{editor}");
    let mut alone = of(1);
    alone.clusters[0].queues = None;
    assert_eq!(names(&objects(&alone, "11-rbac.yaml")), ["/eksml-viewer", "/eksml-viewer"]);
    assert!(!files(&alone)["00-cluster.eksctl.yaml"].contains("eksml:team:research"));
}

#[test]
fn storage_classes_carry_their_driver_s_parameters() {
    let class = |name: &str, backend| Storage { name: unit(name), backend, ..Storage::default() };
    let place = LustrePlace {
        subnet: Some(unit("subnet-0a1b2c3d4e5f60718")),
        zone: unit("us-west-2a"),
        security_groups: vec![unit("sg-0a1b2c3d4e5f60718"), unit("sg-1a1b2c3d4e5f60718")],
    };
    let ebs = EbsGp3 { iops: Some(4000), throughput: Some(250), ..EbsGp3::default() };
    let persistent = Persistent2 { place: place.clone(), throughput: 500, size_gib: 4800, ..Persistent2::default() };
    let scratch = Scratch2 { place, size_gib: 1200, mirrors: Some(Store::Bucket(unit("data"))) };
    let platform = platform(Cluster {
        storage: vec![
            Storage { default: true, reclaim: Some(Reclaim::Delete), ..class("gp3", Backend::EbsGp3(ebs)) },
            class("home", Backend::Efs(Efs { source: EfsSource::FileSystem("fs-0123456789abcdef0".to_owned()) })),
            class("fast", Backend::FsxLustre(Lustre::Persistent2(persistent))),
            class("scratch", Backend::FsxLustre(Lustre::Scratch2(scratch))),
        ],
        ..cluster()
    });
    let all = objects(&platform, "30-storage.yaml");
    let gp3 = named(&all, "gp3");
    assert_eq!(at(&gp3, "parameters"), yaml("{type: gp3, encrypted: 'true', iops: '4000', throughput: '250'}"));
    assert_eq!((at(&gp3, "reclaimPolicy"), at(&gp3, "allowVolumeExpansion")), (yaml("Delete"), yaml("true")));
    assert_eq!(at(&gp3, "volumeBindingMode"), "WaitForFirstConsumer");
    assert_eq!(at(&gp3, "metadata/annotations"), yaml("{storageclass.kubernetes.io/is-default-class: 'true'}"));
    let home = "{provisioningMode: efs-ap, fileSystemId: fs-0123456789abcdef0, directoryPerms: '700', basePath: /home,
        uid: '10001', gid: '10001'}";
    assert_eq!(at(&named(&all, "home"), "parameters"), yaml(home));
    let fast = named(&all, "fast");
    let parameters = "{csi.storage.k8s.io/fstype: lustre, deploymentType: PERSISTENT_2, storageType: SSD, fileSystemTypeVersion: '2.15', dataCompressionType: LZ4,
        subnetId: subnet-0a1b2c3d4e5f60718, securityGroupIds: 'sg-0a1b2c3d4e5f60718,sg-1a1b2c3d4e5f60718', perUnitStorageThroughput: '500'}";
    assert_eq!(at(&fast, "parameters"), yaml(parameters));
    assert_eq!((at(&fast, "reclaimPolicy"), at(&fast, "mountOptions")), (yaml("Retain"), yaml("[flock]")));
    assert_eq!(at(&fast, "allowedTopologies/0/matchLabelExpressions/0/values"), yaml("[us-west-2a]"));
    let scratch = named(&all, "scratch");
    assert_eq!(at(&scratch, "reclaimPolicy"), "Delete");
    for key in ["s3ImportPath", "s3ExportPath"] {
        assert_eq!(at(&scratch, "parameters").get(key), Some(&yaml("'s3://acme-data'")), "{key}");
    }
    assert_eq!(at(&scratch, "parameters").get("perUnitStorageThroughput"), None);
    let sizes = all.iter().filter(|object| at(object, "kind") == "ValidatingAdmissionPolicy");
    let sizes: Vec<_> = sizes.map(|policy| at(policy, "spec/validations/0/expression")).collect();
    assert_eq!(sizes.len(), 2);
    for (expression, size) in sizes.iter().zip(["4800Gi", "1200Gi"]) {
        assert!(expression.as_str().is_some_and(|text| text.contains(size)), "{expression:?}");
    }
}

#[test]
fn a_kubernetes_object_keeps_its_declared_order() {
    use eksml::k8s_openapi::api::core::v1::{Namespace, NamespaceSpec};
    use eksml::k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
    let object = Namespace {
        metadata: ObjectMeta {
            name: Some("y".to_owned()),
            labels: Some(std::collections::BTreeMap::from([("on".to_owned(), "1.30".to_owned())])),
            ..ObjectMeta::default()
        },
        spec: Some(NamespaceSpec { finalizers: Some(vec!["kubernetes".to_owned()]) }),
        ..Namespace::default()
    };
    let yaml = eksml::yaml::to_string(&object).expect("writable");
    let expected = "apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    \"on\": \"1.30\"\n  name: \"y\"\nspec:\n  finalizers:\n  - kubernetes\n";
    assert_eq!(yaml, expected);
}
