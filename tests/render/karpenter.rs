//! Pools: what Karpenter and EKS Auto Mode are told of a group, and what they must never do to a training job.

use eksml::render::Gate as _;
use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{gpu_group, group, objects, parsed, platform};

/// The platform with pools in place of its own groups, bought by `scaler`.
fn with_pools(scaler: Scaler) -> Platform {
    let mut platform = platform();
    platform.account = Some(parsed("123456789012"));
    let cluster = &mut platform.clusters[0];
    cluster.scaler = scaler;
    cluster.node_groups.truncate(4);
    for group in &mut cluster.node_groups {
        if group.serves == Use::System {
            group.scale = Scale { min: 3, max: 3 };
        } else {
            group.scale.min = 0;
            group.management = Management::NodePool(NodePool::default());
        }
    }
    platform
}

fn karpenter() -> Platform {
    with_pools(Scaler::Karpenter(Karpenter::default()))
}

fn config(platform: &Platform) -> Value {
    let set = platform.manifests().expect("sound");
    serde_yaml::from_str(set.get("shared/00-cluster.eksctl.yaml").expect("a ClusterConfig")).expect("YAML")
}

#[test]
fn a_training_pool_never_loses_a_node_under_a_job() {
    let objects = objects(&karpenter());
    let pool = &objects.get("NodePool", "pretrain")["spec"];
    assert_eq!(pool["disruption"]["consolidationPolicy"], "WhenEmpty");
    assert_eq!(pool["template"]["spec"]["expireAfter"], "Never", "under template.spec: elsewhere the API server drops it");
    assert!(pool["template"]["spec"].get("terminationGracePeriod").is_none(), "it would overrule do-not-disrupt");
    let annotations = "/spec/replicatedJobs/0/template/spec/template/metadata/annotations";
    assert_eq!(objects.get("JobSet", "pretrain").pointer(annotations).unwrap()["karpenter.sh/do-not-disrupt"], "true");
    let serving = &objects.get("NodePool", "serving")["spec"];
    assert_eq!(serving["disruption"]["consolidationPolicy"], "WhenEmptyOrUnderutilized");
}

#[test]
fn a_pool_is_its_group() {
    let objects = objects(&karpenter());
    let pool = &objects.get("NodePool", "pretrain")["spec"];
    assert_eq!(pool["limits"]["nvidia.com/gpu"], "32");
    assert_eq!(pool["template"]["metadata"]["labels"]["eksml/node-group"], "pretrain");
    assert_eq!(pool["template"]["spec"]["taints"][0]["key"], "nvidia.com/gpu");
    let requirement = |key: &str| {
        let all = pool["template"]["spec"]["requirements"].as_array().expect("requirements").iter();
        all.filter(|it| it["key"] == key).map(|it| it["values"][0].clone()).next().expect("the requirement")
    };
    assert_eq!(requirement("karpenter.sh/capacity-type"), "reserved");
    assert_eq!(requirement("topology.kubernetes.io/zone"), "us-west-2a");
    let class = &objects.get("EC2NodeClass", "pretrain")["spec"];
    assert_eq!(class["capacityReservationSelectorTerms"][0]["id"], "cr-0123456789abcdef0");
    assert_eq!(class["metadataOptions"]["httpPutResponseHopLimit"], 1);
    assert_eq!(class["blockDeviceMappings"][0]["ebs"]["encrypted"], true);
    let efa = class["networkInterfaces"].as_array().expect("interfaces").iter().filter(|it| it["interfaceType"] == "efa-only");
    assert_eq!(efa.count(), 32);
    // Its own group has no reservation, so it gets a placement group, which the README makes.
    assert_eq!(objects.get("EC2NodeClass", "trainium")["spec"]["placementGroupSelector"]["name"], "shared-trainium");
}

