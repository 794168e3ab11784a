//! Security groups by kind of nodes: who gets one, by which files, and which file systems let whom in.

use eksml::eksctl::{AzSubnetSpec, ClusterSubnets, ClusterVpcBlock, NodeGroupSgs};
use eksml::output::ManifestSet;
use eksml::render;
use eksml::render::Gate as _;
use eksml::spec::*;
use serde_json::{Value, json};

use crate::rendered::{gpu_group, group, parsed, platform};

/// Volumes on EFS and on Lustre, mounted by a job and a service, each of which runs on a kind of its own.
fn per_kind() -> Platform {
    let mut platform = platform();
    platform.account = Some(parsed("123456789012"));
    let cluster = &mut platform.clusters[0];
    cluster.security_groups = SecurityGroups::PerKind;
    let place = LustrePlace { zone: parsed("us-west-2a"), ..LustrePlace::default() };
    let lustre = Lustre::Scratch2(Scratch2 { place, size_gib: 1200, mirrors: None });
    let efs = Efs { source: EfsSource::Create(CreatedEfs::default()) };
    let classes = [("scratch", Backend::FsxLustre(lustre)), ("models", Backend::Efs(efs))];
    cluster.storage.extend(classes.map(|(name, backend)| Storage { name: parsed(name), backend, ..Storage::default() }));
    for (namespace, class) in [("ml-training", "scratch"), ("ml-inference", "models")] {
        let (name, source) = (parsed(class), VolumeSource::Storage(parsed(class)));
        cluster.volumes.push(DataVolume { name, namespace: parsed(namespace), source, ..DataVolume::default() });
    }
    let mount = |volume: &str| Mount { volume: parsed(volume), at: format!("/{volume}"), ..Mount::default() };
    cluster.training[0].mounts.push(mount("scratch"));
    cluster.inference[0].mounts.push(mount("models"));
    platform
}

