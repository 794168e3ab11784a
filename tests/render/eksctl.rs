//! What the emitted ClusterConfig says, and what it leaves to nobody's default.

use crate::emitted::{at, cluster, files, group, list, named, objects, platform, unit, yaml};
use eksml::eksctl::ClusterConfig;
use eksml::spec::{
    Addons, Backend, Cluster, ClusterAutoscaler, EbsGp3, Endpoint, Environment, Identity, InstancesDistribution, Logs,
    Management, Mechanism, Namespace, NetworkPolicyEnforcement, NodeGroup, PlacementGroup, Platform, PublicAccess, Purchase,
    Repair, Scale, Scaler, SelfManaged, Storage, Store, Taint, Team, Use,
};
use serde_yaml::Value;

const FILE: &str = "00-cluster.eksctl.yaml";

fn config(of: Cluster) -> Value {
    config_of(&platform(of))
}

fn config_of(platform: &Platform) -> Value {
    let mut all = objects(platform, FILE);
    assert_eq!(all.len(), 1, "eksctl ignores every further document");
    all.remove(0)
}

fn gpu(name: &str, instance: &str) -> NodeGroup {
    NodeGroup {
        scale: Scale { min: 2, max: 2 },
        taints: vec![Taint::NvidiaGpu],
        zones: vec![unit("us-west-2a")],
        ..group(name, instance, Use::Training)
    }
}

fn addon(config: &Value, name: &str) -> Value {
    list(config, "addons").into_iter().find(|addon| at(addon, "name") == name).unwrap_or_default()
}

fn settings(addon: &Value) -> Value {
    at(addon, "configurationValues").as_str().map_or(Value::Null, yaml)
}

#[test]
fn nothing_is_left_to_an_unsafe_default() {
    let config = config(cluster());
    for (path, expected) in [
        (
            "metadata",
            "{name: shared, region: us-west-2, version: '1.35', tags: {eksml/platform: acme-ml, eksml/environment: development}}",
        ),
        ("upgradePolicy", "{supportType: STANDARD}"),
        ("kubernetesNetworkConfig", "{ipFamily: IPv4, serviceIPv4CIDR: 172.20.0.0/16}"),
        ("accessConfig/authenticationMode", "API"),
        ("accessConfig/bootstrapClusterCreatorAdminPermissions", "false"),
        ("iam/withOIDC", "false"),
        (
            "vpc",
            "{cidr: 10.0.0.0/16, nat: {gateway: HighlyAvailable}, clusterEndpoints: {privateAccess: true, publicAccess: false}}",
        ),
        ("availabilityZones", "[us-west-2a, us-west-2b, us-west-2c]"),
        ("cloudWatch/clusterLogging", "{enableTypes: [audit, authenticator], logRetentionInDays: 90}"),
        ("zonalShiftConfig", "null"),
    ] {
        assert_eq!(at(&config, path), yaml(expected), "{path}");
    }
    let system = at(&config, "managedNodeGroups/0");
    for (key, expected) in [
        ("amiFamily", "AmazonLinux2023"),
        ("instanceTypes", "[m7i.xlarge]"),
        ("privateNetworking", "true"),
        ("minSize", "3"),
        ("desiredCapacity", "3"),
        ("maxSize", "3"),
        ("volumeType", "gp3"),
        ("volumeSize", "80"),
        ("volumeEncrypted", "true"),
        ("disableIMDSv1", "true"),
        ("disablePodIMDS", "true"),
        ("updateConfig", "{maxUnavailable: 1}"),
        ("nodeRepairConfig", "{enabled: true}"),
        ("ssh", "null"),
    ] {
        assert_eq!(at(&system, key), yaml(expected), "{key}");
    }
}

#[test]
fn the_emitted_file_is_what_its_types_read() {
    let platform = platform(Cluster {
        node_groups: vec![group("system", "m7i.xlarge", Use::System), gpu("gpu", "g6e.12xlarge")],
        ..cluster()
    });
    let text = &files(&platform)[FILE];
    let read = serde_yaml::from_str::<ClusterConfig>(text).expect("readable");
    let again = serde_yaml::to_value(&read).expect("plain data");
    assert_eq!(again, yaml(text));
    assert_eq!(read.managed_node_groups.len(), 2);
}