#[test]
fn pools_are_no_node_groups_and_their_nodes_have_a_role() {
    let platform = karpenter();
    let config = config(&platform);
    let names: Vec<_> =
        config["managedNodeGroups"].as_array().expect("groups").iter().map(|group| group["name"].clone()).collect();
    assert_eq!(names, ["system"]);
    assert_eq!(config["metadata"]["tags"]["karpenter.sh/discovery"], "shared");
    let entries = config["accessConfig"]["accessEntries"].as_array().expect("entries");
    let nodes = entries.iter().find(|entry| entry["type"] == "EC2_LINUX").expect("an entry of the nodes");
    assert_eq!(nodes["principalARN"], "arn:aws:iam::123456789012:role/shared-karpenter-node");
    let set = platform.manifests().expect("sound");
    let stack = set.get("shared/infra/karpenter.cfn.yaml").expect("the stack");
    assert!(stack.contains("RoleName: shared-karpenter-node") && stack.contains("EC2 Spot Instance Interruption Warning"));
    let readme = set.get("shared/README.md").expect("a README");
    let order = ["aws cloudformation deploy", "eksctl create cluster", "helmfile sync", "kubectl apply -k"];
    let at: Vec<_> = order.iter().map(|command| readme.find(command).expect(command)).collect();
    assert!(at.is_sorted(), "{readme}");
    let helmfile: Value = serde_yaml::from_str(set.get("shared/helmfile.yaml").expect("a helmfile")).expect("YAML");
    assert_eq!(helmfile["releases"][1]["name"], "karpenter");
    assert_eq!(helmfile["releases"][1]["needs"][0], "kube-system/karpenter-crd", "its definitions come first");
}

#[test]
fn karpenter_changes_only_what_is_its_clusters() {
    let config = config(&karpenter());
    let all = config["iam"]["podIdentityAssociations"].as_array().expect("associations");
    let own = all.iter().find(|it| it["serviceAccountName"] == "karpenter").expect("Karpenter's");
    let policy = &own["permissionPolicy"];
    assert!(serde_json::to_string(policy).expect("JSON").len() < 10_240, "IAM takes no longer inline policy");
    for statement in policy["Statement"].as_array().expect("statements") {
        let free = statement.get("Condition").is_none();
        for action in statement["Action"].as_array().expect("actions").iter().filter_map(Value::as_str) {
            let changes = ["Terminate", "Delete", "Create", "Tag", "Add", "Remove", "Pass"]
                .iter()
                .any(|verb| action.split(':').nth(1).is_some_and(|name| name.starts_with(verb)));
            let by_name = statement["Resource"].as_str().is_some_and(|resource| resource.contains(":sqs:"));
            assert!(!(free && changes && action != "ec2:CreateFleet") || by_name, "{action} is free: {statement}");
        }
    }
}

#[test]
fn auto_mode_brings_what_it_replaces() {
    let mut platform = with_pools(Scaler::AutoMode(AutoMode::default()));
    let cluster = &mut platform.clusters[0];
    cluster.node_groups = vec![
        NodeGroup { management: Management::NodePool(NodePool::default()), ..group("batch", "m7i.2xlarge", 0, 4) },
        NodeGroup {
            serves: Use::Training,
            management: Management::NodePool(NodePool::default()),
            ..gpu_group("gpu", "g6e.2xlarge", 0, 4)
        },
    ];
    (cluster.training, cluster.inference) = (Vec::new(), Vec::new());
    if let Some(monitoring) = &mut cluster.monitoring {
        monitoring.neuron_monitor = false;
    }
    let objects = objects(&platform);
    assert!(objects.find("DaemonSet", "nvidia-device-plugin").is_none());
    assert_eq!(objects.get("StorageClass", "gp3")["provisioner"], "ebs.csi.eks.amazonaws.com");
    assert_eq!(objects.get("NodePool", "gpu")["spec"]["template"]["spec"]["nodeClassRef"]["kind"], "NodeClass");
    assert_eq!(objects.get("NodePool", "gpu")["spec"]["template"]["spec"]["expireAfter"], "504h", "three weeks at most");
    let config = config(&platform);
    assert_eq!(config["autoModeConfig"]["enabled"], true);
    assert!(config.get("managedNodeGroups").is_none());
    let addons: Vec<_> = config["addons"].as_array().expect("add-ons").iter().filter_map(|it| it["name"].as_str()).collect();
    assert!(!addons.contains(&"vpc-cni") && !addons.contains(&"aws-ebs-csi-driver") && addons.contains(&"metrics-server"));
    let policies = objects.0.iter().filter(|object| object["kind"] == "NetworkPolicy");
    let rules: Vec<&Value> = policies.filter_map(|policy| policy["spec"]["egress"].as_array()).flatten().collect();
    let names: Vec<&&Value> = rules.iter().filter(|rule| rule["ports"][0]["port"] == 53).collect();
    assert!(names.len() > 1, "namespaces and Prometheus look up names");
    for rule in names {
        assert_eq!(rule["to"][1]["ipBlock"]["cidr"], "172.20.0.10/32", "CoreDNS is on the node, and no Pod");
    }
}

