//! `eksctl { … }` in a cluster and in a node group: what it says is in the ClusterConfig, judged, and nothing else is changed by it.

use eksml::Platform;
use eksml::render::Gate as _;
use serde_json::{Value, json};

fn platform() -> Platform {
    let retention = 2;
    eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            eksctl {
                metadata { tags { "cost-center": "ml" } annotations { "example.com/owner": "platform" } }
                controlPlaneScalingConfig { tier: "tier-xl" }
                kubeAPIServerConfig { eventTTL: "3h0m0s" }
                addons: [{ name: "vpc-cni", version: "v1.20.0-eksbuild.1" }, { name: "snapshot-controller" }],
                iam { serviceRoleARN: "arn:aws:iam::111122223333:role/cluster" }
                accessConfig { accessEntries: [{ principalARN: "arn:aws:iam::111122223333:role/ci", kubernetesGroups: ["ci"] }] }
            }
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group workers {
                instances: ["m7i.2xlarge"], scale: 0..=8, management: SelfManaged { },
                eksctl {
                    instance_prefix: "acme", enableDetailedMonitoring: true, max_instance_lifetime: 604_800,
                    kubeletExtraConfig { kubeReserved { cpu: "300m", memory: "300Mi" } registryPullQPS: 10, ratio: 0.5, quiet: true }
                    additional_volumes: [{ volumeName: "/dev/xvdb", volumeSize: {100 * retention}, volumeType: Gp3, volumeEncrypted: true }],
                }
            }
        }
    }
}

fn config() -> Value {
    serde_json::to_value(eksml::derived::cluster_config(&platform(), &platform().clusters[0])).expect("plain data")
}

#[test]
fn what_the_blocks_say_is_in_the_cluster_config() {
    let config = config();
    assert_eq!(
        config["metadata"]["tags"],
        json!({"eksml/platform": "acme-ml", "eksml/environment": "production", "cost-center": "ml"})
    );
    assert_eq!(config["metadata"]["annotations"], json!({"example.com/owner": "platform"}));
    assert_eq!(config["controlPlaneScalingConfig"], json!({"tier": "tier-xl"}));
    assert_eq!(config["kubeAPIServerConfig"], json!({"eventTTL": "3h0m0s"}));
    assert_eq!(config["iam"]["serviceRoleARN"], "arn:aws:iam::111122223333:role/cluster");
    let entries = config["accessConfig"]["accessEntries"].as_array().expect("a list");
    assert_eq!(entries.len(), 2, "one admin and the block's own");
    let group = &config["nodeGroups"][0];
    assert_eq!(
        group["kubeletExtraConfig"],
        json!({"kubeReserved": {"cpu": "300m", "memory": "300Mi"}, "registryPullQPS": 10, "ratio": 0.5, "quiet": true})
    );
    assert_eq!((&group["instancePrefix"], &group["enableDetailedMonitoring"]), (&json!("acme"), &json!(true)));
    assert_eq!(
        group["additionalVolumes"],
        json!([{"volumeSize": 200, "volumeType": "gp3", "volumeName": "/dev/xvdb", "volumeEncrypted": true}])
    );
    assert_eq!(group["privateNetworking"], true);
}

#[test]
fn what_a_word_cannot_say_of_a_group_its_block_can() {
    let platform = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: ["us-west-2a", "us-west-2b"] }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            eksctl { vpc { id: "vpc-0123456789abcdef0", subnets { private {
                "us-west-2a" { id: "subnet-0aaaaaaaaaaaaaaa1" }
                "us-west-2b" { id: "subnet-0aaaaaaaaaaaaaaa2" }
            } } } }
            node_group system { instances: ["m7i.xlarge"], scale: 2..=6, serves: System }
            node_group pinned {
                instances: ["m7i.2xlarge"], scale: 0..=8, zone: "us-west-2a",
                eksctl {
                    subnets: ["subnet-0aaaaaaaaaaaaaaa1"],
                    ssh { allow: false }
                    iam { attachPolicyARNs: [
                        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
                    ] }
                }
            }
            node_group selected {
                instances: ["m7i.xlarge"], scale: 0..=8, management: SelfManaged { },
                eksctl { instance_selector { vcpus: 4, memory: "16GiB" } }
            }
            node_group templated {
                instances: ["m7i.xlarge"], scale: 0..=8, volume { size_gib: 200 }, max_pods: 20,
                waive(NG-16, "the template has IMDSv2, hop limit 1 and an encrypted volume", until: "2027-03-31"),
                eksctl { launch_template { id: "lt-0123456789abcdef0", version: "2" } }
            }
        }
    };
    let report = platform.check();
    assert!(report.is_sound(), "{report}");
    let config = eksml::derived::cluster_config(&platform, &platform.clusters[0]);
    let config = serde_json::to_value(config).expect("plain data");
    let group = |list: &str, name: &str| {
        config[list].as_array().expect("a list").iter().find(|group| group["name"] == name).expect("the group").clone()
    };
    let pinned = group("managedNodeGroups", "pinned");
    assert_eq!(pinned["subnets"], json!(["subnet-0aaaaaaaaaaaaaaa1"]));
    assert_eq!((&pinned["availabilityZones"], &pinned["privateNetworking"]), (&Value::Null, &json!(true)));
    assert_eq!(pinned["iam"]["attachPolicyARNs"].as_array().map(Vec::len), Some(2));
    let selected = group("nodeGroups", "selected");
    assert_eq!(selected["instanceType"], Value::Null, "eksctl refuses one type beside a selector");
    assert_eq!(selected["instancesDistribution"]["instanceTypes"], json!(["m7i.xlarge"]));
    assert_eq!(selected["instancesDistribution"]["onDemandPercentageAboveBaseCapacity"], 100, "and none of it is Spot");
    assert_eq!(selected["instanceSelector"], json!({"vCPUs": 4, "memory": "16GiB"}));
    let templated = group("managedNodeGroups", "templated");
    assert_eq!(templated["launchTemplate"], json!({"id": "lt-0123456789abcdef0", "version": "2"}));
    for key in ["volumeSize", "volumeEncrypted", "maxPodsPerNode", "disableIMDSv1", "disablePodIMDS"] {
        assert_eq!(templated[key], Value::Null, "eksctl refuses `{key}` beside a launch template, or ignores it");
    }
    assert_eq!(templated["instanceTypes"], json!(["m7i.xlarge"]));
}

#[test]
fn an_add_on_that_follows_from_the_platform_keeps_its_settings() {
    let config = config();
    let addons = config["addons"].as_array().expect("a list");
    let cni: Vec<&Value> = addons.iter().filter(|addon| addon["name"] == "vpc-cni").collect();
    assert_eq!(cni.len(), 1);
    assert_eq!(cni[0]["version"], "v1.20.0-eksbuild.1");
    assert!(cni[0]["configurationValues"].as_str().is_some_and(|values| values.contains("enableNetworkPolicy")));
    assert!(addons.iter().any(|addon| addon["name"] == "snapshot-controller"));
}

#[test]
fn the_gate_lets_it_through() {
    let report = platform().check();
    assert!(report.is_sound(), "{report}");
}