#[test]
fn production_and_public_endpoints_say_so() {
    let key = "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6";
    let config = config(Cluster {
        environment: Environment::Production,
        secrets_key: Some(unit(key)),
        endpoint: Endpoint::PrivateAndPublic(PublicAccess { from: vec![unit("203.0.113.0/24")] }),
        logs: Logs { retention_days: Some(30), scheduler: true, ..Logs::default() },
        ..cluster()
    });
    assert_eq!(at(&config, "zonalShiftConfig/enabled"), true);
    assert_eq!(at(&config, "secretsEncryption/keyARN"), key);
    assert_eq!(at(&config, "vpc/publicAccessCIDRs"), yaml("[203.0.113.0/24]"));
    assert_eq!(at(&config, "vpc/clusterEndpoints"), yaml("{privateAccess: true, publicAccess: true}"));
    assert_eq!(
        at(&config, "cloudWatch/clusterLogging"),
        yaml("{enableTypes: [audit, authenticator, scheduler], logRetentionInDays: 30}")
    );
}

#[test]
fn admins_viewers_and_teams_have_an_entry_each() {
    let role = |name: &str| format!("arn:aws:iam::111122223333:role/{name}");
    let namespaces = ["ml", "web"].map(|name| Namespace { name: unit(name), ..Namespace::default() });
    let mut cluster = Cluster { namespaces: namespaces.into(), ..cluster() };
    cluster.access.viewers = vec![unit(&role("auditor"))];
    let both = vec![unit("ml"), unit("web")];
    cluster.access.teams =
        vec![Team { name: unit("research"), role: unit(&role("research")), namespaces: both, ..Team::default() }];
    let entries = list(&config(cluster), "accessConfig/accessEntries");
    let expected = [
        ("platform-admin", "AmazonEKSClusterAdminPolicy", "{type: cluster}", "null"),
        ("auditor", "AmazonEKSViewPolicy", "{type: cluster}", "['eksml:viewers']"),
        ("research", "AmazonEKSEditPolicy", "{type: namespace, namespaces: [ml, web]}", "null"),
    ];
    assert_eq!(entries.len(), expected.len());
    for (entry, (name, policy, scope, groups)) in entries.iter().zip(expected) {
        assert_eq!(at(entry, "principalARN"), role(name));
        assert_eq!(at(entry, "accessPolicies/0/policyARN"), format!("arn:aws:eks::aws:cluster-access-policy/{policy}"));
        assert_eq!(at(entry, "accessPolicies/0/accessScope"), yaml(scope));
        assert_eq!(at(entry, "kubernetesGroups"), yaml(groups), "{name}: no team has JobSets");
    }
}

#[test]
fn identities_get_roles_by_the_way_they_ask_for() {
    let identity = |name: &str, via| Identity {
        name: unit(name),
        namespace: unit("ml"),
        read: vec![Store::Bucket(unit("data"))],
        via,
        ..Identity::default()
    };
    let role = "arn:aws:iam::111122223333:role/exists";
    let cluster = Cluster {
        namespaces: vec![Namespace { name: unit("ml"), ..Namespace::default() }],
        identities: vec![
            identity("pods", Mechanism::PodIdentity),
            identity("oidc", Mechanism::Irsa),
            identity("old", Mechanism::ExistingRole(unit(role))),
        ],
        ..cluster()
    };
    let mut platform = platform(cluster);
    let config = config_of(&platform);
    assert_eq!(at(&config, "iam/withOIDC"), true);
    let pods = at(&config, "iam/podIdentityAssociations/0");
    assert_eq!((at(&pods, "namespace"), at(&pods, "serviceAccountName")), (yaml("ml"), yaml("pods")));
    assert_eq!(at(&pods, "createServiceAccount"), false);
    assert_eq!(at(&pods, "permissionPolicy/Statement/1/Resource"), yaml("['arn:aws:s3:::acme-data/*']"));
    assert_eq!(at(&pods, "permissionPolicy/Statement/2/Action"), yaml("['kms:Decrypt']"));
    let old = at(&config, "iam/podIdentityAssociations/1");
    assert_eq!((at(&old, "roleARN"), at(&old, "permissionPolicy")), (yaml(role), Value::Null));
    let oidc = at(&config, "iam/serviceAccounts/0");
    assert_eq!((at(&oidc, "roleName"), at(&oidc, "roleOnly")), (yaml("shared-us-west-2-ml-oidc"), yaml("true")));
    let accounts = objects(&platform, "12-service-accounts.yaml");
    assert_eq!(
        at(&named(&accounts, "ml/oidc"), "metadata/annotations"),
        yaml("{eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/shared-us-west-2-ml-oidc'}")
    );
    assert_eq!(at(&named(&accounts, "ml/pods"), "metadata/annotations"), Value::Null);
    assert!(accounts.iter().all(|account| at(account, "automountServiceAccountToken") == false));

    // Without the account, only eksctl knows the role's ARN: it owns role and service account.
    platform.account = None;
    assert_eq!(at(&config_of(&platform), "iam/serviceAccounts/0/roleOnly"), false);
    assert_eq!(named(&objects(&platform, "12-service-accounts.yaml"), "ml/oidc"), Value::Null);
}