#[test]
fn hosts_are_reached_by_name_beside_what_network_policies_open() {
    let mut platform = with_pools(Scaler::AutoMode(AutoMode::default()));
    let cluster = &mut platform.clusters[0];
    (cluster.training, cluster.inference, cluster.node_groups) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(monitoring) = &mut cluster.monitoring {
        (monitoring.neuron_monitor, monitoring.dcgm) = (false, None);
    }
    let namespace = cluster.namespaces[0].name.to_string();
    cluster.namespaces[0].https_to_names = (0..30).map(|host| parsed(&format!("*.n{host}.example.com"))).collect();
    let objects = objects(&platform);
    let policy = objects.get("ApplicationNetworkPolicy", "eksml-allow-https-to-names");
    assert_eq!(policy["metadata"]["namespace"], namespace.as_str());
    let egress = policy["spec"]["egress"].as_array().expect("rules");
    assert_eq!(egress[0]["to"][0]["ipBlock"]["cidr"], "172.20.0.10/32", "names are learnt from answers");
    let lengths: Vec<_> =
        egress[1]["to"].as_array().expect("peers").iter().map(|peer| peer["domainNames"].as_array().map(Vec::len)).collect();
    assert_eq!((lengths, &egress[1]["ports"][0]["port"]), (vec![Some(25), Some(5)], &443.into()));
}

#[test]
fn pools_find_the_subnets_of_a_vpc_that_is_there_already() {
    use eksml::eksctl::{AzSubnetSpec, ClusterSubnets, ClusterVpcBlock};
    let ids = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2", "subnet-0aaaaaaaaaaaaaaa3"];
    let mut platform = karpenter();
    let zones: Vec<_> = ["us-west-2a", "us-west-2b", "us-west-2c"].map(str::to_owned).into();
    let subnet =
        |(zone, id): (&String, &str)| (zone.clone(), AzSubnetSpec { id: Some(id.to_owned()), ..AzSubnetSpec::default() });
    platform.clusters[0].eksctl.vpc = Some(ClusterVpcBlock {
        id: Some("vpc-0123456789abcdef0".to_owned()),
        subnets: Some(ClusterSubnets { private: zones.iter().zip(ids).map(subnet).collect(), ..ClusterSubnets::default() }),
        ..ClusterVpcBlock::default()
    });
    let objects = objects(&platform);
    let terms = &objects.get("EC2NodeClass", "pretrain")["spec"]["subnetSelectorTerms"];
    let found: Vec<_> = terms.as_array().expect("terms").iter().map(|term| term["id"].clone()).collect();
    assert_eq!(found, ids);
}

/// Karpenter knows no huge pages, and would buy no node for a Pod that asks for some.
#[test]
fn pods_of_pools_do_without_huge_pages() {
    let objects = objects(&karpenter());
    let container = "/spec/replicatedJobs/0/template/spec/template/spec/containers/0";
    let container = objects.get("JobSet", "pretrain").pointer(container).expect("a container").clone();
    assert_eq!(container["resources"]["limits"]["vpc.amazonaws.com/efa"], "32");
    assert!(container["resources"]["limits"].get("hugepages-2Mi").is_none());
    let told = container["env"]
        .as_array()
        .expect("variables")
        .iter()
        .any(|of| of["name"] == "FI_EFA_USE_HUGE_PAGE" && of["value"] == "0");
    assert!(told, "libfabric would take the node's, and the Pod die of it");
}

#[test]
fn broken_nodes_of_pools_are_replaced_unless_they_are_watched() {
    let values = |platform: &Platform| -> Value {
        let set = platform.manifests().expect("sound");
        serde_yaml::from_str(set.get("shared/values/karpenter.yaml").expect("settings")).expect("YAML")
    };
    let agent = |platform: &Platform| config(platform)["addons"].to_string().contains("eks-node-monitoring-agent");
    let mut platform = karpenter();
    assert_eq!(values(&platform)["settings"]["featureGates"]["nodeRepair"], true);
    assert!(agent(&platform), "it says which nodes are broken");
    platform.clusters[0].node_groups.iter_mut().for_each(|group| group.repair = Repair::Off);
    assert_eq!(values(&platform)["settings"]["featureGates"]["nodeRepair"], false);
    assert!(!agent(&platform));
}