fn manifests(platform: &Platform) -> ManifestSet {
    platform.manifests().unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn yaml(platform: &Platform, file: &str) -> Value {
    serde_yaml::from_str(manifests(platform).get(&format!("shared/{file}")).expect(file)).expect("YAML")
}

fn commands(platform: &Platform) -> Vec<String> {
    let cluster = platform.clusters.first().expect("a cluster");
    render::commands(&render::ClusterView { platform, cluster }, ".")
}

const LATER: &str = "02-node-groups.eksctl.yaml";

/// Names and attached groups of a list of node groups.
fn attached(config: &Value, list: &str) -> Vec<(String, Value)> {
    let groups = config[list].as_array().into_iter().flatten();
    groups
        .map(|group| (group["name"].as_str().expect("a name").to_owned(), group["securityGroups"]["attachIDs"].clone()))
        .collect()
}

#[test]
fn the_cluster_comes_with_its_system_and_the_others_when_their_groups_are_there() {
    let platform = per_kind();
    let created = yaml(&platform, "00-cluster.eksctl.yaml");
    assert_eq!(attached(&created, "managedNodeGroups"), [("system".to_owned(), Value::Null)]);
    let later = yaml(&platform, LATER);
    let expected = [
        ("pretrain", "@TrainingNodes@"),
        ("trainium", "@TrainingNodes@"),
        ("serving", "@InferenceNodes@"),
        ("notebooks", "@DevelopmentNodes@"),
        ("small", "@DevelopmentNodes@"),
    ];
    assert_eq!(attached(&later, "managedNodeGroups"), expected.map(|(name, place)| (name.to_owned(), json!([place]))));
    assert_eq!(created["metadata"], later["metadata"], "nodes have the cluster's version and tags");
    let others: Vec<_> = later.as_object().expect("a map").keys().map(String::as_str).collect();
    assert_eq!(
        others,
        ["apiVersion", "kind", "managedNodeGroups", "metadata"],
        "the rest is the cluster's, and eksctl reads it there"
    );
    let outputs = yaml(&platform, "01-infra.cfn.yaml")["Outputs"].clone();
    for output in ["TrainingNodes", "InferenceNodes", "DevelopmentNodes"] {
        assert_eq!(outputs[output]["Value"]["Fn::GetAtt"], json!([output, "GroupId"]));
    }
    assert!(outputs.get("SystemNodes").is_none());
}

#[test]
fn one_command_makes_them_between_the_stack_and_the_operators() {
    let commands = commands(&per_kind());
    let at = |part: &str| commands.iter().position(|command| command.contains(part)).expect(part);
    let (create, make) = (at("eksctl create cluster"), at("eksctl create nodegroup -f -"));
    assert!(create < at("01-infra.cfn.yaml") && at("01-infra.cfn.yaml") < make && make < at("helmfile sync"), "{commands:#?}");
    assert!(commands[make].contains("| sed -f /dev/stdin ./02-node-groups.eksctl.yaml | eksctl create nodegroup -f -"));
    // eksctl installs the plugins where it makes nodes with devices.
    let plugins = "--install-nvidia-plugin=false --install-neuron-plugin=false";
    assert!(commands[make].ends_with(plugins) && !commands[create].contains("plugin"), "{commands:#?}");
    let readme = manifests(&per_kind()).get("shared/README.md").expect("a README").to_owned();
    assert!(readme.contains("between nodes NetworkPolicies separate, not these"));
    assert!(readme.contains("(scratch: training; models: inference)"), "{readme}");
    assert!(readme.contains("`eksctl delete nodegroup -f 02-node-groups.eksctl.yaml --approve`"));
}

#[test]
fn file_systems_let_in_the_kinds_that_mount_them() {
    let resources = |platform: &Platform| yaml(platform, "01-infra.cfn.yaml")["Resources"].clone();
    let let_in = |resources: &Value, group: &str| -> Vec<String> {
        let rules = resources[group]["Properties"]["SecurityGroupIngress"].as_array().expect(group).iter();
        let who = |rule: &Value| {
            let source = &rule["SourceSecurityGroupId"];
            source["Fn::GetAtt"][0].as_str().or(source["Fn::ImportValue"].as_str()).expect("a group").to_owned()
        };
        let mut all: Vec<_> = rules.map(who).collect();
        all.dedup();
        all
    };
    let mut platform = per_kind();
    let of_kinds = resources(&platform);
    assert_eq!(let_in(&of_kinds, "LustreScratchSecurityGroup"), ["TrainingNodes"]);
    assert_eq!(let_in(&of_kinds, "EfsModelsSecurityGroup"), ["InferenceNodes"]);
    let out = &of_kinds["EfsModelsSecurityGroupFromInferenceNodes"]["Properties"];
    assert_eq!((&out["GroupId"]["Fn::GetAtt"][0], &out["ToPort"]), (&json!("InferenceNodes"), &json!(2049)));
    for rule in ["ToTrainingNodes", "FromTrainingNodes"] {
        let first = &of_kinds[format!("LustreScratchSecurityGroup{rule}0")]["Properties"];
        assert_eq!((&first["GroupId"]["Fn::GetAtt"][0], &first["FromPort"]), (&json!("TrainingNodes"), &json!(988)), "{rule}");
    }
    let tags = of_kinds["TrainingNodes"]["Properties"]["Tags"].as_array().expect("tags").iter();
    let keys: Vec<_> = tags.map(|tag| tag["Key"].as_str().expect("a key")).collect();
    assert_eq!(
        keys,
        ["eksml/platform", "eksml/cluster", "eksml/nodes", "Name"],
        "and none by which it would be the cluster's own"
    );

    platform.clusters[0].storage[2].mounted_from = vec![Use::Development];
    assert_eq!(let_in(&resources(&platform), "EfsModelsSecurityGroup"), ["InferenceNodes", "DevelopmentNodes"]);

    // Shared, every node is let in: eksctl's own nodes do not have the group that EKS puts on all others.
    platform.clusters[0].storage[2].mounted_from.clear();
    platform.clusters[0].security_groups = SecurityGroups::Shared;
    let cluster = "eksctl-shared-cluster::ClusterSecurityGroupId";
    assert_eq!(let_in(&resources(&platform), "EfsModelsSecurityGroup"), [cluster]);
    let by_hand = NodeGroup {
        management: Management::SelfManaged(SelfManaged::default()),
        repair: Repair::Off,
        ..group("hand", "m7i.xlarge", 1, 4)
    };
    platform.clusters[0].node_groups.push(by_hand);
    for class in ["EfsModels", "LustreScratch"] {
        let all = let_in(&resources(&platform), &format!("{class}SecurityGroup"));
        assert_eq!(all[..2], [cluster, "eksctl-shared-cluster::SharedNodeSecurityGroup"]);
    }
    assert!(manifests(&platform).get(&format!("shared/{LATER}")).is_none());
}

#[test]
fn pools_find_the_group_of_their_kind_beside_the_cluster_s() {
    let terms = |scaler: Scaler, kind: &str| {
        let mut platform = per_kind();
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
        if matches!(cluster.scaler, Scaler::AutoMode(_)) {
            // Auto Mode knows neither Neuron's EFA nor groups that eksctl makes at creation.
            cluster.node_groups.retain(|group| group.name.as_str() == "serving");
            cluster.training.clear();
            cluster.volumes.retain(|volume| volume.name.as_str() == "models");
            cluster.storage.retain(|class| class.name.as_str() != "scratch");
            cluster.queues = None;
            cluster.monitoring = None;
            cluster.identities.clear();
        }
        let set = manifests(&platform);
        assert!(set.get(&format!("shared/{LATER}")).is_none(), "their nodes come when Pods do");
        let text = set.get("shared/41-scaling.yaml").expect("pools");
        let documents =
            serde_yaml::Deserializer::from_str(text).map(|it| <Value as serde::Deserialize>::deserialize(it).expect("YAML"));
        let class = documents.into_iter().find(|it| it["kind"] == kind && it["metadata"]["name"] == "serving").expect(kind);
        let readme = set.get("shared/README.md").expect("a README");
        assert!(readme.contains("`kubectl delete nodepools.karpenter.sh "), "{readme}");
        class["spec"]["securityGroupSelectorTerms"].clone()
    };
    let expected = json!([
        { "tags": { "aws:eks:cluster-name": "shared" } },
        { "tags": { "eksml/cluster": "shared", "eksml/nodes": "inference" } },
    ]);
    assert_eq!(terms(Scaler::Karpenter(Karpenter::default()), "EC2NodeClass"), expected);
    assert_eq!(terms(Scaler::AutoMode(AutoMode::default()), "NodeClass"), expected);
}

#[test]
fn groups_in_a_vpc_that_is_there_keep_their_subnets_and_what_they_attach() {
    let mut platform = per_kind();
    let cluster = &mut platform.clusters[0];
    cluster.vpc.zones = Zones::Named(vec![parsed("us-west-2a"), parsed("us-west-2b")]);
    let subnet =
        |id: &str, az: &str| AzSubnetSpec { id: Some(id.to_owned()), az: Some(az.to_owned()), ..AzSubnetSpec::default() };
    let private = [
        ("gpu".to_owned(), subnet("subnet-0aaaaaaaaaaaaaaa1", "us-west-2a")),
        ("rest".to_owned(), subnet("subnet-0aaaaaaaaaaaaaaa2", "us-west-2b")),
    ];
    cluster.eksctl.vpc = Some(ClusterVpcBlock {
        id: Some("vpc-0123456789abcdef0".to_owned()),
        subnets: Some(ClusterSubnets { private: private.into_iter().collect(), ..ClusterSubnets::default() }),
        ..ClusterVpcBlock::default()
    });
    let mut hand = NodeGroup {
        serves: Use::Training,
        management: Management::SelfManaged(SelfManaged::default()),
        repair: Repair::Off,
        zones: vec![parsed("us-west-2a")],
        ..gpu_group("hand", "g6.12xlarge", 0, 4)
    };
    hand.eksctl.subnets = vec!["gpu".to_owned()];
    hand.eksctl.security_groups =
        Some(NodeGroupSgs { attach_ids: vec!["sg-0aaaaaaaaaaaaaaa1".to_owned()], ..NodeGroupSgs::default() });
    cluster.node_groups.push(hand);
    let later = yaml(&platform, LATER);
    assert_eq!(later["vpc"]["subnets"]["private"]["gpu"]["id"], "subnet-0aaaaaaaaaaaaaaa1");
    assert_eq!(attached(&later, "nodeGroups"), [("hand".to_owned(), json!(["sg-0aaaaaaaaaaaaaaa1", "@TrainingNodes@"]))]);
    assert_eq!(later["nodeGroups"][0]["subnets"], json!(["gpu"]));
}

#[test]
fn nobody_applies_the_file_that_is_eksctls() {
    for gitops in [
        GitOps::ArgoCd(ArgoCd { repo: "https://github.com/acme/platform".to_owned(), ..ArgoCd::default() }),
        GitOps::Flux(Flux { repo: "https://github.com/acme/platform".to_owned(), ..Flux::default() }),
    ] {
        let mut platform = per_kind();
        platform.gitops = Some(gitops);
        let set = manifests(&platform);
        let later = set.get(&format!("shared/{LATER}")).expect("it is there");
        assert!(!later.contains("argocd.argoproj.io"), "{later}");
        let named: Vec<_> = set.iter().filter(|(_, text)| text.contains(LATER)).map(|(path, _)| path.to_string()).collect();
        assert_eq!(named, ["shared/README.md"]);
    }
}