#[test]
fn add_ons_come_with_what_needs_them() {
    let plain = config(cluster());
    let names: Vec<_> = list(&plain, "addons").iter().map(|addon| at(addon, "name")).collect();
    let base = "[vpc-cni, kube-proxy, coredns, eks-pod-identity-agent, metrics-server, eks-node-monitoring-agent]";
    assert_eq!(Value::Sequence(names), yaml(base));
    let cni = "{enableNetworkPolicy: 'true', env: {ENABLE_PREFIX_DELEGATION: 'true', NETWORK_POLICY_ENFORCING_MODE: standard}}";
    assert_eq!(settings(&addon(&plain, "vpc-cni")), yaml(cni));

    let key = "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6";
    let ebs = EbsGp3 { key: Some(unit(key)), ..EbsGp3::default() };
    let with_gpus = config(Cluster {
        node_groups: vec![group("system", "m7i.xlarge", Use::System), gpu("gpu", "g6e.12xlarge")],
        storage: vec![Storage { name: unit("gp3"), backend: Backend::EbsGp3(ebs), ..Storage::default() }],
        ..cluster()
    });
    let driver = addon(&with_gpus, "aws-ebs-csi-driver");
    assert_eq!(settings(&driver), yaml("{node: {tolerateAllTaints: true}}"));
    assert_eq!(at(&driver, "podIdentityAssociations/0/permissionPolicy/Statement/0/Resource"), yaml(&format!("['{key}']")));
    let agent = addon(&with_gpus, "eks-node-monitoring-agent");
    assert_eq!(settings(&agent), yaml("{dcgmAgent: {tolerations: [{operator: Exists}]}}"));
}

#[test]
fn strict_network_policies_begin_after_the_system_s_own_are_applied() {
    let addons = Addons { network_policy: NetworkPolicyEnforcement::Strict, ..Addons::default() };
    let platform = platform(Cluster { addons, ..cluster() });
    let created = settings(&addon(&config_of(&platform), "vpc-cni"));
    assert_eq!(at(&created, "env/NETWORK_POLICY_ENFORCING_MODE"), "standard");
    let readme = &files(&platform)["README.md"];
    let (applied, update) = (readme.find("kubectl apply"), readme.find("aws eks update-addon"));
    assert!(applied.is_some() && applied < update, "{readme}");
    assert!(readme.contains("\"NETWORK_POLICY_ENFORCING_MODE\":\"strict\""), "{readme}");
}

#[test]
fn autoscaled_groups_carry_what_the_autoscaler_looks_for() {
    let by_hand = Management::SelfManaged(SelfManaged::default());
    let config = config(Cluster {
        scaler: Scaler::ClusterAutoscaler(ClusterAutoscaler::default()),
        node_groups: vec![
            group("system", "m7i.xlarge", Use::System),
            gpu("gpu", "g6e.12xlarge"),
            NodeGroup { management: by_hand, ..group("own", "m7i.2xlarge", Use::General) },
        ],
        ..cluster()
    });
    let managed = at(&config, "managedNodeGroups/1");
    assert_eq!(at(&managed, "propagateASGTags"), true);
    let taint = at(&managed, "tags").get("k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu").cloned();
    assert_eq!(taint, Some(yaml("'true:NoSchedule'")));
    let own = at(&config, "nodeGroups/0");
    assert_eq!(at(&own, "tags").get("k8s.io/cluster-autoscaler/shared"), Some(&yaml("owned")));
    assert_eq!(at(&own, "asgSuspendProcesses"), yaml("[AZRebalance]"));
    let associations = list(&config, "iam/podIdentityAssociations");
    let autoscaler = associations.iter().find(|of| at(of, "serviceAccountName") == "cluster-autoscaler").expect("one");
    assert_eq!(at(autoscaler, "namespace"), "kube-system");
    let fixed = at(&self::config(cluster()), "managedNodeGroups/0");
    assert_eq!((at(&fixed, "propagateASGTags"), at(&fixed, "tags")), (Value::Null, Value::Null));
}

#[test]
fn each_way_to_buy_has_its_own_words() {
    let block =
        NodeGroup { purchase: Purchase::CapacityBlock(unit("cr-0123456789abcdef0")), efa: true, ..gpu("block", "p5.48xlarge") };
    let mix = InstancesDistribution { on_demand_base: 1, on_demand_percent: 20, ..InstancesDistribution::default() };
    let self_managed = |distribution| Management::SelfManaged(SelfManaged { distribution });
    let own = |name, management| NodeGroup { management, repair: Repair::Off, ..group(name, "c7i.2xlarge", Use::General) };
    let config = config(Cluster {
        node_groups: vec![
            group("system", "m7i.xlarge", Use::System),
            block,
            NodeGroup { purchase: Purchase::Spot, ..group("spot", "m7i.2xlarge", Use::General) },
            own("mixed", self_managed(Some(mix))),
            own("plain", self_managed(None)),
        ],
        ..cluster()
    });
    let block = at(&config, "managedNodeGroups/1");
    assert_eq!(at(&block, "capacityReservation/capacityReservationTarget/capacityReservationID"), "cr-0123456789abcdef0");
    assert_eq!(at(&block, "instanceMarketOptions/marketType"), "capacity-block");
    assert_eq!((at(&block, "efaEnabled"), at(&block, "availabilityZones")), (yaml("true"), yaml("[us-west-2a]")));
    assert_eq!((at(&block, "spot"), at(&block, "placement"), at(&block, "volumeSize")), (Value::Null, Value::Null, yaml("200")));
    assert_eq!(at(&config, "managedNodeGroups/2/spot"), true);
    let mixed = "{instanceTypes: [c7i.2xlarge], onDemandBaseCapacity: 1, onDemandPercentageAboveBaseCapacity: 20,
        spotAllocationStrategy: price-capacity-optimized}";
    assert_eq!(at(&config, "nodeGroups/0/instancesDistribution"), yaml(mixed));
    assert_eq!(at(&config, "nodeGroups/0/instanceType"), Value::Null);
    assert_eq!(at(&config, "nodeGroups/1/instanceType"), "c7i.2xlarge");
    assert_eq!(at(&config, "nodeGroups/1/instancesDistribution"), Value::Null);
}

#[test]
fn flags_and_steps_are_those_the_cluster_needs() {
    let readme = |node_groups: Vec<NodeGroup>| {
        let mut all = vec![group("system", "m7i.xlarge", Use::System)];
        all.extend(node_groups);
        files(&platform(Cluster { node_groups: all, ..cluster() }))["README.md"].clone()
    };
    assert!(!readme(Vec::new()).contains("--install-"));
    let neuron = NodeGroup { taints: vec![Taint::AwsNeuron], ..gpu("neuron", "trn1.32xlarge") };
    let both = readme(vec![gpu("gpu", "g6e.12xlarge"), neuron]);
    assert!(both.contains("--install-nvidia-plugin=false --install-neuron-plugin=false"), "{both}");
    let bottlerocket = NodeGroup { ami: unit("Bottlerocket"), ..gpu("gpu", "g6e.12xlarge") };
    assert!(!readme(vec![bottlerocket]).contains("--install-"), "Bottlerocket has the plugin built in");
    let placed = NodeGroup { placement: PlacementGroup::Cluster, ..gpu("gpu", "g6e.12xlarge") };
    assert!(
        readme(vec![placed]).contains("create-placement-group --region us-west-2 --group-name shared-gpu --strategy cluster")
    );
}

#[test]
fn a_fully_private_cluster_leaves_its_endpoint_to_eksctl() {
    use eksml::eksctl::{ClusterBlock, PrivateCluster};
    let private_cluster = Some(PrivateCluster { enabled: Some(true), ..PrivateCluster::default() });
    let eksctl = ClusterBlock { private_cluster, ..ClusterBlock::default() };
    let mut cluster = Cluster { endpoint: Endpoint::Private, eksctl, ..cluster() };
    cluster.vpc.endpoints.push(eksml::spec::AwsService::EksAuth);
    let config = config(cluster);
    let keys: Vec<_> = at(&config, "vpc").as_mapping().expect("a VPC").keys().cloned().collect();
    assert_eq!(keys, ["cidr"], "a NAT gateway has no subnet there, and eksctl refuses `clusterEndpoints`");
}
